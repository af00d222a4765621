import pytest

from styrhus.letters.checks.assignment_titles import check
from styrhus.letters.model import Budget, Letter, Severity
from tests.letters.checks.building import (
    MILLION,
    assignment,
    budget_line,
    findings,
    found,
    in_attachment,
    in_body,
    letter,
)


def printed(body: str, attachment: str) -> Letter:
    mentions = (in_body(body, 2), in_attachment(attachment, (7, 8)))
    return letter("\n" * 20, assignments=(assignment("2025-03", body, (2, 7, 8), mentions=mentions),))


@pytest.mark.parametrize(
    ("body", "attachment"),
    [
        ("Evaluering av fartøyvern (FoU).", "Evaluering av fartøyvern"),
        ("Evaluering av *fartøyvern*", "Evaluering av  Fartøyvern"),
        ("Utgreiing av museumsbygg (herunder FoU)", "Utgreiing av museumsbygg"),
    ],
)
def test_marks_and_the_research_flag_make_no_other_title(body: str, attachment: str) -> None:
    assert found(check, printed(body, attachment)) == []


def test_other_words_are_a_warning_and_other_dashes_are_worth_knowing() -> None:
    (words,) = findings(
        check, printed("Følgerevaluering av forsøket med å utvikle modell", "Følgeevaluering av forsøket med modell")
    )
    assert (words.code, words.severity, words.lines) == ("assignment-title-differs", Severity.WARNING, (2, 7))
    (dashes,) = findings(check, printed("Språkopplæring – og trening", "Språkopplæring- og trening"))
    assert (dashes.code, dashes.severity) == ("assignment-title-differs", Severity.INFO)


def line_for(text: str, title: str, printed: str = "- {} (1 mill. kroner, oppdrag nr. 2025-03)") -> Letter:
    line = budget_line(text, MILLION, 5, "2025-03")
    source = "\n\n\n\n" + printed.format(text)
    return letter(source, assignments=(assignment("2025-03", title, (2,)),), budget=Budget(lines=(line,)))


def test_a_purpose_is_no_title() -> None:
    read = line_for(
        "innkreving av avgift på plast", "Ny lov om engangsartikler", "- 2 mill. kroner til {} (oppdrag 2025-03)"
    )
    assert found(check, read) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Evaluering av tilskudd til fartøyvern", "Evaluering av tilskudd til fartøyvern (FoU)"),
        ("Evaluering av tilskudd til fartøyvern ved fjordene", "Evaluering av tilskudd til fartøyvern"),
        ("Del C: evaluering av fartøyvern", "Forskning på fartøyvern del C: evaluering av fartøyvern"),
        (
            "Tiltak 3 i Handlingsplanen for fartøyvern: kartlegge årsaker til forfall",
            "Følge opp handlingsplanen for fartøyvern",
        ),
    ],
)
def test_a_line_that_names_the_assignment_or_a_measure_of_it_holds(text: str, title: str) -> None:
    assert found(check, line_for(text, title)) == []


def test_a_line_with_another_title_and_one_misquoted() -> None:
    other = line_for(
        "Opplevd diskriminering blant befolkningen bosatt i fem byer",
        "Utvikle metode for kartlegging sammen med kommuner",
    )
    (finding,) = findings(check, other)
    assert (finding.code, finding.severity, finding.lines) == ("budget-title-differs", Severity.WARNING, (5,))
    (finding,) = findings(
        check,
        line_for(
            "Innsats rettet inn mot arbeidsgivere for rekruttering", "Innsats rettet mot arbeidsgivere for rekruttering"
        ),
    )
    assert (finding.code, finding.severity) == ("budget-title-differs", Severity.INFO)
