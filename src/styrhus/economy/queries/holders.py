"""Delegated budgets: what each department has, has bound, and has left."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from styrhus.economy.models import BudgetHolder, Commitment, HolderShare, Post, Release
from styrhus.identity.models import Department, User


def bound_by(department: Department, post: Post) -> int:
    """Kroner of the post's year that the department has bound on the post, whatever the date."""
    made = Commitment.objects.filter(department=department, post=post).aggregate(sum=Sum("amount", default=0))["sum"]
    freed = Release.objects.filter(commitment__department=department, commitment__post=post)
    return made - freed.aggregate(sum=Sum("amount", default=0))["sum"]


@dataclass(frozen=True, slots=True)
class Share:
    """A holder's part of one post, in kroner."""

    holder: BudgetHolder
    post: Post
    given: int
    bound: int

    @property
    def pk(self) -> int:
        return self.post.pk

    @property
    def left(self) -> int:
        return self.given - self.bound


def visible_holders(user: User) -> QuerySet[BudgetHolder]:
    return BudgetHolder.objects.visible_to(user).select_related("agency", "department")


def shares_of(holders: QuerySet[BudgetHolder] | list[BudgetHolder]) -> list[Share]:
    """Every post that the holders have or have bound, by department and post."""
    by_department = {holder.department_id: holder for holder in holders}
    agencies = {(holder.agency_id, holder.year) for holder in holders}
    given: defaultdict[tuple[int, int], int] = defaultdict(int)
    for row in (
        HolderShare.objects.filter(holder__in=holders)
        .order_by()
        .values("holder__department", "post")
        .annotate(sum=Sum("amount"))
    ):
        given[row["holder__department"], row["post"]] += row["sum"]
    bound: defaultdict[tuple[int, int], int] = defaultdict(int)
    for agency, year in agencies:
        made = Commitment.objects.filter(
            post__chapter__agency=agency, post__chapter__year=year, department__in=by_department
        )
        for row in made.order_by().values("department", "post").annotate(sum=Sum("amount")):
            bound[row["department"], row["post"]] += row["sum"]
        freed = Release.objects.filter(commitment__in=made).order_by()
        for row in freed.values("commitment__department", "commitment__post").annotate(sum=Sum("amount")):
            bound[row["commitment__department"], row["commitment__post"]] -= row["sum"]
    keys = sorted(given.keys() | {key for key, amount in bound.items() if amount})
    posts = Post.objects.select_related("chapter__agency").in_bulk({post for _department, post in keys})
    found = [
        Share(by_department[department], posts[post], given[department, post], bound[department, post])
        for department, post in keys
    ]
    return sorted(found, key=lambda one: (one.holder.department.name, one.post.chapter.number, one.post.number))
