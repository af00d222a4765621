"""Every act on the money: who may, what event it writes, what is refused, and what the database holds."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from styrhus.archive.sourced import Place
from styrhus.audit.models import Event
from styrhus.audit.queries import history_of
from styrhus.economy import actions
from styrhus.economy.models import Appropriation, Binding, Chapter, NamedGrant, Post
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from tests.factories import SmallPlan, World, binding, document, plan, post
from tests.refusals import refused

ACTS = {
    "add_chapter": (
        lambda s, by: actions.add_chapter(
            agency=s.plan.agency, year=2023, number="672", name="K", stated_sum=None, place=Place(), by=by
        ),
        ["economy.add_chapter"],
    ),
    "add_post": (
        lambda s, by: actions.add_post(
            chapter=s.post.chapter, number="45", name="P", appropriated=5, at_disposal=None, carry_over=True,
            estimate=False, place=Place(), by=by,
        ),
        ["economy.add_post", "economy.appropriate"],
    ),
    "change_appropriation": (
        lambda s, by: actions.change_appropriation(
            post=s.post, appropriated=5, at_disposal=5, decided_on=None, place=Place(), by=by, why="Retting"
        ),
        ["economy.appropriate"],
    ),
    "add_binding": (
        lambda s, by: actions.add_binding(post=s.post, text="B", amount=1, group="", depth=0, place=Place(), by=by),
        ["economy.add_binding"],
    ),
    "change_binding": (
        lambda s, by: actions.change_binding(
            binding=s.bindings[0], text="Ny", amount=2, place=Place(), by=by, why="Retting"
        ),
        ["economy.change_binding"],
    ),
    "withdraw_binding": (
        lambda s, by: actions.withdraw_binding(binding=s.bindings[0], place=Place(), by=by, why="Retting"),
        ["economy.withdraw_binding"],
    ),
    "add_named_grant": (
        lambda s, by: actions.add_named_grant(post=s.post, recipient="R", amount=1, place=Place(), by=by),
        ["economy.add_named_grant"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_the_agencys_controller_alone(name: str, place: World, small: SmallPlan) -> None:
    act, written = ACTS[name]
    others = [user for role, user in place.people.items() if role is not Role.CONTROLLER]
    for user in (*others, place.other_controller, place.other_official, place.stranger):
        with pytest.raises(AccessDenied), transaction.atomic():
            act(small, user)
        assert not Event.objects.filter(actor=user).exists()
    act(small, place.controller)
    events = list(Event.objects.filter(actor=place.controller).order_by("number"))
    assert [event.act for event in events] == written


def test_a_supplement_is_added_and_the_past_stands(place: World, small: SmallPlan) -> None:
    decision = document(place.agency)
    change = actions.change_appropriation(
        post=small.post, appropriated=5_200_000, at_disposal=-900_000, decided_on=date(2023, 6, 20),
        place=Place(decision, (4,)), by=place.controller, why="Lønnsoppgjøret",
    )  # fmt: skip
    found = Post.objects.with_amounts().get(pk=small.post.pk)
    assert (found.appropriated, found.disposable) == (66_200_000, 32_000_000)
    assert [row.kind for row in found.appropriations.all()] == ["letter", "supplement"]
    assert (change.document, change.lines) == (decision, [4])
    assert history_of(small.post).first().why == "Lønnsoppgjøret"


def test_appropriations_are_never_changed(small: SmallPlan) -> None:
    row = Appropriation.objects.get()
    for breach in (
        lambda: Appropriation.objects.filter(pk=row.pk).update(appropriated=1),
        lambda: Appropriation.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            breach()


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"appropriated": 0, "at_disposal": 0}, "0 kroner"),
        ({"why": " "}, "Skriv hvorfor beløpet rettes"),
        ({"appropriated": -61_000_001, "at_disposal": 0}, "større enn det posten har"),
        ({"appropriated": 0, "at_disposal": -32_900_001}, "større enn det posten har"),
        ({"appropriated": 2**63, "at_disposal": 0}, "Bevilgning i kroner"),
    ],
)
def test_a_bad_change_of_an_appropriation_is_refused(fields: dict[str, object], word: str, small: SmallPlan) -> None:
    values = {
        "post": small.post, "appropriated": 1, "at_disposal": 1, "decided_on": None, "place": Place(), "by": None,
        "why": "Retting",
    } | fields  # fmt: skip
    with pytest.raises(ValidationError) as error:
        actions.change_appropriation(**values)
    assert word in refused(error)
    assert Appropriation.objects.count() == 1


@pytest.mark.parametrize("number", ["67", "67100", "6a1", "", "６７１"])
def test_a_chapter_has_its_shape(number: str, place: World) -> None:
    with pytest.raises(ValidationError) as error:
        actions.add_chapter(
            agency=place.agency, year=2023, number=number, name="K", stated_sum=None, place=Place(), by=None
        )
    assert "er ikke et kapittelnummer" in refused(error)


@pytest.mark.parametrize("number", ["1", "001", "xx", "٢١"])
def test_a_post_has_its_shape(number: str, small: SmallPlan) -> None:
    with pytest.raises(ValidationError) as error:
        post(small.plan, number)
    assert "er ikke et postnummer" in refused(error)


def test_chapters_and_posts_are_entered_once(place: World, small: SmallPlan) -> None:
    with pytest.raises(ValidationError) as error:
        post(small.plan, "21", chapter="671")
    assert refused(error) == "Kapittel 671 post 21 er allerede ført."
    with pytest.raises(ValidationError) as error:
        actions.add_chapter(
            agency=place.agency, year=2023, number="671", name="K", stated_sum=None, place=Place(), by=None
        )
    assert refused(error) == "Kapittel 671 er allerede ført for 2023."
    with pytest.raises(IntegrityError), transaction.atomic():
        Chapter.objects.create(agency=place.agency, year=2023, number="671", name="K")
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(chapter=small.post.chapter, number="1", name="P")
    with pytest.raises(IntegrityError), transaction.atomic():
        NamedGrant.objects.create(post=small.post, recipient="R", amount=-1)


def test_a_silent_share_is_the_whole_post_and_a_silent_amount_none(place: World) -> None:
    made = plan(place.agency)
    whole = post(made, "60", 7_000_000)
    chapter = whole.chapter
    silent = actions.add_post(
        chapter=chapter, number="70", name="P", appropriated=None, at_disposal=None, carry_over=False, estimate=True,
        place=Place(), by=None,
    )  # fmt: skip
    amounts = {row.number: (row.appropriated, row.disposable) for row in Post.objects.with_amounts()}
    assert amounts == {"60": (7_000_000, 7_000_000), "70": (0, 0)}
    assert not silent.appropriations.exists()


def test_a_withdrawn_or_nested_binding_never_counts(small: SmallPlan) -> None:
    def bound() -> int:
        return Post.objects.with_amounts().get(pk=small.post.pk).bound

    assert bound() == 12_200_000  # the nested 2 000 000 is a part of it
    binding(small.post, None, "Uten beløp")
    extra = binding(small.post, 800_000)
    assert bound() == 13_000_000
    actions.withdraw_binding(binding=extra, place=Place(), by=None, why="Avlyst")
    assert bound() == 12_200_000
    for act in (actions.withdraw_binding, lambda **values: actions.change_binding(text="T", amount=1, **values)):
        with pytest.raises(ValidationError) as error:
            act(binding=extra, place=Place(), by=None, why="Igjen")
        assert "trukket" in refused(error)


def test_a_binding_is_changed_with_a_document_or_a_reason(place: World, small: SmallPlan) -> None:
    row = small.bindings[0]
    with pytest.raises(ValidationError) as error:
        actions.change_binding(binding=row, text="Ny", amount=1, place=Place(), by=None, why="")
    assert refused(error) == "Velg dokumentet som bestemmer det, eller skriv hvorfor."
    decision = document(place.agency)
    actions.change_binding(binding=row, text="Ny", amount=1, place=Place(decision, (3,)), by=None, why="")
    row = Binding.objects.get(pk=row.pk)
    assert (row.text, row.amount, row.document, row.lines) == ("Ny", 1, decision, [3])
    event = history_of(row).first()
    assert (event.old["amount"], event.new["amount"]) == (12_200_000, 1)


def test_a_grant_is_never_negative(small: SmallPlan) -> None:
    with pytest.raises(ValidationError) as error:
        actions.add_named_grant(post=small.post, recipient="R", amount=-1, place=Place(), by=None)
    assert refused(error) == "Et tilskudd kan ikke være et negativt beløp."
