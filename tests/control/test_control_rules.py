"""Arithmetic of controls and delegations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styrhus.control.rules import (
    Excess,
    Holding,
    Outcome,
    Refusal,
    covers,
    excess,
    expected_by,
    holds_on,
    is_late,
    outcome,
    overlap,
    refusal,
    times_a_year,
)

CODES = ["670", "670.01", "670.21", "671", "671.21", "671.60", "672.22"]
POSTS = [code for code in CODES if "." in code]
days = st.dates(date(2023, 1, 1), date(2024, 12, 31))
limits = st.none() | st.integers(1, 10_000)


@st.composite
def holdings(draw):
    begin = draw(days)
    end = draw(st.none() | st.dates(begin, date(2025, 12, 31)))
    return Holding(frozenset(draw(st.sets(st.sampled_from(CODES), max_size=3))), draw(limits), draw(limits), begin, end)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw may fall in a slow second
@given(st.lists(holdings(), min_size=1, max_size=5), st.sampled_from(POSTS), st.integers(1, 20_000), days, st.data())
def test_no_chain_gives_more_than_any_of_its_links(chain, code, amount, on, data):
    used = [data.draw(st.integers(0, 10_000)) for _link in chain]
    found = refusal(chain, code=code, amount=amount, on=on, used=used)
    within = all(
        holds_on(link, on)
        and covers(link.posts, code)
        and (link.per_commitment is None or amount <= link.per_commitment)
        and (link.per_year is None or used[place] + amount <= link.per_year)
        for place, link in enumerate(chain)
    )
    assert (found is None) == within


@given(holdings(), holdings(), st.sampled_from(POSTS), st.integers(1, 20_000), days)
def test_a_link_that_keeps_within_its_parent_allows_nothing_that_the_parent_refuses(child, parent, code, amount, on):
    if excess(child, parent) is None and refusal([child], code=code, amount=amount, on=on, used=[0]) is None:
        assert refusal([parent], code=code, amount=amount, on=on, used=[0]) is None


@given(holdings())
def test_what_is_equal_is_not_more(holding):
    assert excess(holding, holding) is None


@given(holdings(), holdings())
def test_overlap_is_the_same_from_both_sides(one, other):
    assert overlap(one, other) == overlap(other, one)


@given(holdings(), holdings(), st.sampled_from(POSTS), days)
def test_two_that_hold_the_same_post_on_the_same_day_overlap(one, other, code, on):
    if all(holds_on(h, on) and covers(h.posts, code) for h in (one, other)):
        assert overlap(one, other)


@given(days, days)
def test_it_holds_from_its_first_day_to_its_last_and_not_the_day_after(one, other):
    begin, end = sorted((one, other))
    holding = Holding(begin=begin, end=end)
    assert holds_on(holding, begin)
    assert holds_on(holding, end)
    assert not holds_on(holding, begin - timedelta(days=1))
    assert not holds_on(holding, end + timedelta(days=1))


@pytest.mark.parametrize(
    ("child", "found"),
    [
        (Holding(frozenset({"671.21"}), 100, 500, date(2023, 2, 1), date(2023, 6, 30)), None),
        (Holding(frozenset(), 100, 500, date(2023, 2, 1), date(2023, 6, 30)), Excess.POSTS),
        (Holding(frozenset({"670"}), 100, 500, date(2023, 2, 1), date(2023, 6, 30)), Excess.POSTS),
        (Holding(frozenset({"671"}), 101, 500, date(2023, 2, 1), date(2023, 6, 30)), Excess.PER_COMMITMENT),
        (Holding(frozenset({"671"}), None, 500, date(2023, 2, 1), date(2023, 6, 30)), Excess.PER_COMMITMENT),
        (Holding(frozenset({"671"}), 100, 501, date(2023, 2, 1), date(2023, 6, 30)), Excess.PER_YEAR),
        (Holding(frozenset({"671"}), 100, 500, date(2022, 12, 31), date(2023, 6, 30)), Excess.PERIOD),
        (Holding(frozenset({"671"}), 100, 500, date(2023, 2, 1), None), Excess.PERIOD),
    ],
)
def test_nobody_hands_on_more_than_they_hold(child, found):
    parent = Holding(frozenset({"671"}), 100, 500, date(2023, 1, 1), date(2023, 12, 31))
    assert excess(child, parent) == found


def test_a_post_of_a_chapter_is_not_the_chapter():
    assert not covers(frozenset({"671.21"}), "671.60")
    assert excess(Holding(frozenset({"671"})), Holding(frozenset({"671.21"}))) is Excess.POSTS


def test_the_link_that_refuses_is_named():
    chain = [Holding(per_commitment=500), Holding(per_commitment=100)]
    assert refusal(chain, code="671.21", amount=200, on=date(2023, 1, 1), used=[0, 0]) == (Refusal.PER_COMMITMENT, 1)


@pytest.mark.parametrize(("planned", "done", "deviates", "expected", "found"), [
    (12, 3, False, 3, Outcome.NOT_DUE), (12, 2, False, 3, Outcome.BEHIND), (12, 12, False, 12, Outcome.DONE),
    (12, 12, True, 12, Outcome.FAILED), (0, 0, False, 0, Outcome.NOT_DUE), (0, 1, False, 0, Outcome.DONE),
])  # fmt: skip
def test_how_a_planned_control_stands(planned, done, deviates, expected, found):
    assert outcome(planned=planned, done=done, last_deviates=deviates, expected=expected) is found


@given(st.integers(0, 12), days)
def test_never_more_is_expected_than_planned(planned, today):
    assert 0 <= expected_by(planned, 2023, today) <= planned


def test_what_is_expected_grows_through_the_year():
    assert expected_by(12, 2023, date(2022, 12, 31)) == 0
    assert expected_by(12, 2023, date(2023, 1, 1)) == 0
    assert expected_by(12, 2023, date(2023, 7, 3)) == 6
    assert expected_by(12, 2023, date(2024, 1, 1)) == 12
    assert times_a_year("quarterly") == 4


def test_a_deadline_passes_when_its_day_is_over():
    day = date(2023, 5, 1)
    assert not is_late(day, False, day)
    assert is_late(day, False, date(2023, 5, 2))
    assert not is_late(day, True, date(2023, 5, 2))
    assert not is_late(None, False, day)
