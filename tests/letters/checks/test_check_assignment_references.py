"""References to assignments, by number and by title."""

from styrhus.letters.checks.assignment_references import check
from styrhus.letters.model import Assignment, Budget, Funding, Part, Severity
from tests.letters.checks.building import MILLION, assignment, budget_line, findings, found, letter, stated

TITLES = {
    "2025-01": "Kartlegging av fredede bygninger i Nord-Norge",
    "2025-02": "Utrede ny ordning for museumsbygg",
    "2025-03": "Evaluering av tilskudd til fartøyvern (FoU)",
    "2025-04": "Digital samling for kirkekunst",
}
ALL = tuple(assignment(number, title) for number, title in TITLES.items())
BLANK = "\n" * 20


def test_lines_with_the_right_number_hold_whatever_they_add_or_leave_out() -> None:
    lines = (
        budget_line("Kartlegging av fredede bygninger", MILLION, 2, "2025-01"),
        budget_line("Første fase av ny ordning for museumsbygg, utredning", MILLION, 3, "2025-02"),
        budget_line("Evaluering av tilskudd til fartøyvern", MILLION, 4, "2025-03"),
        budget_line("Diverse", MILLION, 5, "2025-04"),
    )
    assert found(check, letter(BLANK, assignments=ALL, budget=Budget(lines=lines))) == []


def test_a_number_off_by_one_is_told_by_its_title() -> None:
    lines = (budget_line("Evaluering av tilskudd til fartøyvern", MILLION, 4, "2025-02"),)
    (finding,) = findings(check, letter(BLANK, assignments=ALL, budget=Budget(lines=lines)))
    assert (finding.code, finding.severity, finding.lines, finding.expected) == (
        "assignment-number-wrong",
        Severity.ERROR,
        (4,),
        "2025-03",
    )


def test_a_number_that_no_assignment_has_is_told_by_its_title_too() -> None:
    lines = (budget_line("Digital samling for kirkekunst", MILLION, 4, "2025-14"),)
    (finding,) = findings(check, letter(BLANK, assignments=ALL, budget=Budget(lines=lines)))
    assert (finding.code, finding.expected) == ("assignment-number-wrong", "2025-04")


def test_two_assignments_with_nearly_the_same_title_are_not_confused() -> None:
    twins = (
        assignment("2025-05", "Tilskudd til museum i Troms"),
        assignment("2025-06", "Tilskudd til museum i Finnmark"),
    )
    lines = (
        budget_line("Tilskudd til museum i Troms", MILLION, 2, "2025-05"),
        budget_line("Tilskudd til museum i Finnmark", MILLION, 3, "2025-06"),
    )
    assert found(check, letter(BLANK, assignments=twins, budget=Budget(lines=lines))) == []


def test_this_years_unknown_number_is_an_error_and_an_earlier_one_is_worth_knowing() -> None:
    text = "Se oppdrag 2025-01.\nViser til oppdrag nr. 2025-09.\nKan ses i sammenheng med oppdrag 2021-07.\nDet er satt av 2 mill. kroner til oppdrag 2023-08."
    said = findings(check, letter(text, assignments=ALL))
    assert [(one.code, one.lines, one.severity) for one in said] == [
        ("assignment-unknown", (2,), Severity.ERROR),
        ("assignment-not-listed", (3,), Severity.INFO),
        ("assignment-not-listed", (4,), Severity.WARNING),
    ]


def test_other_forms_of_numbers_and_years_that_only_look_like_one() -> None:
    numbers = (assignment("TTB2025-41", "Kurs"), assignment("13/2025", "Møter"))
    text = "Oppdrag TTB 2025-41 og oppdraget 13/2025 videreføres.\nOppdraget 2021-2024 er avsluttet."
    assert found(check, letter(text, assignments=numbers)) == []


def test_a_letter_without_numbers_is_left_in_peace() -> None:
    unnumbered = (assignment(None, "Kurs"),)
    assert found(check, letter("Se oppdrag 2025-01.", assignments=unnumbered)) == []


def test_a_part_that_the_assignment_lacks() -> None:
    two_parts = assignment("2025-01", "Kartlegging", parts=(Part("Del 1", "", (1,)), Part("Del 2", "", (1,))))
    right = budget_line("Kartlegging", MILLION, 2, "2025-01", part="Del 2")
    wrong = budget_line("Kartlegging", MILLION, 3, "2025-01", part="Del 3")
    read = letter(BLANK, assignments=(two_parts,), budget=Budget(lines=(right, wrong)))
    assert found(check, read) == [("assignment-part-unknown", (3,))]


def funded(number: str) -> Assignment:
    return assignment(number, TITLES[number], funding=(Funding(MILLION, "340", "21", None, (9,)),))


def test_a_post_that_names_an_assignment_paid_over_another_post() -> None:
    text = "Midlene på posten går til oppdrag nr. 2025-03."
    here, there = (stated("at_disposal", MILLION, 1, post=number) for number in ("45", "21"))
    read = letter(text, assignments=(funded("2025-03"),), budget=Budget(stated=(here,)))
    (finding,) = findings(check, read)
    assert (finding.code, finding.severity, finding.lines, finding.expected) == (
        "assignment-other-post",
        Severity.WARNING,
        (1,),
        None,
    )
    assert found(check, letter(text, assignments=(funded("2025-03"),), budget=Budget(stated=(there,)))) == []


def test_the_letters_own_slip_is_what_is_proposed() -> None:
    """Two lines that are off by one make it likely that the third is too."""
    lines = (
        budget_line(TITLES["2025-02"], MILLION, 4, "2025-01"),
        budget_line(TITLES["2025-03"], MILLION, 5, "2025-02"),
    )
    text = "Midlene på posten går til oppdrag nr. 2025-03." + BLANK
    budget = Budget(lines=lines, stated=(stated("at_disposal", MILLION, 1, post="45"),))
    read = letter(text, assignments=(*ALL[:2], funded("2025-03"), ALL[3]), budget=budget)
    (finding,) = [one for one in findings(check, read) if one.code == "assignment-other-post"]
    assert finding.expected == "2025-04"


def test_ten_thousand_assignments_are_checked() -> None:
    many = tuple(
        assignment(f"2025-{number}", f"Kartlegging av fredet bygning {number} i kommune {number % 350}")
        for number in range(10_000)
    )
    lines = tuple(budget_line(one.title, MILLION, 1, one.id) for one in many)
    assert found(check, letter(BLANK, assignments=many, budget=Budget(lines=lines))) == []
