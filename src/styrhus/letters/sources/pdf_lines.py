"""Words to printed lines, and lines to segments: the stretches of a line that a wide gap keeps apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from styrhus.letters.sources.pdf_page import Word

BULLETS = re.compile(r"^[•‣◦○●▪■□∙·➢➤✓\uf0b7\uf0a7\uf0d8\uf02d\uf076]$")
DASHES = {"-", "–", "—", "‐", "−"}
LABEL = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,4}[.)]?|[A-Za-z][.)]|[ivx]{1,4}[.)]|\([a-z0-9]{1,2}\))$")
NOTE_MARK = re.compile(r"^\d{1,2}[,)]?$")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a line with no wide gap among them."""

    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``bullet`` is the x of its mark, which is not among the words."""

    segments: tuple[Segment, ...]
    page: int
    bullet: float | None = None

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for segment in self.segments for word in segment.words)

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def middle(self) -> float:
        return median(word.middle for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


def lines_of(
    words: Iterable[Word], page: int, dots: Sequence[tuple[float, float]] = (), *, running_text: bool = True
) -> list[Line]:
    """Printed lines from top to bottom, split into segments, with their bullets set apart.

    In ``running_text`` a line that ends at the right edge with all its gaps alike is taken to be justified.
    """
    rows = _rows(words)
    space = _usual_space(rows)
    right = max((row[-1].x1 for row in rows), default=0.0) if running_text else None
    lines = []
    for row in rows:
        kept = _without_note_marks(row)
        bullet, kept = _bullet(kept, dots)
        if kept:
            lines.append(Line(tuple(_segments(kept, space, right)), page, bullet))
    return lines


def joined(line: Line) -> Line:
    """The line as one segment: its gaps mean nothing."""
    return replace(line, segments=(Segment(line.words),))


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    middles: list[float] = []
    for word in sorted(words, key=lambda word: word.middle):
        if rows and word.middle - middles[-1] <= 0.3 * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
            # The tallest word leads, so that a raised note mark doesn't pull the line up.
            if word.size > 1.2 * max(other.size for other in rows[-1][:-1]):
                middles[-1] = word.middle
        else:
            rows.append([word])
            middles.append(word.middle)
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _usual_space(rows: list[list[Word]]) -> float:
    gaps = [
        (right.x0 - left.x1) / left.size
        for row in rows
        for left, right in pairwise(row)
        if 0.05 < (right.x0 - left.x1) / left.size < 1.0
    ]
    return median(gaps) if len(gaps) >= 5 else 0.25


def _segments(words: list[Word], space: float, right: float | None) -> Iterable[Segment]:
    """Splits at gaps that stick out from the line's own spaces. A justified line's spaces are wide, but all alike."""
    gaps = [(right.x0 - left.x1) / left.size for left, right in pairwise(words)]
    if not gaps:
        return [Segment(tuple(words))]
    at_edge = right is not None and words[-1].x1 > right - 2
    stretched = right is not None and (len(gaps) >= 5 or at_edge)
    usual = min(max(median(gaps), space), 1.8 * space) if stretched else space
    limit = max(1.9 * usual + 0.08, 0.42)
    evenly = max(gaps) - min(gaps) < 0.04 * max(gaps)
    if len(gaps) >= 2 and evenly and at_edge:
        return [Segment(tuple(words))]
    segments, start = [], 0
    for index, gap in enumerate(gaps, start=1):
        if gap > limit:
            segments.append(Segment(tuple(words[start:index])))
            start = index
    segments.append(Segment(tuple(words[start:])))
    return segments


def _without_note_marks(row: list[Word]) -> list[Word]:
    size = median(word.size for word in row)
    kept: list[Word] = []
    for word in row:
        raised = word.size < 0.82 * size and kept and word.bottom < kept[-1].bottom - 0.1 * size
        if raised and NOTE_MARK.match(word.text) and word.x0 - kept[-1].x1 < 0.2 * size:
            kept[-1] = replace(kept[-1], x1=word.x1)
            continue
        kept.append(word)
    return kept


def _bullet(row: list[Word], dots: Sequence[tuple[float, float]]) -> tuple[float | None, list[Word]]:
    first = row[0]
    if len(row) > 1 and (BULLETS.match(first.text) or first.text in DASHES or _hollow(row)):
        return first.x0, row[1:]
    if len(first.text) > 1 and BULLETS.match(first.text[0]):
        return first.x0, [replace(first, text=first.text[1:]), *row[1:]]
    for x, y in dots:
        if 0 < first.x0 - x < 2.5 * first.size and abs(y - first.middle) < 0.4 * first.size:
            return x, row
    return None, row


def _hollow(row: list[Word]) -> bool:
    """Word's second-level bullet: a small "o" set apart."""
    return row[0].text == "o" and row[1].x0 - row[0].x1 > 0.6 * row[1].size
