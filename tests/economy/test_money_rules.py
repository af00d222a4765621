"""The arithmetic of a post, for any amounts."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from styrhus.common.spans import spans
from styrhus.economy.rules import (
    Amounts,
    bar_parts,
    differs_from_stated,
    is_chapter_number,
    is_post_number,
    sum_bound,
    total,
)

kroner = st.integers(-(10**12), 10**12)
amounts = st.builds(Amounts, kroner, kroner, kroner)
lines = st.lists(st.tuples(st.none() | st.integers(0, 10**10), st.integers(0, 3), st.booleans()))


@given(amounts)
def test_bound_and_undisposed_are_what_is_at_disposal(one: Amounts) -> None:
    assert one.bound + one.undisposed == one.at_disposal
    assert one.at_disposal + one.not_at_disposal == one.appropriated
    assert one.overbound == max(0, one.bound - one.at_disposal)


@given(st.lists(amounts))
def test_a_total_keeps_the_same_sums(several: list[Amounts]) -> None:
    summed = total(several)
    assert summed.bound + summed.undisposed == summed.at_disposal
    assert summed.undisposed == sum(one.undisposed for one in several)
    assert summed.not_at_disposal == sum(one.not_at_disposal for one in several)


@given(lines)
def test_a_nested_or_withdrawn_line_never_counts(several: list[tuple[int | None, int, bool]]) -> None:
    nested = [(amount, depth + 1, withdrawn) for amount, depth, withdrawn in several]
    withdrawn = [(amount, depth, True) for amount, depth, _withdrawn in several]
    assert sum_bound(several + nested + withdrawn) == sum_bound(several)
    assert sum_bound(several) == sum(a for a, d, w in several if a is not None and d == 0 and not w)


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12))
def test_the_bar_of_a_sound_post_is_its_appropriation(bound: int, free: int, kept: int) -> None:
    one = Amounts(bound + free + kept, bound + free, bound)
    assert bar_parts(one) == (bound, free, kept)
    assert sum(bar_parts(one)) == one.appropriated


@given(amounts.filter(lambda one: one.bound >= 0))
def test_no_part_of_a_bar_is_negative(one: Amounts) -> None:
    assert min(bar_parts(one)) >= 0


@given(amounts, st.none() | kroner)
def test_the_difference_from_the_stated_sum(one: Amounts, stated: int | None) -> None:
    difference = differs_from_stated(stated, one)
    assert difference == 0 if stated is None else stated + difference == one.appropriated


@given(st.lists(st.integers(1, 10_000)))
def test_spans_hold_every_line_once_and_do_not_touch(several: list[int]) -> None:
    found = spans(several)
    assert [line for first, last in found for line in range(first, last + 1)] == sorted(set(several))
    assert all(later[0] - earlier[1] > 1 for earlier, later in itertools.pairwise(found))


@given(st.text(max_size=6))
def test_numbers_have_their_shape(text: str) -> None:
    plain = text.isascii() and text.isdigit()
    assert is_chapter_number(text) == (plain and len(text) in (3, 4))
    assert is_post_number(text) == (plain and len(text) == 2)
