"""Attachments: those that the letter announces, and which of them follow in the same text; so also where each document begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from styrhus.common.deadlines import find_dates
from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import Attachment, Lines
from styrhus.letters.reading import vocabulary as words
from styrhus.letters.reading.manuscript import ASSIGNMENTS, INSTRUCTION, LETTER
from styrhus.letters.reading.vocabulary import fold

_NUMBERED = re.compile(
    r"(?:trykt |utrykt )?vedlegg(?: nr\.?| nummer)? ?(?P<number>[0-9]{1,2} ?[a-z]?"
    r"|[IVX]{1,4})(?![0-9a-zæøåA-ZÆØÅ]|\.[0-9])\)? ?[:.–-]? ?(?P<title>.*)",
    re.IGNORECASE,
)
_LIST_HEADING = re.compile(
    r"(?:[0-9.]+ )?(?:vedlegg|oversikt over vedlegg|vedleggsoversikt|liste over vedlegg)(?: \([0-9]+\))? ?:?",
    re.IGNORECASE,
)
_INLINE = re.compile(r"vedlegg(?: \([0-9]+\))? ?: ?(?P<titles>(?:[0-9IVX]{1,3}[.)]? +)?[A-ZÆØÅ].*[^.])", re.IGNORECASE)
_INSTRUCTION = re.compile(
    r"(?:[a-zæøåA-ZÆØÅ,-]+s )?(?:hoved|hovud|virksomhets- og økonomi|økonomi)?instruks(?:en)? (?:for|om|til)\b",
    re.IGNORECASE,
)
_ENUMERATED_TITLE = re.compile(r"(?P<number>[0-9]{1,2}[a-z]?|[IVX]{1,4}|[A-H](?=[.)]))[.):]? +(?P<title>\S.*)")
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
_LETTERS = "ABCDEFGH"
_MEMBER = re.compile(r"oppdrag(?: nr\.?)? ?[0-9]|oppdrag som", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    number: str | None
    title: str
    lines: Lines
    begins: int | None = None  # index of the block that it begins with


def read_attachments(blocks: tuple[Block, ...]) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """The attachments, and for each block the document it belongs to."""
    announced, used, end = _announced(blocks)
    by_number = {item.number: item for item in announced if item.number}
    by_title = {fold(item.title): item for item in announced}
    for place, number, title in _beginnings(blocks, used, end):
        item = by_number.get(number) or by_title.get(fold(title))
        if item is None:
            item = _Found(number, title, ())
            announced.append(item)
            by_number[number] = item
        if item.begins is None:
            item.begins = place
    _find_by_title(blocks, announced, end)
    attachments = tuple(
        Attachment(
            number=item.number,
            title=item.title,
            present=item.begins is not None,
            lines=tuple(sorted({*item.lines, *(blocks[item.begins].lines if item.begins is not None else ())})),
            confidence=1.0 if item.number else 0.8,
        )
        for item in announced
    )
    return attachments, _documents(blocks, announced, end)


def _announced(blocks: tuple[Block, ...]) -> tuple[list[_Found], set[int], int]:
    """The announced ones, the blocks that announce them, and the index after which attachments may begin."""
    found: list[_Found] = []
    used: set[int] = set()
    regards = next((place for place, block in enumerate(blocks) if fold(block.text).rstrip(",") in words.REGARDS), None)
    for place, block in enumerate(blocks):
        if place in used or (
            block.kind is BlockKind.HEADING and block.number and not _LIST_HEADING.fullmatch(block.text)
        ):
            continue
        if len(block.text) < 60 and _LIST_HEADING.fullmatch(block.text):
            for member, number, title in _list_members(blocks, place + 1):
                used.add(member)
                found.append(_Found(number, title, blocks[member].lines))
        elif (inline := _INLINE.fullmatch(block.text)) and len(block.text) < 200:
            used.add(place)
            for title in inline["titles"].split(";"):
                listed = _ENUMERATED_TITLE.fullmatch(title.strip())
                found.append(
                    _Found(listed["number"], listed["title"], block.lines)
                    if listed
                    else _Found(None, title.strip(), block.lines)
                )
        elif _numbered(block) and place + 1 < len(blocks) and _numbered(blocks[place + 1]):
            for member in _run(blocks, place):
                number, title = _numbered(blocks[member]) or ("", "")
                used.add(member)
                found.append(_Found(number, title, blocks[member].lines))
        if found:
            break
    last = max([*used, regards if regards is not None else -1])
    return found, used, last + 1 if last >= 0 else 1


def _list_members(blocks: tuple[Block, ...], start: int) -> Iterator[tuple[int, str | None, str]]:
    seen: set[str] = set()
    for place in range(start, len(blocks)):
        block = blocks[place]
        if (
            len(block.text) > 200
            or block.text[-1] in ".:"
            or fold(block.text).rstrip(",") in (*words.REGARDS, *words.COPY_LABELS)
        ):
            return
        numbered = _numbered(block)
        if numbered:
            if numbered[0] in seen:
                return
            seen.add(numbered[0])
            yield place, numbered[0], numbered[1]
            continue
        match = _ENUMERATED_TITLE.fullmatch(block.text)
        listed = block.kind in {BlockKind.BULLET, BlockKind.ROW} or (
            block.kind is BlockKind.HEADING and block.number and "." not in block.number
        )
        if match and (listed or not block.gap or place == start or _follows(match["number"], seen)):
            if match["number"] in seen or (block.kind is BlockKind.ROW and find_dates(block.text)):
                return
            seen.add(match["number"])
            yield place, match["number"], match["title"]
        elif block.kind is BlockKind.BULLET or (not block.gap and block.kind is BlockKind.PARAGRAPH):
            yield place, block.number.strip("()") if block.number else None, block.text
        else:
            return


def _follows(number: str, seen: set[str]) -> bool:
    """Is this the number after one that the list has printed?"""
    if number in _LETTERS:
        return number == "A" or chr(ord(number) - 1) in seen
    counted = _ROMAN if number in _ROMAN else [str(count) for count in range(1, 40)]
    place = counted.index(number) if number in counted else 0
    return place > 0 and counted[place - 1] in seen


def _run(blocks: tuple[Block, ...], place: int) -> Iterator[int]:
    while place < len(blocks) and _numbered(blocks[place]):
        yield place
        place += 1


def _numbered(block: Block) -> tuple[str, str] | None:
    if len(block.text) > 200:
        return None
    match = _NUMBERED.fullmatch(block.text)
    title = match["title"].strip() if match else ""
    if match is None or title[:1].islower() or title.endswith((".", ";", ",")) or _is_digits_dot(title):
        return None
    return match["number"].replace(" ", ""), title


def _is_digits_dot(title: str) -> bool:
    return title[:1] in {",", ")", ";"}


def _beginnings(blocks: tuple[Block, ...], used: set[int], end: int) -> Iterator[tuple[int, str, str]]:
    for place in range(1, len(blocks)):
        numbered = (
            _numbered(blocks[place]) if place not in used and blocks[place].kind is not BlockKind.BULLET else None
        )
        if numbered and place >= end:
            title = numbered[1]
            if not title and place + 1 < len(blocks) and blocks[place + 1].is_short_line():
                title = blocks[place + 1].text
            yield place, numbered[0], title


def _find_by_title(blocks: tuple[Block, ...], announced: list[_Found], end: int) -> None:
    """Finds attachments that begin with their title alone: "Oppdrag tildelingsbrev IMDi 2023" for "Oppdrag"."""
    missing = {fold(item.title): item for item in announced if item.begins is None and item.title}
    if not missing:
        return
    taken = {item.begins for item in announced if item.begins is not None}
    for place in range(end, len(blocks)):
        block = blocks[place]
        if block.number or not block.is_short_line() or place in taken or _MEMBER.match(block.text):
            continue
        item = missing.get(_title_in(fold(block.text), missing, marked=bool(block.marks)))
        if item is not None and item.begins is None:
            item.begins = place


def _title_in(heading: str, titles: Mapping[str, _Found], *, marked: bool) -> str:
    """The announced title that a heading is, or begins with before the letter's name or year; "" when there is none."""
    if heading in titles and (" " in heading or marked):
        return heading
    if "tildelingsbrev" not in heading and not re.search(r"\b20[0-9]{2}\b", heading):
        return ""
    words_of_it = heading.split(" ")
    beginnings = (" ".join(words_of_it[:count]) for count in range(len(words_of_it) - 1, 0, -1))
    return next((beginning for beginning in beginnings if beginning in titles), "")


def _documents(blocks: tuple[Block, ...], attachments: list[_Found], end: int) -> tuple[str, ...]:
    begins = {item.begins: _document_name(item) for item in attachments if item.begins is not None}
    names: list[str] = []
    current = LETTER
    for place, block in enumerate(blocks):
        if place in begins:
            current = begins[place]
        elif place >= end and current == LETTER and end > 1:
            if block.is_short_line() and _INSTRUCTION.match(block.text):
                current = INSTRUCTION
            elif _MEMBER.match(block.text):
                current = ASSIGNMENTS
        names.append(current)
    return tuple(names)


def _document_name(item: _Found) -> str:
    title = fold(item.title)
    if "instruks" in title and "oppdrag" not in title:
        return INSTRUCTION
    if re.match(r"(?:nye |særskilte |oversikt over )?oppdrag", title):
        return ASSIGNMENTS
    return item.number or item.title
