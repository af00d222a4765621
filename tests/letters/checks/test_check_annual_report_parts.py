import pytest

from styrhus.letters.checks.annual_report_parts import check
from tests.letters.checks.building import findings, found, letter

NB = ["I. Leders beretning", "II. Introduksjon til virksomheten og hovedtall", "III. Årets aktiviteter og resultater",
      "IV. Styring og kontroll i virksomheten", "V. Vurdering av framtidsutsikter", "VI. Årsregnskap"]  # fmt: skip
NN = ["I. Leiarens fråsegn", "II. Introduksjon til verksemd og hovudtal", "III. Aktivitetar og resultat i 2025",
      "IV. Styring og kontroll i verksemda", "V. Vurdering av framtidsutsikter", "VI. Årsrekneskap"]  # fmt: skip


@pytest.mark.parametrize(
    "parts", [NB, NN, ["- " + part for part in NB], [part.replace("framtid", "fremtid") for part in NB]]
)
def test_the_six_parts_hold_in_both_languages(parts: list[str]) -> None:
    assert found(check, letter("\n".join(["Årsrapporten skal ha seks deler:", *parts, "Videre."]))) == []


def test_a_title_that_differs() -> None:
    (finding,) = findings(check, letter("\n".join(NB).replace("framtidsutsikter", "framtidssikter")))
    assert (finding.code, finding.lines, finding.expected) == (
        "annual-report-part-differs",
        (5,),
        "V. Vurdering av framtidsutsikter",
    )
    assert found(check, letter("\n".join(NN).replace("fråsegn", "melding"))) == [("annual-report-part-differs", (1,))]


def test_a_part_that_is_left_out() -> None:
    assert found(check, letter("\n".join(NB[:3] + NB[4:]))) == [("annual-report-part-missing", (1, 2, 3, 4, 5))]


def test_another_list_with_roman_numbers_is_left_in_peace() -> None:
    assert found(check, letter("I. Styringskalender\nII. Rapportmal\nIII. Fullmakter\nIV. Skjema\nV. Kart")) == []


def test_a_pointer_to_the_right_part_and_to_another() -> None:
    right = "Etaten skal rapportere om styring og kontroll i årsrapporten (kapittel IV i årsrapporten)."
    assert found(check, letter(right)) == []
    assert found(check, letter("Aktiviteter og resultater omtales i del III i årsrapporten.")) == []
    wrong = right.replace("IV", "V")
    (finding,) = findings(check, letter(wrong))
    assert (finding.code, finding.expected) == ("annual-report-part-wrong", "IV. Styring og kontroll i virksomheten")
