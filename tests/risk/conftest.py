from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from styrhus.identity.models import Department, User
from styrhus.risk import actions
from styrhus.risk.actions.risks import Threatened
from styrhus.risk.models import Risk
from tests.factories import SmallPlan, World, small_plan, world


@pytest.fixture(autouse=True)
def first_of_may(settings):
    settings.DEMO_TODAY = date(2023, 5, 1)


@pytest.fixture
def place(db: None) -> World:
    """Two agencies, two ministries and an auditor."""
    return world()


@pytest.fixture
def small(place: World) -> SmallPlan:
    return small_plan(place.agency)


@pytest.fixture
def make_risk(place: World, small: SmallPlan) -> Callable[..., Risk]:
    """Register a risk of the first goal in the department of the world; ``after``: and assess it."""

    def make(
        event: str = "Færre kommer i arbeid", department: Department | None = None, after: tuple[int, int] | None = None
    ) -> Risk:
        made = actions.register_risk(
            plan=small.plan,
            event=event,
            cause="Få tiltaksplasser",
            consequence="Målet nås ikke",
            owner=None,
            department=department or place.department,
            threatens=Threatened(goals=[small.goals[0]]),
            by=place.controller,
        )
        if after:
            assess(made, after, place.controller)
        return made

    return make


def assess(risk: Risk, after: tuple[int, int], by: User | None = None, before: tuple[int, int] = (5, 5)) -> None:
    actions.assess(risk=risk, before=before, after=after, words="Etter tallene for april", by=by)


@pytest.fixture
def browser() -> Callable[[User], Client]:
    """A logged-in client for a user."""

    def logged_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return logged_in
