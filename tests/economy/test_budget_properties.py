"""For any sequence of acts: the sums of every day are those of the changes up to it, and no post is exceeded by stealth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styrhus.archive.sourced import Place
from styrhus.economy import actions, cover, queries
from styrhus.economy.models import (
    AppropriationKind,
    AuthorisationKind,
    BudgetAuthorisation,
    ChargeAuthorisation,
    Commitment,
    CommitmentKind,
    Direction,
    Post,
    ReleaseKind,
)
from tests.factories import SmallPlan, World, post

DAYS = [date(2023, 1, 10) + timedelta(days=40 * number) for number in range(9)]
OWN = ("commit", "order", "release", "move", "lend", "carry")
OTHERS = ("revise", "authorise", "withdraw", "end_charge", "bind")

kroner = st.integers(1, 120)
step = st.tuples(st.sampled_from(OWN + OTHERS), st.integers(0, 1), kroner, st.sampled_from(DAYS), st.booleans())


def _commit(posts: list[Post], which: int, amount: int, day: date, flag: bool) -> None:
    binding = posts[which].bindings.filter(withdrawn=False, depth=0).first() if flag else None
    actions.commit(
        post=posts[which], amount=amount, kind=CommitmentKind.CONTRACT, text="Avtale", decided_on=day, binding=binding,
        by=None,
    )  # fmt: skip


def _order(posts: list[Post], which: int, amount: int, day: date, flag: bool) -> None:
    actions.commit(
        post=posts[which], amount=amount if flag else 0, later_amount=amount, last_year=2025,
        kind=CommitmentKind.DECISION, text="Flerårig", decided_on=day, by=None,
    )  # fmt: skip


def _release(posts: list[Post], which: int, amount: int, day: date, flag: bool) -> None:
    row = Commitment.objects.filter(post=posts[which]).order_by("pk").last()
    if row:
        kind = ReleaseKind.PART if flag else ReleaseKind.REST
        actions.release(commitment=row, kind=kind, amount=amount, on=day, why="Frigitt", by=None)


def _move(posts: list[Post], which: int, amount: int, day: date, flag: bool) -> None:
    actions.move(
        source=posts[which], target=posts[1 - which], amount=amount, decided_on=day, place=Place(), why="Flyttet",
        of_appropriation=flag, by=None,
    )  # fmt: skip


def _lend(posts: list[Post], which: int, amount: int, day: date, flag: bool) -> None:
    actions.add_charge(
        post=posts[which], direction=Direction.GIVEN if flag else Direction.RECEIVED, counterpart="Etat",
        amount=amount, decided_on=day, text="", place=Place(), by=None,
    )  # fmt: skip


def _carry(posts: list[Post], which: int, amount: int, day: date, _flag: bool) -> None:
    actions.carry_over(post=posts[which], amount=amount, decided_on=day, place=Place(), why="Overført", by=None)


def _revise(posts: list[Post], which: int, amount: int, day: date, flag: bool) -> None:
    change = actions.Change(posts[which], amount if flag else -amount, amount if flag else -amount)
    actions.revise(kind=AppropriationKind.REVISED, changes=[change], decided_on=day, place=Place(), why="RNB", by=None)


def _authorise(posts: list[Post], which: int, amount: int, day: date, flag: bool) -> None:
    kind = AuthorisationKind.EXCEED if flag else AuthorisationKind.ORDER
    actions.authorise(
        post=posts[which], kind=kind, amount=amount, legal_basis="Vedtak", decided_on=day, place=Place(), by=None
    )


def _withdraw(posts: list[Post], which: int, _amount: int, day: date, _flag: bool) -> None:
    row = BudgetAuthorisation.objects.filter(post=posts[which], withdrawn_on=None).first()
    if row:
        actions.withdraw_authorisation(authorisation=row, on=day, why="Bortfalt", by=None)


def _end_charge(posts: list[Post], which: int, _amount: int, day: date, _flag: bool) -> None:
    row = ChargeAuthorisation.objects.filter(post=posts[which], withdrawn_on=None).first()
    if row:
        actions.withdraw_charge(charge=row, on=day, why="Bortfalt", by=None)


def _bind(posts: list[Post], which: int, amount: int, day: date, _flag: bool) -> None:
    actions.add_binding(
        post=posts[which], text="B", amount=amount, group="", depth=0, place=Place(), by=None, decided_on=day
    )


ACTS: dict[str, Callable[[list[Post], int, int, date, bool], Any]] = {
    "commit": _commit,
    "order": _order,
    "release": _release,
    "move": _move,
    "lend": _lend,
    "carry": _carry,
    "revise": _revise,
    "authorise": _authorise,
    "withdraw": _withdraw,
    "end_charge": _end_charge,
    "bind": _bind,
}


def short_on(posts: list[Post]) -> dict[tuple[int, date], int]:
    return {(one.pk, day): cover.reach(one, day).short for one in posts for day in DAYS}


def sums_hold(posts: list[Post]) -> None:
    """Each day's amounts against the rows themselves, added up one by one."""
    for day in DAYS:
        for row in queries.budgets_of(posts, as_at=day):
            changes = [one for one in row.post.appropriations.all() if one.decided_on <= day]
            assert row.appropriated == sum(one.appropriated for one in changes)
            assert row.at_disposal == sum(one.at_disposal for one in changes)
            assert row.carried_in == sum(one.at_disposal for one in changes if one.kind == "carried_over")
            charges = [
                one
                for one in row.post.charges.all()
                if one.decided_on <= day and not (one.withdrawn_on and one.withdrawn_on <= day)
            ]
            assert row.given_away == sum(one.amount for one in charges if one.direction == "given")
            assert row.received == sum(one.amount for one in charges if one.direction == "received")
            left = 0
            under: dict[int, int] = {}
            for one in row.post.commitments.filter(decided_on__lte=day):
                open_now = one.amount - sum(back.amount for back in one.releases.filter(on__lte=day))
                assert open_now >= 0
                begun = one.binding_id and one.binding.versions.filter(on__lte=day).exists()
                if begun:
                    under[one.binding_id] = under.get(one.binding_id, 0) + open_now
                else:
                    left += open_now
            for binding in row.post.bindings.all():
                if binding.versions.filter(on__lte=day).exists():
                    left += max(binding.amount, under.get(binding.pk, 0))
            assert row.committed == left


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(step, min_size=1, max_size=9))
def test_no_sequence_of_acts_exceeds_a_post_without_an_authorisation(
    place: World, small: SmallPlan, steps: list[Any]
) -> None:
    with transaction.atomic():
        posts = [post(small.plan, number, 200, chapter="690") for number in ("01", "45")]
        for name, which, amount, day, flag in steps:
            before = short_on(posts)
            try:
                with transaction.atomic():
                    ACTS[name](posts, which, amount, day, flag)
            except ValidationError:
                assert short_on(posts) == before  # what is refused leaves nothing behind
                continue
            if name in OWN:
                after = short_on(posts)
                assert all(after[key] <= before[key] for key in after), (name, which, amount, day, flag)
            for one in posts:
                later = cover.later_years(one, DAYS[-1])
                assert later.bound >= 0
        sums_hold(posts)
        transaction.set_rollback(True)
