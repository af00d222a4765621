"""A source's lines as blocks: headings, paragraphs, bullets and table rows, each with its line numbers.

A paragraph that is broken over lines (hard-wrapped text) or over a page break becomes one block with all its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from styrhus.letters.markup import cells_of, clean, heading_marks, is_rule
from styrhus.letters.model import Lines, Source

_BULLET = re.compile(r"(?:[-–—•◦▪·‣●○*+]|o(?=\t)|)[ \t]+(?=\S)")
_ENUMERATED = re.compile(r"(?:\(?[a-zæøå]\)|\(?[0-9]{1,2}\)|\(?[ivx]{1,5}\))[ \t]+(?=\S)")
_NUMBERED = re.compile(r"(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,4}\.?)[ \t]+(?P<title>[^a-zæøå\s].*)")
_STARTS_ITEM = re.compile(
    r"(?:(?:sp|mål|hovedmål|hovudmål|delmål|virksomhetsmål|verksemdsmål|effektmål|brukermål|sektormål|samfunnsmål|resultatmål|målområde|strategisk mål|styringsparameter"
    r"|oppdrag|post|kap\.?|kapittel|del|vedlegg)"
    r"(?: nr\.?)? [0-9]|(?:frist|frister|fristar|leveringsfrist|finansiering|bakgrunn|beskrivelse|ansvarlig"
    r"|dato|vår ref|deres ref|vedlegg|kopi)\b *[:.]?"
    r"|(?:t?tb ?)?20[0-9]{2}-[0-9]{1,5}\b)",
    re.IGNORECASE,
)
_INDENTED_ITEM = re.compile(r"(?:SP|[A-ZÆØÅ]?[a-zæøå]*[mM]ål|Oppdrag|Styringsparameter) ?[0-9]")
# A line that ends so is not done: what stands at the start of the next belongs to it, whatever it looks like.
_WANTS_MORE = re.compile(
    r"(?:\b(?:nr|jf|jfr|kap|pkt|post|postene|oppdrag|oppdraget|oppgave|oppgåve|mål|vedlegg|punkt|kapittel|del|og|eller"
    r"|samt|på|til|av|for|i|med|om|under|over|innen|innan|senest|seinast|fra|frå|se|sjå|den|per|pr)\.?|[,(/–])$",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[.:;!?][\"»”)]*$")
_LOWER = re.compile(r"[a-zæøå(]")
_WRAP_LIMIT = 130  # no one hard-wraps wider; a longer line is a whole paragraph
_MAX_HEADING = 160


class BlockKind(StrEnum):
    HEADING = "heading"  # marked with # or numbered "3.1 …"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    text: str  # clean; a row's cells joined by a space
    lines: Lines
    cells: tuple[str, ...] = ()  # of a row, else the text alone
    marks: int = 0  # how many # it was marked with
    number: str | None = None  # of a numbered heading, and "a)" of an enumerated bullet
    indent: int = 0  # spaces before a bullet
    gap: bool = True  # a blank line, or nothing, stands before it

    @property
    def title(self) -> str:
        """A heading's words without its number."""
        return self.text.removeprefix(self.number or "").lstrip(" .\t") if self.number else self.text

    def is_short_line(self) -> bool:
        """Could be an unmarked heading: one line that begins large and does not end as a sentence does."""
        return (
            self.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH}
            and 1 < len(self.text) <= _MAX_HEADING
            and not self.text[0].islower()
            and self.text[0].isalnum()
            and self.text[-1] not in ".:;,?!"
        )


def read_blocks(source: Source) -> tuple[Block, ...]:
    """The blocks of a source in the order printed. Rules and blank lines are dropped. Linear in the source's size."""
    width = _wrap_width(source)
    joined = list(_join_wrapped(_single_blocks(source), width)) if width else list(_single_blocks(source))
    return tuple(_join_over_pages(joined))


def _single_blocks(source: Source) -> Iterator[Block]:
    gap, in_fence = True, False
    for number, line in enumerate(source.lines, 1):
        if line.lstrip().startswith("```"):
            in_fence = not in_fence
            continue
        if not line.strip() or is_rule(line):
            gap = True
            continue
        block = _block(line, number, gap)
        if block is not None:
            yield block
            gap = False


def _block(line: str, number: int, gap: bool) -> Block | None:
    marks = heading_marks(line)
    body = line.lstrip().lstrip("#").lstrip() if marks else line
    body = body.lstrip().removeprefix("> ") if body.lstrip().startswith("> ") else body
    bullet = _BULLET.match(body.lstrip()) or _ENUMERATED.match(body.lstrip())
    if bullet and not marks:
        text = " ".join(clean(body.lstrip()[bullet.end() :]).split())
        indent = len(body) - len(body.lstrip())
        mark = bullet[0].strip() if bullet.re is _ENUMERATED else None
        return Block(BlockKind.BULLET, text, (number,), (text,), 0, mark, indent, gap) if text else None
    cells = cells_of(body)
    text = " ".join(cell for cell in cells if cell)
    if not text:
        return None
    numbered = _NUMBERED.fullmatch(text) if len(text) <= _MAX_HEADING + 12 else None
    if (
        numbered
        and (len(cells) == 1 or (len(cells) == 2 and _NUMBERED.fullmatch(f"{cells[0]} X")))
        and _is_title(numbered["title"])
    ):
        return Block(BlockKind.HEADING, text, (number,), (text,), marks, numbered["number"].rstrip("."), 0, gap)
    indented = sum(map(bool, cells)) == 1 and _INDENTED_ITEM.match(text) is not None
    if sum(map(bool, cells)) > 1 or (len(cells) > 1 and not cells[0] and "\t" in line.strip(" ") and not indented):
        return Block(BlockKind.ROW, text, (number,), cells, marks, None, 0, gap)
    return Block(BlockKind.HEADING if marks else BlockKind.PARAGRAPH, text, (number,), (text,), marks, None, 0, gap)


