"""What the pages of the money show: a budget as one user may see it at a day, and its changes in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from styrhus.archive.models import Document
from styrhus.archive.queries import documents_visible_to
from styrhus.economy import cover, upper
from styrhus.economy.access import Permission
from styrhus.economy.models import (
    Appropriation,
    AppropriationKind,
    BudgetAuthorisation,
    BudgetHolder,
    ChargeAuthorisation,
    Commitment,
    Post,
)
from styrhus.economy.rules import is_income, total
from styrhus.identity.models import Organisation, User

from .budget import PostBudget, budgets_of, in_order
from .reads import Budget, ChapterSum, visible_posts
from .reads import posts_of as visible_posts_of


def sees_commitments(user: User, agency: Organisation | int) -> bool:
    """The agency's own roles and the auditor; the ministry sees what is appropriated and what its letter binds."""
    return user.may(Permission.SEE_COMMITMENTS, agency) or user.may(Permission.SEE_ALL_MONEY)


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as listed at a day. ``used`` is None where no accounts are kept, or none are booked."""

    budget: PostBudget
    used: Decimal | None

    @property
    def pk(self) -> int:
        return self.budget.post.pk

    @property
    def post(self) -> Post:
        return self.budget.post

    @property
    def expense(self) -> PostBudget:
        """What counts in a sum of what may be spent: income is none of it."""
        return PostBudget(self.post, 0, 0, 0, 0, 0, 0) if self.budget.is_income else self.budget

    @property
    def expense_used(self) -> Decimal:
        return Decimal(0) if self.budget.is_income or self.used is None else self.used


def shown_budgets(user: User, budget: Budget, as_at: date) -> list[PostRow]:
    """The year's posts at the day as ``user`` may see them, by chapter and post."""
    posts = in_order(visible_posts_of(user, budget))
    inside = sees_commitments(user, budget.agency)
    rows = budgets_of(posts, as_at=as_at, letter_alone=not inside)
    used = upper.used(budget.agency, budget.year, as_at=as_at) if inside else None
    return [PostRow(row, used.get(row.post.pk, Decimal(0)) if used is not None else None) for row in rows]


def chapter_sums(rows: Iterable[PostRow]) -> list[tuple[ChapterSum, list[PostRow]]]:
    """The rows gathered under their chapters, each with its sums."""
    gathered: dict[int, list[PostRow]] = {}
    for row in rows:
        gathered.setdefault(row.post.chapter_id, []).append(row)
    return [
        (
            ChapterSum(group[0].post.chapter, [row.post for row in group], total(row.budget.amounts for row in group)),
            group,
        )
        for group in gathered.values()
    ]


def changes_of(user: User, budget: Budget) -> QuerySet[Appropriation]:
    """Every appropriation of the year in order, as (day, entry): what a reader adds up to the sums of a day."""
    posts = visible_posts(user).filter(chapter__agency=budget.agency, chapter__year=budget.year).order_by()
    rows = Appropriation.objects.filter(post__in=posts.values("pk"))
    return rows.select_related("post__chapter", "document").order_by("decided_on", "pk")


def letter_sums(changes: QuerySet[Appropriation]) -> dict[int, int]:
    """What the letter gives each post, with corrections of how it was read: what the letter's own sum speaks of."""
    kinds = (AppropriationKind.LETTER, AppropriationKind.CORRECTION)
    rows = changes.filter(kind__in=kinds).order_by().values("post").annotate(sum=Sum("appropriated"))
    return {row["post"]: row["sum"] for row in rows}


def commitments_of(user: User, budget: Budget) -> QuerySet[Commitment]:
    rows = Commitment.objects.visible_to(user).filter(
        post__chapter__agency=budget.agency, post__chapter__year=budget.year
    )
    return rows.select_related(
        "post__chapter", "department", "binding", "decided_by", "excess_cover", "later_cover", "document"
    ).order_by("-decided_on", "-pk")


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment with what it still binds, in kroner of the post's year and of later years."""

    commitment: Commitment
    left: int
    left_later: int

    @property
    def pk(self) -> int:
        return self.commitment.pk

    @property
    def is_open(self) -> bool:
        return bool(self.left or self.left_later)


def with_what_is_left(commitments: Iterable[Commitment]) -> list[CommitmentRow]:
    listed = list(commitments)
    left = cover.open_amounts(listed)
    return [CommitmentRow(one, *left[one.pk]) for one in listed]


def authorisations_of(user: User, budget: Budget) -> QuerySet[BudgetAuthorisation]:
    rows = BudgetAuthorisation.objects.visible_to(user).filter(
        post__chapter__agency=budget.agency, post__chapter__year=budget.year
    )
    return rows.select_related("post__chapter", "income_post__chapter", "document").order_by("-decided_on", "-pk")


def charges_of(user: User, budget: Budget) -> QuerySet[ChargeAuthorisation]:
    rows = ChargeAuthorisation.objects.visible_to(user).filter(
        post__chapter__agency=budget.agency, post__chapter__year=budget.year
    )
    return rows.select_related("post__chapter", "document").order_by("-decided_on", "-pk")


def holders_of(user: User, budget: Budget) -> QuerySet[BudgetHolder]:
    rows = BudgetHolder.objects.visible_to(user).filter(agency=budget.agency, year=budget.year)
    return rows.select_related("agency", "department").order_by("department__name")


def documents_of(user: User, agency: Organisation) -> QuerySet[Document]:
    """Documents that decide something of the agency's money: its own, and those that are shared with it."""
    return (documents_visible_to(user).filter(organisation=agency) | documents_visible_to(user).filter(shared_with=agency)).distinct().order_by("-journal_date", "-pk")  # fmt: skip


def expense_posts(agency: Organisation, year: int) -> QuerySet[Post]:
    """The posts that money may be bound on, the agency's own and those it may charge."""
    posts = Post.objects.filter(chapter__agency=agency, chapter__year=year).select_related("chapter")
    wanted = [post.pk for post in posts if not is_income(post.chapter.number)]
    return posts.filter(pk__in=wanted).order_by("chapter__number", "number")


def may_commit_for_all(user: User, agency: Organisation) -> bool:
    """Those who open budgets commit for every department, and for the agency as a whole."""
    return user.may(Permission.OPEN_BUDGETS, agency)


def visible_authorisations(user: User) -> QuerySet[BudgetAuthorisation]:
    return BudgetAuthorisation.objects.visible_to(user).select_related("post__chapter__agency")


def visible_charges(user: User) -> QuerySet[ChargeAuthorisation]:
    return ChargeAuthorisation.objects.visible_to(user).select_related("post__chapter__agency")
