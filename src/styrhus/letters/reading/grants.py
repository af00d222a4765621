"""Named grants: tables of recipients with an amount each, and the sum they print."""

from __future__ import annotations

import re
from dataclasses import dataclass

from styrhus.common.money import parse_amount
from styrhus.letters.model import BudgetLine, Grant, Lines, StatedAmount
from styrhus.letters.reading.budget_places import BudgetPlace, BudgetText
from styrhus.letters.reading.manuscript import INSTRUCTION, Manuscript
from styrhus.letters.reading.tables import Row, Table
from styrhus.letters.reading.units import kroner_in
from styrhus.letters.reading.vocabulary import SUM_WORDS, Column

_WORD = re.compile(r"[a-zæøå]{4,}")


@dataclass(frozen=True, slots=True)
class GrantsReading:
    grants: tuple[Grant, ...]
    sums: tuple[tuple[int, Lines], ...]
    stated: tuple[StatedAmount, ...]


def read_grants(text: BudgetText, lines: tuple[BudgetLine, ...]) -> GrantsReading:
    """The grants, the sums of their tables, and the budget line that each table divides as a stated amount."""
    manuscript = text.manuscript
    grants: list[Grant] = []
    sums: list[tuple[int, Lines]] = []
    stated: list[StatedAmount] = []
    for table in text.tables:
        if (
            not _names_recipients(table)
            or table.header is None
            or manuscript.documents[table.header.place] == INSTRUCTION
        ):
            continue
        where = text.places[table.header.place]
        unit = kroner_in(text.units[table.header.place])
        for row in table.rows:
            amount = next(
                (found for cell in reversed(row.cells[1:]) if (found := parse_amount(cell, unit)) is not None), None
            )
            printed = manuscript.blocks[row.place].lines
            if amount is None:
                continue
            if SUM_WORDS.match(row.cells[0]):
                sums.append((amount.kroner, printed))
            else:
                grants.append(Grant(_recipient(table, row), amount.kroner, where.chapter, where.post, printed, 1.0))
        divided = _divided_line(manuscript, table.header.place, where, lines)
        if divided is not None and divided.amount is not None:
            stated.append(
                StatedAmount(
                    where.chapter, where.post, "grants", divided.amount, divided.precision, divided.lines, divided.text
                )
            )
    return GrantsReading(tuple(grants), tuple(sums), tuple(stated))


def _names_recipients(table: Table) -> bool:
    return table.has(Column.RECIPIENT, Column.AMOUNT) and not table.has(Column.DEADLINE) and not table.has(Column.POST)


def _recipient(table: Table, row: Row) -> str:
    return row.cell(table.index(Column.RECIPIENT)) or next((cell for cell in row.cells if cell), "")


def _divided_line(
    manuscript: Manuscript, header: int, where: BudgetPlace, lines: tuple[BudgetLine, ...]
) -> BudgetLine | None:
    """The line of the same post that shares most words with the sentence over the table."""
    lead = set(_WORD.findall(manuscript.blocks[header - 1].text.casefold())) if header else set()
    first = manuscript.blocks[header].lines[0]
    best, shared = None, 1
    for line in lines:
        if (line.chapter, line.post) == (where.chapter, where.post) and line.lines[0] < first:
            common = len(lead & set(_WORD.findall(line.text.casefold())))
            best, shared = (line, common) if common > shared else (best, shared)
    return best
