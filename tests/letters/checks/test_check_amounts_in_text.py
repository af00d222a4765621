from styrhus.letters.checks.amounts_in_text import check
from styrhus.letters.model import Budget, Unit
from tests.letters.checks.building import MILLION, chapter, findings, found, letter, post, stated

KRONER = chapter("340", [post("21", 353_610_000, 2, precision=1)], None, 1, unit=Unit.KRONER)


def test_a_rounded_amount_in_the_text_holds_against_the_table() -> None:
    read = letter("\n" * 5, budget=Budget((KRONER,), stated=(stated("appropriation", 353_600_000, 5),)))
    assert found(check, read) == []


def test_another_amount_in_the_text_is_an_error_at_both_places() -> None:
    read = letter("\n" * 5, budget=Budget((KRONER,), stated=(stated("appropriation", 363_600_000, 5),)))
    (finding,) = findings(check, read)
    assert (finding.code, finding.lines, finding.expected) == (
        "amount-differs-from-table",
        (2, 5),
        "353,61 mill. kroner",
    )


def test_a_post_of_another_agency_and_an_amount_at_disposal_are_left_in_peace() -> None:
    amounts = (stated("appropriation", MILLION, 5, post="70"), stated("at_disposal", MILLION, 5))
    assert found(check, letter("\n" * 5, budget=Budget((KRONER,), stated=amounts))) == []
