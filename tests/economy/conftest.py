from __future__ import annotations

import pytest
from django.test import Client

from styrhus.identity.models import User
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
