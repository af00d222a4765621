"""Tables without lines: text that keeps to columns because the same gaps go through several printed lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from styrhus.letters.sources.pdf_lines import LABEL, Line, Segment, joined
from styrhus.letters.sources.pdf_page import Rule, Word
from styrhus.letters.sources.pdf_words import HYPHENS

SUM_ROW = re.compile(r"^(?:sum|totalt?|i alt|samlet|til sammen)\b", re.IGNORECASE)
MIN_GUTTER = 0.38  # of the font's height; an ordinary space is about 0.23
TIGHT = 1.12  # of the usual step between lines: no more than this lies between two lines of a cell
STAGGER = 0.75  # of the usual step: lines closer than this stand side by side
NEAR = 1.6  # of the usual step: rows closer than this need no further proof that they belong together
FAR = 3.2  # of the usual step: rows further apart belong to different tables
LONE = 1.9  # of the usual step: no more than this above a row that fills one column only
OFF_MARGIN = 0.7  # of the font's height

Interval = tuple[float, float]
Zone = tuple[int, int]  # first line and the one after the last


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """``rows`` hold the text lines of each column. ``lefts`` are the columns' left edges."""

    lefts: tuple[float, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """What is usual in the document: the step between lines by font height, and where lines begin and end."""

    pitch: float
    left: float
    right: float


def tables_in(lines: Sequence[Line], rules: Sequence[Rule], usual: Measures) -> list[Line | ColumnTable]:
    """The lines, with those of column tables gathered into tables."""
    result: list[Line | ColumnTable] = []
    done = 0
    for start, end in _with_lone_cells(lines, _zones(lines, usual), usual):
        table = _table(lines[start:end], rules, usual)
        if table is not None:
            result += [joined(line) for line in lines[done:start]]
            result.append(table)
            done = end
    return result + [joined(line) for line in lines[done:]]


def _is_tabular(line: Line) -> bool:
    if len(line.segments) < 2 or line.bullet is not None:
        return False
    # "1.   Innledning" and "a)   tekst": the gap belongs to the label.
    return len(line.segments) > 2 or not LABEL.match(line.segments[0].text)


def _zones(lines: Sequence[Line], usual: Measures) -> list[Zone]:
    """The stretches that may be tables, as first and last-plus-one index: rows with gaps and their cells' lines."""
    pitch = usual.pitch
    zones: list[Zone] = []
    for index, line in enumerate(lines):
        if (zones and index < zones[-1][1]) or not (_is_tabular(line) or _staggered(lines, index, pitch)):
            continue
        start = _upwards(lines, index, zones[-1][1] if zones else 0, pitch)
        end = _downwards(lines, index, pitch)
        if zones and _one_table(lines, zones[-1], (start, end), usual):
            zones[-1] = (zones[-1][0], end)
        else:
            zones.append((start, end))
    return zones


def _staggered(lines: Sequence[Line], index: int, pitch: float) -> bool:
    """Less than a line's step above the next: two cells side by side, one set in the middle of the other's height."""
    if index + 1 >= len(lines) or lines[index].bullet is not None or lines[index + 1].bullet is not None:
        return False
    high, low = lines[index], lines[index + 1]
    return _step(lines, index + 1) < STAGGER * pitch and (high.x1 < low.x0 or low.x1 < high.x0 or len(low.segments) > 1)


def _step(lines: Sequence[Line], index: int) -> float:
    """From the line before to this one, by font height."""
    return (lines[index].middle - lines[index - 1].middle) / lines[index].size


def _upwards(lines: Sequence[Line], index: int, limit: int, pitch: float) -> int:
    """A cell set in the middle of a taller row begins above the row's own first line."""
    row = lines[index]
    left = _left(lines, index, pitch)
    start = index
    while start > limit:
        above = lines[start - 1]
        inset = above.x0 > left + OFF_MARGIN * row.size or _step(lines, start) < STAGGER * pitch
        if above.bullet is not None or not inset or _step(lines, start) > TIGHT * pitch:
            break
        start -= 1
    return start


def _left(lines: Sequence[Line], index: int, pitch: float) -> float:
    """Where the row at this line begins, which may be printed on the line below."""
    return min(line.x0 for line in lines[index : index + 1 + _staggered(lines, index, pitch)])


def _downwards(lines: Sequence[Line], index: int, pitch: float) -> int:
    """The further lines of the row's cells: set tight below, and clear of the gaps."""
    row = lines[index]
    left = _left(lines, index, pitch)
    end = index + 1
    while end < len(lines):
        below, step = lines[end], _step(lines, end)
        if below.bullet is not None or step > TIGHT * pitch:
            break
        if step >= STAGGER * pitch:
            inset = below.x0 > left + OFF_MARGIN * row.size
            gaps = _gutters(lines[index:end])
            clear = not any(one.x0 < gap[0] - 1 and one.x1 > gap[1] + 1 for gap in gaps for one in below.segments)
            if _is_tabular(below) or not (clear and (inset or abs(below.x0 - left) < 2)):
                break
        end += 1
    return end


def _one_table(lines: Sequence[Line], upper: Zone, lower: Zone, usual: Measures) -> bool:
    """Whether two stretches belong together: near each other, and the upper one's gaps go through all of it."""
    steps = [_step(lines, index) for index in range(upper[1], min(lower[0], len(lines) - 1) + 1)]
    if any(step > FAR * usual.pitch for step in steps):
        return False
    between = lines[upper[1] : lower[0]]
    kept = _gutters(lines[upper[0] : lower[1]])
    through = all(any(_overlap(gap, other) for other in kept) for gap in _gutters(lines[upper[0] : upper[1]]))
    if not kept or not through:
        return False
    if max(steps) > NEAR * usual.pitch and not _same_columns(lines[upper[0] : upper[1]], lines[lower[0] : lower[1]]):
        return False
    left = min(line.x0 for line in lines[upper[0] : upper[1]])
    others = [segment.x0 for line in lines[upper[0] : upper[1]] for segment in line.segments[1:]]
    if max(steps) < LONE * usual.pitch and all(_in_one_of(line, others) for line in between):
        return True
    lone = len(between) == 1 or left > usual.left + 2
    cells = all(_lone_cell(line, left) for line in between) and max(steps) < LONE * usual.pitch and lone
    return cells or all(SUM_ROW.match(line.text) for line in between)


def _in_one_of(line: Line, lefts: Sequence[float]) -> bool:
    return line.bullet is None and any(abs(line.x0 - left) < 2 for left in lefts)


def _same_columns(upper: Sequence[Line], lower: Sequence[Line]) -> bool:
    """Whether every column of the lower rows begins or ends where one of the upper rows' does."""
    cells = [segment for line in upper for segment in line.segments]
    return all(
        any(abs(segment.x0 - cell.x0) < 3 or abs(segment.x1 - cell.x1) < 3 for cell in cells)
        for segment in lower[0].segments
    )


def _lone_cell(line: Line, left: float) -> bool:
    return line.bullet is None and abs(line.x0 - left) < 2


def _with_lone_cells(lines: Sequence[Line], zones: Sequence[Zone], usual: Measures) -> list[Zone]:
    """The stretches with rows at their ends that fill the first column alone, known by the cells' own padding."""
    widened: list[Zone] = []
    for number, zone in enumerate(zones):
        start, end = zone
        left = min(line.x0 for line in lines[start:end])
        gaps = _gutters(lines[start:end])
        first = widened[-1][1] if widened else 0
        last = zones[number + 1][0] if number + 1 < len(zones) else len(lines)
        if left > usual.left + 2 and gaps:
            while start > first and _clear(lines[start - 1], left, gaps) and _step(lines, start) < LONE * usual.pitch:
                start -= 1
            while end < last and _clear(lines[end], left, gaps) and _step(lines, end) < LONE * usual.pitch:
                end += 1
        widened.append((start, end))
    return widened


def _clear(line: Line, left: float, gaps: Sequence[Interval]) -> bool:
    room = line.x1 <= gaps[0][1] - MIN_GUTTER * line.size
    return _lone_cell(line, left) and room and len(line.segments) == 1


def _overlap(one: Interval, other: Interval) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])


