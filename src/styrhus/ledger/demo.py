"""A few invented entries by hand, so that every screen of the ledger has something to show. No amount is real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from styrhus.economy.models import Post
from styrhus.economy.rules import is_income
from styrhus.identity import clock
from styrhus.identity.models import Department, Organisation, User

from . import line_sets
from .actions import Cause, Line, post_entry, reverse_entry
from .models import CauseKind, Entry, EntryKind
from .queries import departments_of, posts_of

YEAR = 2023


def make_demo_ledger(*, agency: Organisation, by: User) -> None:
    """Post the entries, each on its day. Made again, they are found by their keys and stand as they are."""
    posts = {f"{one.chapter.number}.{one.number}": one for one in posts_of(agency, YEAR)}
    running = next((one for one in posts.values() if one.number == "01" and not is_income(one.chapter.number)), None)
    if running is None:
        return
    special = next((one for one in posts.values() if one.number == "21"), running)
    wanted = ("71", "70", "60")
    grants = next((one for number in wanted for one in posts.values() if one.number == number), running)
    departments = {one.name: one for one in departments_of(agency)}
    book = _Book(agency, by)
    with transaction.atomic():
        _salaries(book, running, list(departments.values()))
        _invoices(book, running, special, list(departments.values()))
        _others(book, grants)


@dataclass(frozen=True, slots=True)
class _Book:
    """Whose ledger the demo posts in, and who posts."""

    agency: Organisation
    by: User

    def post(self, key: str, day: date, text: str, *, kind: str, cause: Cause, lines: Sequence[Line]) -> Entry:
        with clock.at(day):
            return post_entry(
                agency=self.agency,
                on=day,
                text=text,
                kind=kind,
                cause=cause,
                key=f"demo-{key}",
                lines=lines,
                by=self.by,
            )


def _salaries(book: _Book, post: Post, departments: Sequence[Department]) -> None:
    for month in (1, 2):
        lines: list[Line] = []
        for number, department in enumerate(departments):
            gross = Decimal(410_000 + 35_250 * number)
            lines += line_sets.salary(
                gross=gross, withheld=gross * Decimal("0.32"), employer_tax=gross * Decimal("0.14"), post=post,
                department=department, holiday_pay=gross * Decimal("0.12"),
            )  # fmt: skip
        if lines:
            cause = Cause(CauseKind.SALARY, f"2023-{month:02}", f"Demo lønnskjøring {month:02}.2023")
            day = date(YEAR, month, 12)
            book.post(f"salary-{month}", day, "Demo månedslønn", kind=EntryKind.SALARY, cause=cause, lines=lines)


def _invoices(book: _Book, running: Post, special: Post, departments: Sequence[Department]) -> None:
    department = departments[0] if departments else None
    rent = Cause(CauseKind.INVOICE, "D-1001", "Demo husleiefaktura D-1001")
    owed = line_sets.invoice_received(account="630", amount=Decimal("1284500.00"), post=running, department=department)
    paid = line_sets.invoice_paid(account="630", amount=Decimal("1284500.00"), post=running, department=department)
    book.post("rent", date(YEAR, 1, 10), "Demo husleie, første kvartal", kind=EntryKind.INVOICE, cause=rent, lines=owed)
    book.post("rent-paid", date(YEAR, 2, 1), "Demo husleie betalt", kind=EntryKind.INVOICE_PAID, cause=rent, lines=paid)
    advice = Cause(CauseKind.INVOICE, "D-1002", "Demo konsulentfaktura D-1002")
    wrong = line_sets.payment(account="671", amount=Decimal("86250.50"), post=special, department=department)
    right = line_sets.payment(account="673", amount=Decimal("86250.50"), post=special, department=department)
    booked = book.post("advice", date(YEAR, 2, 2), "Demo utredning", kind=EntryKind.PAYMENT, cause=advice, lines=wrong)
    if not Entry.objects.filter(reverses=booked).exists():
        with clock.at(date(YEAR, 2, 6)):
            reverse_entry(entry=booked, on=date(YEAR, 2, 6), why="Ført på feil konto: ikke IKT", by=book.by)
    book.post("advice-right", date(YEAR, 2, 6), "Demo utredning", kind=EntryKind.PAYMENT, cause=advice, lines=right)
    system = Cause(CauseKind.CONTRACT, "D-77", "Demo avtale om møteromsutstyr")
    bought = line_sets.asset_bought(
        expense="490", asset="125", amount=Decimal("240000.00"), post=running, department=department
    )
    book.post("asset", date(YEAR, 1, 20), "Demo møteromsutstyr", kind=EntryKind.PAYMENT, cause=system, lines=bought)
    worn = line_sets.depreciation(asset="125", amount=Decimal("4000.00"), department=department)
    book.post(
        "worn", date(YEAR, 1, 31), "Demo avskrivning, januar", kind=EntryKind.DEPRECIATION, cause=system, lines=worn
    )


def _others(book: _Book, grants: Post) -> None:
    decision = Cause(CauseKind.DECISION, "D-2023/15", "Demo vedtak om tilskudd D-2023/15")
    paid = line_sets.grant_paid(amount=Decimal("3500000.00"), post=grants)
    book.post(
        "grant", date(YEAR, 2, 20), "Demo tilskudd til organisasjon", kind=EntryKind.GRANT, cause=decision, lines=paid
    )
