"""Stated sums against what they sum up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.letters.checks.rounding import Outcome, compare
from styrhus.letters.checks.sums import check
from styrhus.letters.model import Budget, Grant, Severity, Unit
from tests.letters.checks.building import MILLION, TENTH, budget_line, chapter, findings, found, letter, post, stated

TEN_LINES = "\n" * 10


def test_a_chapter_whose_posts_add_up_holds() -> None:
    read = letter(
        TEN_LINES,
        budget=Budget((chapter("340", [post("01", 61_000_000, 2), post("21", 45_200_000, 3)], 106_200_000, 1),)),
    )
    assert found(check, read) == []


def test_a_wrong_sum_is_an_error_at_its_own_line_with_the_right_one() -> None:
    wrong = chapter("340", [post("01", 61_000_000, 2), post("21", 45_200_000, 3)], 107_200_000, 1, sum_lines=(4,))
    (finding,) = findings(check, letter(TEN_LINES, budget=Budget((wrong,))))
    assert (finding.code, finding.severity, finding.lines, finding.expected) == (
        "sum-differs",
        Severity.ERROR,
        (4,),
        "106,2",
    )
    assert "107,2" in finding.message


def test_kroner_are_exact() -> None:
    posts = [post("01", 353_610_000, 2, precision=1), post("45", 1_000, 3, precision=1)]
    wrong = chapter("340", posts, 353_611_001, 1, sum_lines=(4,), unit=Unit.KRONER)
    assert found(check, letter(TEN_LINES, budget=Budget((wrong,)))) == [("sum-differs", (4,))]


def test_one_last_digit_of_rounding_is_told_but_is_no_error() -> None:
    posts = [post(f"{number:02d}", 10 * MILLION, number) for number in range(1, 5)]
    read = letter(TEN_LINES, budget=Budget((chapter("340", posts, 40_100_000, 1, sum_lines=(6,)),)))
    (finding,) = findings(check, read)
    assert (finding.code, finding.severity, finding.expected) == ("sum-rounding", Severity.INFO, None)


def test_a_group_holds_against_its_lines_and_nested_ones_are_not_added() -> None:
    lines = (
        budget_line("Kurs", 2 * MILLION, 2, group="Nye tiltak"),
        budget_line("hvorav nettkurs", MILLION, 3, group="Nye tiltak", depth=1),
        budget_line("Utstilling", 3_500_000, 4, group="Nye tiltak"),
    )
    holds = Budget(lines=lines, stated=(stated("group", 5_500_000, 1, group="Nye tiltak"),))
    assert found(check, letter(TEN_LINES, budget=holds)) == []
    wrong = Budget(lines=lines, stated=(stated("group", 6_500_000, 1, group="Nye tiltak"),))
    assert found(check, letter(TEN_LINES, budget=wrong)) == [("sum-differs", (1, 2, 4))]


def test_a_group_with_a_line_without_an_amount_is_left_in_peace() -> None:
    lines = (budget_line("Kurs", MILLION, 2, group="Nye"), budget_line("Møter", None, 3, group="Nye"))
    read = letter(TEN_LINES, budget=Budget(lines=lines, stated=(stated("group", 9 * MILLION, 1, group="Nye"),)))
    assert found(check, read) == []


def test_a_post_is_held_against_its_lines_and_what_is_undisposed() -> None:
    lines = (budget_line("Kurs", 12_200_000, 3), budget_line("Bindinger", 8_400_000, 4))
    amounts = (
        stated("appropriation", 61 * MILLION, 1),
        stated("at_disposal", 32_900_000, 1),
        stated("undisposed", 12_300_000, 1),
    )
    assert found(check, letter(TEN_LINES, budget=Budget(lines=lines, stated=amounts))) == []
    wrong = (stated("at_disposal", 33_900_000, 1), stated("undisposed", 12_300_000, 1))
    assert found(check, letter(TEN_LINES, budget=Budget(lines=lines, stated=wrong))) == [("sum-differs", (1, 3, 4))]


def test_lines_that_bind_only_a_part_of_a_post_need_not_add_up() -> None:
    lines = (budget_line("Idébank", MILLION, 3, post="01"), budget_line("Reiser", MILLION, 4, post="01"))
    read = letter(TEN_LINES, budget=Budget(lines=lines, stated=(stated("at_disposal", 353_600_000, 1, post="01"),)))
    assert found(check, read) == []


def test_lines_beyond_the_whole_post_are_an_error() -> None:
    lines = (budget_line("Kurs", 40 * MILLION, 3),)
    read = letter(TEN_LINES, budget=Budget(lines=lines, stated=(stated("at_disposal", 32_900_000, 1),)))
    assert found(check, read) == [("sum-differs", (1, 3))]


@pytest.mark.parametrize(("total", "expected"), [(5_500_000, []), (5_510_000, [("sum-differs", (5,))])])
def test_named_grants_add_up_to_the_kroner(total: int, expected: list[object]) -> None:
    grants = (
        Grant("Fortidsminneforeningen", 3_000_000, "340", "71", (3,)),
        Grant("Norges Husflidslag", 2_500_000, "340", "71", (4,)),
    )
    read = letter(TEN_LINES, budget=Budget(grants=grants, grant_sums=((total, (5,)),)))
    assert found(check, read) == expected


def test_the_amount_in_the_text_holds_against_the_table_of_grants_as_printed() -> None:
    grants = (Grant("Fortidsminneforeningen", 37_510_000, "340", "71", (4,)),)
    text = stated("grants", 37_500_000, 2, post="71")
    assert (
        found(check, letter(TEN_LINES, budget=Budget(grants=grants, grant_sums=((37_510_000, (5,)),), stated=(text,))))
        == []
    )
    text = stated("grants", 38_500_000, 2, post="71")
    read = letter(TEN_LINES, budget=Budget(grants=grants, grant_sums=((37_510_000, (5,)),), stated=(text,)))
    assert found(check, read) == [("sum-differs", (2, 5))]


def test_what_rounds_to_the_stated_sum_holds() -> None:
    """94,0 + 10,0 + 37,7 + 56,9 + 10,0 + 15,42 = 224,02, printed as 224."""
    parts = [
        (94_000_000, TENTH),
        (10_000_000, TENTH),
        (37_700_000, TENTH),
        (56_900_000, TENTH),
        (10_000_000, TENTH),
        (15_420_000, 10_000),
    ]
    assert compare(224 * MILLION, MILLION, parts).outcome is Outcome.HOLDS


@given(st.lists(st.integers(0, 10**10), min_size=1, max_size=20), st.sampled_from([1, 1_000, TENTH, MILLION]))
def test_true_amounts_rounded_to_their_print_never_differ(amounts: list[int], step: int) -> None:
    """Whatever the true amounts are, printing them and their sum rounded gives no error."""

    def printed(amount: int) -> int:
        return (amount + step // 2) // step * step

    comparison = compare(printed(sum(amounts)), step, [(printed(amount), step) for amount in amounts])
    assert comparison.outcome is not Outcome.DIFFERS


@given(st.lists(st.integers(0, 10**8), min_size=2, max_size=9), st.integers(1, 10**6))
def test_exact_amounts_hold_to_the_kroner_and_no_further(amounts: list[int], slip: int) -> None:
    parts = [(amount, 1) for amount in amounts]
    assert compare(sum(amounts), 1, parts).outcome is Outcome.HOLDS
    assert compare(sum(amounts) + slip, 1, parts).outcome is Outcome.DIFFERS


def test_a_whole_million_beside_tenths_is_exact_to_the_tenth() -> None:
    """0,7 + 1 + 3 = 4,7: a stated 5,7 is wrong, although 1 and 3 are printed without decimals."""
    lines = (
        budget_line("Kurs", 700_000, 2, group="Nye"),
        budget_line("Bok", MILLION, 3, group="Nye", precision=MILLION),
        budget_line("Film", 3 * MILLION, 4, group="Nye", precision=MILLION),
    )
    right = Budget(lines=lines, stated=(stated("group", 4_700_000, 1, group="Nye"),))
    assert found(check, letter(TEN_LINES, budget=right)) == []
    wrong = Budget(lines=lines, stated=(stated("group", 5_700_000, 1, group="Nye"),))
    assert found(check, letter(TEN_LINES, budget=wrong)) == [("sum-differs", (1, 2, 3, 4))]


def test_a_group_within_a_group_is_held_against_the_lines_below_it() -> None:
    lines = (
        budget_line("Kurs", 2_000_000, 2, group="Bundet"),
        budget_line("Bok", 900_000, 4, group="Bundet"),
        budget_line("Film", 800_000, 5, group="Bundet"),
    )
    outer = stated("group", 3_700_000, 1, group="Bundet")
    inner = stated("group", 1_700_000, 3, group="I tillegg")
    assert found(check, letter(TEN_LINES, budget=Budget(lines=lines, stated=(outer, inner)))) == []
    wrong = stated("group", 2_700_000, 3, group="I tillegg")
    assert found(check, letter(TEN_LINES, budget=Budget(lines=lines, stated=(outer, wrong)))) == [
        ("sum-differs", (3, 4, 5))
    ]


def test_the_sum_of_a_group_that_the_text_states_twice() -> None:
    lines = (
        budget_line("Kurs", 2_000_000, 3, group="Bindinger fra tidligere oppdrag"),
        budget_line("Bok", 900_000, 4, group="Bindinger fra tidligere oppdrag"),
    )
    group = stated("group", 2_900_000, 2, group="Bindinger fra tidligere oppdrag")
    before = stated("group", 3_900_000, 1, group="Bindinger på tidligere oppdrag")
    assert found(check, letter(TEN_LINES, budget=Budget(lines=lines, stated=(before, group)))) == [
        ("group-amount-differs", (1, 2))
    ]


def test_lines_that_the_text_says_divide_a_post_must_add_up_however_far_off() -> None:
    lines = (budget_line("Kurs", 2_000_000, 3), budget_line("Bok", 900_000, 4))
    amount = stated("at_disposal", 9_900_000, 1)
    divided = "Etatens del er 9,9 mill. kroner og fordeles på følgende tiltak:\n\n- Kurs\n- Bok"
    assert found(check, letter(divided, budget=Budget(lines=lines, stated=(amount,)))) == [("sum-differs", (1, 3, 4))]
    bound = "Etatens del er 9,9 mill. kroner. Følgende er bundet:\n\n- Kurs\n- Bok"
    assert found(check, letter(bound, budget=Budget(lines=lines, stated=(amount,)))) == []
