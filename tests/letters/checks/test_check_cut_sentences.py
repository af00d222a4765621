from styrhus.letters.checks.cut_sentences import check
from tests.letters.checks.building import found, letter

BEFORE = "Rapporten skal i hovedsak beskrive avvik fra mål og krav."
FULL = "Det er også viktig å få fram etatens vurdering av årsaken til avvikene."


def test_a_sentence_that_breaks_off() -> None:
    cut = "Det er også viktig å få fram etatens vurdering."
    assert found(check, letter(f"{BEFORE} {cut}\n\n{BEFORE} {FULL}")) == [("sentence-cut-off", (1, 3))]


def test_the_same_text_twice_and_short_sentences_hold() -> None:
    assert found(check, letter(f"{BEFORE} {FULL}\n\n{BEFORE} {FULL}")) == []
    assert found(check, letter(f"{BEFORE} Etaten skal rapportere.\n{BEFORE} Etaten skal rapportere om avvik.")) == []
    assert found(check, letter(f"Noe annet står her foran setningen. {FULL[:-25]}.\n{BEFORE} {FULL}")) == []
