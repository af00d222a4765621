"""Amounts as Norwegians print them, with the step that the print can tell apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.common.money import MILLION, THOUSAND, find_amounts, multiplier_of, parse_amount


@pytest.mark.parametrize(
    ("text", "kroner", "precision"),
    [
        ("61 mill. kroner", 61_000_000, 1_000_000),
        ("61,0 mill. kroner", 61_000_000, 100_000),
        ("15,42 mill. kroner", 15_420_000, 10_000),
        ("kr 71 600 000,-", 71_600_000, 1),
        ("1,5 mrd. kroner", 1_500_000_000, 100_000_000),
        ("500\u00a0000 kroner", 500_000, 1),
        ("1\u2009523,9 mill. kroner", 1_523_900_000, 100_000),
        ("−5,2 mill. kroner", -5_200_000, 100_000),
        ("2 millionar kroner", 2_000_000, 1_000_000),
    ],
)
def test_amounts_in_running_text(text: str, kroner: int, precision: int) -> None:
    (amount,) = find_amounts(f"Det er bevilget {text} på posten.")
    assert (amount.kroner, amount.precision) == (kroner, precision)


def test_bare_numbers_are_no_amounts() -> None:
    assert list(find_amounts("kap. 671 post 21, 327 strekninger i 2023 og oppdrag 2023-01")) == []


def test_a_year_before_an_amount_is_not_part_of_it() -> None:
    assert [amount.kroner for amount in find_amounts("i 2023 3 mill. kroner")] == [3_000_000]


def test_cells_are_read_in_the_unit_of_their_table() -> None:
    thousand, million = parse_amount("1 250", THOUSAND), parse_amount("15 335,9", MILLION)
    assert thousand is not None
    assert (thousand.kroner, thousand.precision) == (1_250_000, 1_000)
    assert million is not None
    assert (million.kroner, million.precision) == (15_335_900_000, 100_000)
    own = parse_amount("4,5 mill. kroner", THOUSAND)
    assert own is not None
    assert own.kroner == 4_500_000
    assert parse_amount("Post 01") is None
    assert parse_amount("2023-01") is None
    assert parse_amount("") is None


@pytest.mark.parametrize(
    ("unit", "size"),
    [("(i 1 000 kr)", 1_000), ("(1000 kr)", 1_000), ("i mill. kroner", 1_000_000), ("kroner", 1), ("MNOK", 1_000_000)],
)
def test_units(unit: str, size: int) -> None:
    assert multiplier_of(unit) == size


@given(st.integers(-(10**12), 10**12))
def test_whole_kroner_come_back_as_they_were_printed(kroner: int) -> None:
    printed = f"{kroner:,}".replace(",", " ")
    amount = parse_amount(printed)
    assert amount is not None
    assert amount.kroner == kroner


@given(st.text(max_size=200))
def test_any_text_is_searched_without_error(text: str) -> None:
    for amount in find_amounts(text):
        assert amount.precision >= 1
        assert 0 <= amount.start < amount.end <= len(text)
