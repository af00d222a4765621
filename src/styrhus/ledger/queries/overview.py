"""What the pages of the ledger show: posts beside their budget, months, accounts, and whose ledger it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractMonth

from styrhus.economy.models import Post
from styrhus.economy.queries import Budget, budget_at, visible_budgets
from styrhus.economy.rules import is_income
from styrhus.identity.models import Department, Organisation, User
from styrhus.ledger.access import Permission
from styrhus.ledger.models import Entry, Posting
from styrhus.ledger.models.entries import counted_in
from styrhus.ledger.rules import NOTHING, Account, account_of

from .entries import sums_at


def visible_ledgers(user: User) -> list[Budget]:
    """The agencies and years whose sums ``user`` may see: the agency's own, those under the ministry, all for the auditor."""
    if user.may(Permission.SEE_ALL_LEDGERS):
        return visible_budgets(user)
    own = user.organisations_with(Permission.SEE_SUMS)
    return [one for one in visible_budgets(user) if {one.agency.pk, one.agency.parent_id} & own]


def chosen_ledger(user: User, agency: int | None, year: int | None) -> tuple[Budget | None, list[Budget]]:
    """The ledger asked for and all that may be chosen; without a choice the newest of their own agency."""
    ledgers = visible_ledgers(user)
    if agency is not None:
        return next((one for one in ledgers if (one.agency.pk, one.year) == (agency, year)), None), ledgers
    own = user.organisations_with(Permission.SEE_SUMS)
    return next((one for one in ledgers if one.agency.pk in own), ledgers[0] if ledgers else None), ledgers


def sees_entries(user: User, agency: Organisation) -> bool:
    """Whether ``user`` sees every entry of the agency (a department head sees some, the ministry none)."""
    return user.may(Permission.SEE_ALL_LEDGERS) or user.may(Permission.SEE_ENTRIES, agency)


def sees_some_entries(user: User, agency: Organisation) -> bool:
    return sees_entries(user, agency) or user.may(Permission.SEE_OWN_ENTRIES, agency)


@dataclass(frozen=True, slots=True)
class PostUse:
    """A post at a day. ``used`` counts expense and income both above 0; ``left`` is below 0 when more is used."""

    post: Post
    is_income: bool
    at_disposal: int
    used: Decimal

    @property
    def left(self) -> Decimal:
        return self.at_disposal - self.used

    @property
    def share(self) -> Decimal | None:
        return self.used / self.at_disposal if self.at_disposal > 0 else None

    @property
    def code(self) -> str:
        return f"{self.post.chapter.number}.{self.post.number}"


def post_uses(agency: Organisation, year: int, *, as_at: date, view: str = "cash") -> list[PostUse]:
    """Every post of the budget with what is used of it, the expense posts first."""
    rows = sums_at(agency, year, as_at=as_at, view=view).exclude(post=None)
    booked = dict(rows.values_list("post").annotate(Sum("amount")))
    uses = [
        PostUse(
            one.post, one.is_income, one.at_disposal, booked.get(one.post.pk, NOTHING) * (-1 if one.is_income else 1)
        )
        for one in budget_at(agency, year, as_at=as_at)
    ]
    return sorted(uses, key=lambda one: (one.is_income, one.post.chapter.number, one.post.number))


def expense_by_month(agency: Organisation, year: int, *, as_at: date, view: str = "cash") -> dict[int, Decimal]:
    """What is used of the expense posts in each month (1-12); income posts are left out."""
    rows = sums_at(agency, year, as_at=as_at, view=view).exclude(post=None)
    months: dict[int, Decimal] = {}
    for chapter, month, amount in rows.values_list("post__chapter__number", ExtractMonth("entry__on")).annotate(
        Sum("amount")
    ):
        if not is_income(chapter):
            months[month] = months.get(month, NOTHING) + amount
    return months


@dataclass(frozen=True, slots=True)
class AccountSum:
    """An account in the trial balance. ``credit`` is 0 or below."""

    number: str
    account: Account | None
    debit: Decimal
    credit: Decimal
    rows: int

    @property
    def balance(self) -> Decimal:
        return self.debit + self.credit


def trial_balance(agency: Organisation, year: int, *, as_at: date, view: str = "cash") -> list[AccountSum]:
    """Each account's debit and credit; over all accounts they sum to zero."""
    rows = sums_at(agency, year, as_at=as_at, view=view)
    grouped = rows.values_list("account").annotate(Sum("debit"), Sum("credit"), Sum("rows")).order_by("account")
    return [
        AccountSum(number, account_of(number, as_at), debit, credit, count) for number, debit, credit, count in grouped
    ]


def postings_on(
    user: User, agency: Organisation, year: int, account: str, *, as_at: date, view: str = "cash"
) -> QuerySet[Posting]:
    """The account specification: the postings that ``user`` may see, in the order of the days."""
    rows: QuerySet[Posting] = Posting.objects.visible_to(user).filter(
        entry__agency=agency, entry__year=year, entry__on__lte=as_at, account=account, basis__in=counted_in(view)
    )
    return rows.select_related("entry", "post__chapter", "department").order_by("entry__on", "entry__number", "line")


def posts_of(agency: Organisation, year: int) -> QuerySet[Post]:
    rows = Post.objects.filter(chapter__agency=agency, chapter__year=year)
    return rows.select_related("chapter").order_by("chapter__number", "number")


def departments_of(agency: Organisation) -> QuerySet[Department]:
    return Department.objects.filter(organisation=agency).order_by("name")


def agencies_of(user: User, permission: Any) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=user.organisations_with(permission))


def sum_of_uses(uses: Iterable[PostUse]) -> tuple[int, Decimal]:
    """What the expense posts have at disposal, and what is used of them."""
    listed = [one for one in uses if not one.is_income]
    return sum(one.at_disposal for one in listed), sum((one.used for one in listed), NOTHING)


def has_entries(agency: Organisation, year: int) -> bool:
    return bool(Entry.objects.filter(agency=agency, year=year).exists())
