"""The figures of what the parties have told each other, for reports: reported deviations, matters, publications.

A deviation that is still a draft is the agency's own, and counts nowhere here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.common.figures import Figure, receipt
from styrhus.identity.models import Organisation

from .models import Deviation, DeviationKind, Matter, Publication, Side

LABELS: dict[str, Any] = {
    "deviations": _("Meldte avvik"),
    "deviations_open": _("Åpne avvik"),
    "deviations_closed": _("Lukkede avvik"),
    "matters": _("Saker av interesse"),
    "publications": _("Publiseringer"),
}


def had_come(moment: datetime | None, as_at: date, known_at: datetime | None) -> bool:
    """Whether ``moment`` had come by the day, and was entered by the moment of knowledge."""
    if moment is None or timezone.localtime(moment).date() > as_at:
        return False
    return known_at is None or moment <= known_at


def deviations_of(agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> list[Deviation]:
    """The deviations that were reported to the ministry by then, by number."""
    rows = Deviation.objects.filter(plan__agency=agency, plan__year=year, reported_at__isnull=False)
    rows = rows.select_related("plan", "goal", "parameter", "assignment", "post__chapter").order_by("number")
    return [row for row in rows if had_come(row.reported_at, as_at, known_at)]


def is_open(row: Deviation, as_at: date, known_at: datetime | None = None) -> bool:
    return not had_come(row.closed_at, as_at, known_at)


def publications_of(
    agency: Organisation, year: int, as_at: date, known_at: datetime | None = None
) -> list[Publication]:
    """What was published by then, oldest first."""
    wanted = Q(plan__agency=agency, plan__year=year, published_on__lte=as_at)
    if known_at:
        wanted &= Q(announced_at__lte=known_at)
    return list(Publication.objects.filter(wanted).order_by("published_on", "pk"))


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure ``name`` ("deviations_open", "deviations:budget"). Raises: KeyError for an unknown name."""
    base, _colon, argument = name.partition(":")
    rows, definition, url = _FIGURES[base](agency, year, as_at, known_at, argument)
    label = str(LABELS[base])
    if argument and base.startswith("deviations"):
        label = f"{label}: {DeviationKind(argument).label}"
    return receipt(
        f"alerts.{name}",
        len(rows),
        rows,
        label=label,
        unit="count",
        definition=definition,
        as_at=as_at,
        known_at=known_at,
        url=url,
    )


Counted = tuple[list[Sequence[object]], str, str]


def _deviations(which: bool | None, words: Any) -> Callable[..., Counted]:
    def count(agency: Organisation, year: int, as_at: date, known_at: datetime | None, kind: str) -> Counted:
        rows = [
            row
            for row in deviations_of(agency, year, as_at, known_at)
            if (which is None or is_open(row, as_at, known_at) is which) and kind in ("", row.kind)
        ]
        return [(row.pk, row.number, row.kind) for row in rows], str(words), reverse("alerts:deviations")

    return count


def _matters(agency: Organisation, year: int, as_at: date, known_at: datetime | None, kind: str) -> Counted:
    rows = Matter.objects.filter(plan__agency=agency, plan__year=year, sender=Side.AGENCY).order_by("pk")
    found = [row for row in rows if had_come(row.sent_at, as_at, known_at) and kind in ("", row.kind)]
    words = gettext("Saker som virksomheten har orientert departementet om.")
    return [(row.pk, row.kind, row.sent_at) for row in found], words, reverse("alerts:matters")


def _publications(agency: Organisation, year: int, as_at: date, known_at: datetime | None, kind: str) -> Counted:
    rows = publications_of(agency, year, as_at, known_at)
    words = gettext("Publiseringer som departementet ble varslet om, og som er publisert.")
    return [(row.pk, row.published_on) for row in rows], words, reverse("alerts:publications")


_FIGURES: dict[str, Callable[..., Counted]] = {
    "deviations": _deviations(None, _("Avvik som er meldt til departementet i året.")),
    "deviations_open": _deviations(True, _("Avvik som er meldt til departementet og ikke lukket.")),
    "deviations_closed": _deviations(False, _("Avvik som er meldt til departementet i året og lukket.")),
    "matters": _matters,
    "publications": _publications,
}
