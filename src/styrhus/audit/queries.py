"""Reading the event log, and checking that nobody has changed it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, models

from .models import Event


def history_of(subject: models.Model) -> models.QuerySet[Event]:
    """Every event of ``subject``, newest first."""
    return Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).select_related("actor")


@dataclass(frozen=True)
class Verification:
    """What checking the chain found. ``broken_at`` is the first event that does not hold, None when all do."""

    events: int
    head: str
    broken_at: int | None

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def verify() -> Verification:
    """Compute the whole chain again in the database, from the first event to the last.

    An event breaks the chain when its content does not give its hash, when it does not name the hash before it,
    or when its number leaves a gap.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with chain as (
                select e.number, e.hash, e.previous_hash,
                       audit_event_hash(e) as computed,
                       coalesce(lag(e.hash) over (order by e.number), '') as before,
                       row_number() over (order by e.number) as place
                  from audit_event e
            )
            select count(*),
                   coalesce((select hash from chain order by number desc limit 1), ''),
                   min(number) filter (where hash <> computed or previous_hash <> before or number <> place)
              from chain
            """
        )
        events, head, broken_at = cursor.fetchone()
    return Verification(events=events, head=head, broken_at=broken_at)
