"""Each post's money as it stood at a day, and as it was known at a moment. Whole kroner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum

from styrhus.economy.models import (
    Appropriation,
    AppropriationKind,
    Binding,
    BindingVersion,
    ChargeAuthorisation,
    Commitment,
    Direction,
    Post,
    Release,
)
from styrhus.economy.rules import Amounts, is_income, sum_committed
from styrhus.identity.models import Organisation


@dataclass(frozen=True, slots=True)
class PostBudget:
    """A post's money at a day. ``carried_in`` is a part of ``at_disposal``, and never of ``appropriated``.

    ``committed`` is what the letter binds and what the agency has committed; ``given_away`` what others may charge on
    the post, ``received`` what the agency may charge on another's. None of it says what is paid.
    """

    post: Post
    appropriated: int
    at_disposal: int
    carried_in: int
    committed: int
    given_away: int
    received: int

    @property
    def spendable(self) -> int:
        """What the agency itself may bind and use: at disposal, less what others may charge, plus what it received."""
        return self.at_disposal - self.given_away + self.received

    @property
    def undisposed(self) -> int:
        """Below 0 when more is bound than there is."""
        return self.spendable - self.committed

    @property
    def overbound(self) -> int:
        return max(0, -self.undisposed)

    @property
    def not_at_disposal(self) -> int:
        """Appropriated, but kept by the ministry or given to others."""
        return self.appropriated + self.carried_in - self.at_disposal

    @property
    def is_income(self) -> bool:
        return is_income(self.post.chapter.number)

    @property
    def code(self) -> str:
        """The post as figures and delegations name it: "671.60"."""
        return f"{self.post.chapter.number}.{self.post.number}"

    @property
    def amounts(self) -> Amounts:
        return Amounts(self.appropriated, self.spendable, self.committed)


def budget_at(agency: Organisation, year: int, *, as_at: date, known_at: datetime | None = None) -> list[PostBudget]:
    """Every post of the agency's year as it stood at ``as_at``, as far as it was entered at ``known_at`` (None: all)."""
    posts = Post.objects.filter(chapter__agency=agency, chapter__year=year)
    listed = in_order(posts.select_related("chapter__agency", "document"))
    return budgets_of(listed, as_at=as_at, known_at=known_at)


def in_order(posts: Iterable[Post]) -> list[Post]:
    """Posts by number, as numbers: others' chapters and the income after the agency's own expenses."""
    return sorted(
        posts,
        key=lambda post: (
            is_income(post.chapter.number),
            bool(post.chapter.belongs_to),
            int(post.chapter.number),
            post.number,
        ),
    )


def budgets_of(
    posts: Iterable[Post], *, as_at: date, known_at: datetime | None = None, letter_alone: bool = False
) -> list[PostBudget]:
    """The same for the posts given, in their order. ``letter_alone``: committed is only what the letter binds."""
    listed = list(posts)
    keys = [post.pk for post in listed]
    given = _appropriated(keys, as_at, known_at)
    bound = committed_at(keys, as_at=as_at, known_at=known_at, letter_alone=letter_alone)
    charges = _charges(keys, as_at, known_at)
    return [
        PostBudget(
            post,
            *given.get(post.pk, (0, 0, 0)),
            bound.get(post.pk, 0),
            charges.get((post.pk, Direction.GIVEN), 0),
            charges.get((post.pk, Direction.RECEIVED), 0),
        )
        for post in listed
    ]


def entered_by_then(known_at: datetime | None) -> Q:
    return Q() if known_at is None else Q(entered_at__lte=known_at)


def appropriations_at(as_at: date, known_at: datetime | None = None) -> QuerySet[Appropriation]:
    return Appropriation.objects.filter(entered_by_then(known_at), decided_on__lte=as_at)


def _appropriated(posts: list[int], as_at: date, known_at: datetime | None) -> dict[int, tuple[int, int, int]]:
    rows = appropriations_at(as_at, known_at).filter(post__in=posts).order_by()
    sums = rows.values("post").annotate(
        given=Sum("appropriated", default=0),
        share=Sum("at_disposal", default=0),
        carried=Sum("at_disposal", default=0, filter=Q(kind=AppropriationKind.CARRIED_OVER)),
    )
    return {row["post"]: (row["given"], row["share"], row["carried"]) for row in sums}


def held_at(rows: QuerySet[Any], as_at: date, known_at: datetime | None) -> QuerySet[Any]:
    """Of rows that can be withdrawn, those that held at the day, as it was known at the moment."""
    withdrawn = Q(withdrawn_on__lte=as_at)
    if known_at is not None:
        withdrawn &= Q(withdrawn_at__lte=known_at)
    return rows.filter(entered_by_then(known_at), decided_on__lte=as_at).exclude(withdrawn)


def _charges(posts: list[int], as_at: date, known_at: datetime | None) -> dict[tuple[int, str], int]:
    rows = held_at(ChargeAuthorisation.objects.filter(post__in=posts).order_by(), as_at, known_at)
    return {(r["post"], r["direction"]): r["sum"] for r in rows.values("post", "direction").annotate(sum=Sum("amount"))}


def bindings_at(posts: list[int], *, as_at: date, known_at: datetime | None = None) -> dict[int, tuple[int, int]]:
    """For each of the letter's bindings that counted at the day: (its post, its amount)."""
    versions = BindingVersion.objects.filter(
        entered_by_then(known_at), on__lte=as_at, binding__post__in=posts, binding__depth=0
    )
    last = versions.order_by("binding", "-on", "-pk").distinct("binding").values_list(
        "binding", "binding__post", "amount", "withdrawn"
    )  # fmt: skip
    return {binding: (post, amount) for binding, post, amount, gone in last if not gone and amount is not None}


def committed_at(
    posts: list[int], *, as_at: date, known_at: datetime | None = None, letter_alone: bool = False
) -> dict[int, int]:
    """What is bound on each post at the day, in kroner of the post's own year."""
    under: defaultdict[int, int] = defaultdict(int)
    besides: defaultdict[int, int] = defaultdict(int)
    bindings = bindings_at(posts, as_at=as_at, known_at=known_at)
    made = () if letter_alone else _open_amounts(posts, as_at, known_at)
    for post, binding, amount in made:
        if binding in bindings:
            under[binding] += amount
        else:
            besides[post] += amount
    by_post: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for binding, (post, amount) in bindings.items():
        by_post[post].append((amount, under[binding]))
    return {post: sum_committed(by_post[post], besides[post]) for post in posts}


def _open_amounts(posts: list[int], as_at: date, known_at: datetime | None) -> Iterable[tuple[int, int | None, int]]:
    """Each commitment and each release of one, as (post, the letter's binding, amount)."""
    made = Commitment.objects.filter(entered_by_then(known_at), post__in=posts, decided_on__lte=as_at)
    yield from made.order_by().values_list("post", "binding", "amount")
    released = Release.objects.filter(entered_by_then(known_at), commitment__post__in=posts, on__lte=as_at)
    for post, binding, amount in released.order_by().values_list("commitment__post", "commitment__binding", "amount"):
        yield post, binding, -amount


def set_aside(binding: Binding, *, as_at: date) -> int:
    """What the letter sets aside by ``binding`` at the day; 0 where it counts for nothing."""
    return bindings_at([binding.post_id], as_at=as_at).get(binding.pk, (0, 0))[1]
