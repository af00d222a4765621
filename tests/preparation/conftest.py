from __future__ import annotations

from datetime import date

import pytest

from styrhus.archive.actions import register_document, share_document
from styrhus.identity.roles import Role
from styrhus.preparation import actions
from tests import factories

from .report import half_year_report


@pytest.fixture(autouse=True)
def own_day(settings, tmp_path):
    settings.DEMO_TODAY = date(2023, 5, 1)
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def place(db):
    return factories.world()


@pytest.fixture
def small(place):
    return factories.small_plan(place.agency)


@pytest.fixture
def official(place):
    return place.people[Role.MINISTRY_OFFICIAL]


@pytest.fixture
def report(place):
    """A report that the agency has shared with its ministry."""
    words = "\n".join(half_year_report(14).lines)
    made = register_document(
        organisation=place.agency,
        content=words.encode(),
        filename="rapport.txt",
        media_type="text/plain",
        title="Halvårsrapport 2023",
        text=words,
        by=None,
    )
    share_document(document=made, organisation=place.ministry, by=None)
    return made


@pytest.fixture
def note(small, official, report):
    made = actions.make_note(plan=small.plan, title="Forberedelse til møtet i mai", by=official, documents=[report])
    keys = [f"goal-{small.goals[0].pk}", f"parameter-{small.parameters[0].pk}", f"assignment-{small.assignments[0].pk}"]
    actions.choose_points(note=made, keys=keys, by=official)
    return made


@pytest.fixture
def point(note):
    return note.points.get(kind="parameter")
