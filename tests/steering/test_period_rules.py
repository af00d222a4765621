"""When standing duties and recurring assignments are due, for any dates."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.common.working_days import is_working_day
from styrhus.steering.models import Frequency
from styrhus.steering.rules_periods import (
    COUNT,
    Follow,
    Mark,
    Rest,
    follow,
    marks,
    next_open,
    occurrence_days,
    period_at,
    period_of_code,
    periods,
    proposed,
)
from styrhus.steering.texts_routines import FOLLOW_KINDS, FOLLOW_TEXTS, MARK_KINDS, MARK_TEXTS, period_text

frequencies = st.sampled_from(sorted(COUNT))
years = st.integers(1990, 2090)
days = st.dates(date(1995, 1, 1), date(2085, 12, 31))


@given(frequencies, years)
def test_the_periods_of_a_year_fill_it_without_gaps(frequency: str, year: int) -> None:
    found = periods(frequency, year)
    assert len(found) == COUNT[frequency]
    assert (found[0].start, found[-1].end) == (date(year, 1, 1), date(year, 12, 31))
    for one, following in pairwise(found):
        assert following.start == one.end + timedelta(days=1)
    for one in found:
        assert one.start <= one.due <= one.end
        assert is_working_day(one.due)
        assert not any(is_working_day(one.due + timedelta(days=n)) for n in range(1, (one.end - one.due).days + 1))
        assert period_of_code(one.code) == one
    assert [one.code for one in found] == sorted(one.code for one in found)


@given(frequencies, days)
def test_every_day_lies_in_one_period(frequency: str, day: date) -> None:
    found = period_at(frequency, day)
    assert found is not None
    assert [one for one in periods(frequency, day.year) if one.start <= day <= one.end] == [found]


@pytest.mark.parametrize(
    "code", ["", "2023", "2023-M00", "2023-M13", "2023-Q5", "2023-H0", "2023-Y1", "0000-Y", "2023-M1"]
)
def test_what_is_no_code_is_no_period(code: str) -> None:
    assert period_of_code(code) is None


@pytest.mark.parametrize("frequency", ["", "continuous", "when_needed"])
def test_what_is_done_all_the_time_has_no_periods(frequency: str) -> None:
    assert periods(frequency, 2023) == []
    assert set(COUNT) | {"", "continuous", "when_needed"} == set(Frequency.values)


def test_a_period_is_late_from_the_day_after_its_last_working_day() -> None:
    # 31 December 2023 is a Sunday, so the year's last working day is Friday the 29th
    assert [one.mark for one in marks("yearly", 2023, (), date(2023, 12, 29))] == [Mark.NOW]
    assert [one.mark for one in marks("yearly", 2023, (), date(2023, 12, 30))] == [Mark.LATE]


@given(frequencies, years, st.data(), days)
def test_marks_agree_with_the_log_and_the_day(frequency: str, year: int, data: st.DataObject, today: date) -> None:
    known = periods(frequency, year)
    done = data.draw(st.sets(st.sampled_from([one.code for one in known])))
    marked = marks(frequency, year, done, today)
    for one in marked:
        assert (one.mark is Mark.DONE) == (one.period.code in done)
        if one.mark is Mark.LATE:
            assert one.period.due < today
        if one.mark is Mark.NOW:
            assert one.period.start <= today <= one.period.due
        if one.mark is Mark.COMING:
            assert today < one.period.start
    open_one = next_open(marked)
    assert (open_one is None) == (len(done) == len(known))
    assert open_one is None or all(one.period.code in done for one in marked if one.period.due < open_one.due)


@given(frequencies, years, days, st.integers(0, 500), days)
def test_nothing_is_asked_for_in_a_rest(frequency: str, year: int, begin: date, length: int, today: date) -> None:
    rest = Rest(begin, begin + timedelta(days=length))
    for one in marks(frequency, year, (), today, rests=[rest]):
        assert (one.mark is Mark.EXCUSED) == rest.covers(one.period.due)
    for one in marks(frequency, year, (), today, followed_from=begin):
        assert (one.mark is Mark.EXCUSED) == (one.period.end < begin)


@given(frequencies, years, days)
def test_a_rest_until_further_notice_excuses_all_that_comes(frequency: str, year: int, begin: date) -> None:
    for one in marks(frequency, year, (), date(2085, 1, 1), rests=[Rest(begin)]):
        assert (one.mark is Mark.EXCUSED) == (one.period.due >= begin)


@pytest.mark.parametrize(
    ("frequency", "done", "today", "rests", "ended", "expected"),
    [
        ("quarterly", (), date(2023, 2, 1), (), False, Follow.NOW),
        ("quarterly", (), date(2023, 4, 1), (), False, Follow.LATE),
        ("quarterly", ("2023-Q1",), date(2023, 2, 1), (), False, Follow.COMING),
        ("yearly", ("2023-Y",), date(2023, 2, 1), (), False, Follow.DONE),
        ("continuous", (), date(2023, 2, 1), (), False, Follow.CONTINUOUS),
        ("", (), date(2023, 2, 1), (), False, Follow.NOT_SET),
        ("quarterly", (), date(2023, 2, 1), (Rest(date(2023, 1, 1)),), False, Follow.RESTS),
        ("quarterly", (), date(2023, 6, 1), (Rest(date(2023, 4, 15)),), False, Follow.LATE),
        ("quarterly", ("2023-Q1",), date(2023, 6, 1), (Rest(date(2023, 4, 15)),), True, Follow.ENDED),
    ],
)
def test_how_a_duty_stands_as_a_whole(  # noqa: PLR0917 - one case's parts
    frequency: str, done: tuple[str, ...], today: date, rests: tuple[Rest, ...], ended: bool, expected: Follow
) -> None:
    marked = marks(frequency, 2023, done, today, rests=rests)
    assert follow(frequency, marked, today, rests=rests, ended=ended) is expected


@given(years, st.integers(1, 12))
def test_times_a_year_are_spread_on_working_days_to_its_end(year: int, times: int) -> None:
    found = occurrence_days(year, times=times)
    assert len(set(found)) == times
    assert found == sorted(found)
    assert all(is_working_day(day) and day.year == year for day in found)
    assert found[-1].month == 12
    gaps = [later.month - earlier.month for earlier, later in pairwise(found)]
    assert not gaps or max(gaps) - min(gaps) <= 1


def test_stated_days_are_kept_as_they_are_printed() -> None:
    assert occurrence_days(2023, days=("06-30", "12-31")) == [date(2023, 6, 30), date(2023, 12, 31)]
    assert occurrence_days(2023, days=("02-29",)) == [date(2023, 2, 28)]
    assert occurrence_days(2024, days=("02-29", "02-29")) == [date(2024, 2, 29)]


@pytest.mark.parametrize("bad", [{"times": 0}, {"times": 13}, {"days": ("02-30",)}, {"days": ("13-01",)}])
def test_a_rule_without_sense_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^\d+$|month|day"):
        occurrence_days(2023, **bad)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "times", "days"),
    [
        ("4 ganger i året", 4, ()),
        ("2 ganger i året (30.6 og 31.12)", None, ("06-30", "12-31")),
        ("minimum to ganger per år 2023-2027", 2, ()),
        ("To (2) ganger per år", 2, ()),
        ("årlige … 2024-2027", None, ()),
        ("Hvert kvartal", 4, ()),
        ("halvårleg", 2, ()),
        ("2 ganger i måneden", None, ()),
        ("20 ganger i året", None, ()),
        ("Løpende", None, ()),
        ("", None, ()),
    ],
)
def test_what_a_printed_deadline_says_of_how_it_recurs(text: str, times: int | None, days: tuple[str, ...]) -> None:
    found = proposed(text, 2023)
    assert (found.times, found.days) == (times, days)


@given(st.text(max_size=60))
def test_no_text_stops_the_proposal(text: str) -> None:
    found = proposed(text, 2023)
    if found.times or found.days:
        assert occurrence_days(2023, times=found.times, days=found.days)


def test_every_mark_has_words_and_a_colour() -> None:
    assert set(FOLLOW_TEXTS) == set(FOLLOW_KINDS) == set(Follow)
    assert set(MARK_TEXTS) == set(MARK_KINDS) == set(Mark)
    assert [period_text(code) for code in ("2023-M03", "2023-Q2", "2023-H1", "2023-Y", "x")] == [
        "mars 2023", "2. kvartal 2023", "1. halvår 2023", "hele 2023", "x",
    ]  # fmt: skip
