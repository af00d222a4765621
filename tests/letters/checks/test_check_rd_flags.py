from styrhus.letters.checks.rd_flags import check
from styrhus.letters.model import Budget
from tests.letters.checks.building import MILLION, assignment, budget_line, found, in_attachment, in_body, letter

TEXT = "\n" * 9


def test_a_flag_in_one_of_two_places() -> None:
    mentions = (in_body("Evaluering (FoU)", 2, is_rd=True), in_attachment("Evaluering", (5,)))
    one = assignment(
        "2025-01", "Evaluering (FoU)", (2, 5), mentions=mentions, is_rd=True, description="Evaluere ordningen."
    )
    assert found(check, letter(TEXT, assignments=(one,))) == [("rd-flag-differs", (2, 5))]


def test_a_flag_in_both_places_with_a_study_holds() -> None:
    mentions = (in_body("Ny ordning (FoU)", 2, is_rd=True), in_attachment("Ny ordning (FoU)", (5,), is_rd=True))
    one = assignment(
        "2025-01", "Ny ordning (FoU)", (2, 5), mentions=mentions, is_rd=True, description="Gjennomføre en studie."
    )
    assert found(check, letter(TEXT, assignments=(one,))) == []


def test_a_flag_without_any_research_is_worth_knowing() -> None:
    mentions = (
        in_body("Ny brosjyre (delvis FoU)", 2, is_rd=True),
        in_attachment("Ny brosjyre (delvis FoU)", (5,), is_rd=True),
    )
    one = assignment(
        "2025-01", "Ny brosjyre (delvis FoU)", (2, 5), mentions=mentions, is_rd=True, description="Lage en brosjyre."
    )
    assert found(check, letter(TEXT, assignments=(one,))) == [("rd-flag-unsupported", (2, 5))]


def test_a_flag_in_the_budget_only() -> None:
    line = budget_line("Kartlegging av bygninger (FoU)", MILLION, 7, "2025-01")
    one = assignment("2025-01", "Kartlegging av bygninger", (2,))
    assert found(check, letter(TEXT, assignments=(one,), budget=Budget(lines=(line,)))) == [
        ("rd-flag-only-in-budget", (7,))
    ]
