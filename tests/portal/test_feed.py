"""The calendar feed holds the dated deadlines that its owner may see, under a secret address."""

import secrets

import pytest
import vobject
from django.urls import reverse
from icalendar import Calendar

from styrhus.identity import actions as identity
from styrhus.identity.roles import Role
from styrhus.steering import actions as steering
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.world()


@pytest.fixture
def year(world):
    return factories.small_plan(world.agency)


def feed_of(client, user, **query):
    user.feed_key = secrets.token_urlsafe(32)
    user.save()
    answer = client.get(reverse("portal:feed", args=[user.feed_key]), query)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_every_dated_deadline_is_an_event(world, year, client):
    title = "Utrede; med, tegn\nog linjeskift"
    made = factories.assignment(year.plan, "2023-77", title)
    due = factories.deadline(made)
    events = feed_of(client, world.controller)
    ours = [event for event in events if "2023-77" in str(event["summary"])]
    assert len(ours) == 1
    assert ours[0].decoded("dtstart") == due.date
    assert len({str(event["uid"]) for event in events}) == len(events)


def test_the_feed_is_read_the_same_by_another_library(world, year, client):
    title = "Utrede; med, tegn\\ og æøå: " + "en lang tittel som må brytes " * 5
    due = factories.deadline(factories.assignment(year.plan, "2023-78", title.strip()))
    user = world.controller
    user.feed_key = secrets.token_urlsafe(32)
    user.save()
    content = client.get(reverse("portal:feed", args=[user.feed_key])).content
    assert all(len(line) <= 75 for line in content.split(b"\r\n")), "RFC 5545 3.1: lines are folded"
    found = vobject.readOne(content.decode())
    assert found.method.value == "PUBLISH"
    ours = [event for event in found.vevent_list if "2023-78" in event.summary.value + event.description.value]
    assert [event.dtstart.value for event in ours] == [due.date]
    assert title.strip() in ours[0].summary.value + ours[0].description.value
    theirs = Calendar.from_ical(content).walk("VEVENT")
    assert {event.uid.value for event in found.vevent_list} == {str(event["uid"]) for event in theirs}


def test_mine_holds_only_what_one_owns(world, year, client):
    officer = world.people[Role.CASE_OFFICER]
    assert feed_of(client, officer, mine="1") == []
    made = factories.assignment(year.plan)
    factories.deadline(made)
    steering.set_owner(item=made, owner=officer, department=None, by=None)
    assert len(feed_of(client, officer, mine="1")) == 1


def test_another_agency_gets_none_of_it(world, year, client):
    factories.deadline(factories.assignment(year.plan))
    assert feed_of(client, world.other_controller) == []


@pytest.mark.parametrize("key", ["x", "short", "a" * 43, "%00", "key-1"])
def test_a_wrong_address_is_not_found(world, client, key):
    assert client.get(f"/kalender/{key}.ics").status_code == 404


def test_a_renewed_address_ends_the_old_and_a_closed_account_ends_its_feed(world, year, client):
    user = world.controller
    feed_of(client, user)
    old = user.feed_key
    new = identity.renew_feed_key(user=user, by=user)
    assert client.get(reverse("portal:feed", args=[old])).status_code == 404
    assert client.get(reverse("portal:feed", args=[new])).status_code == 200
    user.is_active = False
    user.save()
    assert client.get(reverse("portal:feed", args=[new])).status_code == 404
