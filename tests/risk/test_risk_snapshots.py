"""Snapshots and what moved between them; the agenda, the front page, the reminders and the report."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.risk import actions
from styrhus.risk.agenda import room_points
from styrhus.risk.front import cards
from styrhus.risk.models import Then
from styrhus.risk.queries.lines import lines_for, lines_of
from styrhus.risk.queries.snapshots import snapshot_lines
from styrhus.risk.reminders import due
from styrhus.risk.report import report_block
from styrhus.risk.rules import Movement
from tests.risk.conftest import assess


def take(plan, day, by=None):
    return actions.take_snapshot(plan=plan, title=f"Møte {day}", on=day, by=by)


def moves(user, made):
    return {line.risk.code: line.movement for line in snapshot_lines(user, made)}


def test_a_snapshot_keeps_the_risks_and_tells_what_moved_since_the_one_before(make_risk, place, small, settings):
    up, down, same, closed = (make_risk(after=level) for level in ((2, 3), (4, 4), (3, 3), (1, 1)))
    first = take(small.plan, date(2023, 5, 1), place.controller)
    assert set(moves(place.controller, first).values()) == {None}
    settings.DEMO_TODAY = date(2023, 9, 1)
    assess(up, (4, 4))
    assess(down, (2, 3))
    actions.close_risk(risk=closed, why="Borte", by=place.controller)
    new = make_risk(after=(2, 2))
    second = take(small.plan, date(2023, 9, 1), place.controller)
    assert moves(place.controller, second) == {
        up.code: Movement.UP,
        down.code: Movement.DOWN,
        same.code: Movement.SAME,
        closed.code: Movement.CLOSED,
        new.code: Movement.NEW,
    }
    settings.DEMO_TODAY = date(2023, 12, 1)
    third = take(small.plan, date(2023, 12, 1))
    assert closed.code not in moves(place.controller, third), "what closed before the last snapshot is gone"
    assert set(moves(place.controller, third).values()) == {Movement.SAME}
    again = {line.risk.code: line.row.after.score for line in snapshot_lines(place.controller, first)}
    assert again[up.code] == 6, "the first snapshot stands as it was"


def test_the_map_of_today_is_held_against_the_last_snapshot(make_risk, small):
    risk = make_risk(after=(2, 3))
    assert lines_of(small.plan)[0].movement is None
    take(small.plan, date(2023, 5, 1))
    assess(risk, (5, 5))
    line = lines_of(small.plan)[0]
    assert line.movement == Movement.UP
    assert line.earlier.score == 6


def test_the_ministry_sees_of_a_snapshot_what_was_open_to_it_that_day(make_risk, place, small, settings):
    internal, raised = make_risk(after=(3, 3)), make_risk(after=(4, 4))
    actions.raise_risk(risk=raised, why="Viktig", by=place.controller)
    official = place.people[Role.MINISTRY_OFFICIAL]
    first = take(small.plan, date(2023, 5, 1))
    assert moves(official, first) == {}
    actions.assess_as_ministry(risk=raised, level=(3, 3), words="Enig", by=official)
    assert moves(official, first) == {}, "opening a risk later does not open old snapshots"
    settings.DEMO_TODAY = date(2023, 9, 1)
    assess(raised, (2, 2))
    second = take(small.plan, date(2023, 9, 1))
    assert moves(official, second) == {raised.code: Movement.NEW}, "it is not told where the risk stood before"
    assert set(moves(place.controller, second)) == {internal.code, raised.code}
    own = next(line for line in lines_for(official, small.plan) if line.risk.pk == raised.pk)
    assert own.earlier is not None


def test_a_snapshot_is_not_of_a_day_to_come_nor_before_the_last(make_risk, small, settings):
    make_risk(after=(2, 2))
    with pytest.raises(ValidationError):
        take(small.plan, date(2023, 5, 2))
    take(small.plan, date(2023, 5, 1))
    with pytest.raises(ValidationError):
        take(small.plan, date(2023, 4, 1))


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR])
def test_not_everybody_takes_snapshots(role, place, small):
    with pytest.raises(AccessDenied):
        take(small.plan, date(2023, 5, 1), place.people[role])


def test_what_is_refused_or_higher_must_be_on_the_agenda(make_risk, place, small):
    refused, higher, calm = make_risk(after=(5, 4)), make_risk(after=(1, 2)), make_risk(after=(1, 1))
    director, official = place.people[Role.DIRECTOR], place.people[Role.MINISTRY_OFFICIAL]
    for risk in (higher, calm):
        actions.raise_risk(risk=risk, why="Til orientering", by=director)
    actions.decide(
        assessment=refused.assessments.first(), accepted=False, then=Then.MEETING, why="For høy", by=director
    )
    for risk in (refused, higher, calm):
        risk.refresh_from_db()
        actions.assess_as_ministry(risk=risk, level=(2, 2), words="Sett", by=official)
    take(small.plan, date(2023, 5, 1))
    assess(higher, (2, 2))
    found = {point.key: point for point in room_points(small.plan)}
    assert found[f"risk.{refused.pk}"].weight == 3
    assert found[f"risk.{refused.pk}"].kind == "risk.refused"
    assert found[f"risk.{higher.pk}"].kind == "risk.up"
    assert found[f"risk.{higher.pk}"].weight == 3
    assert found[f"risk.{calm.pk}"].weight == 1


def test_the_agenda_keeps_the_agency_s_level_until_both_have_assessed(make_risk, place, small):
    risk = make_risk(after=(5, 4))
    actions.raise_risk(risk=risk, why="Viktig", by=place.controller)
    point = next(iter(room_points(small.plan)))
    assert "5 × 4" not in point.note
    actions.assess_as_ministry(risk=risk, level=(2, 2), words="Sett", by=place.people[Role.MINISTRY_OFFICIAL])
    assert "5 × 4" in next(iter(room_points(small.plan))).note


def test_the_front_page_says_what_waits_for_whom(make_risk, place, small):
    assert cards(place.people[Role.DIRECTOR], small.plan, "mine") == []
    high = make_risk("Høy", after=(5, 4))
    middle = make_risk("Middels", after=(2, 3))
    director, head = place.people[Role.DIRECTOR], place.people[Role.DEPARTMENT_HEAD]
    assert [line.text for line in cards(director, small.plan, "mine")[0].lines] == [f"{high.code} Høy"]
    assert [line.text for line in cards(head, small.plan, "mine")[0].lines] == [f"{middle.code} Middels"]
    assert cards(place.people[Role.CASE_OFFICER], small.plan, "mine") == []
    assert cards(place.people[Role.ADMINISTRATOR], small.plan, "virksomheten") == []
    actions.raise_risk(risk=high, why="Viktig", by=director)
    waiting = cards(place.people[Role.MINISTRY_OFFICIAL], small.plan, "departementet")
    assert [line.tag for line in waiting[0].lines] == ["Gi deres vurdering"]


def test_reminders_of_late_measures_old_assessments_and_missing_decisions(make_risk, place, small, settings):
    risk = make_risk(after=(2, 3))
    actions.add_measure(
        risk=risk, title="Flere plasser", effect="E", owner=place.people[Role.CASE_OFFICER], department=None,
        due=date(2023, 4, 30), by=place.controller,
    )  # fmt: skip

    def kinds(day):
        settings.DEMO_TODAY = day
        return {(one.kind, one.user) for one in due(day)}

    head, officer = place.people[Role.DEPARTMENT_HEAD], place.people[Role.CASE_OFFICER]
    assert kinds(date(2023, 5, 1)) == {("risk.measure_late", officer), ("risk.decision_missing", head)}
    last_day = date(2023, 8, 29)  # 120 days after the assessment
    assert ("risk.review_due", head) not in kinds(last_day)
    assert {("risk.review_due", head), ("risk.review_due", place.controller)} <= kinds(date(2023, 8, 30))
    for one in due(date(2023, 8, 30)):
        assert one.text()
        assert one.url.startswith("/risiko/")


def test_the_report_tells_of_raised_risks_in_sentences_and_rows(make_risk, place, small):
    assert "ikke løftet" in report_block(small.plan).text
    make_risk("Intern", after=(5, 5))
    low, high = make_risk("Lavt forhold", after=(1, 1)), make_risk("Høyt forhold", after=(5, 4))
    for risk in (low, high):
        actions.raise_risk(risk=risk, why="Viktig", by=place.controller)
    block = report_block(small.plan)
    assert [line.risk.event for line in block.lines] == ["Høyt forhold", "Lavt forhold"]
    assert "2 risikoer" in block.text
    assert "Høyt forhold" in block.text
    assert "Intern" not in block.text
