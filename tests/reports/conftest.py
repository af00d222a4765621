"""Reports made through the acts that the site uses, on a small plan with figures of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.reports import actions
from styrhus.reports.models import Report, ReportPart
from styrhus.steering.models import Plan
from tests.factories import SmallPlan, World, small_plan, world

TODAY = date(2023, 8, 1)


@pytest.fixture
def august(settings):
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


def begun(plan: Plan, kind: str = "half_year", by: User | None = None, **fields: Any) -> Report:
    values = {
        "begin": date(plan.year, 1, 1),
        "end": date(plan.year, 6, 30),
        "cut_off": date(plan.year, 6, 30),
        "due": date(plan.year, 8, 18),
    } | fields
    return actions.make_report(plan=plan, kind=kind, by=by, **values)


def written(report: Report, text: str = "Vi er i rute.") -> Report:
    """Every section written and marked ready."""
    for part in report.parts.all():
        saved = actions.write_part(part=part, text=f"{text} {part.key}", version=part.version, by=None)
        actions.mark_ready(part=saved, by=None)
    return report


def approved(plan: Plan, place: World, kind: str = "half_year", **fields: Any) -> Report:
    report = written(begun(plan, kind, **fields))
    actions.submit_report(report=report, by=place.controller)
    actions.approve_report(report=report, by=place.people[Role.DIRECTOR])
    return Report.objects.get(pk=report.pk)


def sent(plan: Plan, place: World, kind: str = "half_year", **fields: Any) -> Report:
    report = approved(plan, place, kind, **fields)
    actions.send_report(report=report, message="Her er rapporten.", by=place.controller)
    return Report.objects.get(pk=report.pk)


def received(plan: Plan, place: World, **fields: Any) -> Report:
    report = sent(plan, place, **fields)
    actions.receive_report(report=report, by=place.people[Role.MINISTRY_OFFICIAL])
    return Report.objects.get(pk=report.pk)


def part(report: Report, place: int = 0) -> ReportPart:
    return list(report.parts.order_by("order"))[place]
