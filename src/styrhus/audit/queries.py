"""Reading the event log, and checking that nobody has changed it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext as _

from .models import Event


def history_of(subject: models.Model) -> models.QuerySet[Event]:
    """Every event of ``subject``, newest first."""
    return Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).select_related("actor")


def version_of(subject: models.Model) -> int:
    """The number of the last event of ``subject``: who changes a thing says which version they saw. 0: none yet."""
    return history_of(subject).values_list("number", flat=True).first() or 0


@dataclass(frozen=True)
class Head:
    """The last event of the chain at some moment, as one line of the file of heads keeps it."""

    number: int
    hash: str

    @classmethod
    def parse(cls, line: str) -> Head:
        """Read "2026-01-31T02:15:00+01:00 4711 <64 hex digits>". Raises: ValueError."""
        _at, number, digest = line.split()
        return cls(int(number), digest)


@dataclass(frozen=True)
class Verification:
    """What checking the chain found. ``broken_at`` is the first event that does not hold, None when all do.

    ``lost_head`` is the first line of the file of heads that the chain no longer leads through: events were cut
    off, or the whole chain was computed anew.
    """

    events: int
    head: str
    broken_at: int | None
    lost_head: str | None = None
    heads: int = 0

    @property
    def holds(self) -> bool:
        return self.broken_at is None and self.lost_head is None

    @property
    def reason(self) -> str:
        """What is wrong, in one sentence; empty when the chain holds."""
        if self.broken_at is not None:
            return _("Kjeden er brutt ved hendelse %(number)s: den er endret, flyttet eller mangler.") % {
                "number": self.broken_at
            }
        if self.lost_head is not None:
            return _("Hendelsesloggen mangler et endepunkt som ble skrevet ned: %(line)s.") % {"line": self.lost_head}
        return ""


def head() -> Head | None:
    """The last event of the chain as it stands; None while the log is empty."""
    last = Event.objects.order_by("-number").values_list("number", "hash").first()
    return Head(*last) if last else None


def verify(heads: Path | None = None) -> Verification:
    """Compute the whole chain again in the database, and follow it through every head that was written down.

    An event breaks the chain when its content does not give its hash, when it does not name the hash before it,
    or when its number leaves a gap. ``heads`` is the file of heads (default: settings.AUDIT_HEADS).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with chain as (
                select e.number, e.hash, e.previous_hash,
                       audit_event_hash(e) as computed,
                       lag(e.hash, 1, '') over w as before,
                       row_number() over w as place
                  from audit_event e
                window w as (order by e.number)
            )
            select count(*),
                   coalesce((array_agg(hash order by number desc))[1], ''),
                   min(place) filter (where hash <> computed or previous_hash <> before or number <> place)
              from chain
            """
        )
        events, last_hash, broken_at = cursor.fetchone()
    lines = _lines(heads or Path(settings.AUDIT_HEADS))
    return Verification(
        events=events, head=last_hash, broken_at=broken_at, lost_head=_first_lost(lines), heads=len(lines)
    )


def _lines(heads: Path) -> list[str]:
    return [line for line in heads.read_text(encoding="utf-8").splitlines() if line.strip()] if heads.exists() else []


def _first_lost(lines: list[str]) -> str | None:
    """The first written head that is not an event of the chain any more. A line that can't be read is lost too."""
    parsed: list[tuple[str, Head | None]] = []
    for line in lines:
        try:
            parsed.append((line, Head.parse(line)))
        except ValueError:
            parsed.append((line, None))
    numbers = [written.number for _line, written in parsed if written]
    standing = dict(Event.objects.filter(number__in=numbers).values_list("number", "hash"))
    return next((line for line, written in parsed if not written or standing.get(written.number) != written.hash), None)
