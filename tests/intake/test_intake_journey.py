"""The demo's letters: read from PDF and DOCX, the first adopted, the second left to look at."""

from __future__ import annotations

import pytest

from styrhus.intake.demo import read_demo_letter
from styrhus.intake.models import Reading, ReadingState
from styrhus.intake.pictures import changes_of
from styrhus.intake.rules.changes import ChangeKind
from tests.factories import world

pytestmark = pytest.mark.django_db


def test_the_demo_letter_becomes_the_plan_and_the_supplement_waits():
    here = world()
    plan = read_demo_letter(agency=here.agency, ministry=here.ministry)
    assert (plan.year, plan.goals.count(), plan.parameters.count(), plan.listings.count()) == (2023, 6, 16, 28)
    supplement = Reading.objects.get(state=ReadingState.READ)
    assert {change.kind for change in changes_of(supplement)} >= {
        ChangeKind.NEW_ASSIGNMENT,
        ChangeKind.CHANGED_DEADLINE,
        ChangeKind.CHANGED_FUNDING,
        ChangeKind.WITHDRAWN_ASSIGNMENT,
    }
