from styrhus.letters.checks.section_references import check
from styrhus.letters.model import Letter, Section
from tests.letters.checks.building import findings, found, letter

TEXT = """1. Innledning
Innledningen viser til {reference}.
3. Mål og oppdrag
{sentence}
8. Rapportering og styringsinformasjon
Kulturvernet skal levere rapport.
9. Tildeling av midler
{frame}
"""
TITLES = {
    1: ("1", "Innledning"),
    3: ("3", "Mål og oppdrag"),
    5: ("8", "Rapportering og styringsinformasjon"),
    7: ("9", "Tildeling av midler"),
}


def read(sentence: str = "Mål settes hvert år.", reference: str = "pkt. 8", frame: str = "Dette er rammen.") -> Letter:
    sections = tuple(Section(number, title, 1, "letter", (line, line + 1)) for line, (number, title) in TITLES.items())
    return letter(TEXT.format(sentence=sentence, reference=reference, frame=frame), sections=sections)


def test_a_reference_to_the_right_section_holds() -> None:
    assert found(check, read("Rapportering på mål er nærmere beskrevet i pkt. 8 i tildelingsbrevet.")) == []
    assert found(check, read("Midlene, jf. pkt. 9, skal brukes etter formålet.")) == []


def test_a_reference_to_a_section_about_something_else() -> None:
    (finding,) = findings(check, read("Rapportering på mål er nærmere beskrevet under pkt. 9 i tildelingsbrevet."))
    assert (finding.code, finding.lines, finding.expected) == ("section-reference-wrong", (4,), "pkt. 8")


def test_a_section_that_is_not_there() -> None:
    assert found(check, read(reference="punkt 12.3 nedenfor")) == [("section-unknown", (2,))]


def test_another_documents_sections_are_not_this_letters() -> None:
    for other in (
        "Se punkt 2.4.17 i Prop. 1 S (2024–2025).",
        "Jf. Bestemmelser om økonomistyring i staten punkt 1.6.1.",
        "Jf. retningslinjene fra Statsministerens kontor, pkt. 13.4.",
        "Midlene er bevilget på kap. 340 og kap. 3340.",
        "Dette følger av kapittel IV i årsrapporten.",
        "Sjå føresegnene pkt. 4.4.",
    ):
        assert found(check, read(other)) == []


def test_a_section_whose_text_speaks_of_the_matter_holds() -> None:
    sentence = "Rapportering på bruk av midler er omtalt i pkt. 9."
    assert found(check, read(sentence, frame="Rammen. Rapporter skal følge postene.")) == []
