"""What is due, and what worries, for any values."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from styrhus.preparedness.rules import Concern, concern, gaps, hours_until_notified, months_later, review_is_due

steps = st.integers(1, 3)
ORDER = [Concern.LOW, Concern.MIDDLE, Concern.HIGH]
hours = st.integers(0, 1000)
dependency = st.tuples(st.text(max_size=5), hours, st.text(max_size=5), hours, st.booleans())


@given(steps, steps, steps, steps)
def test_more_likely_or_graver_never_worries_less(a: int, b: int, c: int, d: int) -> None:
    low, high = concern(min(a, c), min(b, d)), concern(max(a, c), max(b, d))
    assert ORDER.index(low) <= ORDER.index(high)
    assert concern(a, b) is concern(b, a)


def test_the_corners_of_the_matrix() -> None:
    assert concern(1, 1) is Concern.LOW
    assert concern(1, 3) is concern(2, 2) is Concern.MIDDLE
    assert concern(3, 3) is concern(2, 3) is Concern.HIGH


@given(st.lists(dependency))
def test_a_gap_is_a_loss_that_is_borne_too_short_without_an_alternative(rows: list) -> None:
    found = gaps(rows)
    assert len(found) == sum(not alternative and borne < tolerated for _f, tolerated, _d, borne, alternative in rows)
    assert all(gap.missing_hours > 0 for gap in found)
    assert [gap.missing_hours for gap in found] == sorted((gap.missing_hours for gap in found), reverse=True)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(0, 60))
def test_months_later_is_in_the_month_that_many_months_on(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_a_year_old_overview_is_due() -> None:
    assert review_is_due(date(2022, 3, 1), date(2023, 3, 1))
    assert not review_is_due(date(2022, 3, 2), date(2023, 3, 1))


def test_the_clock_runs_until_the_notice() -> None:
    known = datetime(2023, 2, 20, 7, 55)
    assert hours_until_notified(known, None, datetime(2023, 2, 20, 10, 0)) == 2
    assert hours_until_notified(known, datetime(2023, 2, 20, 8, 30), datetime(2023, 2, 21, 8, 0)) == 0