def _lone_cells(lines: Sequence[Line], upper: Zone, between: Sequence[Line], step: float, pitch: float) -> bool:
    """Whether lines between rows are cells of the first column alone: "Sum" without an amount, a group's name."""
    if not between or all(SUM_ROW.match(line.text) for line in between):
        return True
    left = min(line.x0 for line in lines[upper[0] : upper[1]])
    in_column = all(line.bullet is None and abs(line.x0 - left) < 2 for line in between)
    set_in = left > min(line.x0 for line in lines) + 2  # off the page's margin: the cells' own padding
    return in_column and step < 1.9 * pitch and (len(between) == 1 or set_in)


def _gutters(lines: Sequence[Line]) -> list[Interval]:
    """Upright strips that nothing enters, or only now and then a heading that runs across."""
    if len(lines) < 3:
        intervals = [(segment.x0, segment.x1) for line in lines for segment in line.segments]
    else:
        intervals = [(word.x0, word.x1) for line in lines for word in line.words]
    width = MIN_GUTTER * lines[0].size
    strips = _strips(intervals, 0, width)
    crossed = len(lines) // 12
    if crossed:
        strips += [
            strip for strip in _strips(intervals, crossed, width) if not any(_overlap(strip, other) for other in strips)
        ]
    return sorted(strip for strip in strips if _held_open(strip, lines))


