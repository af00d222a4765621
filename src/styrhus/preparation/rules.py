"""Where in a long report the agency speaks of a point of the letter. Pure: lines in, spans of lines out.

A report is read once into blocks (what stands between blank lines and headings). A point is then sought by its number
first ("SP 4", "2023-07"), since agencies head their sections so, and by the rarer words of its title next. Nothing is
ever summarised: what is proposed is a first and a last line, and a person picks.
"""

from __future__ import annotations

import hashlib
import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

MOST_LINES = 400  # lines of one passage: about eight pages
LONGEST_SECTION = 60  # lines proposed under a heading
LONGEST_BLOCK = 40
AROUND = 12  # lines proposed from a number in the middle of a long block
PROPOSED = 4
ENOUGH = 0.5  # of the weight of the title's words
LONGEST_LINE = 2_000  # characters looked at in one line

STOPWORDS = frozenset(
    [
        "alle",
        "andre",
        "blant",
        "både",
        "denne",
        "deres",
        "dette",
        "disse",
        "eller",
        "etter",
        "ikke",
        "ikkje",
        "innen",
        "innenfor",
        "mellom",
        "mellom",
        "også",
        "overfor",
        "samt",
        "skal",
        "slik",
        "slike",
        "større",
        "under",
        "ulike",
        "være",
        "vere",
        "ved",
        "videre",
        "virksomheten",
        "verksemda",
        "året",
        "årets",
        "antall",
        "andel",
        "andelen",
        "arbeid",
        "arbeidet",
        "gjennom",
        "gjelder",
        "innenfor",
        "knyttet",
        "tiltak",
        "sikre",
        "bidra",
        "bidrar",
        "skulle",
        "etablert",
        "herunder",
        "rapportere",
        "rapport",
    ]
)
ENDINGS = ("enes", "anes", "ene", "ane", "ens", "ets", "ers", "ars", "en", "et", "er", "ar", "es", "a", "e", "s")
WORD = re.compile(r"[^\W\d_]{4,}")
CONTENTS = re.compile(r"(\.{4,}|\s{4,}|\t|…)\s*\d{1,4}\s*$")  # a line of the table of contents
NUMBERED = re.compile(r"^\s*(\d{1,2}(\.\d{1,2}){0,3}\.?\s+\S|[IVX]{1,4}\.\s+\S)")
NAMED = re.compile(
    r"^\s*(mål|delmål|styringsparamet\w+|parameter|oppdrag|sp|fellesføring|kapittel|del)\s*[\d.:–-]", re.I
)
ASSIGNMENT = re.compile(r"^\s*([A-ZÆØÅ]{1,5}\s?)?\d{4}\s?[-–]\s?\d{1,3}\b")  # "2023-07", "TB2026-1"
PLACE_OF_NUMBER = re.compile(
    r"\s*(oppdrag|styringsparamet\w+|parameter|delmål|mål|nr\.?|[\d.]{1,8}|[-–•*])?[\s:.]*$", re.I
)


class Reason(StrEnum):
    LABEL_HEADING = "label_heading"  # the number stands in a heading
    LABEL = "label"  # the number stands in the text
    TITLE = "title"  # the words of the title stand there


@dataclass(frozen=True, slots=True)
class Proposal:
    """Lines ``first`` to ``last``, both counted from 1 and included. The best ``score`` is shown first."""

    first: int
    last: int
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Block:
    first: int
    last: int
    heading: bool
    stems: frozenset[str]


@dataclass(frozen=True)
class Report:
    """The lines of a report, prepared once for all points that are sought in it."""

    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    starts: tuple[int, ...]  # the first line of each block
    offsets: tuple[int, ...]  # where each line begins in ``text``
    text: str
    weight: dict[str, float] = field(default_factory=dict)  # how rare a stem is
    where: dict[str, tuple[int, ...]] = field(default_factory=dict)  # stem → the blocks that hold it


def sliced(lines: Sequence[str], first: int, last: int) -> str:
    """Lines ``first`` to ``last`` (from 1, included) exactly as they stand."""
    return "\n".join(lines[first - 1 : last])


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_report(lines: Sequence[str]) -> Report:
    """Prepare ``lines`` for search."""
    kept = tuple(line[:LONGEST_LINE] for line in lines)
    blocks = tuple(_blocks(kept))
    where: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        for stem in block.stems:
            where.setdefault(stem, []).append(number)
    offsets, at = [], 0
    for line in kept:
        offsets.append(at)
        at += len(line) + 1
    return Report(
        lines=kept,
        blocks=blocks,
        starts=tuple(block.first for block in blocks),
        offsets=tuple(offsets),
        text="\n".join(kept),
        weight={stem: math.log(1 + len(blocks) / len(found)) for stem, found in where.items()},
        where={stem: tuple(found) for stem, found in where.items()},
    )


def propose(report: Report, *, label: str, title: str, limit: int = PROPOSED) -> list[Proposal]:
    """The places that most likely speak of the point, best first; no two of them share a line."""
    found = _by_label(report, label, title) + _by_title(report, title)
    found.sort(key=lambda one: (-one.score, one.first))
    chosen: list[Proposal] = []
    for one in found:
        if all(one.last < other.first or one.first > other.last for other in chosen):
            chosen.append(one)
        if len(chosen) == limit:
            break
    return chosen