def _is_title(text: str) -> bool:
    # "22 00 00 01" is a telephone number and no heading.
    worded = any(letter.isalpha() for letter in text)
    return worded and (text[-1] not in ".;,!?" or text.endswith((" mv.", " m.m.", " m.v.", " o.l.")))


def _wrap_width(source: Source) -> int:
    """The width that the text is hard-wrapped at, 0 when each paragraph is a line of its own."""
    if source.media not in {"txt", "markdown"}:
        return 0
    lengths = [len(line.rstrip()) for line in source.lines if line.strip() and "\t" not in line and "|" not in line]
    if not lengths or sum(length > _WRAP_LIMIT for length in lengths) > len(lengths) * 0.02:
        return 0
    pairs = zip(source.lines, source.lines[1:], strict=False)
    wrapped = sum(
        bool(_LOWER.match(below)) and bool(above.strip()) and not _ENDS_SENTENCE.search(above.rstrip()[-4:])
        for above, below in pairs
    )
    longest = sorted(lengths)[int(len(lengths) * 0.98)]
    return longest if wrapped >= 2 and longest >= 40 else 0


def _join_wrapped(blocks: Iterator[Block], width: int) -> Iterator[Block]:
    """Joins a line to the one above when its first word would not have fitted there."""
    parts: list[Block] = []
    for block in blocks:
        if parts and _continues_wrapped(parts[-1], block, width, whole=parts[0]):
            parts.append(block)
            continue
        if parts:
            yield _glue(parts)
        parts = [block]
    if parts:
        yield _glue(parts)


def _continues_wrapped(above: Block, below: Block, width: int, whole: Block) -> bool:
    numbered = below.kind is BlockKind.HEADING and not below.marks and _is_unfinished(above.text)
    if below.gap or not (below.kind is BlockKind.PARAGRAPH or numbered) or whole.kind is BlockKind.ROW or whole.marks:
        return False
    if _STARTS_ITEM.match(below.text) and not (_LOWER.match(below.text) or above.text.endswith("-")):
        return _is_unfinished(above.text) and len(above.text) > width * 0.6
    first_word = below.text.split(" ", 1)[0]
    room = 2 if whole.kind is BlockKind.BULLET else 0
    return len(above.text) + room + 1 + len(first_word) > width * 0.92 or (
        bool(_LOWER.match(below.text)) and not _ENDS_SENTENCE.search(above.text[-4:])
    )


def _is_unfinished(text: str) -> bool:
    """Does a line end on a word, or inside a bracket, that the next line has to go on from?"""
    return _WANTS_MORE.search(text[-20:]) is not None or text.rfind("(") > text.rfind(")")


def _glue(parts: list[Block]) -> Block:
    if len(parts) == 1:
        return parts[0]
    pieces = [parts[0].text]
    for part in parts[1:]:
        before = pieces[-1]
        hyphenated = before.endswith("-") and len(before) > 1 and before[-2].isalpha()
        if hyphenated and part.text[:1].islower() and part.text.split(" ", 1)[0] not in {"og", "eller"}:
            pieces[-1] = before[:-1]
            pieces.append(part.text)
        else:
            pieces.append(" " + part.text)
    text = "".join(pieces)
    lines = tuple(number for part in parts for number in part.lines)
    return replace(parts[0], text=text, cells=(text,), lines=lines)


def _join_over_pages(blocks: list[Block]) -> Iterator[Block]:
    """Joins a paragraph that breaks off in mid-sentence to the small letter (or the list) that it goes on with."""
    held: list[Block] = []
    for block in blocks:
        if held and _breaks_off(held[-1]) and _goes_on(held[-1], block):
            held.append(block)
            continue
        if held:
            yield _glue(held)
        held = [block]
    if held:
        yield _glue(held)


def _breaks_off(block: Block) -> bool:
    return (
        block.kind in {BlockKind.PARAGRAPH, BlockKind.BULLET}
        and len(block.text) > 60
        and (block.text[-1] in ",-" or block.text[-1].isalpha() or block.text[-1] == ")")
    )


def _goes_on(above: Block, below: Block) -> bool:
    if below.kind is not BlockKind.PARAGRAPH or _STARTS_ITEM.match(below.text):
        return False
    return bool(_LOWER.match(below.text)) or (above.text[-1] == "," and below.text[-1] in ".!?")
