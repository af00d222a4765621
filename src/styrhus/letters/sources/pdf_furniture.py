"""What stands on a page beside its text: running headers and footers, page numbers, address columns, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from styrhus.letters.sources.pdf_lines import Line, lines_of
from styrhus.letters.sources.pdf_page import Page, Word

PAGE_NUMBER = re.compile(
    r"^(?:side|page|s\.)?\s*[-–(]?\s*(\d{1,4})\s*[-–)]?\s*(?:(?:av|of|/|\()\s*\d{1,4}\s*\)?)?$", re.IGNORECASE
)
# What browsers print above and below a page: the time of printing, the address and the page.
BROWSER_STAMP = re.compile(
    r"^\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d{2}\b|^(?:file|https?)://\S+(?: \d+/\d+)?$"
)
ADDRESS_LABELS = re.compile(
    r"\b(?:post|kontor|besøks|faktura)adresse\b|\btelefon\b|\borg\.?\s?(?:nr|nummer)\b|\bsaksbehand\w+\b"
    r"|\bavdeling\b|\be-post\b|\btelefaks\b",
    re.IGNORECASE,
)
EDGE_LINES = 3  # how many printed lines from the top or bottom a header or footer may have
APART = 1.8  # of the font's height: a wider step parts a header from the text
MARGIN = 0.075  # of the page's height: text never begins so near the edge
SMALL = 0.93  # of the body's font height


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page's body words, and the lines that stand beside the text and must not run into it."""

    body: tuple[Word, ...]
    aside: tuple[Line, ...]


def clean(pages: Sequence[Page]) -> list[Cleaned]:
    """Drops running headers, footers and page numbers; sets address columns and footnotes aside."""
    size = body_size(pages)
    lined = [lines_of(page.words, page.number) for page in pages]
    repeated = _repeated(pages, lined)
    return [_clean_page(page, lines, repeated, size) for page, lines in zip(pages, lined, strict=True)]


def body_size(pages: Iterable[Page]) -> float:
    """The font height that most letters have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for word in page.words:
            sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _edges(lines: Sequence[Line], page: Page) -> list[tuple[str, Line]]:
    """The outermost lines of the page that stand in its margin, or apart from the text."""
    top = _apart(lines[: EDGE_LINES + 1], 0.16 * page.height, page)
    low = _apart(lines[: -EDGE_LINES - 2 : -1], 0.14 * page.height, page)
    return [*(("top", line) for line in top), *(("low", line) for line in low)]


def _apart(outer: Sequence[Line], reach: float, page: Page) -> list[Line]:
    """Of lines from the page's edge inwards: those up to the first wide gap, and those in the margin itself."""

    def depth(line: Line) -> float:
        return min(line.bottom, page.height - line.top)

    gap = 0
    for index, (one, other) in enumerate(pairwise(outer), start=1):
        if abs(other.middle - one.middle) > APART * max(one.size, other.size):
            gap = index
            break
    return [
        line
        for index, line in enumerate(outer[:EDGE_LINES])
        if depth(line) < reach and (index < gap or depth(line) < MARGIN * page.height)
    ]


def _normal(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text).casefold()


def _key(edge: str, line: Line) -> tuple[str, str, int]:
    return edge, _normal(line), round(line.top / 6)


def _repeated(pages: Sequence[Page], lined: Sequence[Sequence[Line]]) -> set[tuple[str, str, int]]:
    """Edge lines that stand at the same height on enough pages; a header may differ on odd and even pages."""
    counts: Counter[tuple[str, str, int]] = Counter()
    for page, lines in zip(pages, lined, strict=True):
        for edge, line in _edges(lines, page):
            if not _in_table(line, page):
                edge_name, text, height = _key(edge, line)
                # Two heights, so that rounding doesn't part equal ones.
                counts.update({(edge_name, text, height), (edge_name, text, height + 1)})
    needed = max(2, 0.35 * (len(pages) - 1))
    return {key for key, count in counts.items() if count >= needed}


