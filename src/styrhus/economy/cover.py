"""How far a post reaches, day by day, and which authorisation covers what goes beyond it. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Sum

from .models import (
    Appropriation,
    AuthorisationKind,
    BindingVersion,
    BudgetAuthorisation,
    ChargeAuthorisation,
    Commitment,
    Post,
    Release,
)
from .queries.budget import PostBudget, budgets_of, held_at
from .upper import extra_income

LAST = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Reach:
    """A post at a day. ``excess`` is what is bound beyond it, ``capacity`` what authorisations allow beyond it.

    ``cover`` is the authorisation that the last krone of the excess stands on, where there is one.
    """

    day: date
    budget: PostBudget
    excess: int
    capacity: int
    cover: BudgetAuthorisation | None

    @property
    def short(self) -> int:
        """How much is bound beyond the post and every authorisation; 0 when all is covered."""
        return max(0, self.excess - self.capacity)

    @property
    def room(self) -> int:
        """How much more may be bound; never below 0."""
        return max(0, self.budget.undisposed + self.capacity)


def standing(post: Post) -> PostBudget:
    """The post with every change counted, whatever its date."""
    return budgets_of([post], as_at=LAST)[0]


def reach(post: Post, day: date, *, known_at: datetime | None = None) -> Reach:
    budget = budgets_of([post], as_at=day, known_at=known_at)[0]
    excess = budget.overbound
    reached, found = 0, None
    for authorisation, amount in _beyond(post, day, known_at):
        if found is None and excess > reached and excess <= reached + amount:
            found = authorisation
        reached += amount
    return Reach(day, budget, excess, reached, found)


def _beyond(post: Post, day: date, known_at: datetime | None) -> list[tuple[BudgetAuthorisation, int]]:
    """Each authorisation that lets this year's money of the post be exceeded, with how far: extra income first."""
    kinds = (AuthorisationKind.EXTRA_INCOME, AuthorisationKind.EXCEED)
    rows = held_at(BudgetAuthorisation.objects.filter(post=post, delegated=True, kind__in=kinds), day, known_at)
    found: list[tuple[BudgetAuthorisation, int]] = []
    counted: set[int] = set()
    for row in sorted(rows.select_related("income_post__chapter"), key=lambda one: (kinds.index(one.kind), one.pk)):
        if row.kind == AuthorisationKind.EXCEED:
            found.append((row, row.amount))
        elif row.income_post_id not in counted:  # the same income is spent once, however many letters name the pair
            counted.add(row.income_post_id)
            found.append((row, _extra(row, day, known_at)))
    return found


def _extra(row: BudgetAuthorisation, day: date, known_at: datetime | None) -> int:
    """Extra income that has come on the pair's income post and that no other post has spent, within the amount."""
    if row.income_post is None:
        return 0
    income = extra_income(row.income_post, as_at=min(day, date(row.post.chapter.year, 12, 31)), known_at=known_at)
    spent = Commitment.objects.filter(excess_cover__income_post=row.income_post).exclude(post=row.post_id)
    left = income - (spent.aggregate(sum=Sum("excess"))["sum"] or 0)
    return max(0, left if row.amount is None else min(left, row.amount))


def days_from(post: Post, since: date) -> list[date]:
    """``since`` and every later day on which something of the post changes."""
    days = {since}
    days.update(Appropriation.objects.filter(post=post, decided_on__gt=since).values_list("decided_on", flat=True))
    days.update(BindingVersion.objects.filter(binding__post=post, on__gt=since).values_list("on", flat=True))
    days.update(Commitment.objects.filter(post=post, decided_on__gt=since).values_list("decided_on", flat=True))
    days.update(Release.objects.filter(commitment__post=post, on__gt=since).values_list("on", flat=True))
    for model in (ChargeAuthorisation, BudgetAuthorisation):
        for begin, end in model.objects.filter(post=post).values_list("decided_on", "withdrawn_on"):  # type: ignore[attr-defined]
            days.update(day for day in (begin, end) if day and day > since)
    return sorted(days)


def reaches(post: Post, since: date) -> list[Reach]:
    """The post on ``since`` and on each later day that changes it: what is bound then must be covered too."""
    return [reach(post, day) for day in days_from(post, since)]


def tightest(post: Post, since: date) -> Reach:
    """The first day from ``since`` on which the post has the least room."""
    return max(reaches(post, since), key=lambda one: one.excess - one.capacity)


@dataclass(frozen=True, slots=True)
class LaterYears:
    """What is bound on the years after the post's own, and how far authorisations reach (None: without a limit)."""

    bound: int
    capacity: int | None
    cover: BudgetAuthorisation | None

    @property
    def short(self) -> int:
        return 0 if self.capacity is None else max(0, self.bound - self.capacity)


def later_years(post: Post, day: date, *, more: int = 0) -> LaterYears:
    """The later years' part with ``more`` kroner added, under the authorisations that hold at ``day``."""
    kinds = (AuthorisationKind.ORDER, AuthorisationKind.PROMISE, AuthorisationKind.BEYOND_YEAR)
    rows = held_at(BudgetAuthorisation.objects.filter(post=post, delegated=True, kind__in=kinds), day, None)
    made = Commitment.objects.filter(post=post).aggregate(sum=Sum("later_amount"))["sum"] or 0
    freed = Release.objects.filter(commitment__post=post).aggregate(sum=Sum("later_amount"))["sum"] or 0
    bound = made - freed + more
    reached, found = 0, None
    for row in sorted(rows, key=lambda one: (kinds.index(one.kind), one.pk)):
        if row.amount is None:
            return LaterYears(bound, None, found or row)
        if found is None and bound <= reached + row.amount:
            found = row
        reached += row.amount
    return LaterYears(bound, reached, found)


def open_amounts(commitments: list[Commitment]) -> dict[int, tuple[int, int]]:
    """What each commitment still binds: (of the post's year, of later years)."""
    rows = Release.objects.filter(Q(commitment__in=commitments)).order_by().values("commitment")
    freed = {
        row["commitment"]: (row["now"], row["later"])
        for row in rows.annotate(now=Sum("amount"), later=Sum("later_amount"))
    }
    return {
        one.pk: (one.amount - freed.get(one.pk, (0, 0))[0], one.later_amount - freed.get(one.pk, (0, 0))[1])
        for one in commitments
    }
