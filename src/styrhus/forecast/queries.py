"""Reads of forecasts. What a person may see is decided in the query sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from styrhus.economy.models import Post
from styrhus.economy.rules import is_income
from styrhus.identity.models import Department, Organisation, User
from styrhus.ledger.queries import used_by_month

from . import rules
from .access import Permission, departments_in
from .models import Estimate, Step, Submission, Version, VersionRow
from .reckoning import ForecastRow as ForecastRow
from .reckoning import entered_in, reckon
from .rules import Hit, Method, Miss


def latest_version(
    agency: Organisation, year: int, *, as_at: date | None = None, known_at: datetime | None = None
) -> Version | None:
    """The newest frozen version of the year, (with ``as_at``) of those with no later cut-off."""
    found = Version.objects.frozen().filter(agency=agency, year=year)
    if as_at is not None:
        found = found.filter(cut_off__lte=as_at)
    if known_at is not None:
        found = found.filter(frozen_at__lte=known_at)
    return found.select_related("agency", "approval", "sharing").order_by("-cut_off", "-number").first()


def open_version(agency: Organisation, year: int) -> Version | None:
    """The version that departments enter in now."""
    return Version.objects.filter(agency=agency, year=year, frozen_at=None).select_related("agency").first()


def forecast_rows(
    agency: Organisation, year: int, *, as_at: date, known_at: datetime | None = None
) -> list[ForecastRow]:
    """One row for each post as at ``as_at``, each with the departments' parts in ``parts``.

    Where a version is frozen with the same cut-off, its frozen rows: they never change. Else they are reckoned now,
    with the estimates of the newest version that has no later cut-off.
    """
    months = rules.whole_months(year, as_at)
    frozen = latest_version(agency, year, as_at=as_at, known_at=known_at)
    if frozen and rules.whole_months(year, frozen.cut_off) == months:
        return rows_of(frozen)
    return live_rows(agency, year, as_at=as_at, known_at=known_at)


def live_rows(agency: Organisation, year: int, *, as_at: date, known_at: datetime | None = None) -> list[ForecastRow]:
    """The rows reckoned from the ledger as it stands, with the newest estimates there are, also unfinished ones."""
    newest = (
        Version.objects.filter(agency=agency, year=year, cut_off__lte=max(as_at, rules.month_end(year, 0)))
        .order_by("-cut_off", "-number")
        .first()
    )
    return reckon(agency, year, as_at=as_at, entered=entered_in(newest), known_at=known_at)


def version_rows_now(version: Version, known_at: datetime | None = None) -> list[ForecastRow]:
    """What an open version would hold if it were frozen now."""
    entered = entered_in(version)
    return reckon(version.agency, version.year, as_at=version.cut_off, entered=entered, known_at=known_at)


def rows_of(version: Version) -> list[ForecastRow]:
    """The rows of a version: as frozen, or as they stand while it is open."""
    if version.is_open:
        return version_rows_now(version)
    parts: dict[int, list[ForecastRow]] = defaultdict(list)
    posts = []
    for row in version.rows.select_related("post__chapter__agency", "department").order_by("pk"):
        if row.is_post:
            posts.append(row)
        else:
            parts[row.post_id].append(_as_forecast(row))
    found = [replace(_as_forecast(row), parts=tuple(parts[row.post_id])) for row in posts]
    return sorted(found, key=lambda row: (int(row.post.chapter.number), row.post.number))


def _as_forecast(row: VersionRow) -> ForecastRow:
    return ForecastRow(
        post=row.post,
        department=row.department,
        months=row.months,
        used=row.used,
        used_months=tuple(row.used_months),
        planned_months=tuple(row.planned_months) if row.planned_months is not None else None,
        planned_rest=row.planned_rest,
        straight_line=row.straight_line,
        profile=row.profile,
        own_estimate=row.own_estimate,
        at_disposal=row.at_disposal,
        appropriated=row.appropriated,
        committed=row.committed,
        reason=row.reason,
        is_post=row.is_post,
    )


# -- who has delivered


@dataclass(frozen=True, slots=True)
class Task:
    """What a department is to enter in a version: its rows, the last submission, and what is missing."""

    version: Version
    department: Department | None
    rows: tuple[ForecastRow, ...]
    last: Submission | None

    @property
    def submitted(self) -> bool:
        return self.last is not None and self.last.step == Step.SUBMITTED

    @property
    def returned(self) -> bool:
        return self.last is not None and self.last.step == Step.RETURNED

    @property
    def missing(self) -> list[ForecastRow]:
        return [row for row in self.rows if row.own_estimate is None]

    @property
    def key(self) -> int:
        """The department's key in an address; 0: what lies on no department."""
        return self.department.pk if self.department else 0


