"""What the annual accounts are computed from: sums of the ledger and amounts of the budget, at a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from styrhus.economy.models import AppropriationKind, AuthorisationKind, BudgetAuthorisation, Post
from styrhus.economy.queries import PostBudget, appropriations_at, budget_at, held_at
from styrhus.identity.models import Organisation
from styrhus.ledger.models import EntrySum
from styrhus.ledger.models.entries import counted_in
from styrhus.ledger.queries import sums_at

from .rules import ZERO


@dataclass(frozen=True, slots=True)
class Booked:
    """What was posted on an account and a post (None: on no post), on the cash basis. Kroner, debit above 0."""

    account: str
    post: int | None
    debit: Decimal
    credit: Decimal  # 0 or below
    lines: int

    @property
    def amount(self) -> Decimal:
        return self.debit + self.credit


def booked(agency: Organisation, year: int, *, as_at: date, known_at: datetime | None = None) -> list[Booked]:
    """The agency's year up to and with ``as_at``, by account and post."""
    rows = sums_at(agency, year, as_at=as_at, known_at=known_at)
    grouped = rows.values_list("account", "post").annotate(Sum("debit"), Sum("credit"), Sum("rows"))
    return [Booked(*row) for row in grouped.order_by("account", "post")]


def opening(agency: Organisation, year: int, *, known_at: datetime | None = None) -> dict[str, Decimal]:
    """What each account of the balance (classes 1 and 2) stood at when the year began."""
    rows = EntrySum.objects.filter(
        entry__agency=agency, entry__year__lt=year, basis__in=counted_in("cash"), account__lt="3"
    ).order_by()
    if known_at is not None:
        rows = rows.filter(entry__entered_at__lte=known_at)
    return dict(rows.values_list("account").annotate(Sum("amount")))


def opening_rows(opening: Mapping[str, Decimal], accounts: Iterable[str]) -> list[Booked]:
    """What each of the accounts stood at when the year began, as a row of no post and no lines."""
    held = [(account, opening[account]) for account in accounts if opening.get(account)]
    return [Booked(account, None, max(ZERO, amount), min(ZERO, amount), 0) for account, amount in held]


def balances(rows: Iterable[Booked]) -> dict[str, Decimal]:
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        found[row.account] += row.amount
    return dict(found)


@dataclass(frozen=True, slots=True)
class Given:
    """What a post was given, in kroner. ``allocated`` leaves out what was carried in and what was moved to it."""

    budget: PostBudget
    moved: Decimal

    @property
    def post(self) -> Post:
        return self.budget.post

    @property
    def carried_in(self) -> Decimal:
        return Decimal(self.budget.carried_in)

    @property
    def allocated(self) -> Decimal:
        return Decimal(self.budget.at_disposal) - self.carried_in - self.moved

    @property
    def charged_by_authority(self) -> bool:
        """The post is another's, and the agency only charges it."""
        return bool(self.post.chapter.belongs_to) or bool(
            self.budget.received and not self.carried_in and not self.allocated
        )


def given(agency: Organisation, year: int, *, as_at: date, known_at: datetime | None = None) -> list[Given]:
    """Every post of the agency's year with what it was given up to and with ``as_at``."""
    moves = appropriations_at(as_at, known_at).filter(
        post__chapter__agency=agency, post__chapter__year=year, kind=AppropriationKind.MOVE
    )
    moved = dict(moves.order_by().values_list("post").annotate(Sum("at_disposal")))
    return [
        Given(one, Decimal(moved.get(one.post.pk, 0)))
        for one in budget_at(agency, year, as_at=as_at, known_at=known_at)
    ]


def allocated_before(agency: Organisation, year: int, known_at: datetime | None) -> Mapping[tuple[str, str], Decimal]:
    """What each chapter and post was allocated in the year before; empty where there is no budget of that year."""
    found = given(agency, year - 1, as_at=date(year - 1, 12, 31), known_at=known_at)
    return {(one.post.chapter.number, one.post.number): one.allocated for one in found}


def extra_income_pairs(
    agency: Organisation, year: int, *, as_at: date, known_at: datetime | None = None
) -> dict[int, list[tuple[int, Decimal | None]]]:
    """Income post → the expense posts that its extra income may cover, in order, each with its limit (None: all)."""
    pairs = BudgetAuthorisation.objects.filter(
        post__chapter__agency=agency, post__chapter__year=year, kind=AuthorisationKind.EXTRA_INCOME, delegated=True
    )
    rows = held_at(pairs, as_at, known_at).order_by("post__chapter__number", "post__number", "pk")
    found: defaultdict[int, dict[int, Decimal | None]] = defaultdict(dict)
    for income, expense, amount in rows.values_list("income_post", "post", "amount"):
        limits = found[income]
        if amount is None or limits.get(expense, ZERO) is None:
            limits[expense] = None
        else:
            limits[expense] = (limits.get(expense) or ZERO) + amount
    return {income: list(limits.items()) for income, limits in found.items()}
