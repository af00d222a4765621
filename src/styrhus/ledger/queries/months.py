from __future__ import annotations

from datetime import date

from styrhus.identity.models import Organisation
from styrhus.ledger.models import Month


def is_locked(agency: Organisation, day: date) -> bool:
    """Whether the month of ``day`` is closed for the agency."""
    return bool(Month.objects.standing().filter(agency=agency, year=day.year, month=day.month).exists())


def locked_months(agency: Organisation, year: int) -> dict[int, Month]:
    """The months of the year that are closed now, by number."""
    return {
        row.month: row for row in Month.objects.standing().filter(agency=agency, year=year).select_related("locked_by")
    }
