"""The hand-worked examples of the documentation: the program gives every number that stands there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from styrhus.ledger.annual.rulebook import rulebook
from styrhus.ledger.annual.rules import CarryOver, Claim, ReportedPost, basis_of_cap, spread

DOC = Path(__file__).parents[2] / "docs" / "annual-accounts.md"
LIMITS = rulebook(date(2023, 12, 31)).limits
Row = dict[str, str]


def tables() -> list[list[Row]]:
    """Every table of the document, each row by its columns' headings."""
    found: list[list[Row]] = []
    header: list[str] = []
    for line in DOC.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            header = []
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not header:
            header = cells
            found.append([])
        elif not set(line) <= set("|-: "):
            found[-1].append(dict(zip(header, cells, strict=True)))
    return found


def kroner(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace(",", "."))


SIGNS, NOTE_A, NOTE_B, _SOURCES, EXTRA = tables()


def post(income: bool, carried_in: Decimal, allocated: Decimal, accounts: Decimal) -> ReportedPost:
    return ReportedPost("1", "671", "", "01", "", income, carried_in, allocated, -accounts if income else accounts)


@pytest.mark.parametrize("row", SIGNS, ids=lambda row: row["example"])
def test_the_signs(row: Row) -> None:
    line = post(row["kind"] == "income", Decimal(0), kroner(row["total allocation"]), kroner(row["accounts"]))
    assert line.deviation == kroner(row["deviation"])


@pytest.mark.parametrize("row", NOTE_A, ids=lambda row: row["chapter and post"])
def test_note_a(row: Row) -> None:
    line = post(False, kroner(row["carried in"]), kroner(row["letter"]) + kroner(row["supplements"]), Decimal(0))
    assert line.total == kroner(row["total allocation"])


@pytest.mark.parametrize("row", NOTE_B, ids=lambda row: row["example"])
def test_note_b(row: Row) -> None:
    line = CarryOver(
        deviation=kroner(row["deviation"]),
        charged_by_others=kroner(row["charged by others"]),
        extra_income=kroner(row["extra income"]),
        moved=kroner(row["moved"]),
        saved=kroner(row["saved"]),
        allocated=kroner(row["allocated"]),
        allocated_before=kroner(row["allocated last year"]),
        basis_of_cap=basis_of_cap(
            row["post"], row["keyword"] == "can be carried over", row["keyword"] == "estimate", LIMITS
        ),
    )
    computed = (line.after_charges, line.basis, line.cap(LIMITS), line.possible(LIMITS))
    assert computed == tuple(kroner(row[column]) for column in ("after charges", "basis", "cap", "possible"))


@pytest.mark.parametrize("row", EXTRA, ids=lambda row: row["example"])
def test_extra_income(row: Row) -> None:
    claims = [
        Claim(name, kroner(row[f"{name}: needs"]), kroner(row[f"{name}: limit"]) if row[f"{name}: limit"] else None)
        for name in ("first", "second")
    ]
    given = spread(kroner(row["extra income"]), claims)
    assert given == {"first": kroner(row["to the first"]), "second": kroner(row["to the second"])}


def test_the_document_has_all_its_examples() -> None:
    assert [len(table) for table in (SIGNS, NOTE_A, NOTE_B, EXTRA)] == [4, 3, 9, 4]
