"""Reads of the year's money. What a person may see is decided in the query sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from styrhus.archive.search import Hit, matching, snippet, typed_query
from styrhus.audit.models import Event
from styrhus.audit.queries import history_of
from styrhus.economy.access import Permission
from styrhus.economy.models import Appropriation, Binding, Chapter, NamedGrant, Post
from styrhus.economy.rules import Amounts, total
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User

from .budget import budgets_of


@dataclass(frozen=True, slots=True)
class Budget:
    """One agency's money of one year: what the pages choose between."""

    agency: Organisation
    year: int


def visible_budgets(user: User) -> list[Budget]:
    """Every agency and year with money that ``user`` may see, newest year first."""
    pairs = Chapter.objects.visible_to(user).order_by().values_list("agency", "year").distinct()
    agencies = Organisation.objects.in_bulk({agency for agency, _year in pairs})
    found = [Budget(agencies[agency], year) for agency, year in pairs]
    return sorted(found, key=lambda budget: (-budget.year, budget.agency.name))


def chosen_budget(user: User, agency: int | None, year: int | None) -> tuple[Budget | None, list[Budget]]:
    """The budget asked for and all that ``user`` may choose; without a choice the newest of their own agency."""
    budgets = visible_budgets(user)
    if agency is not None:
        return next((b for b in budgets if (b.agency.pk, b.year) == (agency, year)), None), budgets
    own = user.organisations_with(Permission.SEE_MONEY)
    return next((b for b in budgets if b.agency.pk in own), budgets[0] if budgets else None), budgets


def visible_posts(user: User) -> QuerySet[Post]:
    """Posts with ``appropriated``, ``disposable``, ``bound`` and ``undisposed`` in kroner."""
    chapters = Chapter.objects.visible_to(user).order_by()
    return Post.objects.filter(chapter__in=chapters).select_related("chapter__agency", "document").with_amounts()


def posts_of(user: User, budget: Budget) -> QuerySet[Post]:
    return visible_posts(user).filter(chapter__agency=budget.agency, chapter__year=budget.year)


def amounts_of(post: Post) -> Amounts:
    """The amounts of a post that ``with_amounts`` has looked up."""
    return Amounts(post.appropriated, post.disposable, post.bound)  # type: ignore[attr-defined]


def year_amounts(user: User, agency: Organisation, year: int) -> Amounts:
    """All of the agency's money of the year together as it stands today, as far as ``user`` may see it.

    The ministry sees what its own letter binds, not what the agency has committed besides. Income is not added.
    """
    inside = user.may(Permission.SEE_COMMITMENTS, agency) or user.may(Permission.SEE_ALL_MONEY)
    posts = posts_of(user, Budget(agency, year))
    rows = budgets_of(posts, as_at=clock.today(), letter_alone=not inside)
    return total(row.amounts for row in rows if not row.is_income)


@dataclass(frozen=True, slots=True)
class ChapterSum:
    chapter: Chapter
    posts: list[Post]
    amounts: Amounts


def by_chapter(posts: Iterable[Post]) -> list[ChapterSum]:
    """Posts gathered under their chapters, each with its sum."""
    gathered: dict[int, list[Post]] = {}
    for post in sorted(posts, key=lambda one: (one.chapter.number, one.number)):
        gathered.setdefault(post.chapter_id, []).append(post)
    return [ChapterSum(group[0].chapter, group, total(map(amounts_of, group))) for group in gathered.values()]


@dataclass(slots=True)
class BindingGroup:
    """The bindings under one heading of the letter. ``amount`` leaves out nested and withdrawn ones."""

    name: str
    bindings: list[Binding] = field(default_factory=list)
    amount: int = 0


def bindings_by_group(post: Post) -> list[BindingGroup]:
    groups: dict[str, BindingGroup] = {}
    for binding in post.bindings.select_related("document").order_by("pk"):
        group = groups.setdefault(binding.group, BindingGroup(binding.group))
        group.bindings.append(binding)
        if binding.depth == 0 and not binding.withdrawn:
            group.amount += binding.amount or 0
    return list(groups.values())


def appropriations_of(post: Post) -> QuerySet[Appropriation]:
    return post.appropriations.select_related("document").order_by("decided_on", "pk")


def named_grants_of(user: User, budget: Budget) -> QuerySet[NamedGrant]:
    chapters = Chapter.objects.visible_to(user).filter(agency=budget.agency, year=budget.year).order_by()
    return NamedGrant.objects.filter(post__chapter__in=chapters).select_related("post__chapter", "document")


def history_of_post(post: Post) -> QuerySet[Event]:
    return history_of(post).order_by("-number")[:200]


def search(user: User, text: str, limit: int = 50) -> list[Hit]:
    """The best hits over posts, bindings and named grants, best first. ``text`` is what a person typed."""
    query = typed_query(text)
    if query is None or limit < 1:
        return []
    chapters = Chapter.objects.visible_to(user).order_by()
    posts = Post.objects.filter(chapter__in=chapters).select_related("chapter__agency")
    hits = [_hit(post, post, str(post)) for post in matching(posts, query, "name", limit)]
    for kind, shown in ((Binding, "text"), (NamedGrant, "recipient")):
        rows = kind._default_manager.filter(post__chapter__in=chapters).select_related("post__chapter__agency")
        hits += [_hit(row, row.post, str(row)) for row in matching(rows, query, shown, limit)]
    return sorted(hits, key=lambda hit: -hit.rank)[:limit]


def _hit(row: Post | Binding | NamedGrant, post: Post, title: str) -> Hit:
    return Hit(
        kind=row._meta.verbose_name,
        title=title,
        snippet=snippet(row.headline or ""),  # type: ignore[union-attr]
        url_name="economy:post",
        url_args=(post.pk,),
        rank=row.rank,  # type: ignore[union-attr]
        plan=f"{post.chapter.agency.label} {post.chapter.year}",
    )
