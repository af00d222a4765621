"""Assignments printed as a table with a heading row: Nr | Oppdrag | Frist in any order, also Tiltak/Leveranse."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from styrhus.letters.reading.drafts import Draft
from styrhus.letters.reading.manuscript import Manuscript
from styrhus.letters.reading.openings import id_and_title, id_of_cell
from styrhus.letters.reading.tables import Row, Table
from styrhus.letters.reading.vocabulary import SUM_WORDS, Column, Field

_FIELDS = (
    (Column.LEAD, Field.LEAD),
    (Column.PARTNERS, Field.PARTNERS),
    (Column.FUNDING, Field.FUNDING),
)


def is_assignment_table(table: Table) -> bool:
    titled = table.has(Column.ASSIGNMENT) or table.has(Column.NUMBER, Column.NAME)
    dated = table.has(Column.DEADLINE) or table.has(Column.NUMBER)
    money = table.has(Column.AMOUNT) and not table.has(Column.DEADLINE)
    return titled and dated and not money and not table.has(Column.PARAMETER) and not table.has(Column.POST)


def is_parts_table(table: Table) -> bool:
    """A table inside an assignment's page that gives its deliveries a deadline each."""
    named = table.header.cell(table.index(Column.ASSIGNMENT, Column.NUMBER)).casefold() if table.header else ""
    return (
        table.has(Column.DEADLINE)
        and named.startswith(("leveranse", "del", "nr", "punkt"))
        and not table.has(Column.NUMBER, Column.ASSIGNMENT)
    )


def table_drafts(
    table: Table, manuscript: Manuscript, where: str, goal_of: Callable[[int], int | str | None], *, earlier: bool
) -> Iterator[Draft]:
    last: Draft | None = None
    for row in table.rows:
        lines = manuscript.blocks[row.place].lines
        draft = _draft(table, row, where, goal_of(row.place), lines, earlier=earlier)
        if draft is None:
            if last is not None and not SUM_WORDS.match(" ".join(row.cells).strip()):
                _continue_row(last, table, row, lines)
            continue
        if last is not None:
            yield last
        last = draft
    if last is not None:
        yield last


def _draft(
    table: Table, row: Row, where: str, goal: int | str | None, lines: tuple[int, ...], *, earlier: bool
) -> Draft | None:
    number = id_of_cell(row.cell(table.index(Column.NUMBER)))
    title_at = table.index(Column.ASSIGNMENT, Column.NAME)
    title = row.cell(title_at)
    if number is None:
        number, title = id_and_title(title)
        alone = id_of_cell(title)
        if alone and table.index(Column.NAME) is not None:
            number, title = alone, row.cell(table.index(Column.NAME))
    if not title or SUM_WORDS.fullmatch(title):
        return None
    confidence = 1.0 if number else 0.8
    draft = Draft(number, title, where, "table", _goal(table, row) or goal, earlier, list(lines), True, confidence)
    described_at = table.index(Column.NAME)
    if described_at is not None and described_at != title_at and row.cell(described_at) != title:
        draft.add(Field.DESCRIPTION, row.cell(described_at), lines)
    draft.add(Field.DEADLINE, row.cell(table.index(Column.DEADLINE, Column.DATE)), lines)
    for column, field in _FIELDS:
        draft.add(field, row.cell(table.index(column)), lines)
    return draft


def _continue_row(draft: Draft, table: Table, row: Row, lines: tuple[int, ...]) -> None:
    """A row without number and title goes on with the one above: a further deadline, more of the text."""
    draft.lines.extend(lines)
    draft.add(Field.DEADLINE, row.cell(table.index(Column.DEADLINE, Column.DATE)), lines)
    described_at = table.index(Column.NAME)
    draft.add(Field.DESCRIPTION, row.cell(described_at), lines)


def _goal(table: Table, row: Row) -> int | str | None:
    cell = row.cell(table.index(Column.GOAL)).casefold().removeprefix("mål").strip(" .:")
    number = cell.split(" ", 1)[0].rstrip(":.")
    return int(number) if number.isdigit() else (number if number[:1].isdigit() and len(number) < 6 else None)
