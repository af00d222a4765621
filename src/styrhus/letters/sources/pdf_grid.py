"""Tables whose cells are framed by drawn lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from styrhus.letters.sources.pdf_page import Page, Rule, Word

SNAP = 3.5  # lines closer than this are one; borders of neighbouring cells are drawn twice


@dataclass(frozen=True, slots=True)
class Cell:
    """``first`` and ``last`` are the columns it covers."""

    first: int
    last: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page: its column borders and its rows of cells, empty rows left out."""

    columns: tuple[float, ...]
    top: float
    bottom: float
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]


def grids_of(page: Page) -> list[Grid]:
    """The ruled tables of two or more columns, from top to bottom."""
    frames = (_frame(*lines) for lines in _connected(_merged(page.horizontal), _merged(page.vertical)))
    found = [frame for frame in frames if len(frame.xs) >= 3 and len(frame.ys) >= 2]
    grids = [grid for frame in found if (grid := _fill(frame, page.words)) is not None]
    return sorted(_outermost(grids), key=lambda grid: grid.top)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on the same line that touch become one."""
    merged: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if group and rule.at - group[0].at > SNAP:
            merged += _chained(group)
            group = []
        group.append(rule)
    return merged + _chained(group)


def _chained(group: list[Rule]) -> list[Rule]:
    chains: list[list[Rule]] = []
    end = 0.0
    for rule in sorted(group, key=lambda rule: rule.start):
        if chains and rule.start <= end + SNAP:
            chains[-1].append(rule)
            end = max(end, rule.end)
        else:
            chains.append([rule])
            end = rule.end
    return [
        Rule(sum(rule.at for rule in chain) / len(chain), chain[0].start, max(rule.end for rule in chain))
        for chain in chains
    ]


def _connected(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or touch each other."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for down, column in enumerate(vertical, start=len(horizontal)):
        for across, row in enumerate(horizontal):
            if _cross(row, column):
                parent[root(across)] = root(down)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*horizontal, *vertical]):
        groups.setdefault(root(index), ([], []))[index >= len(horizontal)].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _cross(row: Rule, column: Rule) -> bool:
    return row.start - SNAP <= column.at <= row.end + SNAP and column.start - SNAP <= row.at <= column.end + SNAP


def _frame(horizontal: list[Rule], vertical: list[Rule]) -> _Frame:
    xs = [rule.at for rule in vertical]
    xs += [min(rule.start for rule in horizontal), max(rule.end for rule in horizontal)]
    ys = [rule.at for rule in horizontal]
    ys += [min(rule.start for rule in vertical), max(rule.end for rule in vertical)]
    return _Frame(tuple(horizontal), tuple(vertical), _distinct(xs), _distinct(ys))


def _distinct(values: Iterable[float]) -> tuple[float, ...]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > SNAP:
            kept.append(value)
    return tuple(kept)


def _fill(frame: _Frame, words: Sequence[Word]) -> Grid | None:
    inside = [
        word
        for word in words
        if frame.xs[0] - SNAP <= (word.x0 + word.x1) / 2 <= frame.xs[-1] + SNAP
        and frame.ys[0] <= word.middle <= frame.ys[-1]
    ]
    bands = list(pairwise(frame.ys))
    spans = [_spans(frame, band) for band in bands]
    held: list[dict[tuple[int, int], list[Word]]] = [{span: [] for span in row} for row in spans]
    for word in inside:
        band = next((index for index, (top, bottom) in enumerate(bands) if top <= word.middle <= bottom), 0)
        middle = (word.x0 + word.x1) / 2
        span = next((s for s in spans[band] if middle <= frame.xs[s[1] + 1]), spans[band][-1])
        held[_top_of_merged(frame, bands, spans, band, span)][span].append(word)
    rows = [
        tuple(Cell(first, last, tuple(cell)) for (first, last), cell in row.items())
        for row in held
        if any(row.values())
    ]
    if not rows or max(len(row) for row in rows) < 2:
        return None
    return Grid(frame.xs, frame.ys[0], frame.ys[-1], tuple(rows))


def _spans(frame: _Frame, band: tuple[float, float]) -> list[tuple[int, int]]:
    """The cells of a band as first and last column: where no upright line parts two columns they are merged."""
    middle = (band[0] + band[1]) / 2
    spans, first = [], 0
    for column, x in enumerate(frame.xs[1:-1]):
        parted = any(abs(rule.at - x) <= SNAP and rule.start <= middle <= rule.end for rule in frame.vertical)
        if parted:
            spans.append((first, column))
            first = column + 1
    return [*spans, (first, len(frame.xs) - 2)]


def _top_of_merged(
    frame: _Frame,
    bands: list[tuple[float, float]],
    spans: list[list[tuple[int, int]]],
    band: int,
    span: tuple[int, int],
) -> int:
    """The uppermost band of a cell that reaches over several: no line lies between its bands."""
    middle = (frame.xs[span[0]] + frame.xs[span[1] + 1]) / 2
    while band > 0 and span in spans[band - 1]:
        y = bands[band][0]
        if any(abs(rule.at - y) <= SNAP and rule.start <= middle <= rule.end for rule in frame.horizontal):
            break
        band -= 1
    return band


def _outermost(grids: list[Grid]) -> list[Grid]:
    """Without tables that lie inside another: their words stand in the outer cell."""
    return [
        grid
        for grid in grids
        if not any(
            other is not grid
            and other.top - SNAP <= grid.top
            and grid.bottom <= other.bottom + SNAP
            and other.columns[0] - SNAP <= grid.columns[0]
            and grid.columns[-1] <= other.columns[-1] + SNAP
            and (other.bottom - other.top) > (grid.bottom - grid.top) + SNAP
            for other in grids
        )
    ]
