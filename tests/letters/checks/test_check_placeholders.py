import pytest

from styrhus.letters.checks.placeholders import check
from tests.letters.checks.building import found, letter


@pytest.mark.parametrize(
    "line",
    [
        "Fastsatt <dato>",
        "Innen [sett inn dato]",
        "Frist xx.xx.2025",
        "Det er bevilget XX.XXX kroner",
        "kap. XX",
        "Beløpet er TBD.",
        "Fyll inn: [frist]",
        "Møtet er ???",
    ],
)
def test_what_is_left_to_fill_in(line: str) -> None:
    assert found(check, letter(f"\n{line}")) == [("placeholder", (2,))]


@pytest.mark.parametrize(
    "line",
    [
        "<b>Bakgrunn</b> og <i>Hverdag</i><br>",
        "Se [1] og [Fellesavtale](https://anskaffelser.no/avtale).",
        "Kapittel XX og del XXI i planen",
        "Skriv til <post@kulturvernet.no> eller <https://kulturvernet.no>",
        "Dersom a < b og c > d",
        "Er dette mulig? Ja!",
    ],
)
def test_what_only_looks_like_it(line: str) -> None:
    assert found(check, letter(f"\n{line}")) == []


def test_a_broken_cross_reference_and_a_link_to_nowhere() -> None:
    text = "Se Feil! Fant ikke referansekilden.\nSe [avtalen | Anskaffelser.no](#)"
    assert found(check, letter(text)) == [("cross-reference-broken", (1,)), ("link-without-address", (2,))]


def test_an_unfinished_reference() -> None:
    text = "Vår ref\n24/812-"
    assert found(check, letter(text, head={"reference": "24/812-", "lines": (1, 2)})) == [
        ("reference-unfinished", (2,))
    ]
    assert found(check, letter(text, head={"reference": "24/812-3"})) == []
    assert found(check, letter(text, head={"reference": None})) == []
