"""The forecast of a year, reckoned from the ledger, the money at disposal and what the departments have entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from styrhus.economy.models import HolderShare, Post
from styrhus.economy.queries import PostBudget, budget_at
from styrhus.economy.rules import is_income
from styrhus.identity.models import Department, Organisation
from styrhus.ledger.queries import used_by_month

from . import rules
from .models import Estimate, Version
from .rules import MONTHS, NOTHING, Method

Year = tuple[Decimal, ...]  # twelve amounts
EMPTY: Year = (NOTHING,) * MONTHS
Part = tuple[int, int | None]  # post, department


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """A post of the year (``department`` None), with its ``parts``: one for each department that uses or plans on it.

    Amounts in kroner and øre, turned for income posts so that income is positive. ``used`` counts the ``months``
    months that have ended; ``planned_rest`` is always ``own_estimate`` − ``used``. A method is None where it has
    nothing to reckon from; the post's own estimate is None until every part has one. ``at_disposal`` of a part is the
    department's delegated budget, None where it has none. ``deviation`` is that of the own estimate, kroner to the
    good.
    """

    post: Post
    department: Department | None
    months: int
    used: Decimal
    used_months: Year
    planned_months: Year | None
    planned_rest: Decimal | None
    straight_line: Decimal | None
    profile: Decimal | None
    own_estimate: Decimal | None
    at_disposal: int | None
    appropriated: int | None = None
    committed: int | None = None
    reason: str = ""
    is_post: bool = True
    parts: tuple[ForecastRow, ...] = field(default_factory=tuple)

    @property
    def income(self) -> bool:
        return is_income(self.post.chapter.number)

    def forecast(self, method: Method) -> Decimal | None:
        found: Decimal | None = getattr(self, method.value)
        return found

    def deviation_of(self, method: Method) -> Decimal | None:
        """Kroner to the good by ``method``; below 0: more is used, or less comes in, than is at disposal."""
        if self.at_disposal is None:
            return None
        return rules.deviation(self.at_disposal, self.forecast(method), income=self.income)

    @property
    def deviation(self) -> Decimal | None:
        return self.deviation_of(Method.OWN)

    @property
    def leading(self) -> Method | None:
        """The method to go by: the own estimate, else last year's profile, else the straight line."""
        return next(
            (one for one in (Method.OWN, Method.PROFILE, Method.STRAIGHT_LINE) if self.forecast(one) is not None), None
        )

    @property
    def overbound(self) -> int:
        """How much more is bound than is at disposal, in kroner; nothing is bound on an income post."""
        if self.income or self.committed is None or self.at_disposal is None:
            return 0
        return max(0, self.committed - self.at_disposal)

    @property
    def missing(self) -> list[ForecastRow]:
        """The parts without an own estimate."""
        return [part for part in self.parts if part.own_estimate is None]


@dataclass(frozen=True, slots=True)
class Entered:
    """What is entered for a part: its planned months (None: only a total is stated), a stated total, the reason."""

    planned: Year | None
    stated: Decimal | None
    reason: str


def entered_in(version: Version | None) -> dict[Part, Entered]:
    """The estimates of a version, open or frozen."""
    if version is None:
        return {}
    found = {}
    for one in Estimate.objects.filter(version=version).prefetch_related("months").order_by("pk"):
        months = {row.month: row.amount for row in one.months.all()}
        planned = tuple(months.get(month, NOTHING) for month in range(1, MONTHS + 1)) if months else None
        found[one.post_id, one.department_id] = Entered(planned, one.stated_total, one.reason)
    return found


def reckon(
    agency: Organisation,
    year: int,
    *,
    as_at: date,
    entered: Mapping[Part, Entered],
    known_at: datetime | None = None,
) -> list[ForecastRow]:
    """One row for each post, in the order of chapters and posts. ``as_at`` counts back to the last ended month."""
    months = rules.whole_months(year, as_at)
    budgets = {one.post.pk: one for one in budget_at(agency, year, as_at=as_at, known_at=known_at)}
    posts = {
        row.pk: row
        for row in Post.objects.filter(chapter__agency=agency, chapter__year=year).select_related("chapter__agency")
    }
    income = {pk for pk, post in posts.items() if is_income(post.chapter.number)}
    used = _years(used_by_month(agency, year, as_at=rules.month_end(year, months), known_at=known_at), income)
    before = _last_year(agency, year, posts, known_at)
    shares = _shares(agency, year, as_at, known_at)
    departments = {row.pk: row for row in Department.objects.filter(organisation=agency)}
    parts_of: dict[int, set[int | None]] = defaultdict(set)
    for key, left in _undelegated(shares, budgets).items():
        shares[key, None] = left
    for key, department in {*(part for part, amounts in used.items() if any(amounts)), *entered, *shares}:
        if key in posts:
            parts_of[key].add(department)
    rows = []
    for pk, post in sorted(posts.items(), key=lambda item: (int(item[1].chapter.number), item[1].number)):
        budget = budgets.get(pk)
        keys = parts_of[pk] or ({None} if budget and budget.at_disposal else set())
        parts = []
        for one in sorted(keys, key=lambda key: (key is None, departments[key].name if key else "")):
            part = pk, one
            spent = Spent(months, used.get(part, EMPTY), before.get(part, EMPTY))
            parts.append(_part(post, departments[one] if one else None, spent, entered.get(part), shares.get(part)))
        of_post = [amounts for (known, _department), amounts in before.items() if known == pk]
        rows.append(_post(post, Spent(months, _sum(part.used_months for part in parts), _sum(of_post)), parts, budget))
    return rows


