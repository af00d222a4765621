"""Printed numbers and counts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from styrhus.common.numbers import find_numbers, parse_count, parse_number, plain_spaces


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("353 610 000", "353610000", 0),
        ("353.610.000", "353610000", 0),
        ("17 349,1", "17349.1", 1),
        ("61,0", "61.0", 1),
        ("-1 250", "-1250", 0),
        ("− 3,50", "-3.50", 2),
    ],
)
def test_numbers(text: str, value: str, decimals: int) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.value, number.decimals) == (Decimal(value), decimals)


@pytest.mark.parametrize("text", ["", "Post 01", "2023-01", "1,2,3", "12 34", "x" * 50, "1" * 50])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_numbers_in_a_text_stand_where_they_stand() -> None:
    assert [(match.start(), int(number.value)) for match, number in find_numbers("fra 3 til 12 000 i dag")] == [
        (4, 3),
        (10, 12000),
    ]


def test_counts_are_words_or_figures() -> None:
    assert [parse_count(word) for word in ("to", "Tre", "eitt", "2", "mange")] == [2, 3, 1, 2, None]


def test_unseen_marks_and_odd_spaces_go() -> None:
    assert plain_spaces("inte\u00adgre\u200bring\u202f1\u00a0000") == "integrering 1 000"
