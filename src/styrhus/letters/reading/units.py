"""The unit that each table prints its amounts in: kroner, 1 000 kroner or mill. kroner."""

from __future__ import annotations

import re

from styrhus.common.money import multiplier_of, parse_amount
from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import Unit
from styrhus.letters.reading.budget_places import heading_of
from styrhus.letters.reading.tables import Table
from styrhus.letters.reading.vocabulary import UNITS

_CAPTION = re.compile(r"beløp|alle tal|tall i|tal i|endringene i|tabellen", re.IGNORECASE)
_MULTIPLIERS = {Unit.KRONER: 1, Unit.THOUSAND: 1_000, Unit.MILLION: 1_000_000}
_TOO_LARGE = 1_000_000  # an amount in thousands or millions is printed with less than this


def table_units(blocks: tuple[Block, ...], tables: tuple[Table, ...]) -> dict[int, Unit]:
    """Of each table, by the place of its first row: its own unit, else that of the table before, else kroner.

    A table takes over the unit of the one before only when its amounts are too small to be whole kroner.
    """
    units: dict[int, Unit] = {}
    before = Unit.KRONER
    for table in tables:
        first = first_place(table)
        own = _printed_unit(blocks, first, table.header.cells if table.header else ())
        if own is not None:
            before = own
        units[first] = own or (before if _small(table) else Unit.KRONER)
    return units


def first_place(table: Table) -> int:
    """The place of the table's first row, its heading if it has one."""
    return table.header.place if table.header else table.rows[0].place


def kroner_in(unit: Unit) -> int:
    """How many kroner one of the unit is."""
    return _MULTIPLIERS[unit]


def _printed_unit(blocks: tuple[Block, ...], place: int, header: tuple[str, ...]) -> Unit | None:
    """The unit of the heading cells, or of a line right above the table: "(i 1 000 kr)"."""
    for cell in header:
        if UNITS.search(cell):
            return _unit_of(cell)
        if re.search(r"\(?\b(?:i )?(?:hele )?(?:kroner|kr)\b\)?", cell, re.IGNORECASE):
            return Unit.KRONER
    for above in range(place - 1, max(-1, place - 4), -1):
        text = blocks[above].text
        own_line = UNITS.fullmatch(text.strip("() ")) is not None
        heading = blocks[above].kind is BlockKind.ROW and heading_of(blocks[above]) is not None
        if (blocks[above].kind is BlockKind.ROW and not own_line and not heading) or len(text) > 200:
            break
        found = UNITS.search(text)
        if found and (
            found[0].startswith("(")
            or own_line
            or heading
            or found[0] == text.strip()
            or _CAPTION.search(text[: found.end()])
        ):
            return _unit_of(found[0])
    return None


def _unit_of(text: str) -> Unit:
    return {1_000_000: Unit.MILLION, 1_000: Unit.THOUSAND}.get(multiplier_of(text), Unit.KRONER)


def _small(table: Table) -> bool:
    amounts = [amount for row in table.rows for cell in row.cells[1:] if (amount := parse_amount(cell)) is not None]
    return bool(amounts) and all(abs(amount.kroner) < _TOO_LARGE for amount in amounts)
