"""Tables without lines: text that keeps to columns because the same gaps go through several printed lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from styrhus.letters.sources.pdf_lines import LABEL, Line, Segment, joined
from styrhus.letters.sources.pdf_page import Rule

SUM_ROW = re.compile(r"^(?:sum|totalt?|i alt|samlet|til sammen)\b", re.IGNORECASE)
MIN_GUTTER = 0.35  # of the font's height


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """``rows`` hold the segments of each column, line by line. ``lefts`` are the columns' left edges."""

    lefts: tuple[float, ...]
    rows: tuple[tuple[tuple[Segment, ...], ...], ...]
    lines: tuple[Line, ...]


def tables_in(lines: Sequence[Line], rules: Sequence[Rule], pitch: float) -> list[Line | ColumnTable]:
    """The lines with column tables gathered. ``pitch`` is the usual step between lines by font height."""
    result: list[Line | ColumnTable] = []
    index = 0
    while index < len(lines):
        end = _table_end(lines, index, pitch)
        table = _table(lines[index:end], rules, pitch) if end > index else None
        if table is None:
            result.append(_plain(lines[index]))
            index += 1
        else:
            result.append(table)
            index = end
    return result


def _plain(line: Line) -> Line:
    return joined(line)


def _is_tabular(line: Line) -> bool:
    if len(line.segments) < 2:
        return False
    # "1.   Innledning" and "a)   tekst": the gap belongs to the label.
    return not (len(line.segments) == 2 and LABEL.match(line.segments[0].text)) and line.bullet is None


def _table_end(lines: Sequence[Line], start: int, pitch: float) -> int:
    """Index after the last line of a table that begins at ``start``, or ``start`` where none begins."""
    first = start
    while first < len(lines) and not _is_tabular(lines[first]):
        # A cell set in the middle of a taller row may begin above the row's own first line.
        if first - start >= 3 or lines[first].bullet is not None:
            return start
        first += 1
    if first == len(lines):
        return start
    if first > start and not _leads_into(lines[start:first], lines[first], pitch):
        return start
    end = first + 1
    while end < len(lines) and _belongs(lines, first, end, pitch):
        end += 1
    while (
        end > first + 1
        and not _is_tabular(lines[end - 1])
        and not _wraps(lines[first : end - 1], lines[end - 1], pitch)
    ):
        end -= 1
    return end


def _leads_into(above: Sequence[Line], row: Line, pitch: float) -> bool:
    """Whether single lines above a row are the upper lines of one of its cells other than the first."""
    chain = [*above, row]
    close = all(low.middle - high.middle < 0.95 * pitch * high.size for high, low in pairwise(chain))
    return close and all(
        any(abs(line.x0 - segment.x0) < 2 for segment in row.segments[1:]) and line.x0 > row.x0 + 1 for line in above
    )


def _belongs(lines: Sequence[Line], first: int, index: int, pitch: float) -> bool:
    line, before = lines[index], lines[index - 1]
    if line.bullet is not None or line.middle - before.middle > 3.2 * pitch * line.size:
        return False
    if _is_tabular(line):
        return True
    if _crosses(lines[first:index], line):
        return False
    return _wraps(lines[first:index], line, pitch) or _followed(lines, first, index, pitch)


def _followed(lines: Sequence[Line], first: int, index: int, pitch: float) -> bool:
    """A lone first cell inside a table, such as a group's name or "Sum" without an amount."""
    line = lines[index]
    if SUM_ROW.match(line.text) and abs(line.x0 - lines[first].x0) < 3:
        return True
    step = line.middle - lines[index - 1].middle
    after = lines[index + 1] if index + 1 < len(lines) else None
    if after is None or not _is_tabular(after) or abs(line.size - lines[first].size) > 0.06 * line.size:
        return False
    return after.middle - line.middle < 1.3 * max(step, pitch * line.size) and step < 1.9 * pitch * line.size


def _wraps(above: Sequence[Line], line: Line, pitch: float) -> bool:
    """Whether a single line is the next line of a cell: it keeps to that cell's column, close below it."""
    close = line.middle - above[-1].middle < 1.15 * pitch * line.size
    lefts = [segment.x0 for other in above[-4:] for segment in other.segments]
    return close and any(abs(line.x0 - left) < 2 for left in lefts) and not _crosses(above, line)


def _crosses(table: Sequence[Line], line: Line) -> bool:
    """Whether a single line runs through a gap that the table's lines keep open."""
    gutters = _gutters([other for other in table if len(other.segments) > 1], line.size)
    return any(line.x0 < left - 1 and line.x1 > right + 1 for left, right in gutters)


def _gutters(lines: Sequence[Line], size: float) -> list[tuple[float, float]]:
    """Upright strips that no segment enters; a heading across columns doesn't close one that most lines keep."""
    if not lines:
        return []
    edges = sorted((x, step) for line in lines for seg in line.segments for x, step in ((seg.x0, 1), (seg.x1, -1)))
    allowed = len(lines) // 12
    strips: list[tuple[float, float]] = []
    depth, opened = 0, None
    for x, step in edges:
        before, depth = depth, depth + step
        if before > allowed >= depth:
            opened = x
        elif before <= allowed < depth and opened is not None:
            if x - opened >= MIN_GUTTER * size:
                strips.append((opened, x))
            opened = None
    return strips


def _table(lines: Sequence[Line], rules: Sequence[Rule], pitch: float) -> ColumnTable | None:
    gutters = _gutters(lines, lines[0].size)
    if not gutters:
        return None
    middles = [(left + right) / 2 for left, right in gutters]
    lefts = (min(line.x0 for line in lines), *(right for _, right in gutters))
    groups = _row_groups(lines, middles, rules, pitch)
    rows = tuple(_cells(group, middles) for group in groups)
    return ColumnTable(lefts, rows, tuple(lines))


def _cells(group: Sequence[Line], middles: Sequence[float]) -> tuple[tuple[Segment, ...], ...]:
    cells: list[list[Segment]] = [[] for _ in range(len(middles) + 1)]
    for line in group:
        by_column: dict[int, list[Segment]] = {}
        for segment in line.segments:
            by_column.setdefault(_column(segment, middles), []).append(segment)
        for column, segments in by_column.items():
            cells[column].append(Segment(tuple(word for segment in segments for word in segment.words)))
    return tuple(tuple(cell) for cell in cells)


def _column(segment: Segment, middles: Sequence[float]) -> int:
    return sum(segment.x0 > middle for middle in middles)


def _row_groups(
    lines: Sequence[Line], middles: Sequence[float], rules: Sequence[Rule], pitch: float
) -> list[list[Line]]:
    """The printed lines of each row: parted by a drawn line, by a wider step, or by a filled first column."""
    steps = [low.middle - high.middle for high, low in pairwise(lines)]
    spaced = [step > 1.08 * pitch * line.size for step, line in zip(steps, lines[1:], strict=True)]
    by_space = any(spaced) and any(
        step <= 1.08 * pitch * line.size for step, line in zip(steps, lines[1:], strict=True)
    )
    groups = [[lines[0]]]
    for high, low, wide in zip(lines, lines[1:], spaced, strict=False):
        ruled = any(high.middle < rule.at < low.middle and rule.end - rule.start > 40 for rule in rules)
        first_filled = _column(low.segments[0], middles) == 0
        begins = wide if by_space or all(spaced) else first_filled
        if by_space and not wide:
            # Rows set as tight as lines: a line that fills every column its row began with is a row of its own.
            begins = first_filled and len(low.segments) >= len(groups[-1][0].segments) > 1
        if ruled or begins:
            groups.append([low])
        else:
            groups[-1].append(low)
    return groups
