"""What the headings of posts say against the rows of the table: the name, and whether the money can be carried over."""

import pytest

from styrhus.letters.checks import carry_over, post_names
from styrhus.letters.model import Budget, Letter, Severity
from tests.letters.checks.building import chapter, findings, found, letter, post


def read(row: str, heading: str, name: str) -> Letter:
    text = f"Kap. 340 Kulturvern\n\nPost\tNavn\tmill. kroner\nPost 21\t{row}\t61,0\n\n{heading}\n\nDet er bevilget 61 mill. kroner på posten."
    return letter(text, budget=Budget((chapter("340", [post("21", 61 * 10**6, 4, name)], None, 1),)))


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        ("Spesielle driftsutgifter, kan overføres", "Post 21 Spesielle driftsutgifter, kan overføres"),
        ("Spesielle driftsutgifter", "Post 21 Spesielle driftsutgifter"),
        ("Særskilde driftsutgifter, kan overførast", "Kap. 340, post 21 Særskilde driftsutgifter, kan overførast"),
    ],
)
def test_a_heading_that_says_what_the_table_says_holds(row: str, heading: str) -> None:
    name = row.partition(",")[0]
    assert found(carry_over.check, read(row, heading, name)) == []
    assert found(post_names.check, read(row, heading, name)) == []


def test_the_keyword_in_the_heading_only() -> None:
    one = read(
        "Spesielle driftsutgifter", "Post 21 Spesielle driftsutgifter, kan overføres", "Spesielle driftsutgifter"
    )
    assert found(carry_over.check, one) == [("carry-over-only-in-heading", (4, 6))]
    assert found(post_names.check, one) == []


def test_the_keyword_in_the_table_only() -> None:
    one = read(
        "Spesielle driftsutgifter, kan overføres", "Post 21 Spesielle driftsutgifter", "Spesielle driftsutgifter"
    )
    assert found(carry_over.check, one) == [("carry-over-only-in-table", (4, 6))]


@pytest.mark.parametrize(
    ("row", "heading", "severity", "expected"),
    [
        (
            "Spesielle driftsutgifter",
            "Post 21 Spesielle driftsutgifter – kunnskap, kan overføres",
            Severity.INFO,
            "Spesielle driftsutgifter",
        ),
        ("Kommunale kultur tiltak", "Post 21 Kommunale kulturtiltak", Severity.INFO, "Kommunale kulturtiltak"),
        (
            "Tilskudd til kulturorganisasjoner",
            "Post 21 Tilskudd til kulturens organisasjoner",
            Severity.WARNING,
            "Tilskudd til kulturorganisasjoner",
        ),
    ],
)
def test_another_name_is_told_and_a_lesser_one_as_a_lesser_thing(
    row: str, heading: str, severity: Severity, expected: str
) -> None:
    (finding,) = findings(post_names.check, read(row, heading, row))
    assert (finding.code, finding.severity, finding.lines, finding.expected) == (
        "post-name-differs",
        severity,
        (4, 6),
        expected,
    )


def test_a_sentence_that_begins_with_a_post_is_no_heading() -> None:
    one = read(
        "Spesielle driftsutgifter", "Post 21 skal dekke utgifter til kurs og opplæring", "Spesielle driftsutgifter"
    )
    assert found(post_names.check, one) == []