def _in_table(line: Line, page: Page) -> bool:
    return any(
        rule.start - 1 <= line.middle <= rule.end + 1 and rule.end - rule.start < 0.9 * page.height
        for rule in page.vertical
        if line.x0 - 20 <= rule.at <= line.x1 + 20
    )


def _clean_page(page: Page, lines: Sequence[Line], repeated: set[tuple[str, str, int]], size: float) -> Cleaned:
    dropped: set[Word] = set()
    for edge, line in _edges(lines, page):
        edge_name, text, height = _key(edge, line)
        number = PAGE_NUMBER.match(line.text) is not None and len(line.text) <= 16
        alone = number and _outermost(line, lines)
        alone = alone or BROWSER_STAMP.match(line.text) is not None
        # A later page's small line in the margin is a header, even where only one page has it.
        alone = alone or (page.number > 1 and line.size < SMALL * size and _in_margin(line, page))
        again = (edge_name, text, height) in repeated or (edge_name, text, height + 1) in repeated
        if (again or alone) and not _in_table(line, page):
            dropped.update(line.words)
    kept = [word for word in page.words if word not in dropped]
    aside = _margin_column(page, kept, size)
    kept = [word for word in kept if word not in aside]
    below = _small_print_below(lines_of(kept, page.number), page, size)
    kept = [word for word in kept if word not in below]
    return Cleaned(tuple(kept), (*_by_column(aside, page), *_by_column(below, page)))


def _in_margin(line: Line, page: Page) -> bool:
    return min(line.bottom, page.height - line.top) < MARGIN * page.height


def _outermost(line: Line, lines: Sequence[Line]) -> bool:
    return line is lines[0] or line is lines[-1]


def _margin_column(page: Page, words: Sequence[Word], size: float) -> set[Word]:
    """Small words wholly to the left or right of the first page's text: a letterhead's address column."""
    small = [word for word in words if word.size < SMALL * size]
    body = [word for word in words if word.size >= SMALL * size]
    if page.number > 1 or len(small) < 8 or len(body) < 30:
        return set()
    right, left = max(word.x1 for word in body), min(word.x0 for word in body)
    outside = {word for word in small if word.x0 > right + 4 or word.x1 < left - 4}
    inside = [word.middle for word in small if word not in outside]
    # A table's last column has small words of the same row to its left.
    rows = sum(any(abs(word.middle - middle) < 1 for middle in inside) for word in outside)
    return outside if len(outside) >= 8 and rows * 3 < len(outside) else set()


def _small_print_below(lines: Sequence[Line], page: Page, size: float) -> set[Word]:
    """Footnotes, and the block of addresses at the foot of a letter's first page."""
    start = len(lines)
    while start > 0 and lines[start - 1].size < SMALL * size:
        start -= 1
    small = lines[start:]
    if start == 0 or not small or small[0].top < 0.45 * page.height:
        return set()
    text = " ".join(line.text for line in small)
    addresses = len({found.lower() for found in ADDRESS_LABELS.findall(text)}) >= 2
    footnotes = re.match(r"^(?:\d{1,2}|\*)\s", small[0].text) and _ruled_off(small[0], page)
    return {word for line in small for word in line.words} if addresses or footnotes else set()


def _ruled_off(line: Line, page: Page) -> bool:
    """Whether a short line is drawn just above: the mark of footnotes."""
    return any(
        -2 * line.size < rule.at - line.top < 3 and rule.end - rule.start < 0.5 * page.width for rule in page.horizontal
    )


def _by_column(words: Iterable[Word], page: Page) -> list[Line]:
    """Address blocks column by column: their columns have nothing to do with each other."""
    lines = lines_of(words, page.number, running_text=False)
    if not lines:
        return []
    starts: list[float] = []
    for x in sorted(segment.x0 for line in lines for segment in line.segments):
        if not starts or x - starts[-1] > 2.5 * median(line.size for line in lines):
            starts.append(x)
    columns: list[list[Word]] = [[] for _ in starts]
    for line in lines:
        for segment in line.segments:
            columns[sum(segment.x0 >= start - 1 for start in starts) - 1].extend(segment.words)
    return [line for column in columns for line in lines_of(column, page.number)]
