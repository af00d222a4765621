from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from styrhus.archive.actions import register_document
from styrhus.archive.models import Direction, Document
from styrhus.dialogue import actions
from styrhus.dialogue.models import CalledMeeting, Minutes, Point, Resolution, Side
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.steering.models import Plan
from tests.factories import SmallPlan, World, small_plan, world

TODAY = date(2023, 5, 1)
_number = count(1)


@pytest.fixture(autouse=True)
def first_of_may(settings):
    settings.DEMO_TODAY = TODAY


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


def at(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def planned(plan: Plan, day: date = TODAY, by: User | None = None, **fields: Any) -> CalledMeeting:
    fields = {"kind": "steering", "title": "Etatsstyringsmøte", "venue": "Møterom 4"} | fields
    return actions.plan_meeting(plan=plan, starts_at=at(day), ends_at=at(day, 12), by=by, **fields)


def called(plan: Plan, day: date = TODAY, **fields: Any) -> CalledMeeting:
    meeting = planned(plan, day, **fields)
    actions.add_item(meeting=meeting, title="Årsrapporten", side="agency", by=None)
    actions.add_item(meeting=meeting, title="Risikobildet", side="ministry", by=None)
    return actions.call_meeting(meeting=meeting, by=None)


def held(plan: Plan, **fields: Any) -> Minutes:
    meeting = called(plan, **fields)
    came = meeting.participants.values_list("pk", flat=True)[:2]
    return actions.hold_meeting(meeting=meeting, attended=came, by=None)


def written(plan: Plan) -> Minutes:
    minutes = held(plan)
    first = minutes.parts.all()[0]
    actions.write_part(part=first, text="Departementet viste til årsrapporten.", version=0, by=None)
    actions.add_point(
        part=first,
        kind="decision",
        text="Fristen for oppdraget flyttes til 1. september.",
        side="ministry",
        due=date(2023, 6, 1),
        by=None,
    )
    actions.add_point(part=first, kind="information", text="Tallene er foreløpige.", by=None)
    return minutes


def sent(plan: Plan) -> Minutes:
    return actions.send_minutes(minutes=written(plan), by=None)


def locked(plan: Plan, place: World) -> Minutes:
    minutes = sent(plan)
    actions.approve_minutes(minutes=minutes, side=Side.AGENCY, by=place.people[Role.DIRECTOR])
    return actions.approve_minutes(minutes=minutes, side=Side.MINISTRY, by=place.people[Role.MINISTRY_OFFICIAL])


def decision(plan: Plan, place: World) -> Resolution:
    locked(plan, place)
    return Resolution.objects.get(plan=plan, point=Point.objects.get(kind="decision"))


def letter_from_ministry(plan: Plan, day: date = date(2023, 5, 2), **fields: Any) -> Document:
    number = next(_number)
    text = "\n".join(f"Linje {line} i tillegg {number}" for line in range(1, 40))
    fields = {
        "organisation": plan.agency,
        "direction": Direction.IN,
        "sender": plan.ministry.name,
        "title": "Supplerende tildelingsbrev",
        "document_date": day,
    } | fields
    return register_document(
        content=text.encode(), filename="tillegg.txt", media_type="text/plain", text=text, by=None, **fields
    )


DAY = timedelta(days=1)
