"""The three methods and the hit rate, as properties of plain decimals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from styrhus.forecast import rules
from styrhus.forecast.rules import Method, Miss, Outlook

ORE = st.integers(-(10**13), 10**13).map(lambda ore: Decimal(ore) / 100)
SPENT = st.integers(1, 10**13).map(lambda ore: Decimal(ore) / 100)
MONTHS = st.integers(1, 12)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw of a run loads the strategies
@given(st.lists(SPENT, min_size=12, max_size=12), st.lists(SPENT, min_size=12, max_size=12), st.none() | ORE)
def test_when_the_year_is_over_every_method_gives_what_was_used(year, last_year, stated):
    used = sum(year)
    assert rules.straight_line(used, 12) == used
    assert rules.profile(used, 12, last_year) == used
    assert rules.own_estimate(used, 12, [Decimal(7)] * 12, stated) == used


@given(ORE, MONTHS)
def test_the_straight_line_of_a_constant_is_twelve_of_it(each, months):
    assert rules.straight_line(each * months, months) == each * 12


@given(st.lists(SPENT, min_size=12, max_size=12), MONTHS)
def test_a_year_like_the_last_is_forecast_as_the_last(last_year, months):
    assert rules.profile(sum(last_year[:months]), months, last_year) == sum(last_year)


@given(st.lists(SPENT, min_size=12, max_size=12), MONTHS, st.integers(1, 50))
def test_the_profile_asks_for_the_shape_of_last_year_and_not_its_size(last_year, months, times):
    used = Decimal("1234567.89")
    assert rules.profile(used, months, last_year) == rules.profile(used, months, [one * times for one in last_year])


@given(ORE, MONTHS, st.lists(ORE, min_size=12, max_size=12))
def test_the_own_estimate_is_used_and_the_planned_months_to_come(used, months, planned):
    assert rules.own_estimate(used, months, planned, None) == used + sum(planned[months:])


@given(ORE, st.integers(0, 11), st.none() | st.just([Decimal(1)] * 12), ORE)
def test_a_stated_total_goes_before_the_plan(used, months, planned, stated):
    assert rules.own_estimate(used, months, planned, stated) == stated


@pytest.mark.parametrize("last_year", [
    [Decimal(0)] * 12,
    [Decimal(0)] * 6 + [Decimal(100)] * 6,  # nothing by April: no share to reckon by
    [Decimal(100)] * 4 + [Decimal(-100)] * 8,
])  # fmt: skip
def test_a_last_year_that_says_nothing_gives_nothing(last_year):
    assert rules.profile(Decimal(500), 4, last_year) is None


def test_before_the_first_month_has_ended_nothing_is_reckoned():
    assert rules.straight_line(Decimal(0), 0) is None
    assert rules.profile(Decimal(0), 0, [Decimal(1)] * 12) is None
    assert rules.own_estimate(Decimal(0), 0, None, None) is None
    assert rules.own_estimate(Decimal(0), 0, [Decimal(5)] * 12, None) == 60


@given(ORE, MONTHS)
def test_a_forecast_is_in_whole_ore(used, months):
    found = rules.straight_line(used, months)
    assert found == found.quantize(Decimal("0.01"))
    assert abs(found - used * 12 / months) <= Decimal("0.005")


@given(st.dates(date(2022, 1, 1), date(2024, 12, 31)))
def test_a_month_counts_from_its_last_day(day):
    found = rules.whole_months(2023, day)
    assert rules.month_end(2023, found) <= max(day, date(2022, 12, 31))
    assert found == 12 or rules.month_end(2023, found + 1) > day
    assert rules.is_month_end(day) == ((day + timedelta(days=1)).month != day.month)


@given(ORE, ORE)
def test_to_the_good_is_less_used_and_more_income(disposal, forecast):
    expense = rules.deviation(disposal, forecast, income=False)
    income = rules.deviation(disposal, forecast, income=True)
    assert expense == -income
    assert (rules.outlook(expense, income=False) == Outlook.MORE_USED) == (forecast > disposal)
    assert (rules.outlook(income, income=True) == Outlook.MORE_INCOME) == (forecast > disposal)
    assert rules.outlook(Decimal(0), income=True) == Outlook.EVEN


def misses(outcome: Decimal, **forecasts: Decimal) -> dict[Method, Miss]:
    return {Method[name.upper()]: Miss(forecast, outcome) for name, forecast in forecasts.items()}


def test_the_method_with_the_smallest_errors_is_best():
    year = [
        misses(Decimal(100), straight_line=Decimal(90), profile=Decimal(101), own=Decimal(110)),
        misses(Decimal(-50), straight_line=Decimal(-40), profile=Decimal(-52), own=Decimal(-50)),
    ]
    found = rules.compare(year)
    assert [(one.method, one.error, one.best) for one in found] == [
        (Method.PROFILE, Decimal(3), True),
        (Method.OWN, Decimal(10), False),
        (Method.STRAIGHT_LINE, Decimal(20), False),
    ]
    assert found[0].share == Decimal(3) / 150


def test_a_method_wins_nothing_by_being_silent_on_the_hard_posts():
    year = [
        misses(Decimal(100), straight_line=Decimal(100), profile=Decimal(101)),
        misses(Decimal(100), straight_line=Decimal(500)),
    ]
    found = rules.compare(year)
    assert [(one.method, one.posts, one.error) for one in found] == [
        (Method.STRAIGHT_LINE, 1, Decimal(0)),
        (Method.PROFILE, 1, Decimal(1)),
    ]


def test_methods_that_tie_are_best_together_and_nothing_gives_nothing():
    assert rules.compare([]) == []
    assert rules.compare([{}]) == []
    tied = rules.compare([misses(Decimal(0), straight_line=Decimal(5), own=Decimal(-5))])
    assert [(one.best, one.share) for one in tied] == [(True, None), (True, None)]


@given(ORE, ORE)
def test_an_error_is_signed_and_its_share_is_of_the_outcome(forecast, outcome):
    miss = Miss(forecast, outcome)
    assert miss.forecast - miss.error == outcome
    assume(outcome != 0)
    assert (miss.share > 0) == (forecast > outcome) or forecast == outcome
