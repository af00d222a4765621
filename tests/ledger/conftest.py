from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from styrhus.economy.models import Post
from styrhus.identity.models import User
from tests import factories
from tests.factories import World


@pytest.fixture
def place(db: None, settings: Any) -> World:
    """Two agencies, two ministries and an auditor, on a day in the middle of the year."""
    settings.DEMO_TODAY = date(2023, 5, 1)
    return factories.world()


@pytest.fixture
def post(place: World) -> Post:
    return factories.post(factories.plan(place.agency), "01", 10_000_000)


@pytest.fixture
def browser():
    """A logged-in client for a user."""

    def logged_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return logged_in
