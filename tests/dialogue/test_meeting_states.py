"""Every transition of the table is reached through the acts, and every other is refused and changes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styrhus.audit.models import Event
from styrhus.dialogue import actions, rules
from styrhus.dialogue.models import CalledMeeting, MeetingState, Side
from styrhus.dialogue.rules import TRANSITIONS, Act, State, next_state
from tests.dialogue.conftest import DAY, TODAY, planned
from tests.factories import plan as make_plan

ACTS = list(Act)


def perform(act: Act, meeting: CalledMeeting) -> None:
    """``act`` as the site does it. What minutes need is written on the way; LOCK is both parties' approval."""
    minutes = meeting.minutes.first()
    match act:
        case Act.CALL:
            actions.call_meeting(meeting=meeting, by=None)
        case Act.CHANGE:
            actions.change_meeting(meeting=meeting, values={"venue": f"{meeting.venue}."}, by=None)
        case Act.CANCEL:
            actions.cancel_meeting(meeting=meeting, why="Sykdom", by=None)
        case Act.HOLD:
            actions.hold_meeting(meeting=meeting, attended=(), by=None)
        case _ if minutes is None:
            raise ValidationError("Without minutes there is nothing to send.")
        case Act.SEND_MINUTES:
            part = minutes.parts.first()
            if not part.text:
                actions.write_part(part=part, text="Skrevet", version=0, by=None)
            actions.send_minutes(minutes=minutes, by=None)
        case Act.TAKE_BACK:
            actions.take_back_minutes(minutes=minutes, why="Merknad", by=None)
        case Act.LOCK:
            actions.approve_minutes(minutes=minutes, side=Side.AGENCY, by=None)
            actions.approve_minutes(minutes=minutes, side=Side.MINISTRY, by=None)


@pytest.fixture
def of_year(place):
    return make_plan(place.agency)


@given(steps=st.lists(st.sampled_from(ACTS), max_size=7))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_acts_follow_the_table_and_nothing_else(of_year, steps):
    sid = transaction.savepoint()
    meeting = planned(of_year)
    actions.add_item(meeting=meeting, title="Sak", by=None)
    for act in steps:
        meeting.refresh_from_db()
        before, wanted = meeting.state, next_state(meeting.state, act)
        events = Event.objects.count()
        try:
            with transaction.atomic():
                perform(act, meeting)
        except ValidationError:
            assert wanted is None, (before, act)
            assert Event.objects.count() == events
        else:
            assert wanted is not None, (before, act)
        meeting.refresh_from_db()
        assert meeting.state == (before if wanted is None else wanted.value)
    transaction.savepoint_rollback(sid)


WAYS = {
    State.PLANNED: (),
    State.CALLED: (Act.CALL,),
    State.HELD: (Act.CALL, Act.HOLD),
    State.MINUTES_OUT: (Act.CALL, Act.HOLD, Act.SEND_MINUTES),
    State.LOCKED: (Act.CALL, Act.HOLD, Act.SEND_MINUTES, Act.LOCK),
    State.CANCELLED: (Act.CANCEL,),
}


@pytest.mark.parametrize("state", State)
def test_from_each_state_each_act_does_what_the_table_says(of_year, state):
    meeting = planned(of_year)
    actions.add_item(meeting=meeting, title="Sak", by=None)
    for act in WAYS[state]:
        perform(act, meeting)
        meeting.refresh_from_db()
    assert meeting.state == state.value
    for act in Act:
        sid = transaction.savepoint()
        wanted = TRANSITIONS.get((state, act))
        if wanted is None:
            with pytest.raises(ValidationError), transaction.atomic():
                perform(act, meeting)
        else:
            perform(act, meeting)
        assert CalledMeeting.objects.get(pk=meeting.pk).state == (wanted or state).value
        transaction.savepoint_rollback(sid)
        meeting.refresh_from_db()


def test_the_table_and_the_model_name_the_same_states():
    assert {state.value for state in State} == set(MeetingState.values)
    assert not {state for state, _act in TRANSITIONS} & set(rules.FINAL)
    reached = {State.PLANNED, *TRANSITIONS.values()}
    assert reached == set(State), "every state can be reached"


def test_a_meeting_is_not_held_before_its_day(of_year):
    meeting = planned(of_year, TODAY + DAY)
    actions.call_meeting(meeting=meeting, by=None)
    with pytest.raises(ValidationError):
        actions.hold_meeting(meeting=meeting, attended=(), by=None)


@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)), today=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_missing_agenda_is_noticed_within_two_weeks_of_the_meeting(day, today):
    ahead = (day - today).days
    assert rules.lacks_agenda(day, has_agenda=False, today=today) == (0 <= ahead <= 14)
    assert not rules.lacks_agenda(day, has_agenda=True, today=today)
    assert rules.days_late(day, 7, today) == max(0, -ahead - 7)


@given(kept=st.text(), mine=st.text())
def test_joining_two_texts_loses_neither(kept, mine):
    both = rules.joined(kept, mine)
    assert kept.strip() in both
    assert mine.strip() in both


@given(announced=st.none() | st.integers(0, 9), called=st.integers(0, 9))
def test_missing_meetings_is_never_negative_and_adds_up(announced, called):
    missing = rules.missing_meetings(announced, called)
    assert missing >= 0
    assert missing + called >= (announced or 1) or missing == 0