def tasks(version: Version, rows: Iterable[ForecastRow] | None = None) -> list[Task]:
    """One for each department that uses, plans or has money on a post; last what lies on no department."""
    parts: dict[Department | None, list[ForecastRow]] = defaultdict(list)
    for row in rows_of(version) if rows is None else rows:
        for part in row.parts:
            parts[part.department].append(part)
    last: dict[int | None, Submission] = {}
    for step in version.submissions.select_related("made_by", "department").order_by("pk"):
        last[step.department_id] = step
    return [
        Task(version, one, tuple(parts[one]), last.get(one.pk if one else None))
        for one in sorted(parts, key=lambda one: (one is None, one.name if one else ""))
    ]


def tasks_for(user: User, version: Version) -> list[Task]:
    """The tasks that ``user`` enters: the own departments'; for the controller all."""
    every = tasks(version)
    if user.may(Permission.ENTER_ALL, version.agency_id):
        return every
    own = departments_in(user, version.agency_id)
    return [one for one in every if one.department and one.department.pk in own]


def task_of(version: Version, department: Department | None) -> Task:
    """The task of one department, empty where it has nothing on any post."""
    found = next((one for one in tasks(version) if one.department == department), None)
    if found:
        return found
    last = version.submissions.filter(department=department).order_by("-pk").first()
    return Task(version, department, (), last)


def estimate_of(version: Version, post: Post, department: Department | None) -> Estimate | None:
    return version.estimates.filter(post=post, department=department).prefetch_related("months").first()


def version_before(version: Version) -> Version | None:
    """The version before, of the same agency and year."""
    return (
        Version.objects.filter(agency=version.agency_id, year=version.year, number__lt=version.number)
        .order_by("-number")
        .first()
    )


# -- what a user may choose between


@dataclass(frozen=True, slots=True)
class Budget:
    agency: Organisation
    year: int


def visible_budgets(user: User) -> list[Budget]:
    """Every agency and year with money whose forecasts ``user`` may see, newest first."""
    posts = Post.objects.order_by()
    if not user.may(Permission.SEE_ALL):
        posts = posts.filter(chapter__agency__in=user.organisations_with(Permission.SEE))
    pairs = set(posts.values_list("chapter__agency", "chapter__year").distinct())
    if user.may(Permission.SEE_SHARED):
        pairs |= set(Version.objects.visible_to(user).order_by().values_list("agency", "year"))
    agencies = Organisation.objects.in_bulk({agency for agency, _year in pairs})
    found = [Budget(agencies[agency], year) for agency, year in pairs]
    return sorted(found, key=lambda one: (-one.year, one.agency.name))


def versions_of(user: User, agency: Organisation, year: int) -> QuerySet[Version]:
    return (
        Version.objects.visible_to(user)
        .filter(agency=agency, year=year)
        .select_related("agency", "approval__approved_by", "sharing__organisation", "frozen_by")
        .order_by("-number")
    )


# -- how well they hit


def outcomes(agency: Organisation, year: int) -> dict[int, Decimal]:
    """What each post became over the whole year, turned for income: the key is the post's."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for (post, _department, _month), amount in used_by_month(agency, year, as_at=rules.month_end(year, 12)).items():
        totals[post] += amount
    income = income_posts(agency, year)
    return {post: -amount if post in income else amount for post, amount in totals.items()}


def income_posts(agency: Organisation, year: int) -> set[int]:
    posts = Post.objects.filter(chapter__agency=agency, chapter__year=year).select_related("chapter")
    return {row.pk for row in posts if is_income(row.chapter.number)}


@dataclass(frozen=True, slots=True)
class VersionHits:
    """How one version hit: each post's misses by method, and the methods compared."""

    version: Version
    rows: list[tuple[ForecastRow, Mapping[Method, Miss]]]
    hits: list[Hit]


def hits_of(version: Version, became: Mapping[int, Decimal]) -> VersionHits:
    """The version's forecasts held against ``became`` (``outcomes``). A post without any use became 0."""
    rows: list[tuple[ForecastRow, Mapping[Method, Miss]]] = []
    for row in rows_of(version):
        outcome = became.get(row.post.pk, rules.NOTHING)
        misses = {one: Miss(forecast, outcome) for one in Method if (forecast := row.forecast(one)) is not None}
        rows.append((row, misses))
    return VersionHits(version, rows, rules.compare(misses for _row, misses in rows))
