from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from styrhus.alerts import actions
from styrhus.alerts.models import Deviation
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from tests.factories import SmallPlan, World, small_plan, world


@pytest.fixture(autouse=True)
def the_day(settings, tmp_path):
    settings.DEMO_TODAY = date(2023, 5, 2)
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": storage}


@pytest.fixture
def place(db: None) -> World:
    return world()


@pytest.fixture
def small(place: World) -> SmallPlan:
    return small_plan(place.agency)


@pytest.fixture
def official(place: World) -> User:
    return place.people[Role.MINISTRY_OFFICIAL]


@pytest.fixture
def draft(place: World, small: SmallPlan):
    """Write a draft; every field can be said otherwise."""

    def write(**changed) -> Deviation:
        values = {
            "plan": small.plan,
            "kind": "goal",
            "what": "Færre deltakere enn planlagt. Det gjelder to kommuner.",
            "why": "Opplæringen ble utsatt, og målet nås ikke i år.",
            "measures": "Tre kurs i juni.",
            "known_at": clock.now() - timedelta(days=1, hours=3),
            "goal": small.goals[0],
            "by": place.controller,
        }
        return actions.draft_deviation(**{**values, **changed})

    return write


@pytest.fixture
def reported(draft, place):
    return actions.report_deviation(deviation=draft(), by=place.controller)


@pytest.fixture
def browser():
    """A logged-in client for a user."""

    def logged_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return logged_in
