"""What the follow-up reminds of, whom, and that nobody is told twice of the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.notices.collecting import collect
from styrhus.notices.models import Notice
from styrhus.notices.sources import Reminder
from styrhus.steering import actions
from styrhus.steering.models import Duty, Occurrence
from styrhus.steering.reminders import due
from tests import factories
from tests.factories import SmallPlan, World
from tests.steering.followed import an_open_request, recurring

MARCH = date(2023, 3, 1)


@pytest.fixture(autouse=True)
def _first_of_march(settings: Any) -> None:
    settings.DEMO_TODAY = MARCH


def of_kind(kind: str, day: date) -> list[Reminder]:
    return [one for one in due(day) if one.kind == f"steering.{kind}"]


def told(kind: str, day: date) -> set[User]:
    return {one.user for one in of_kind(kind, day)}


def test_a_deadline_is_reminded_of_twice_before_and_each_week_after(place: World, small: SmallPlan) -> None:
    plan = factories.plan(place.agency, 2024)
    item = factories.assignment(plan)
    factories.deadline(item, date(2024, 6, 14))  # a Friday
    owner = place.people[Role.CASE_OFFICER]
    actions.set_owner(item=item, owner=owner, department=place.department, by=None)

    def stage(day: date) -> list[tuple[str, str]]:
        found = [one for one in due(day) if str(item.pk) in one.key and one.kind != "steering.silent"]
        assert all(one.user == owner and one.due == date(2024, 6, 14) for one in found)
        return [(one.kind.removeprefix("steering."), one.key.rpartition(".")[2]) for one in found]

    assert stage(date(2024, 5, 30)) == []
    assert stage(date(2024, 5, 31)) == stage(date(2024, 6, 10)) == [("due_soon", "soon-14")]
    assert stage(date(2024, 6, 11)) == stage(date(2024, 6, 14)) == stage(date(2024, 6, 16)) == [("due_soon", "soon-3")]
    assert stage(date(2024, 6, 17)) == stage(date(2024, 6, 23)) == [("overdue", "late-0")]
    assert stage(date(2024, 6, 24)) == [("overdue", "late-1")]
    assert len(stage(date(2024, 6, 24))) == len(
        {one.key for one in due(date(2024, 6, 24)) if str(item.pk) in one.key and one.kind != "steering.silent"}
    )
    actions.withdraw_assignment(assignment=item, place=factories.Place(), by=None, why="Slutt")
    assert stage(date(2024, 6, 24)) == []


def test_who_is_reminded_is_the_owner_else_the_head_else_the_controller(place: World, small: SmallPlan) -> None:
    late: Duty = small.duties[0]
    actions.set_duty_routine(duty=late, frequency="monthly", routine="", by=None)
    day = date(2023, 3, 1)
    assert told("duty_late", day) == {place.controller}
    actions.set_owner(item=late, owner=None, department=place.department, by=None)
    assert told("duty_late", day) == {place.people[Role.DEPARTMENT_HEAD]}
    actions.set_owner(item=late, owner=None, department=place.other_department, by=None)
    assert told("duty_late", day) == {place.controller}
    actions.set_owner(item=late, owner=place.people[Role.CASE_OFFICER], department=place.department, by=None)
    assert told("duty_late", day) == {place.people[Role.CASE_OFFICER]}


def test_a_duty_is_reminded_of_its_oldest_late_period_until_it_is_done(place: World, small: SmallPlan) -> None:
    duty, by = small.duties[0], place.controller
    actions.set_duty_routine(duty=duty, frequency="monthly", routine="", by=None)
    assert of_kind("duty_late", date(2023, 1, 31)) == []
    (one,) = of_kind("duty_late", date(2023, 3, 1))
    assert ".2023-M01." in one.key
    assert "januar 2023" in one.text()
    actions.log_duty(duty=duty, period="2023-M01", done_on=MARCH, by=by)
    (one,) = of_kind("duty_late", date(2023, 3, 1))
    assert one.key.endswith(".2023-M02.late-0")
    actions.log_duty(duty=duty, period="2023-M02", done_on=MARCH, by=by)
    assert of_kind("duty_late", date(2023, 3, 1)) == []


def test_a_milestone_that_is_missed(place: World, small: SmallPlan) -> None:
    item, officer = small.assignments[0], place.people[Role.CASE_OFFICER]
    step = actions.add_milestone(assignment=item, title="Utkast", date=date(2023, 4, 14), owner=officer, by=None)
    assert of_kind("milestone_missed", date(2023, 4, 16)) == []
    (one,) = of_kind("milestone_missed", date(2023, 4, 17))
    assert (one.user, "Utkast" in one.text()) == (officer, True)
    actions.finish_milestone(milestone=step, done_on=MARCH, by=None)
    assert of_kind("milestone_missed", date(2023, 4, 17)) == []


def test_silence_is_counted_for_what_somebody_has_taken_on(place: World, small: SmallPlan, settings: Any) -> None:
    item, officer = small.assignments[0], place.people[Role.CASE_OFFICER]
    assert of_kind("silent", date(2023, 3, 31)) == []
    actions.set_owner(item=item, owner=officer, department=None, by=None)
    actions.write_note(item=item, text="Vi er i gang", by=None)
    assert of_kind("silent", MARCH + timedelta(days=29)) == []
    (first,) = of_kind("silent", MARCH + timedelta(days=30))
    assert first.user == officer
    assert of_kind("silent", MARCH + timedelta(days=43))[0].key == first.key
    assert of_kind("silent", MARCH + timedelta(days=44))[0].key != first.key


def test_an_occurrence_that_comes_and_one_that_is_late(place: World, small: SmallPlan) -> None:
    deadline = recurring(small.assignments[0])
    actions.make_occurrences(deadline=deadline, year=2023, times=None, days=("03-10", "06-30"), by=None)
    (soon,) = of_kind("occurrence_due", MARCH)
    (late,) = of_kind("occurrence_due", date(2023, 3, 13))
    assert (soon.due, late.due) == (date(2023, 3, 10), date(2023, 3, 10))
    assert soon.key != late.key
    one = Occurrence.objects.get(due=date(2023, 3, 10))
    actions.finish_occurrence(occurrence=one, done_on=MARCH, by=place.controller)
    assert of_kind("occurrence_due", date(2023, 3, 13)) == []


def test_the_ministry_is_reminded_of_a_request_without_an_answer(place: World, small: SmallPlan) -> None:
    an_open_request(small.plan, small.duties[0], place.controller)
    assert of_kind("drop_waiting", date(2023, 3, 7)) == []
    (one,) = of_kind("drop_waiting", date(2023, 3, 8))
    assert one.user == place.people[Role.MINISTRY_OFFICIAL]
    assert place.agency.label in one.text()


def test_nobody_is_told_twice_and_what_is_done_falls_away(place: World, small: SmallPlan) -> None:
    duty = small.duties[0]
    actions.set_duty_routine(duty=duty, frequency="monthly", routine="", by=None)
    day = date(2023, 2, 1)
    collect(day)
    mine = Notice.objects.filter(user=place.controller, kind="steering.duty_late")
    assert mine.count() == 1
    collect(day)
    collect(day + timedelta(days=3))
    assert mine.count() == 1
    collect(day + timedelta(days=7))
    assert mine.count() == 2
    actions.log_duty(duty=duty, period="2023-M01", done_on=MARCH, by=place.controller)
    collect(day + timedelta(days=7))
    assert not mine.filter(settled_at=None).exists()


def test_only_the_newest_plan_reminds_and_none_before_its_year(place: World, small: SmallPlan) -> None:
    old = small.duties[0]
    actions.set_duty_routine(duty=old, frequency="monthly", routine="", by=None)
    assert of_kind("duty_late", date(2024, 1, 15))
    factories.plan(place.agency, 2024)
    assert of_kind("duty_late", date(2023, 12, 15))
    assert of_kind("duty_late", date(2024, 1, 15)) == []
    assert list(due(date(2019, 1, 1))) == []