@dataclass(frozen=True, slots=True)
class Spent:
    """What is used by month this year, of which ``months`` have ended, and last year."""

    months: int
    year: Year
    before: Year

    @property
    def total(self) -> Decimal:
        return sum(self.year[: self.months], NOTHING)


def _part(
    post: Post, department: Department | None, spent: Spent, entered: Entered | None, share: int | None
) -> ForecastRow:
    months, total = spent.months, spent.total
    planned = entered.planned if entered else None
    own = rules.own_estimate(total, months, planned, entered.stated if entered else None)
    return ForecastRow(
        post=post,
        department=department,
        months=months,
        used=total,
        used_months=spent.year,
        planned_months=_ahead(planned, months) if planned else None,
        planned_rest=None if own is None else own - total,
        straight_line=rules.straight_line(total, months),
        profile=rules.profile(total, months, spent.before),
        own_estimate=own,
        at_disposal=share,
        reason=entered.reason if entered else "",
        is_post=False,
    )


def _post(post: Post, spent: Spent, parts: Sequence[ForecastRow], budget: PostBudget | None) -> ForecastRow:
    months, total = spent.months, spent.total
    owns = [part.own_estimate for part in parts]
    known = [own for own in owns if own is not None]
    own = sum(known, NOTHING) if parts and len(known) == len(owns) else None
    planned = [part.planned_months for part in parts if part.planned_months]
    return ForecastRow(
        post=post,
        department=None,
        months=months,
        used=total,
        used_months=spent.year,
        planned_months=_sum(planned) if planned else None,
        planned_rest=None if own is None else own - total,
        straight_line=rules.straight_line(total, months),
        profile=rules.profile(total, months, spent.before),
        own_estimate=own,
        at_disposal=budget.spendable if budget else 0,
        appropriated=budget.appropriated if budget else 0,
        committed=budget.committed if budget else 0,
        parts=tuple(parts),
    )


def _ahead(planned: Year, months: int) -> Year:
    """Only the months to come: what had been planned for one that has ended counts no more."""
    return (NOTHING,) * months + planned[months:]


def _sum(years: Iterable[Year]) -> Year:
    total = [NOTHING] * MONTHS
    for year in years:
        total = [one + other for one, other in zip(total, year, strict=True)]
    return tuple(total)


def _years(used: Mapping[tuple[int, int | None, int], Decimal], income: set[int]) -> dict[Part, Year]:
    """Twelve amounts for each part; those of income posts turned, as the ledger credits income."""
    found: dict[Part, list[Decimal]] = defaultdict(lambda: [NOTHING] * MONTHS)
    for (post, department, month), amount in used.items():
        found[post, department][month - 1] += -amount if post in income else amount
    return {part: tuple(amounts) for part, amounts in found.items()}


def _last_year(
    agency: Organisation, year: int, posts: Mapping[int, Post], known_at: datetime | None
) -> dict[Part, Year]:
    """Last year's use by this year's posts: a post is the same when chapter and number are."""
    used = used_by_month(agency, year - 1, as_at=rules.month_end(year, 0), known_at=known_at)
    if not used:
        return {}
    same = {(row.chapter.number, row.number): pk for pk, row in posts.items()}
    known = Post.objects.filter(pk__in={post for post, _department, _month in used}).select_related("chapter")
    now = {row.pk: same.get((row.chapter.number, row.number)) for row in known}
    income = {row.pk for row in known if is_income(row.chapter.number)}
    found = _years(used, income)
    return {(target, department): amounts for (post, department), amounts in found.items() if (target := now.get(post))}


def _undelegated(shares: Mapping[Part, int], budgets: Mapping[int, PostBudget]) -> dict[int, int]:
    """Of posts that are delegated in part: what is left, which the controller forecasts as lying on no department."""
    given: dict[int, int] = defaultdict(int)
    for (post, _department), amount in shares.items():
        given[post] += amount
    left = {post: budgets[post].spendable - amount for post, amount in given.items() if post in budgets}
    return {post: amount for post, amount in left.items() if amount > 0}


def _shares(agency: Organisation, year: int, as_at: date, known_at: datetime | None) -> dict[Part, int]:
    """The delegated budgets by post and department, in kroner, as at that day."""
    rows = HolderShare.objects.filter(holder__agency=agency, holder__year=year, on__lte=as_at)
    if known_at is not None:
        rows = rows.filter(entered_at__lte=known_at)
    sums = rows.order_by().values("post", "holder__department").annotate(sum=Sum("amount"))
    return {(row["post"], row["holder__department"]): row["sum"] for row in sums if row["sum"]}
