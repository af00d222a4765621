"""On which days the follow-up reminds, for any dates, and the data that says so."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from styrhus.common.working_days import is_working_day
from styrhus.steering.rules_reminders import WHO, rules_on, stage_after, stage_before, stage_of_silence
from styrhus.steering.texts_routines import REMINDER_TEXTS

days = st.dates(date(2000, 1, 1), date(2080, 12, 31))
befores = st.lists(st.integers(1, 60), min_size=1, max_size=4, unique=True)


def test_two_weeks_and_three_days_before_a_friday() -> None:
    due = date(2023, 6, 30)
    stages = {day: stage_before(due, date(2023, 6, day), (14, 3)) for day in (15, 16, 26, 27, 30)}
    assert stages == {15: None, 16: "soon-14", 26: "soon-14", 27: "soon-3", 30: "soon-3"}
    assert stage_before(due, date(2023, 7, 2), (14, 3)) == "soon-3"  # a Sunday: not late yet
    assert stage_before(due, date(2023, 7, 3), (14, 3)) is None


def test_a_day_of_reminding_that_is_no_working_day_moves_to_the_one_before() -> None:
    # three days before Tuesday 3 January 2023 is New Year's Eve, a Saturday: the Friday reminds
    assert stage_before(date(2023, 1, 3), date(2022, 12, 29), (3,)) is None
    assert stage_before(date(2023, 1, 3), date(2022, 12, 30), (3,)) == "soon-3"


def test_late_from_the_first_working_day_after_and_then_each_week() -> None:
    due = date(2023, 4, 5)  # the Wednesday before Easter: the next working day is Tuesday the 11th
    stages = [stage_after(due, date(2023, 4, day), 7) for day in (5, 6, 10, 11, 17, 18, 25)]
    assert stages == [None, None, None, "late-0", "late-0", "late-1", "late-2"]


@given(days, st.integers(-100, 100), befores, st.integers(1, 30))
def test_a_day_has_at_most_one_stage_and_they_follow_each_other(
    due: date, offset: int, before: list[int], every: int
) -> None:
    today = due + timedelta(days=offset)
    soon, late = stage_before(due, today, before), stage_after(due, today, every)
    assert soon is None or late is None
    if offset <= 0:
        assert late is None
    if -min(before) <= offset <= 0:
        assert soon == f"soon-{min(before)}"
    if late:
        tomorrow = stage_after(due, today + timedelta(days=1), every)
        assert tomorrow is not None
        assert 0 <= int(tomorrow.removeprefix("late-")) - int(late.removeprefix("late-")) <= 1


@given(days, st.integers(1, 30))
def test_the_first_late_day_is_a_working_day(due: date, every: int) -> None:
    first = next(due + timedelta(days=n) for n in range(1, 30) if stage_after(due, due + timedelta(days=n), every))
    assert is_working_day(first)


@given(days, st.integers(0, 400), st.integers(1, 60), st.integers(1, 30))
def test_silence_counts_from_the_last_news(since: date, passed: int, silence: int, every: int) -> None:
    stage = stage_of_silence(since, since + timedelta(days=passed), silence, every)
    assert stage == (f"silent-{(passed - silence) // every}" if passed >= silence else None)


def test_the_data_names_known_rules_people_and_a_source() -> None:
    assert rules_on(date(2019, 12, 31)) == {}
    rules = rules_on(date(2023, 6, 1))
    assert set(rules) == set(REMINDER_TEXTS)
    assert rules["due_soon"].before == (14, 3)
    assert rules["overdue"].after == 7
    for rule in rules.values():
        assert set(rule.who) <= set(WHO)
        assert rule.source
        assert rule.before or rule.after
