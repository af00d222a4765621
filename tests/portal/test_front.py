"""The front page shows each role its own year, and nobody another's."""

import pytest
from django.urls import reverse

from styrhus.identity.roles import Role
from styrhus.portal.queries import Sight, front, sights_of
from styrhus.steering import actions as steering
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.world()


@pytest.fixture
def year(world):
    return factories.small_plan(world.agency)


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.CONTROLLER, Sight.AGENCY),
        (Role.DIRECTOR, Sight.AGENCY),
        (Role.DEPARTMENT_HEAD, Sight.DEPARTMENT),
        (Role.CASE_OFFICER, Sight.MINE),
        (Role.MINISTRY_OFFICIAL, Sight.MINISTRY),
        (Role.AUDITOR, Sight.AGENCY),
    ],
)
def test_each_role_begins_with_its_own_view(world, year, role, first, client):
    user = world.people[role]
    page, sights, _ = front(user, None)
    assert page is not None
    assert page.sight is first is sights[0]
    client.force_login(user)
    assert client.get(reverse("portal:front")).status_code == 200


def test_an_administrator_has_no_plan_but_a_page(world, year, client):
    administrator = world.people[Role.ADMINISTRATOR]
    assert sights_of(administrator) == []
    client.force_login(administrator)
    answer = client.get(reverse("portal:front"))
    assert answer.status_code == 200
    assert year.goals[0].title not in answer.content.decode()


def test_a_view_that_one_does_not_have_falls_back_to_the_first(world, year):
    page, _, _ = front(world.people[Role.MINISTRY_OFFICIAL], "mine")
    assert page is not None
    assert page.sight is Sight.MINISTRY


def test_what_one_owns_stands_under_mine(world, year):
    officer = world.people[Role.CASE_OFFICER]
    steering.set_owner(item=year.assignments[0], owner=officer, department=world.department, by=None)
    page, _, _ = front(officer, "mine")
    assert page is not None
    assert [row.title for row in page.owned] == [year.assignments[0].title]
    department, _, _ = front(world.people[Role.DEPARTMENT_HEAD], None)
    assert department is not None
    assert year.assignments[0].title in {row.title for row in department.owned}


def test_another_agency_sees_nothing_of_it(world, year, client):
    client.force_login(world.other_controller)
    body = client.get(reverse("portal:front"), {"plan": year.plan.pk}).content.decode()
    assert year.goals[0].title not in body
    assert year.assignments[0].title not in body


@pytest.mark.parametrize("plan", ["0", "-1", "9" * 30, "x", "1;drop table", "\x00", "१"])
def test_odd_plan_keys_do_no_harm(world, year, client, plan):
    client.force_login(world.controller)
    assert client.get(reverse("portal:front"), {"plan": plan, "blikk": plan}).status_code == 200


def test_an_oral_order_stands_out_until_it_is_confirmed(world, year, client):
    order = steering.enter_oral_order(
        plan=year.plan,
        title="Hastebestilling om tall",
        description="",
        given_by_name="Prøve Statsråd",
        given_on=year.plan.letter_date,
        deadline_date=None,
        goal=None,
        by=world.controller,
    )
    client.force_login(world.people[Role.MINISTRY_OFFICIAL])
    assert order.title in client.get(reverse("portal:front")).content.decode()
