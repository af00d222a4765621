"""All that the checks find in the real letter, each told by a person who read it: neither more nor less."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from styrhus.letters.checks import check_letter
from styrhus.letters.model import Assignment, Finding, Letter
from styrhus.letters.reading import read_letter
from styrhus.letters.sources import read_source
from tests.shared import shared_path
from tools.letter_checks import document

DOCUMENT = Path(__file__).parents[3] / "docs" / "letter-checks.md"

EXPECTED = [
    ("warning", "reference-unfinished", (14,)),
    ("error", "recommendation-differs", (23, 274, 284, 410)),
    ("info", "citation-form-differs", (23, 25, 274, 410, 477, 750)),
    ("info", "citation-form-differs", (23, 410)),
    ("warning", "instruction-name-differs", (25, 29, 210, 567)),
    ("error", "section-reference-wrong", (72,)),
    ("info", "instruction-word-differs", (72, 477, 567, 580, 641)),
    ("warning", "parameter-without-baseline-and-target", (80,)),
    ("info", "parameter-without-baseline-and-target", (82,)),
    ("info", "parameter-without-baseline-and-target", (84,)),
    ("info", "heading-wording-differs", (86, 131, 155)),
    ("warning", "assignment-title-differs", (90, 743)),
    ("warning", "deadline-left-out", (90, 747)),
    ("info", "word-spelled-two-ways", (90,)),
    ("error", "deadline-before-year", (95,)),
    ("info", "parameter-without-baseline-and-target", (103,)),
    ("info", "parameter-without-baseline-and-target", (104,)),
    ("info", "parameter-without-baseline-and-target", (105,)),
    ("warning", "parameter-without-baseline-and-target", (106,)),
    ("warning", "parameter-without-baseline-and-target", (107,)),
    ("info", "assignment-title-differs", (111, 771)),
    ("warning", "deadline-left-out", (113, 820)),
    ("info", "assignment-order", (120,)),
    ("error", "self-reference", (121,)),
    ("info", "name-genitive", (127, 129, 147, 226, 256, 258, 703, 715, 730)),
    ("info", "parameter-without-baseline-and-target", (127,)),
    ("info", "parameter-without-baseline-and-target", (129,)),
    ("info", "document-name-differs", (139,)),
    ("info", "name-spelling", (139,)),
    ("info", "parameter-without-baseline-and-target", (149,)),
    ("info", "parameter-without-baseline-and-target", (151,)),
    ("info", "parameter-without-baseline-and-target", (153,)),
    ("info", "assignment-order", (163,)),
    ("info", "parameter-without-baseline-and-target", (170,)),
    ("warning", "parameter-without-baseline-and-target", (172,)),
    ("info", "parameter-without-baseline-and-target", (183,)),
    ("info", "rd-flag-unsupported", (187, 913)),
    ("warning", "section-number-missing", (190,)),
    ("info", "reporting-not-in-table", (192,)),
    ("info", "name-spelling", (210,)),
    ("info", "regulation-name-differs", (230, 667)),
    ("error", "attachment-absent", (239, 424)),
    ("warning", "sentence-cut-off", (258, 617)),
    ("info", "section-number-style", (272,)),
    ("info", "unit-missing", (278,)),
    ("info", "units-differ", (278, 300, 404)),
    ("info", "post-name-differs", (279, 286)),
    ("info", "link-without-address", (296,)),
    ("warning", "carry-over-only-in-heading", (301, 313)),
    ("info", "disposal-below-appropriation", (301, 317)),
    ("info", "post-name-differs", (301, 313)),
    ("info", "disposal-below-appropriation", (306, 354)),
    ("info", "post-name-differs", (306, 352)),
    ("warning", "post-name-differs", (308, 363)),
    ("info", "disposal-below-appropriation", (309, 392)),
    ("info", "post-name-differs", (309, 390)),
    ("info", "disposal-below-appropriation", (310, 396)),
    ("info", "budget-title-differs", (321,)),
    ("warning", "budget-title-differs", (323,)),
    ("info", "budget-title-differs", (324,)),
    ("error", "assignment-number-wrong", (325,)),
    ("error", "assignment-number-wrong", (326,)),
    ("warning", "assignment-not-listed", (350,)),
    ("warning", "assignment-other-post", (350,)),
    ("info", "word-spelled-two-ways", (361, 367)),
    ("info", "sum-rounding", (365, 367, 368, 369)),
    ("error", "sum-missing", (408,)),
    ("warning", "citation-repeated", (410,)),
    ("error", "attachment-absent", (414, 426)),
    ("info", "attachment-title-differs", (418, 443)),
    ("warning", "attachment-unnumbered", (420, 717)),
    ("error", "attachment-absent", (422, 613)),
    ("warning", "date-stray", (441, 447)),
    ("error", "placeholder", (447,)),
    ("info", "in-force-before-letter", (449,)),
    ("info", "law-name-capital", (457,)),
    ("info", "word-spelled-two-ways", (515, 543)),
    ("error", "annual-report-part-differs", (610,)),
    ("warning", "cut-off-of-other-report", (623,)),
    ("info", "section-number-style", (625, 629, 709, 713)),
    ("info", "attachment-reference-unnumbered", (627,)),
    ("warning", "deadline-text-differs", (745, 747)),
    ("info", "deadline-unlabelled", (747,)),
    ("info", "legal-reference-form", (760,)),
    ("info", "funding-year-missing", (884,)),
    ("info", "deadline-recurring-not-listed", (907, 909)),
    ("info", "deadline-unlabelled", (909,)),
    ("info", "assignment-not-listed", (914,)),
    ("info", "funding-year-missing", (924,)),
]

PROPOSED = {
    ("recommendation-differs", 23): "Innst. 16 S",
    ("section-reference-wrong", 72): "pkt. 8",
    ("assignment-number-wrong", 325): "2023-11",
    ("assignment-number-wrong", 326): "2023-13",
    ("assignment-other-post", 350): "2023-14",
    ("sum-missing", 408): "1 524,7",
    ("annual-report-part-differs", 610): "V. Vurdering av framtidsutsikter",
    ("name-genitive", 127): "IMDis",
    ("name-spelling", 210): "IMDis",
    ("post-name-differs", 306): "Kommunale innvandrertiltak",
    ("carry-over-only-in-heading", 301): "kan overføres",
    ("legal-reference-form", 760): "opplæringsloven § 4-1",
}


@pytest.fixture(scope="module")
def letter() -> Letter:
    return read_letter(read_source(shared_path("letters/imdi-2023.txt")))


@pytest.fixture(scope="module")
def found(letter: Letter) -> tuple[Finding, ...]:
    return check_letter(letter)


def test_every_inconsistency_is_found_and_nothing_else(found: tuple[Finding, ...]) -> None:
    said = {(one.severity.value, one.code, one.lines) for one in found}
    assert said - set(EXPECTED) == set(), "false alarms"
    assert set(EXPECTED) - said == set(), "misses"
    assert len(found) == len(EXPECTED)


def test_the_corrections_that_are_proposed(found: tuple[Finding, ...]) -> None:
    proposed = {(one.code, one.lines[0]): one.expected for one in found}
    assert {key: proposed.get(key) for key in PROPOSED} == PROPOSED


def test_the_document_is_what_a_run_prints(letter: Letter) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(shared_path("letters/imdi-2023.txt"))


def test_ten_thousand_assignments_are_checked(letter: Letter) -> None:
    """The real letter's assignments over and over, each under its own number."""
    many: list[Assignment] = []
    for round_ in range(10_000 // len(letter.assignments) + 1):
        many.extend(
            replace(one, id=f"20{round_ % 90 + 10}-{place + 30 * round_}")
            for place, one in enumerate(letter.assignments)
        )
    assert check_letter(replace(letter, assignments=tuple(many)))
