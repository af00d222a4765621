"""Letters taken in and read, for the tests of this room. The demo letter is the project's own text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from styrhus.identity.models import User
from styrhus.intake.actions import adopt_letter, run_reading, upload_letter
from styrhus.intake.models import Reading, ReadingState
from styrhus.letters.demo import LETTER, SUPPLEMENT, demo_text
from styrhus.steering.models import Plan
from tests.factories import World, world


def take_in(here: World, text: str | bytes, name: str = "brev.txt", by: User | None = None) -> Reading:
    """Upload and read in the foreground."""
    content = text.encode() if isinstance(text, str) else text
    reading, _new = upload_letter(
        agency=here.agency, ministry=here.ministry, owner=here.agency, content=content, filename=name, by=by
    )
    return run_reading(reading)


@pytest.fixture(autouse=True)
def in_bokmal() -> Iterator[None]:
    """A request in another language leaves it behind in the thread."""
    with translation.override("nb"):
        yield


@pytest.fixture
def here(db: None, settings, tmp_path) -> World:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    return world()


@pytest.fixture
def controller(here: World) -> User:
    return here.controller


@pytest.fixture
def read(here: World, controller: User) -> Reading:
    """The demo letter, read and not yet adopted."""
    reading = take_in(here, demo_text(LETTER), LETTER, controller)
    assert reading.state == ReadingState.READ
    return reading


@pytest.fixture
def plan(read: Reading, controller: User) -> Plan:
    return adopt_letter(reading=read, accept_open_errors=True, by=controller)


@pytest.fixture
def supplement(here: World, plan: Plan, controller: User) -> Reading:
    return take_in(here, demo_text(SUPPLEMENT), SUPPLEMENT, controller)


@pytest.fixture
def web(client: Client, controller: User) -> Client:
    """A browser without JavaScript, with the controller logged in."""
    client.force_login(controller)
    return client