def _strips(intervals: Sequence[Interval], crossed: int, width: float) -> list[Interval]:
    """Strips at least so wide that at most so many intervals cross."""
    edges = sorted((x, step) for left, right in intervals for x, step in ((left, 1), (right, -1)))
    strips: list[Interval] = []
    depth, opened = 0, None
    for x, step in edges:
        before, depth = depth, depth + step
        if before > crossed >= depth:
            opened = x
        elif before <= crossed < depth and opened is not None:
            if x - opened >= width:
                strips.append((opened, x))
            opened = None
    return strips


def _held_open(strip: Interval, lines: Sequence[Line]) -> bool:
    """Whether the lines with words on both sides show a gap there, and not just spaces that happen to agree."""
    both = [line for line in lines if line.x0 < strip[0] and line.x1 > strip[1]]
    middle = (strip[0] + strip[1]) / 2
    run_through = [line for line in both if any(segment.x0 < middle < segment.x1 for segment in line.segments)]
    return len(run_through) <= len(both) // 8


def _table(lines: Sequence[Line], rules: Sequence[Rule], usual: Measures) -> ColumnTable | None:
    gutters = _gutters(lines)
    if not gutters:
        return None
    middles = [(left + right) / 2 for left, right in gutters]
    lefts = (min(line.x0 for line in lines), *(right for _, right in gutters))
    groups = _row_groups(lines, middles, rules, usual)
    rows = tuple(
        tuple(tuple(Segment(tuple(words)).text for words in column) for column in _columns(group, middles))
        for group in groups
    )
    return ColumnTable(lefts, rows, tuple(lines))


def _columns(group: Sequence[Line], middles: Sequence[float]) -> list[list[list[Word]]]:
    """The words of each column, line by line."""
    columns: list[list[list[Word]]] = [[] for _ in range(len(middles) + 1)]
    for line in group:
        for number, words in enumerate(_split(line, middles)):
            if words:
                columns[number].append(words)
    return columns


def _split(line: Line, middles: Sequence[float]) -> list[list[Word]]:
    parts: list[list[Word]] = [[] for _ in range(len(middles) + 1)]
    for word in line.words:
        parts[sum(word.x0 > middle for middle in middles)].append(word)
    return parts


def _row_groups(
    lines: Sequence[Line], middles: Sequence[float], rules: Sequence[Rule], usual: Measures
) -> list[list[Line]]:
    """The printed lines of each row: parted by a drawn line, by a wider step, or because a cell had room left."""
    steps = [_step(lines, index) for index in range(1, len(lines))]
    padded = any(step > 1.08 * usual.pitch for step in steps)
    padding = max(0.0, min(line.x0 for line in lines) - usual.left)
    rights = [*middles, usual.right - padding]
    groups = [[lines[0]]]
    for (high, low), step in zip(pairwise(lines), steps, strict=True):
        ruled = any(high.middle < rule.at < low.middle and rule.end - rule.start > 40 for rule in rules)
        begins = step > 1.08 * usual.pitch
        if not begins and step >= STAGGER * usual.pitch:
            above, below = _split(high, middles), _split(low, middles)
            begins = _alike(above[0], below[0]) or (not padded and _had_room(above, below, rights))
            begins = begins and not any(words and words[-1].text.endswith(HYPHENS) for words in above)
        if ruled or begins:
            groups.append([low])
        else:
            groups[-1].append(low)
    return groups


def _alike(above: Sequence[Word], below: Sequence[Word]) -> bool:
    """Two first cells of the same make, such as "2023-01" and "2023-02": each begins a row."""
    shapes = [re.sub(r"\d", "#", " ".join(word.text for word in words)) for words in (above, below)]
    return shapes[0] == shapes[1] and "#" in shapes[0]


def _had_room(above: Sequence[Sequence[Word]], below: Sequence[Sequence[Word]], rights: Sequence[float]) -> bool:
    """Whether a cell's text could have gone on in its line and didn't: what stands below is another row's."""
    for high, low, right in zip(above, below, rights, strict=True):
        if high and low and low[0].x1 - low[0].x0 + 0.3 * low[0].size < right - high[-1].x1:
            return True
    return False
