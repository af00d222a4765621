"""The computed status: dates and acts alone decide it, and worse news never makes it better."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.steering.rules_followup import (
    DeliveryState,
    Due,
    Progress,
    Step,
    answers_open,
    delivery_state,
    due_progress,
    next_step,
    strand_progress,
    worst,
)

TODAY = date(2023, 5, 1)
days = st.dates(date(2022, 1, 1), date(2025, 12, 31))
states = st.none() | st.sampled_from(DeliveryState)
dues = st.builds(Due, st.none() | days, st.booleans(), states, st.none() | days)
steps = st.builds(Step, days, st.booleans())
answers = st.lists(st.sampled_from(["received", "more", "accepted", "returned"]), max_size=5)


@pytest.mark.parametrize(
    ("due", "begun", "status"),
    [
        (Due(date(2023, 4, 30)), True, Progress.OVERDUE),
        (Due(date(2023, 5, 1)), False, Progress.DUE_SOON),
        (Due(date(2023, 5, 15)), False, Progress.DUE_SOON),
        (Due(date(2023, 5, 16)), False, Progress.NOT_STARTED),
        (Due(date(2023, 5, 16)), True, Progress.ON_TRACK),
        (Due(), False, Progress.NOT_STARTED),
        (Due(continuing=True), False, Progress.CONTINUOUS),
        (Due(date(2023, 4, 1), state=DeliveryState.DELIVERED), True, Progress.DELIVERED),
        (Due(date(2023, 4, 1), state=DeliveryState.RECEIVED), True, Progress.DELIVERED),
        (Due(date(2023, 4, 1), state=DeliveryState.ACCEPTED), True, Progress.ACCEPTED),
        (Due(date(2023, 4, 1), state=DeliveryState.RETURNED), True, Progress.RETURNED),
        (Due(date(2023, 4, 1), False, DeliveryState.MORE_REQUESTED, TODAY), True, Progress.MORE_REQUESTED),
        (Due(date(2023, 9, 1), False, DeliveryState.MORE_REQUESTED, date(2023, 4, 30)), True, Progress.OVERDUE),
        (Due(continuing=True, state=DeliveryState.ACCEPTED), True, Progress.CONTINUOUS),
    ],
)
def test_one_thing_to_deliver(due, begun, status):
    assert due_progress(due, TODAY, begun=begun) is status


def test_a_milestone_is_missed_from_the_day_after_it_and_until_the_work_is_handed_over():
    due = Due(date(2023, 9, 1))
    assert strand_progress([due], [Step(TODAY)], TODAY) is Progress.NOT_STARTED
    late = [Step(TODAY - timedelta(days=1))]
    assert strand_progress([due], late, TODAY) is Progress.MILESTONE_MISSED
    assert strand_progress([due], [Step(late[0].day, done=True)], TODAY) is Progress.ON_TRACK
    handed = Due(date(2023, 9, 1), state=DeliveryState.DELIVERED)
    assert strand_progress([handed], late, TODAY) is Progress.DELIVERED


def test_what_is_worse_than_a_missed_milestone_is_said_instead():
    assert strand_progress([Due(date(2023, 4, 1))], [Step(date(2023, 3, 1))], TODAY) is Progress.OVERDUE


@given(st.lists(dues, max_size=4), st.lists(steps, max_size=4), days, st.booleans())
def test_the_status_is_never_better_than_any_of_its_dues(some, milestones, today, begun):
    whole = strand_progress(some, milestones, today, begun=begun)
    started = begun or any(step.done for step in milestones)
    assert all(whole.weight >= due_progress(one, today, begun=started).weight for one in some)


@given(st.lists(dues, max_size=4), st.lists(steps, max_size=4), days, steps)
def test_one_more_milestone_that_is_not_done_never_helps(some, milestones, today, extra):
    before = strand_progress(some, milestones, today)
    after = strand_progress(some, [*milestones, Step(extra.day)], today)
    assert after.weight >= before.weight


@given(dues, st.lists(steps, max_size=4), days, st.integers(0, 900))
def test_time_alone_never_makes_it_better(due, milestones, today, passed):
    later = today + timedelta(days=passed)
    assert strand_progress([due], milestones, later).weight >= strand_progress([due], milestones, today).weight


@given(st.lists(dues, max_size=4), st.lists(steps, max_size=4), days)
def test_what_is_withdrawn_is_of_no_concern(some, milestones, today):
    assert strand_progress(some, milestones, today, withdrawn=True) is Progress.WITHDRAWN


@given(st.lists(st.sampled_from(Progress), min_size=1))
def test_the_worst_is_one_of_them_and_none_is_worse(some):
    assert worst(some) in some
    assert all(worst(some).weight >= one.weight for one in some)


@given(answers)
def test_what_is_decided_takes_no_more_answers(given_answers):
    if {"accepted", "returned"} & set(given_answers):
        assert answers_open(given_answers) == ()
    else:
        assert set(answers_open(given_answers)) >= {"more", "accepted", "returned"}
    assert answers_open(given_answers, replaced=True) == ()


@given(answers)
def test_an_answer_that_was_open_sets_the_state(given_answers):
    for answer in answers_open(given_answers):
        state = delivery_state([*given_answers, answer])
        assert state.value == {"more": "more_requested"}.get(answer, answer)


def test_a_delivery_that_another_follows_is_replaced_unless_it_was_accepted():
    assert delivery_state([]) is DeliveryState.DELIVERED
    assert delivery_state(["received", "returned"], replaced=True) is DeliveryState.REPLACED
    assert delivery_state(["accepted"], replaced=True) is DeliveryState.ACCEPTED


def test_a_late_receipt_changes_nothing():
    assert delivery_state(["more", "received"]) is DeliveryState.MORE_REQUESTED


@given(st.lists(steps, max_size=6))
def test_the_next_milestone_is_the_earliest_that_is_not_done(some):
    index = next_step(some)
    waiting = [step for step in some if not step.done]
    assert (index is None) == (not waiting)
    if index is not None:
        assert some[index].day == min(step.day for step in waiting)
