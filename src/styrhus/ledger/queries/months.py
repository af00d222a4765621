from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractMonth

from styrhus.identity.models import Organisation
from styrhus.ledger.models import Entry, Month


def is_locked(agency: Organisation, day: date) -> bool:
    """Whether the month of ``day`` is closed for the agency."""
    return bool(Month.objects.standing().filter(agency=agency, year=day.year, month=day.month).exists())


def locked_months(agency: Organisation, year: int) -> dict[int, Month]:
    """The months of the year that are closed now, by number."""
    return {
        row.month: row for row in Month.objects.standing().filter(agency=agency, year=year).select_related("locked_by")
    }


def entry_counts(agency: Organisation, year: int) -> dict[int, int]:
    """How many entries each month has, by number."""
    rows = Entry.objects.filter(agency=agency, year=year).order_by()
    return dict(rows.values_list(ExtractMonth("on")).annotate(Count("pk")))
