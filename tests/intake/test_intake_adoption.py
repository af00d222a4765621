"""A letter becomes the year's plan: all of it, or none of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from styrhus.archive.sourced import Place
from styrhus.audit.models import Event
from styrhus.economy.models import Binding, NamedGrant, Post
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.intake import actions
from styrhus.intake.models import Finding, Item, Reading, ReadingState
from styrhus.letters.demo import LETTER, demo_text
from styrhus.steering.actions import withdraw_assignment
from styrhus.steering.models import Assignment, Deadline, Duty, Goal, Plan
from tests.factories import World, assignment
from tests.factories import plan as empty_plan
from tests.intake.conftest import take_in
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def adopt(reading: Reading, by: User | None) -> Plan:
    return actions.adopt_letter(reading=reading, accept_open_errors=True, by=by)


def standing(reading: Reading, kind: str) -> int:
    return reading.items.standing().filter(kind=kind).count()


def test_the_plan_holds_what_the_letter_says(read: Reading, controller: User):
    wanted = {
        kind: standing(read, kind) for kind in ("goal", "parameter", "assignment", "post", "grant", "duty", "meeting")
    }
    plan = adopt(read, controller)
    assert wanted == {
        "goal": plan.goals.count(),
        "parameter": plan.parameters.count(),
        "assignment": plan.listings.count(),
        "post": Post.objects.filter(chapter__agency=plan.agency).count(),
        "grant": NamedGrant.objects.count(),
        "duty": plan.duties.count(),
        "meeting": plan.meetings.count(),
    }
    read.refresh_from_db()
    assert (read.state, read.plan, read.adopted_by) == (ReadingState.ADOPTED, plan, controller)


def test_everything_points_to_its_lines_and_every_item_to_what_it_became(plan: Plan, read: Reading):
    for model in (Goal, Assignment, Duty, Deadline, Post, Binding):
        for row in model.objects.all():
            assert row.document_id == read.document_id
            assert row.lines
    kept = read.items.standing().exclude(kind="attachment").exclude(adopted_model="")
    assert kept.count() == read.items.standing().exclude(kind="attachment").count()
    goal = Item.objects.get(reading=read, kind="goal", key="2")
    assert (goal.adopted_model, Goal.objects.get(pk=goal.adopted_id).number) == ("steering.goal", "2")


def test_rejected_items_stay_out(read: Reading, controller: User):
    gone = read.items.get(kind="assignment", key="2023-09")
    actions.reject_item(item=gone, why="Gjelder ikke oss", by=controller)
    plan = adopt(read, controller)
    assert not plan.listings.filter(assignment__number="2023-09").exists()


def test_a_failure_in_the_middle_leaves_nothing(here: World, read: Reading, controller: User):
    """The agency withdrew 2023-12 in another plan, so listing it anew is refused late in the adoption."""
    earlier = assignment(empty_plan(here.agency, 2022), "2023-12", given_year=2022)
    withdraw_assignment(assignment=earlier, place=Place(earlier.document, (1,)), by=controller, why="Trukket")
    events, goals = Event.objects.count(), Goal.objects.count()
    with pytest.raises(ValidationError) as error:
        adopt(read, controller)
    assert "2023-12" in refused(error)
    assert "Oppdrag" in refused(error)
    read.refresh_from_db()
    assert (read.state, read.plan) == (ReadingState.READ, None)
    assert (Event.objects.count(), Goal.objects.count(), Plan.objects.filter(year=2023).count()) == (events, goals, 0)
    assert not read.items.exclude(adopted_model="").exists()
    assert not Post.objects.exists()


def test_a_letter_is_adopted_once_and_a_year_has_one_plan(here: World, plan: Plan, read: Reading, controller: User):
    with pytest.raises(ValidationError) as error:
        adopt(read, controller)
    assert "allerede vedtatt" in refused(error)
    second = take_in(here, demo_text(LETTER) + "\nRettet utgave\n", "rettet.txt", controller)
    with pytest.raises(ValidationError) as error:
        adopt(second, controller)
    assert "har allerede en plan for 2023" in refused(error)


def test_open_errors_must_be_decided_or_accepted(read: Reading, controller: User):
    Finding.objects.create(reading=read, sequence=9999, code="self-reference", severity="error", values={"number": "1"})
    with pytest.raises(ValidationError) as error:
        actions.adopt_letter(reading=read, accept_open_errors=False, by=controller)
    assert "ikke vurdert" in refused(error)
    assert adopt(read, controller).year == 2023


def test_a_letter_without_a_year_is_not_adopted_until_it_has_one(read: Reading, controller: User):
    Reading.objects.filter(pk=read.pk).update(year=None)
    with pytest.raises(ValidationError) as error:
        adopt(read, controller)
    assert "budsjettår" in refused(error)
    actions.correct_head(reading=read, kind="allocation", year=2024, letter_date=None, reference="", by=controller)
    assert adopt(read, controller).year == 2024


def test_hindrances_are_shown_with_a_way_to_them(web: Client, read: Reading, controller: User):
    goal = read.items.filter(kind="goal")[0]
    actions.add_item(
        reading=read, kind="goal", values={**goal.values, "title": "Samme nummer"}, lines=[60], by=controller
    )
    with pytest.raises(ValidationError) as error:
        adopt(read, controller)
    assert "må rettes" in refused(error)
    page = web.get(reverse("intake:adopt", args=(read.pk,))).content.decode()
    assert "Mål nummer 1 står mer enn én gang" in page


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.MINISTRY_OFFICIAL])
def test_only_the_controller_adopts(here: World, read: Reading, role: Role):
    with pytest.raises(AccessDenied):
        adopt(read, here.people[role])


def test_adopting_in_the_browser(web: Client, read: Reading):
    address = reverse("intake:adopt", args=(read.pk,))
    response = web.post(address, {"accept_open_errors": "1"})
    plan = Plan.objects.get(year=2023)
    assert response.status_code == 302
    assert response["Location"] == reverse("steering:plan", args=(plan.pk,))
    assert "Brevet er vedtatt" in web.get(address).content.decode()
    assert web.post(address).status_code == 404