def label_pattern(label: str) -> re.Pattern[str] | None:
    """What finds ``label`` and no longer number: "SP 1" is found in "SP1:", not in "SP 12" or "SP 1.2"."""
    parts = re.findall(r"[^\W\d_]+|\d+", label)
    if not parts or not any(part.isdigit() for part in parts) or len(parts) > 8:
        return None
    if len(parts) == 1:
        return None  # a bare number says too little
    between = [
        r"[ \t]*[-–.:/]?[ \t]*" if left.isdigit() and right.isdigit() else r"[ \t]*[-–.:]?[ \t]*"
        for left, right in pairwise(parts)
    ]
    body = re.escape(parts[0]) + "".join(gap + re.escape(part) for gap, part in zip(between, parts[1:], strict=True))
    return re.compile(rf"(?<![\w])(?<!\d[-–./]){body}(?![^\W_])(?![.,–/-]\d)", re.IGNORECASE)


def stems_of(text: str) -> frozenset[str]:
    """The content words of ``text`` without their endings."""
    return frozenset(_stem(word) for word in WORD.findall(text.casefold()) if word not in STOPWORDS)


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _blocks(lines: Sequence[str]) -> list[Block]:
    """What stands between blank lines; a heading is a block by itself; a long block is cut."""
    found: list[Block] = []
    first = 0
    blank_before = True
    for number, line in enumerate([*lines, ""], 1):
        blank_after = number >= len(lines) or not lines[number].strip()
        heading = _is_heading(line, blank_before, blank_after)
        if first and (not line.strip() or heading or number - first >= LONGEST_BLOCK):
            found.append(_block(lines, first, number - 1, False))
            first = 0
        if heading:
            found.append(_block(lines, number, number, True))
        elif line.strip() and not first:
            first = number
        blank_before = not line.strip() or heading
    return found


def _block(lines: Sequence[str], first: int, last: int, heading: bool) -> Block:
    return Block(first, last, heading, stems_of(sliced(lines, first, last)))


def _is_heading(line: str, blank_before: bool, blank_after: bool) -> bool:
    """A numbered or named heading, or a short line that stands alone: the first line of a paragraph does not."""
    text = line.strip()
    if not text or len(text) > 140 or text[-1] in ".,;":
        return False
    if CONTENTS.search(line):
        return False
    if NUMBERED.match(line) or NAMED.match(line) or ASSIGNMENT.match(line):
        return blank_before or len(text) <= 90
    return blank_before and blank_after and len(text) <= 90 and text[0].isupper() and text[-1] not in "!?-–"


def _by_label(report: Report, label: str, title: str) -> list[Proposal]:
    pattern = label_pattern(label)
    if pattern is None:
        return []
    wanted = stems_of(title)
    found: list[Proposal] = []
    for match in pattern.finditer(report.text):
        line = bisect_right(report.offsets, match.start())
        text = report.lines[line - 1]
        if CONTENTS.search(text):
            continue
        at_start = bool(PLACE_OF_NUMBER.match(text[: match.start() - report.offsets[line - 1]]))
        block = _block_at(report, line)
        if block is None:
            continue
        if report.blocks[block].heading and at_start:
            first, last, score, reason = line, _end_of_section(report, block), 3.0, Reason.LABEL_HEADING
        else:
            first, last = _around(report.blocks[block], line, at_start)
            score, reason = (2.0 if at_start else 1.5), Reason.LABEL
        said = stems_of(sliced(report.lines, first, min(last, first + AROUND)))
        overlap = len(wanted & said) / len(wanted) if wanted else 0.0
        found.append(Proposal(first, last, score + overlap, reason))
        if len(found) >= 200:
            break
    return found


def _around(block: Block, line: int, at_start: bool) -> tuple[int, int]:
    """The block, or of a long one the lines from the number on."""
    if at_start:
        return line, min(block.last, line + AROUND - 1)
    if block.last - block.first < AROUND:
        return block.first, block.last
    return max(block.first, line - 2), min(block.last, line + AROUND - 3)


def _by_title(report: Report, title: str) -> list[Proposal]:
    wanted = stems_of(title)
    if len(wanted) < 2:
        return []
    rarest = math.log(1 + len(report.blocks))
    whole = sum(report.weight.get(stem, rarest) for stem in wanted)
    sums: dict[int, float] = {}
    hits: dict[int, int] = {}
    for stem in wanted:
        for number in report.where.get(stem, ()):
            sums[number] = sums.get(number, 0.0) + report.weight[stem]
            hits[number] = hits.get(number, 0) + 1
    found = []
    for number, weight in sums.items():
        share = weight / whole if whole else 0.0
        block = report.blocks[number]
        if share < ENOUGH or hits[number] < 2 or CONTENTS.search(report.lines[block.first - 1]):
            continue
        last = _end_of_section(report, number) if block.heading else block.last
        bonus = 0.2 if block.heading else 0.0
        found.append(Proposal(block.first, last, share + bonus, Reason.TITLE))
    return found


def _block_at(report: Report, line: int) -> int | None:
    number = bisect_right(report.starts, line) - 1
    return number if number >= 0 and line <= report.blocks[number].last else None


def _end_of_section(report: Report, number: int) -> int:
    """The last line before the next heading; a heading right under the first one (its own title) is passed over."""
    first = report.blocks[number].first
    last = report.blocks[number].last
    seen_text = False
    for block in report.blocks[number + 1 :]:
        if block.heading and (seen_text or block.first > last + 1):
            break
        if block.last - first >= LONGEST_SECTION:
            if not seen_text:
                last = min(block.last, first + LONGEST_SECTION - 1)
            break
        last = block.last
        seen_text = seen_text or not block.heading
    return last
