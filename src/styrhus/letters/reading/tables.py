"""Tables: rows that stand together, and what each column holds when the first row says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.reading.vocabulary import COLUMNS, Column

_MAX_HEADING_CELL = 60
_ALLOWED_DIGITS = re.compile(r"\b(?:19|20)[0-9]{2}\b(?!-[0-9])|1[ .]?000|per [0-9. ]+|[0-9]{1,2}\.[0-9]{1,2}\.?")
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Row:
    place: int  # index of its block
    cells: tuple[str, ...]

    def cell(self, index: int | None) -> str:
        return self.cells[index] if index is not None and index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    header: Row | None
    columns: tuple[Column | None, ...]  # of the header's cells
    rows: tuple[Row, ...]  # without the header

    def index(self, *wanted: Column) -> int | None:
        """The first column of the first kind that the table has."""
        return next((self.columns.index(column) for column in wanted if column in self.columns), None)

    def has(self, *wanted: Column) -> bool:
        return all(column in self.columns for column in wanted)


def read_tables(blocks: tuple[Block, ...]) -> tuple[Table, ...]:
    """Every run of rows as a table. A run with a second heading row inside is two tables."""
    return tuple(_tables(blocks))


def column_of(cell: str) -> Column | None:
    """What a column with this heading holds, or None when the cell is no heading that we know."""
    if not cell or len(cell) > _MAX_HEADING_CELL or _DIGIT.search(_ALLOWED_DIGITS.sub("", cell)):
        return None
    return next((column for column, pattern in COLUMNS if pattern.match(cell)), None)


def _tables(blocks: tuple[Block, ...]) -> Iterator[Table]:
    header: Row | None = None
    rows: list[Row] = []
    before = -2
    for place, block in enumerate(blocks):
        if block.kind is not BlockKind.ROW:
            continue
        row = Row(place, block.cells)
        heads = is_header(block.cells)
        if heads and header is not None and header.cells == block.cells and place == before + 1:
            before = place  # the heading row repeated on a new page
            continue
        if place != before + 1 or heads:
            if header or rows:
                yield _table(header, rows)
            header, rows = (row, []) if heads else (None, [row])
        else:
            rows.append(row)
        before = place
    if header or rows:
        yield _table(header, rows)


def is_header(cells: tuple[str, ...]) -> bool:
    """Do at least two cells, and most of those that say anything, name a column?"""
    named = [cell for cell in cells if cell]
    known = sum(column_of(cell) is not None for cell in named)
    return (
        known >= 2
        and known * 2 >= len(named)
        and not any(cell.endswith((".", ";")) and len(cell) > 8 for cell in named)
    )


def _table(header: Row | None, rows: list[Row]) -> Table:
    columns = tuple(column_of(cell) for cell in header.cells) if header else ()
    return Table(header, columns, tuple(rows))
