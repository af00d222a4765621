"""Quiet hours, the digest's days, the tries and the groups, as rules on plain data."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.common.working_days import is_working_day
from styrhus.notices.rules import WAITS, Quiet, digest_is_due, group_of, is_quiet, next_open, wait_after

OSLO = ZoneInfo("Europe/Oslo")
NIGHT = Quiet(time(20), time(7), weekends=True)


def at(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=OSLO, fold=fold)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (at(2023, 5, 2, 19, 59), False),
        (at(2023, 5, 2, 20, 0), True),
        (at(2023, 5, 2, 23, 59), True),
        (at(2023, 5, 3, 0, 0), True),
        (at(2023, 5, 3, 6, 59), True),
        (at(2023, 5, 3, 7, 0), False),
    ],
)
def test_quiet_hours_reach_across_midnight(moment, quiet):
    assert is_quiet(moment, NIGHT) is quiet


def test_quiet_hours_within_a_day():
    lunch = Quiet(time(11), time(12), weekends=True)
    assert is_quiet(at(2023, 5, 2, 11, 30), lunch)
    assert not is_quiet(at(2023, 5, 2, 12, 0), lunch)
    assert not is_quiet(at(2023, 5, 2, 10, 59), lunch)


def test_days_off_are_quiet_unless_chosen():
    saturday, ascension = at(2023, 5, 6, 12), at(2023, 5, 18, 12)
    assert is_quiet(saturday, Quiet(None, None, weekends=False))
    assert is_quiet(ascension, Quiet(None, None, weekends=False))
    assert not is_quiet(saturday, Quiet(None, None, weekends=True))


def test_what_comes_on_friday_evening_goes_on_monday_morning():
    assert next_open(at(2023, 5, 5, 21), Quiet(time(20), time(7), weekends=False)) == at(2023, 5, 8, 7)


def test_what_comes_before_easter_goes_after_it():
    assert next_open(at(2023, 4, 5, 21), Quiet(time(20), time(7), weekends=False)) == at(2023, 4, 11, 7)


def test_an_hour_that_summer_time_skips_opens_at_the_hour_that_is():
    """On 26 March 2023 the clock goes from 02:00 to 03:00: half past two is never."""
    opened = next_open(at(2023, 3, 26, 1, 0), Quiet(time(22), time(2, 30), weekends=True))
    assert opened.astimezone(UTC) == datetime(2023, 3, 26, 1, 30, tzinfo=UTC)
    assert (opened.hour, opened.minute) == (3, 30)


def test_an_hour_that_comes_twice_in_autumn_opens_after_the_moment_asked_of():
    """On 29 October 2023 the clock goes from 03:00 back to 02:00: half past two is twice."""
    quiet = Quiet(time(22), time(2, 30), weekends=True)
    first = next_open(at(2023, 10, 29, 2, 15), quiet)
    again = next_open(at(2023, 10, 29, 2, 15, fold=1), quiet)
    assert first.astimezone(UTC) == datetime(2023, 10, 29, 0, 30, tzinfo=UTC)
    assert again.astimezone(UTC) == datetime(2023, 10, 29, 1, 30, tzinfo=UTC)


hours = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@given(
    st.datetimes(datetime(2022, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    hours,
    hours,
    st.booleans(),
)
def test_the_next_open_moment_is_open_and_never_earlier(moment, begin, end, weekends):
    local = moment.astimezone(OSLO)
    quiet = Quiet(begin, end, weekends) if begin != end else Quiet(None, None, weekends)
    found = next_open(local, quiet)
    assert not is_quiet(found, quiet)
    assert found.astimezone(UTC) >= moment
    assert weekends or is_working_day(found.date())
    if is_quiet(local, quiet):
        just_before = found.astimezone(UTC) - timedelta(minutes=1)
        assert just_before < moment or is_quiet(just_before.astimezone(OSLO), quiet)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (at(2023, 5, 2, 7, 0), True),
        (at(2023, 5, 2, 6, 59), False),
        (at(2023, 5, 2, 15, 0), True),
        (at(2023, 5, 1, 9, 0), False),
        (at(2023, 5, 17, 9, 0), False),
        (at(2023, 5, 6, 9, 0), False),
        (at(2023, 12, 24, 9, 0), False),
        (at(2024, 12, 24, 9, 0), True),
    ],
)
def test_a_digest_comes_on_working_days_from_its_hour_on(moment, due):
    assert digest_is_due(moment, 7) is due


def test_each_try_waits_longer_and_the_last_is_the_last():
    waits = [wait_after(attempt) for attempt in range(1, len(WAITS) + 2)]
    assert waits[-1] is None
    assert waits[:-1] == sorted(waits[:-1])
    assert waits[0] == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("urgent", "due", "group"),
    [
        (True, None, "urgent"),
        (False, date(2023, 5, 1), "urgent"),
        (False, date(2023, 5, 2), "soon"),
        (False, date(2023, 5, 9), "soon"),
        (False, date(2023, 5, 10), "other"),
        (False, None, "other"),
    ],
)
def test_a_digest_has_what_is_urgent_soon_and_other(urgent, due, group):
    assert group_of(urgent, due, date(2023, 5, 2)) == group
