"""Norwegian working days, with the feasts that move."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.common.working_days import (
    add_working_days,
    easter_sunday,
    holidays,
    is_working_day,
    on_or_after,
    on_or_before,
    working_days_between,
)

DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2023, date(2023, 4, 9)),
        (2024, date(2024, 3, 31)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter(year: int, day: date) -> None:
    assert easter_sunday(year) == day


def test_the_holidays_of_2024() -> None:
    expected = [
        (1, 1),
        (3, 28),
        (3, 29),
        (3, 31),
        (4, 1),
        (5, 1),
        (5, 9),
        (5, 17),
        (5, 19),
        (5, 20),
        (12, 25),
        (12, 26),
    ]
    assert sorted(holidays(2024)) == [date(2024, month, day) for month, day in expected]


def test_the_first_working_day_after_easter_2024_is_tuesday() -> None:
    assert on_or_after(date(2024, 3, 28)) == date(2024, 4, 2)
    assert on_or_before(date(2024, 4, 1)) == date(2024, 3, 27)


@given(DAYS, st.integers(-40, 40))
def test_added_days_are_counted_back(day: date, count: int) -> None:
    there = add_working_days(day, count)
    assert count == 0 or is_working_day(there)
    assert working_days_between(day, there) == count or not is_working_day(day)


@given(DAYS)
def test_there_is_a_working_day_within_six_days(day: date) -> None:
    assert on_or_before(day) <= day <= on_or_after(day)
    assert on_or_after(day) - day <= timedelta(days=6)
