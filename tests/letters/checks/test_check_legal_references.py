import pytest

from styrhus.letters.checks.legal_references import check
from tests.letters.checks.building import findings, found, letter


@pytest.mark.parametrize(
    "text",
    [
        "Etter kulturminneloven § 4 og §§ 6 og 10 gjelder dette.",
        "God internkontroll, jf. § 14 i Økonomireglementet.",
        "Intern revisjon etter rundskriv R-117 om internrevisjon.",
        "Årsrapporten skal inneholde seks deler, jf. bestemmelser om økonomistyring i staten punkt 1.6.1.",
        "Kulturminneloven gjelder. Kulturminneloven er viktig.",
        "Sjå reglement for økonomistyring i staten § 14 om intern kontroll.",
        "Fullmakter etter rundskriv R-110/2025.",
    ],
)
def test_what_is_cited_well_holds(text: str) -> None:
    assert found(check, letter(text)) == []


def test_the_form_of_a_reference() -> None:
    (finding,) = findings(check, letter("Se på opplæringsloven jf. §4-1, og på forskriften."))
    assert (finding.code, finding.lines, finding.expected) == ("legal-reference-form", (1,), "opplæringsloven § 4-1")
    assert found(check, letter("Etter kulturminneloven §4 gjelder dette.")) == [("legal-reference-form", (1,))]


def test_a_capital_inside_a_sentence() -> None:
    text = "Plikter etter Kulturminneloven, samt Museumsloven.\nEtter kulturminneloven skal …"
    (finding,) = findings(check, letter(text))
    assert (finding.code, finding.lines, finding.expected) == ("law-name-capital", (1,), "kulturminneloven")


def test_two_names_of_one_regulation() -> None:
    text = "Jf. Økonomireglementet.\nJf. Reglement for økonomistyring i staten."
    assert found(check, letter(text)) == [("regulation-name-differs", (1,))]


def test_a_number_that_is_about_something_else() -> None:
    (finding,) = findings(check, letter("Etaten skal vurdere internrevisjon, jf. rundskriv R-115."))
    assert (finding.code, finding.expected) == ("regulation-number-wrong", "R-117")
    assert found(check, letter("God internkontroll, jf. § 7 i Reglement for økonomistyring i staten.")) == [
        ("regulation-number-wrong", (1,))
    ]
