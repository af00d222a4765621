"""Sums of the ledger. ``as_at`` leaves out what happened later, ``known_at`` what was entered later.

Everything is read from the sums of each entry, which the database keeps; amounts are kroner and øre, debit +.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractMonth

from styrhus.identity.models import Organisation
from styrhus.ledger.models import Entry, EntrySum
from styrhus.ledger.models.entries import counted_in
from styrhus.ledger.rules import Line


def sums_at(
    agency: Organisation, year: int, *, as_at: date, view: str = "cash", known_at: datetime | None = None
) -> QuerySet[EntrySum]:
    """The sums that count in a view of the agency's year up to and with ``as_at``."""
    rows = EntrySum.objects.filter(
        entry__agency=agency, entry__year=year, entry__on__lte=as_at, basis__in=counted_in(view)
    ).order_by()
    return rows if known_at is None else rows.filter(entry__entered_at__lte=known_at)


def used(agency: Organisation, year: int, *, as_at: date, known_at: datetime | None = None) -> dict[int, Decimal]:
    """What is used of each post (by its key) on the cash basis; an income post has income as a negative amount."""
    rows = sums_at(agency, year, as_at=as_at, known_at=known_at).exclude(post=None)
    return dict(rows.values_list("post").annotate(Sum("amount")))


def used_by_month(
    agency: Organisation, year: int, *, as_at: date, known_at: datetime | None = None
) -> dict[tuple[int, int | None, int], Decimal]:
    """The same by (post, department or None, month 1–12)."""
    rows = sums_at(agency, year, as_at=as_at, known_at=known_at).exclude(post=None)
    grouped = rows.values_list("post", "department", ExtractMonth("entry__on")).annotate(Sum("amount"))
    return {(post, department, month): amount for post, department, month, amount in grouped}


def by_account(
    agency: Organisation, year: int, *, as_at: date, basis: str = "cash", known_at: datetime | None = None
) -> dict[str, Decimal]:
    """The sum of each account in the view ``basis`` ("cash" or "accrual")."""
    rows = sums_at(agency, year, as_at=as_at, view=basis, known_at=known_at)
    return dict(rows.values_list("account").annotate(Sum("amount")).order_by("account"))


def lines_of(entry: Entry) -> list[Line]:
    """The lines of an entry as they were posted, in order."""
    return [
        Line(one.account, one.amount, one.post, one.department, one.basis, one.text)
        for one in entry.postings.select_related("post__chapter", "department").order_by("line")
    ]
