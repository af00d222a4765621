"""A few invented entries by hand, so that every screen of the ledger has something to show. No amount is real."""

from __future__ import annotations

from collections.abc import Sequence
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
    grants = next((one for one in posts.values() if one.number in ("71", "70", "60")), running)
    departments = {one.name: one for one in departments_of(agency)}
    with transaction.atomic():
        _salaries(agency, by, running, list(departments.values()))
        _invoices(agency, by, running, special, list(departments.values()))
        _others(agency, by, grants)


def _post(
    agency: Organisation, by: User, key: str, day: date, text: str, kind: str, cause: Cause, lines: Sequence[Line]
) -> Entry:
    with clock.at(day):
        return post_entry(
            agency=agency, on=day, text=text, kind=kind, cause=cause, key=f"demo-{key}", lines=lines, by=by
        )


def _salaries(agency: Organisation, by: User, post: Post, departments: Sequence[Department]) -> None:
    for month in (1, 2, 3):
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
            _post(agency, by, f"salary-{month}", day, "Demo månedslønn", EntryKind.SALARY, cause, lines)


def _invoices(agency: Organisation, by: User, running: Post, special: Post, departments: Sequence[Department]) -> None:
    department = departments[0] if departments else None
    rent = Cause(CauseKind.INVOICE, "D-1001", "Demo husleiefaktura D-1001")
    owed = line_sets.invoice_received(account="630", amount=Decimal("1284500.00"), post=running, department=department)
    paid = line_sets.invoice_paid(account="630", amount=Decimal("1284500.00"), post=running, department=department)
    _post(agency, by, "rent", date(YEAR, 1, 10), "Demo husleie, første kvartal", EntryKind.INVOICE, rent, owed)
    _post(agency, by, "rent-paid", date(YEAR, 2, 1), "Demo husleie betalt", EntryKind.INVOICE_PAID, rent, paid)
    advice = Cause(CauseKind.INVOICE, "D-1002", "Demo konsulentfaktura D-1002")
    wrong = line_sets.payment(account="671", amount=Decimal("86250.50"), post=special, department=department)
    right = line_sets.payment(account="673", amount=Decimal("86250.50"), post=special, department=department)
    booked = _post(agency, by, "advice", date(YEAR, 3, 2), "Demo utredning", EntryKind.PAYMENT, advice, wrong)
    if not Entry.objects.filter(reverses=booked).exists():
        with clock.at(date(YEAR, 3, 6)):
            reverse_entry(entry=booked, on=date(YEAR, 3, 6), why="Ført på feil konto: ikke IKT", by=by)
    _post(agency, by, "advice-right", date(YEAR, 3, 6), "Demo utredning", EntryKind.PAYMENT, advice, right)
    system = Cause(CauseKind.CONTRACT, "D-77", "Demo avtale om møteromsutstyr")
    bought = line_sets.asset_bought(
        expense="490", asset="125", amount=Decimal("240000.00"), post=running, department=department
    )
    _post(agency, by, "asset", date(YEAR, 1, 20), "Demo møteromsutstyr", EntryKind.PAYMENT, system, bought)
    worn = line_sets.depreciation(asset="125", amount=Decimal("12000.00"), department=department)
    _post(agency, by, "worn", date(YEAR, 3, 31), "Demo avskrivning, første kvartal", EntryKind.DEPRECIATION, system, worn)


def _others(agency: Organisation, by: User, grants: Post) -> None:
    decision = Cause(CauseKind.DECISION, "D-2023/15", "Demo vedtak om tilskudd D-2023/15")
    paid = line_sets.grant_paid(amount=Decimal("3500000.00"), post=grants)
    _post(agency, by, "grant", date(YEAR, 3, 20), "Demo tilskudd til organisasjon", EntryKind.GRANT, decision, paid)
