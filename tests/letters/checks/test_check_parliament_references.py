from styrhus.letters.checks.parliament_references import check
from tests.letters.checks.building import findings, found, letter

RIGHT = "Det vises til Prop. 1 S (2024–2025) og Innst. 14 S (2024–2025)."


def test_the_same_documents_throughout_hold() -> None:
    text = f"{RIGHT}\nSe også Prop. 1 S (2024–2025).\n{RIGHT}\nJf. Meld. St. 9 (2023–2024) og Innst. 250 S (2023–2024)."
    assert found(check, letter(text)) == []


def test_two_recommendations_each_cited_alone_contradict() -> None:
    (finding,) = findings(check, letter(f"{RIGHT}\n{RIGHT}\n{RIGHT.replace('14', '15')}"))
    assert (finding.code, finding.lines, finding.expected) == ("recommendation-differs", (1, 2, 3), "Innst. 14 S")


def test_two_that_are_cited_together_do_not() -> None:
    both = "Jf. Prop. 1 S (2024–2025), Innst. 14 S (2024–2025) og Innst. 2 S (2024–2025)."
    assert found(check, letter(f"{both}\n{RIGHT}\n{RIGHT.replace('14', '2')}")) == []


def test_a_document_twice_in_one_list_and_a_session_that_can_not_be() -> None:
    assert found(check, letter("Jf. Prop. 1 S (2024–2025), Prop. 1 S og Innst. 14 S (2024–2025).")) == [
        ("citation-repeated", (1,))
    ]
    assert ("session-impossible", (2,)) in found(check, letter(f"{RIGHT}\nJf. Prop. 1 S (2024–2026)."))


def test_the_budget_of_another_year() -> None:
    assert found(check, letter(RIGHT.replace("2024–2025", "2023–2024"))) == [("session-other-year", (1,))]
    assert found(check, letter(f"{RIGHT}\nTiltaket ble omtalt i Prop. 1 S (2022–2023).")) == []


def test_ways_of_printing() -> None:
    text = f"{RIGHT}\nJf. Prop. 1 S (2024–2025).\nJf. Prop.1 S (2024-2025)."
    assert found(check, letter(text)) == [("citation-form-differs", (3,))]
    assert found(check, letter(f"{RIGHT}\nJf. Prop. 1 S for neste år og Prop. 156 L (2020–2021).")) == []
