from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from styrhus.identity.models import User
from styrhus.preparedness import actions
from styrhus.preparedness.models import CriticalFunction, Dependency
from tests.factories import SmallPlan, World, small_plan, world


@pytest.fixture
def place(db: None) -> World:
    """Two agencies, two ministries and an auditor."""
    return world()


@pytest.fixture
def small(place: World) -> SmallPlan:
    return small_plan(place.agency)


@pytest.fixture
def browser():
    """A logged-in client for a user."""

    def logged_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return logged_in


def function_values(**fields: Any) -> dict[str, Any]:
    values = {
        "name": "Svare publikum",
        "why": "Folk må få svar.",
        "tolerated_hours": 24,
        "reviewed_on": date(2023, 1, 2),
    }
    return values | fields


@pytest.fixture
def function(place: World) -> CriticalFunction:
    return actions.enter(model=CriticalFunction, agency=place.agency, values=function_values(), by=place.controller)


@pytest.fixture
def dependency(place: World, function: CriticalFunction) -> Dependency:
    values = {
        "function": function,
        "kind": "power",
        "name": "Strøm i bygget",
        "provider": "Prøvenett",
        "critical_infrastructure": True,
        "tolerated_hours": 2,
        "alternative": "",
    }
    return actions.enter(model=Dependency, agency=place.agency, values=values, by=place.controller)
