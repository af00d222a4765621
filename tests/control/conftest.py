from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from styrhus.control import actions
from styrhus.control.models import Delegation, Finding
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from tests.factories import SmallPlan, World, document, small_plan, world

TODAY = date(2023, 5, 1)


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.DEMO_TODAY = TODAY


@pytest.fixture
def place(db: None) -> World:
    made = world()
    made.people[Role.DEPARTMENT_HEAD].roles.update(valid_from=date(2023, 1, 1))
    for user in made.people.values():
        user.roles.update(valid_from=date(2022, 1, 1))
        user.__dict__.pop("current_roles", None)
    return made


@pytest.fixture
def small(place: World) -> SmallPlan:
    return small_plan(place.agency)


@pytest.fixture
def browser():
    def logged_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return logged_in


@pytest.fixture
def delegation(place: World, small: SmallPlan) -> Delegation:
    """From the director to the department's head: chapter 671, 1 million each and 3 million a year, all of 2023."""
    return actions.delegate(
        agency=place.agency, giver=place.people[Role.DIRECTOR], receiver=place.people[Role.DEPARTMENT_HEAD], parent=None,
        posts=["671"], per_commitment=1_000_000, per_year=3_000_000, valid_from=date(2023, 1, 1),
        valid_to=date(2023, 12, 31), document=document(place.agency), by=place.people[Role.DIRECTOR], may_delegate=True,
    )  # fmt: skip


@pytest.fixture
def finding(place: World) -> Finding:
    """A remark from Riksrevisjonen that the case officer answers for."""
    case = actions.open_audit_case(
        agency=place.agency, body="riksrevisjonen", title="Prøve av revisjon", received_on=date(2023, 2, 1),
        document=document(place.agency), by=place.controller, reply_due=date(2023, 3, 1),
    )  # fmt: skip
    return actions.add_finding(
        case=case, title="Rutinen mangler", owner=place.people[Role.CASE_OFFICER], deadline=date(2023, 4, 1),
        by=place.controller,
    )  # fmt: skip
