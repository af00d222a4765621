"""Deadlines: between body and attachment, against the text, and against the year."""

from datetime import date

from styrhus.letters.checks import deadlines_differ, deadlines_in_text, deadlines_outside_period
from styrhus.letters.model import Deadline, DeadlineKind, Letter, ReportingDemand, Severity
from tests.letters.checks.building import assignment, deadline, findings, found, in_attachment, in_body, letter

MAY, JUNE, DECEMBER = date(2025, 5, 31), date(2025, 6, 15), date(2025, 12, 15)


FIELDS = "\n".join(["", "2025-01\tKurs\t…", "", "", "Kurs", "Om kurset", "", "Frist: …", ""])


def two_places(body: tuple[Deadline, ...], attachment: tuple[Deadline, ...], text: str = FIELDS) -> Letter:
    mentions = (in_body("Kurs", 2, *body), in_attachment("Kurs", range(5, 9), *attachment))
    united = tuple({one.date: one for one in (*body, *attachment)}.values())
    return letter(
        text, assignments=(assignment("2025-01", "Kurs", (2, 5, 6, 7, 8), mentions=mentions, deadlines=united),)
    )


def test_the_same_dates_with_and_without_labels_hold() -> None:
    body = (deadline(MAY, 2), deadline(DECEMBER, 2))
    attachment = (deadline(MAY, 8, part="Del 1"), deadline(DECEMBER, 8, part="Del 2"))
    assert found(deadlines_differ.check, two_places(body, attachment)) == []


def test_a_vague_deadline_holds_against_its_last_day() -> None:
    vague = deadline(date(2025, 12, 31), 2, kind=DeadlineKind.END_OF_YEAR, text="Ut 2025")
    assert found(deadlines_differ.check, two_places((vague,), (deadline(date(2025, 12, 31), 8),))) == []


def test_another_date_is_an_error_and_one_left_out_a_warning() -> None:
    (error,) = findings(deadlines_differ.check, two_places((deadline(MAY, 2),), (deadline(JUNE, 8),)))
    assert (error.code, error.severity, error.lines) == ("deadline-differs", Severity.ERROR, (2, 8))
    fewer = two_places((deadline(DECEMBER, 2),), (deadline(JUNE, 8), deadline(DECEMBER, 8)))
    (warning,) = findings(deadlines_differ.check, fewer)
    assert (warning.code, warning.severity, warning.lines) == ("deadline-left-out", Severity.WARNING, (2, 8))
    assert warning.expected == "15.06.2025, 15.12.2025"


def test_parts_that_swap_their_dates_are_an_error() -> None:
    body = (deadline(MAY, 2, part="Del 1"), deadline(JUNE, 2, part="Del 2"))
    attachment = (deadline(JUNE, 8, part="Del 1"), deadline(MAY, 8, part="Del 2"))
    assert {code for code, _ in found(deadlines_differ.check, two_places(body, attachment))} == {"deadline-differs"}


def test_a_place_without_a_deadline_is_left_in_peace() -> None:
    assert found(deadlines_differ.check, two_places((deadline(MAY, 2),), ())) == []


LONG = " Resten av teksten er så lang som beskrivelser pleier å være." * 3


def with_text(text: str, *dates: Deadline) -> Letter:
    return two_places((dates[-1],), dates, FIELDS.replace("Om kurset", text + LONG))


def test_the_text_near_the_deadline_but_not_on_it() -> None:
    read = with_text(
        "Sluttrapport leveres innen utgangen av august 2026.", deadline(date(2026, 8, 30), 8, part="Slutt")
    )
    assert found(deadlines_in_text.check, read) == [("deadline-text-differs", (6, 8))]


def test_the_text_on_the_deadline_and_other_dates_hold() -> None:
    text = "Rapport innen 31. mai 2025. Ordningen ble endret 1. mars 2024, jf. forskrift av 2. januar 2020."
    assert found(deadlines_in_text.check, with_text(text, deadline(MAY, 8))) == []


def test_a_deadline_that_only_the_text_has() -> None:
    read = with_text("En underveisrapport skal sendes senest 1. mars 2025.", deadline(DECEMBER, 8))
    assert found(deadlines_in_text.check, read) == [("deadline-only-in-text", (6,))]


def test_several_dates_without_a_label() -> None:
    both = (deadline(MAY, 8), deadline(DECEMBER, 8))
    assert found(deadlines_in_text.check, with_text("Lage kurs.", *both)) == [("deadline-unlabelled", (8,))]
    labelled = (deadline(MAY, 8, part="Del 1"), deadline(DECEMBER, 8, part="Del 2"))
    assert found(deadlines_in_text.check, with_text("Lage kurs.", *labelled)) == []


def test_a_demand_that_returns_while_single_dates_are_listed() -> None:
    often = Deadline("to ganger per år", DeadlineKind.RECURRING, None, None, (6,))
    assert found(deadlines_in_text.check, with_text("Lage kurs.", often, deadline(MAY, 8))) == [
        ("deadline-recurring-not-listed", (6, 8))
    ]
    assert found(deadlines_in_text.check, with_text("Lage kurs.", often)) == []


def alone(one: Deadline) -> Letter:
    return letter("\n" * 9, assignments=(assignment("2024-02", "Kurs", (2,), deadlines=(one,), earlier=True),))


def test_deadlines_before_the_year_before_the_letter_and_far_away() -> None:
    check = deadlines_outside_period.check
    assert found(check, alone(deadline(date(2024, 12, 31), 2))) == [("deadline-before-year", (2,))]
    assert found(check, alone(deadline(date(2025, 1, 10), 2))) == [("deadline-before-letter", (2,))]
    assert found(check, alone(deadline(date(2052, 5, 31), 2))) == [("deadline-far-away", (2,))]


def test_deadlines_in_the_period_hold_and_so_does_a_report_for_last_year() -> None:
    check = deadlines_outside_period.check
    for when in (date(2025, 1, 15), MAY, date(2030, 12, 31)):
        assert found(check, alone(deadline(when, 2))) == []
    assert (
        found(check, alone(deadline(date(2024, 12, 31), 2, kind=DeadlineKind.IN_REPORT, text="Årsrapport 2024"))) == []
    )
    assert found(check, alone(deadline(None, 2, kind=DeadlineKind.CONTINUOUS))) == []


def test_a_report_due_before_the_letter() -> None:
    late = ReportingDemand("annual", "Årsrapport for 2024", date(2024, 12, 31), date(2024, 3, 15), (3,))
    assert found(deadlines_outside_period.check, letter("\n" * 9, reporting=(late,))) == [
        ("deadline-before-year", (3,))
    ]
