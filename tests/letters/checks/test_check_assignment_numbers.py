from styrhus.letters.checks.assignment_numbers import check
from styrhus.letters.model import Assignment, Severity
from tests.letters.checks.building import assignment, findings, found, in_attachment, in_body, letter


def listed(*numbers: str, earlier: bool = False) -> tuple[Assignment, ...]:
    return tuple(
        assignment(number, f"Oppgave {place}", (place,), earlier=earlier)
        for place, number in enumerate(numbers, start=1)
    )


def test_numbers_that_run_hold() -> None:
    for numbers in (("2025-01", "2025-02", "2025-03"), ("TTB2024-41", "TTB2024-42"), ("11/2025", "12/2025", "13/2025")):
        assert found(check, letter("\n" * 9, assignments=listed(*numbers))) == []


def test_a_gap_is_told_where_the_numbers_go_on() -> None:
    (finding,) = findings(check, letter("\n" * 9, assignments=listed("2025-01", "2025-02", "2025-04")))
    assert (finding.code, finding.lines) == ("assignment-number-missing", (3,))
    assert "2025-03" in finding.message


def test_earlier_years_have_gaps_by_nature_but_an_order() -> None:
    earlier = listed("2022-02", "2022-04", "2021-10", earlier=True)
    assert found(check, letter("\n" * 9, assignments=earlier)) == []
    out_of_order = listed("2022-24", "2022-12", "2022-14", earlier=True)
    assert found(check, letter("\n" * 9, assignments=out_of_order)) == [("assignment-order", (2,))]


def test_one_number_for_two_assignments_is_an_error() -> None:
    mentions = (in_body("Utrede museumsbygg", 2), in_body("Kartlegge fartøyvern", 3))
    twice = assignment("2025-01", "Utrede museumsbygg", (2, 3), mentions=mentions)
    (finding,) = findings(check, letter("\n" * 9, assignments=(twice,)))
    assert (finding.code, finding.severity, finding.lines) == ("assignment-number-repeated", Severity.ERROR, (2, 3))


def test_the_same_row_printed_twice_over_a_page_break_is_left_in_peace() -> None:
    mentions = (in_body("Utrede museumsbygg", 2), in_body("Utrede museumsbygg", 3))
    once = assignment("2025-01", "Utrede museumsbygg", (2, 3), mentions=mentions)
    assert found(check, letter("\n" * 9, assignments=(once,))) == []


def test_two_assignments_read_under_one_number() -> None:
    both = (assignment("2025-01", "Utrede museumsbygg", (2,)), assignment("2025-01", "Kartlegge fartøyvern", (3,)))
    assert found(check, letter("\n" * 9, assignments=both)) == [("assignment-number-repeated", (2, 3))]


def test_one_that_is_listed_and_not_described_where_the_others_are() -> None:
    described = [
        assignment(
            f"2025-{place:02d}",
            f"Oppgave {place}",
            (place, 20 + place),
            mentions=(in_body("A", place), in_attachment("A", (20 + place,))),
        )
        for place in range(1, 6)
    ]
    only_listed = assignment("2025-06", "Oppgave 6", (6,))
    only_described = assignment("2025-06", "Oppgave 6", (26,), mentions=(in_attachment("B", (26,)),))
    text = "\n" * 30
    assert found(check, letter(text, assignments=tuple(described))) == []
    assert found(check, letter(text, assignments=(*described, only_listed))) == [("assignment-not-described", (6,))]
    assert found(check, letter(text, assignments=(*described, only_described))) == [("assignment-not-in-list", (26,))]
    assert found(check, letter(text, assignments=(described[0], only_listed))) == []
