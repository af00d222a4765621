from datetime import date

import pytest

from styrhus.letters.checks.dates_contradict import check
from styrhus.letters.model import Section
from tests.letters.checks.building import findings, found, letter


@pytest.mark.parametrize(
    "text", ["Frist 31.06.2025", "Møte 30. februar 2025", "Innen 12.13.2025", "Innen 29. februar 2025"]
)
def test_days_that_do_not_exist(text: str) -> None:
    assert found(check, letter(f"\n{text}")) == [("date-impossible", (2,))]


@pytest.mark.parametrize(
    "text",
    [
        "Frist 30.06.2025",
        "Innen 29. februar 2024",
        "Versjon 4.13.2",
        "§ 30-6",
        "Fredag 28. mars 2025",
        "måndag 31. mars 2025",
    ],
)
def test_days_that_do(text: str) -> None:
    assert found(check, letter(f"\n{text}")) == []


def test_a_wrong_weekday() -> None:
    (finding,) = findings(check, letter("Møte torsdag 28. mars 2025 kl. 12"))
    assert (finding.code, finding.expected) == ("weekday-wrong", "fredag")


def test_the_budget_was_decided_on_one_day() -> None:
    same = "Jf. Stortingets budsjettvedtak av 13. desember 2024.\nEtter budsjettvedtak av 13. desember 2024 …"
    assert found(check, letter(same)) == []
    assert found(check, letter(same.replace("13. desember 2024 …", "16. desember 2024 …"))) == [
        ("decision-date-differs", (1, 2))
    ]
    assert found(check, letter(same + "\nEndret ved vedtak av 20. juni 2025.")) == []


def test_the_letters_year() -> None:
    assert found(check, letter("\n", head={"date": date(2024, 12, 20)})) == []
    assert found(check, letter("\n", head={"date": date(2023, 1, 20)})) == [("letter-date-other-year", (1,))]


def test_an_instruction_in_force_before_its_letter() -> None:
    text = "1. Formål\nInstruksen trer i kraft 1. januar 2025."
    sections = (Section("1", "Formål", 1, "instruction", (1, 2)),)
    assert found(check, letter(text, sections=sections)) == [("in-force-before-letter", (2,))]
    assert found(check, letter(text.replace("januar", "februar"), sections=sections)) == []
    assert found(check, letter(text.replace("2025", "2019"), sections=sections)) == []


def test_a_month_over_a_date_that_is_left_open() -> None:
    assert found(check, letter("November 2024\n\nVedlegg 1 Instruks\n\nFastsatt av departementet <dato>")) == [
        ("date-stray", (1, 5))
    ]
    assert (
        found(check, letter("November 2024\n\nVedlegg 1 Instruks\n\nFastsatt av departementet 1. desember 2024")) == []
    )
