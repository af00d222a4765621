"""Scales of every size, levels and movement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from styrhus.risk.rules import (
    OPPOSITE,
    SIZES,
    Fault,
    Level,
    Movement,
    cells_by_score,
    fault_of,
    is_opened,
    movement,
    review_due,
)
from styrhus.risk.scale_data import usual_draft

sizes = st.sampled_from(SIZES)
shares = st.lists(st.integers(5, 95), min_size=1, max_size=4).map(lambda those: [one / 100 for one in sorted(those)])
levels = st.builds(Level, st.integers(1, 2), st.integers(1, 5), st.integers(1, 5), st.integers(1, 5))


@given(sizes, sizes, shares)
def test_every_cell_has_exactly_one_band_and_no_band_falls(rows, columns, limits):
    cells = cells_by_score(rows, columns, limits)
    assert set(cells) == {(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)}
    assert all(1 <= band <= len(limits) + 1 for band in cells.values())
    for (row, column), band in cells.items():
        assert band >= cells.get((row - 1, column), 1)
        assert band >= cells.get((row, column - 1), 1)
    assert fault_of(rows, columns, len(limits) + 1, cells) in (None, (Fault.UNUSED, None))


@given(sizes, sizes, shares, st.data())
def test_a_scale_whose_band_falls_somewhere_is_never_sound(rows, columns, limits, data):
    cells = cells_by_score(rows, columns, limits)
    assume(len(set(cells.values())) > 1)
    higher = data.draw(st.sampled_from(sorted(cell for cell, band in cells.items() if band > 1)))
    below = [cell for cell in ((higher[0] - 1, higher[1]), (higher[0], higher[1] - 1)) if cell in cells]
    assume(any(cells[cell] > 1 for cell in below))
    fault = fault_of(rows, columns, len(limits) + 1, cells | {higher: 1})
    assert fault is not None
    assert fault[0] == Fault.FALLS


@given(sizes, sizes, shares, st.data())
def test_a_missing_cell_and_an_unknown_band_are_found_with_their_place(rows, columns, limits, data):
    cells = cells_by_score(rows, columns, limits)
    gone = data.draw(st.sampled_from(sorted(cells)))
    without = {cell: band for cell, band in cells.items() if cell != gone}
    assert fault_of(rows, columns, len(limits) + 1, without) == (Fault.MISSING, gone)
    assert fault_of(rows, columns, len(limits) + 1, cells | {gone: 9}) == (Fault.UNKNOWN, gone)


@pytest.mark.parametrize(("rows", "columns", "bands"), [(2, 5, 3), (5, 6, 3), (5, 5, 1), (5, 5, 6)])
def test_a_scale_of_another_size_is_refused(rows, columns, bands):
    assert fault_of(rows, columns, bands, {}) == (Fault.SIZE, None)


@pytest.mark.parametrize("rows", SIZES)
@pytest.mark.parametrize("columns", SIZES)
@pytest.mark.parametrize("levels", [2, 3, 4])
def test_the_usual_scale_is_sound_in_every_size_and_not_said_to_be_confirmed(rows, columns, levels):
    draft = usual_draft(rows, columns, levels)
    assert len(draft.bands) == levels
    assert fault_of(rows, columns, len(draft.bands), draft.cells) is None
    assert not draft.verified
    assert draft.source


def test_the_usual_scale_has_the_usual_bands():
    cells = usual_draft().cells
    by_score = {row * column: band for (row, column), band in cells.items()}
    assert {score for score, band in by_score.items() if band == 1} == {1, 2, 3, 4}
    assert {score for score, band in by_score.items() if band == 2} == {5, 6, 8, 9, 10, 12}
    assert {score for score, band in by_score.items() if band == 3} == {15, 16, 20, 25}


maybe = st.one_of(st.none(), levels)


@given(maybe, maybe)
def test_movement_turns_round_when_the_order_does(earlier, later):
    assert movement(later, earlier) == OPPOSITE[movement(earlier, later)]


@given(maybe)
def test_what_stands_still_has_not_moved(level):
    assert movement(level, level) == Movement.SAME


@given(levels, levels)
def test_a_higher_band_is_always_a_move_up(earlier, later):
    assume(earlier.band < later.band)
    assert movement(earlier, later) == Movement.UP


@given(levels, levels)
def test_within_a_band_scores_are_compared_on_the_same_scale_alone(earlier, later):
    assume(earlier.band == later.band)
    moved = movement(earlier, later)
    if earlier.scale != later.scale:
        assert moved == Movement.SAME
    else:
        assert (moved == Movement.UP) == (later.score > earlier.score)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 400))
def test_the_review_counts_from_the_last_assessment_or_from_when_the_risk_came_in(day, days):
    assert review_due(day, date(2019, 1, 1), days) == review_due(None, day, days) == day + timedelta(days=days)


@pytest.mark.parametrize(
    ("raised", "shared", "assessed", "opened"),
    [
        (False, False, False, False),
        (False, True, True, False),  # never for what is internal
        (True, False, False, False),
        (True, True, False, True),
        (True, False, True, True),
    ],
)
def test_the_parties_see_each_other_when_both_have_assessed_or_the_agency_shares(raised, shared, assessed, opened):
    assert is_opened(raised=raised, shared=shared, ministry_has_assessed=assessed) is opened
