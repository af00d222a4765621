"""The pages' lines and tables to one flow: paragraphs joined from their printed lines, also over page breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from styrhus.letters.sources.layout import LineList
from styrhus.letters.sources.pdf_lines import LABEL, Line
from styrhus.letters.sources.pdf_rows import (
    JOINING_WORD,
    NUMBERS_ONLY,
    Table,
    ends_sentence,
    in_columns_of,
    is_cut,
    same_columns,
    without_repeated_heading,
)
from styrhus.letters.sources.pdf_words import Vocabulary, join_lines

CONTENTS_LINE = re.compile(r"(?:\.\s?){5,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$")
INDENT = 0.7  # of the font's height: a smaller shift is no indent


@dataclass(frozen=True, slots=True)
class PageFlow:
    """What one page adds, from top to bottom. ``right`` is where its full lines end."""

    number: int
    items: tuple[Line | Table, ...]
    aside: tuple[Line, ...]
    right: float


@dataclass(slots=True)
class Flow:
    """Builds the lines of the source."""

    pitch: float  # usual step between the lines of a paragraph, by font height
    vocabulary: Vocabulary
    lines: LineList = field(default_factory=LineList)
    open: list[Line] = field(default_factory=list)  # the paragraph under way
    right: float = 0.0
    table: Table | None = None  # the table under way, which may go on over the page
    waiting: list[Line] = field(default_factory=list)  # asides that wait for the paragraph's end
    last_short: Line | None = None
    rest: Line | None = None  # the line at a page's top that ended a row of the table before

    def add_page(self, page: PageFlow) -> None:
        first = True
        for item, right in zip(page.items, _right_edges(page, self.pitch), strict=True):
            if isinstance(item, Table):
                self._add_table(item, continues=first)
            else:
                self._add_line(item, right, new_page=first)
            first = False
        self.waiting += page.aside

    def finish(self) -> LineList:
        self._close()
        return self.lines

    def _add_line(self, line: Line, right: float, *, new_page: bool) -> None:
        if CONTENTS_LINE.search(line.text):
            return
        if self.table is not None and self.table.page == line.page - 1 and self._add_row_rest(line, self.table):
            return
        self.table = self.rest = None
        if self.open and self._continues(line, new_page=new_page):
            self.open.append(line)
        else:
            self._close()
            self.open = [line]
        self.right = right

    def _continues(self, line: Line, *, new_page: bool) -> bool:
        last = self.open[-1]
        if line.bullet is not None and not self._dash_in_sentence(line, last):
            return False
        if abs(line.size - last.size) > 0.08 * last.size:
            return False
        if not new_page and line.middle - last.middle > 1.22 * self.pitch * line.size:
            return False
        reach = self.right
        if not _filled(last, line, reach):
            return False
        if new_page and not self._runs_on(line, last, reach):
            return False
        return self._aligned(line, last)

    def _dash_in_sentence(self, line: Line, last: Line) -> bool:
        """A line that happens to begin with a dash in running text."""
        bullet = line.bullet
        return bullet is not None and last.bullet is None and len(self.open) > 1 and abs(bullet - last.x0) < 1

    def _runs_on(self, line: Line, last: Line, reach: float) -> bool:
        """Over a page break. Word processors leave no paragraph's first line alone at a page's foot."""
        if (
            line.text[:1].islower()
            or JOINING_WORD.search(last.text)
            or (self.open[0].bullet is not None and abs(line.x0 - last.x0) < 1)
        ):
            return True
        if len(self.open) == 1:
            return False
        # After a full stop only a justified line that ends at the edge goes on for sure.
        justified = abs(last.x1 - reach) < 0.6 and abs(self.open[-2].x1 - reach) < 0.6
        return justified or not ends_sentence(last.text)

    def _aligned(self, line: Line, last: Line) -> bool:
        shift = line.x0 - last.x0
        if abs(shift) <= INDENT * line.size:
            return not _labelled(line) or not _labelled(self.open[0])
        if len(self.open) > 1:
            return False
        if shift > 0:
            # A label that hangs out: "a)  tekst" whose further lines stand under the text.
            return _labelled(last) and abs(last.words[1].x0 - line.x0) < 4
        if last.bullet is not None:
            return line.x0 > last.bullet - 2
        return -shift < 5 * line.size  # the first line was indented

    def _close(self) -> None:
        if self.open:
            self._write(self.open)
            self.open = []
        asides, self.waiting = self.waiting, []
        if asides and self.table is None:
            for line, before in zip(asides, [None, *asides], strict=False):
                self._write_aside(line, before)
            self.lines.end_block()
        elif asides:
            self.waiting = asides

    def _write(self, lines: list[Line]) -> None:
        first = lines[0]
        self.lines.page = first.page
        text = join_lines((line.text for line in lines), self.vocabulary)
        if first.bullet is not None:
            self.lines.paragraph(f"- {text}", bullet=True)
        elif len(lines) == 1 and self._address_like(first):
            self.lines.same_paragraph(text)
        else:
            self.lines.paragraph(text)
        self.last_short = first if len(lines) == 1 and first.bullet is None else None

    def _address_like(self, line: Line) -> bool:
        """Short lines set tight below each other, as in an address or a signature."""
        before = self.last_short
        return (
            before is not None
            and before.page == line.page
            and abs(before.x0 - line.x0) < 2
            and abs(before.size - line.size) < 0.05 * line.size
            and 0 < line.middle - before.middle < 1.15 * self.pitch * line.size
            and line.x1 - line.x0 < 0.6 * (self.right - line.x0)
            and before.x1 - before.x0 < 0.6 * (self.right - before.x0)
        )

    def _write_aside(self, line: Line, before: Line | None) -> None:
        self.lines.page = line.page
        text = join_lines([line.text], self.vocabulary)
        tight = before is not None and 0 < line.middle - before.middle < 1.4 * self.pitch * line.size
        if tight:
            self.lines.same_paragraph(text)
        else:
            self.lines.paragraph(text)

    def _add_table(self, table: Table, *, continues: bool) -> None:
        before = self.table
        if before is None and continues:
            table = self._with_first_cell(table)
        self._close()
        self.last_short = self.rest = None
        if before is not None and continues:
            table = in_columns_of(before, table)
        rows = list(table.rows)
        if before is not None and continues and same_columns(before, table):
            rows = without_repeated_heading(rows, before.rows)
            rows = self._continue_row(rows)
            self.table = Table(before.lefts, before.rows, table.page)
        else:
            self.lines.end_block()
            self.table = table
        for row in rows:
            self.lines.page = table.page
            self.lines.row(list(row))

    def _with_first_cell(self, table: Table) -> Table:
        """The table with the lone first cell that the page before ended with, as where a row is cut in its middle."""
        alone = self.open[0] if len(self.open) == 1 and self.open[0].bullet is None else None
        if alone is None or table.rows[0][0] or abs(alone.x0 - table.lefts[0]) > 3 or not any(table.rows[0]):
            return table
        self.open = []
        first = (alone.text, *table.rows[0][1:])
        return Table(table.lefts, (first, *table.rows[1:]), table.page)

    def _add_row_rest(self, line: Line, table: Table) -> bool:
        """A line at a page's top that stands in one of the columns of the table before: the rest of its last row."""
        columns = [index for index, left in enumerate(table.lefts) if index and abs(line.x0 - left) < 3]
        above = self.rest
        if not columns or line.bullet is not None or (above is not None and not self._close_below(line, above)):
            return False
        cells = self.lines.lines[-1].split("\t")
        cells += [""] * (columns[0] + 1 - len(cells))
        if above is None and NUMBERS_ONLY.match(cells[columns[0]]) and NUMBERS_ONLY.match(line.text):
            return False
        cells[columns[0]] = join_lines(filter(None, (cells[columns[0]], line.text)), self.vocabulary)
        self._replace_last_row(cells)
        self.rest = line
        return True

    def _close_below(self, line: Line, above: Line) -> bool:
        return abs(line.x0 - above.x0) < 3 and line.middle - above.middle < 1.22 * self.pitch * line.size

    def _replace_last_row(self, cells: list[str]) -> None:
        self.lines.lines.pop()
        self.lines.page = self.lines.pages.pop()
        self.lines.row(cells)

    def _continue_row(self, rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Puts the rest of a row that the page break cut in two back to its beginning."""
        if not rows or not self.lines.lines:
            return rows
        rest = rows[0]
        begun = self.lines.lines[-1].split("\t")
        begun += [""] * (len(rest) - len(begun))
        if not is_cut(begun, rest):
            return rows
        self._replace_last_row(
            [join_lines(filter(None, pair), self.vocabulary) for pair in zip(begun, rest, strict=False)]
        )
        return rows[1:]


def _right_edges(page: PageFlow, pitch: float) -> list[float]:
    """Where each item's full lines end: the page's edge, or that of a narrower block whose lines all fill it."""
    edges = [page.right] * len(page.items)
    start = 0
    for index in range(1, len(page.items) + 1):
        if index < len(page.items) and _set_tight(page.items[index - 1], page.items[index], pitch):
            continue
        run = [item for item in page.items[start:index] if isinstance(item, Line)]
        edge = max((line.x1 for line in run), default=0.0)
        wide = bool(run) and edge - run[0].x0 > 0.5 * (page.right - run[0].x0)
        if len(run) >= 4 and wide and all(_filled(line, after, edge) for line, after in pairwise(run)):
            edges[start:index] = [edge] * (index - start)
        start = index
    return edges


def _set_tight(high: Line | Table, low: Line | Table, pitch: float) -> bool:
    if isinstance(high, Table) or isinstance(low, Table) or low.bullet is not None:
        return False
    same = abs(high.size - low.size) < 0.08 * low.size and abs(high.x0 - low.x0) < 2
    return same and low.middle - high.middle < 1.22 * pitch * low.size


def _filled(line: Line, after: Line, edge: float) -> bool:
    """Whether the next line's first word had no room left on this one."""
    return _first_word_width(after) + 0.22 * after.size >= edge - line.x1


def usual_pitch(pages: Sequence[PageFlow]) -> float:
    """The usual step between lines of a paragraph, by font height; 1.15 where the pages can't tell."""
    filled: list[float] = []
    others: list[float] = []
    for page in pages:
        lines = [item for item in page.items if isinstance(item, Line)]
        for high, low in pairwise(lines):
            step = (low.middle - high.middle) / low.size
            alike = abs(low.size - high.size) < 0.05 * low.size and abs(low.x0 - high.x0) < 1 and low.bullet is None
            if alike and 0.8 < step < 2.2:
                (filled if _filled(high, low, page.right) else others).append(step)
    if len(filled) >= 3:
        return sorted(filled)[len(filled) // 3]
    return min(1.15, *filled, *others) if filled or others else 1.15


def _first_word_width(line: Line) -> float:
    word = line.words[0]
    return word.x1 - word.x0


def _labelled(line: Line) -> bool:
    return len(line.words) > 1 and LABEL.match(line.words[0].text) is not None
