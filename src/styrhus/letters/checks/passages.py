"""The letter's running text as paragraphs and sentences that know their lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# A line this long that is followed by another belongs to the same paragraph: text wrapped at 70 to 100 columns.
_WRAPPED = range(55, 110)
_STARTS_ANEW = re.compile(r"\s*(?:[-•–*] |\d+(?:\.\d+)*\.? +[A-ZÆØÅ]|SP \d|Post \d|Kap|Vedlegg|Oppdrag nr)")
_STOP = re.compile(r"[.!?][)»\"*]*\s+(?=[A-ZÆØÅ«\"(*\[])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:pkt|jf|jfr|kap|nr|mill|mrd|ev|evt|hhv|ca|bl\.a|f\.eks|t\.d|prop|innst|meld|st|art|dvs|mv|mm|m\.m|m\.a|osv|o\.l"
    r"|tlf|kr|ref|inkl|ekskl|pr|dok|res|kgl)|\b\w|\d)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or sentence. ``starts`` holds where in ``text`` each line of ``numbers`` begins."""

    text: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]

    def line(self, position: int) -> int:
        """The 1-based line that the character at ``position`` stands on."""
        return self.numbers[bisect_right(self.starts, position) - 1]

    def lines(self, start: int = 0, end: int | None = None) -> tuple[int, ...]:
        """The lines that the characters from ``start`` to ``end`` stand on."""
        last = self.line(max(start, (len(self.text) if end is None else end) - 1))
        return tuple(number for number in self.numbers if self.line(start) <= number <= last)


def paragraphs(lines: Sequence[str]) -> tuple[Passage, ...]:
    """Every paragraph, lines that a hard wrap broke joined by a space. Blank lines and table rows stand alone."""
    return _paragraphs(tuple(lines))


def sentences(lines: Sequence[str]) -> tuple[Passage, ...]:
    """Every sentence; a full stop after an abbreviation or a number ends none."""
    return _sentences(tuple(lines))


# A dozen checks read the same letter one after the other, so the last one is kept.
@lru_cache(maxsize=1)
def _paragraphs(lines: tuple[str, ...]) -> tuple[Passage, ...]:
    return tuple(_joined(lines))


@lru_cache(maxsize=1)
def _sentences(lines: tuple[str, ...]) -> tuple[Passage, ...]:
    return tuple(sentence for paragraph in _paragraphs(lines) for sentence in _parts(paragraph))


def _joined(lines: tuple[str, ...]) -> Iterator[Passage]:
    gathered: list[tuple[int, str]] = []
    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if gathered and not _continues(gathered[-1][1], raw):
            yield _join(gathered)
            gathered = []
        if line:
            gathered.append((number, line))
    if gathered:
        yield _join(gathered)


def _parts(paragraph: Passage) -> Iterator[Passage]:
    start = 0
    for stop in _STOP.finditer(paragraph.text):
        if stop[0][0] == "." and _ABBREVIATION.search(paragraph.text, max(start, stop.start() - 12), stop.start()):
            continue
        yield _cut(paragraph, start, stop.end())
        start = stop.end()
    yield _cut(paragraph, start, len(paragraph.text))


def _continues(before: str, raw: str) -> bool:
    line = raw.strip()
    if not line or "\t" in before or "\t" in raw or "|" in raw[:1] or len(before) not in _WRAPPED:
        return False
    return not _STARTS_ANEW.match(raw)


def _join(gathered: list[tuple[int, str]]) -> Passage:
    starts, position = [], 0
    for _, line in gathered:
        starts.append(position)
        position += len(line) + 1
    return Passage(" ".join(line for _, line in gathered), tuple(starts), tuple(number for number, _ in gathered))


def _cut(paragraph: Passage, start: int, end: int) -> Passage:
    text = paragraph.text[start:end].rstrip()
    numbers = paragraph.lines(start, start + max(1, len(text)))
    first = paragraph.numbers.index(numbers[0])
    starts = tuple(max(0, paragraph.starts[first + place] - start) for place in range(len(numbers)))
    return Passage(text, starts, numbers)
