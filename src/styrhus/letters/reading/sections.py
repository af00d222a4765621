"""The tree of sections: numbered headings, marked headings, and the short unnumbered lines that head a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import Section
from styrhus.letters.reading import vocabulary as words
from styrhus.letters.reading.manuscript import LETTER
from styrhus.letters.reading.vocabulary import fold, label_of

_CONTENTS_LINE = re.compile(r".*(?:\.{3,}|…|_{3,}|\s)\s*[0-9]{1,3}")
_OTHER_ITEM = re.compile(
    rf"(?:{words.PARAMETER_WORDS}|{words.GOAL_WORDS}|oppdrag(?: nr\.?)?|post|kap\.?|kapittel"
    rf"|vedlegg(?: nr\.?)?) ?[0-9]|sum\b|kopi\b|dato\b|vår ref|deres ref|t?tb ?20[0-9]|20[0-9]{{2}}-[0-9]"
    rf"|{words.PART_WORDS} [0-9]|(?:innen )?[0-3]?[0-9]\. ?[0-9a-z]|(?:januar|februar|mars|april|mai|juni|juli"
    rf"|august|september|oktober|november|desember) 20",
    re.IGNORECASE,
)
_ROMAN_HEADING = re.compile(r"(?P<number>[IVX]{1,5})(?:\.|\)|:| [–-])? +(?P<title>[A-ZÆØÅ].{2,})")
_LETTER_HEADING = re.compile(r"(?P<number>[A-L])(?:\.|\)) +(?P<title>[A-ZÆØÅ].{2,})")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_Style = tuple[re.Pattern[str], tuple[str, ...], int]  # how a part is numbered, with what, and how many there must be
_ROMAN_STYLE: _Style = (_ROMAN_HEADING, _ROMAN, 2)
_LETTER_STYLE: _Style = (_LETTER_HEADING, tuple("ABCDEFGHIJKL"), 3)
# Labels of an assignment's page that also head sections in letters without numbers.
_HEADING_WORDS = {"budsjett", "økonomi", "oppdrag", "mål", "rapportering"}


@dataclass(frozen=True, slots=True)
class _Heading:
    place: int
    number: str | None
    title: str
    level: int
    sure: bool


@dataclass(frozen=True, slots=True)
class SectionTree:
    sections: tuple[Section, ...]
    section_of: tuple[int, ...]
    numbered_of: tuple[int, ...]
    heads_section: frozenset[int]


def read_sections(blocks: tuple[Block, ...], documents: tuple[str, ...], line_count: int, title: int) -> SectionTree:
    """The sections in the order printed, and for each block the innermost one it stands in. Linear.

    ``title`` is the place of the letter's title: the short lines above it are the letter's head.
    """
    headings = list(_headings(blocks, documents, title))
    closes = _closing_lines(headings, blocks, documents, line_count)
    sections = tuple(
        Section(
            number=heading.number,
            title=heading.title,
            level=heading.level,
            document=documents[heading.place],
            lines=tuple(range(blocks[heading.place].lines[0], closes[index] + 1)),
            confidence=1.0 if heading.sure else 0.7,
        )
        for index, heading in enumerate(headings)
    )
    return SectionTree(
        sections, *_places(headings, blocks, documents), frozenset(heading.place for heading in headings)
    )


def _headings(blocks: tuple[Block, ...], documents: tuple[str, ...], title: int) -> Iterator[_Heading]:
    contents, listed, roman = (
        _contents_places(blocks),
        _listed_places(blocks),
        _part_places(blocks, documents, title, _ROMAN_STYLE) or _part_places(blocks, documents, title, _LETTER_STYLE),
    )
    unnumbered = not any(block.marks or (block.number and block.kind is BlockKind.HEADING) for block in blocks)
    current: tuple[int, ...] = ()
    parts = 0  # 1 once the letter has parts numbered I, II, III: the other headings stand under them
    led: set[int] = set()  # numbered lines of a list under a lead-in
    document = LETTER
    for place, block in enumerate(blocks):
        if documents[place] != document:
            document, current = documents[place], ()
        if fold(block.text).rstrip(",") in words.REGARDS:
            current = ()
        if place in contents:
            continue
        if place in roman:
            current, parts = (), 1
            yield _Heading(place, *roman[place], 1, True)
            continue
        parts = parts if document == LETTER else 0
        number = tuple(map(int, block.number.split("."))) if block.kind is BlockKind.HEADING and block.number else ()
        if (
            number
            and (block.marks or _follows(number, current))
            and place not in listed
            and not _is_list(blocks, place, number)
            and not (place - 1 in led and not block.gap)
        ):
            current = number
            yield _Heading(place, block.number, block.title, len(number) + parts, True)
        elif (
            number and not block.marks and not block.gap and (place - 1 in led or blocks[place - 1].text.endswith(":"))
        ):
            led.add(place)
        elif block.marks and not number and not _is_other(block):
            yield _Heading(place, None, block.text, len(current) + 1 if current else block.marks, True)
        elif not number and current and _heads_text(blocks, place):
            yield _Heading(place, None, block.text, len(current) + 1 + parts, False)
        elif (
            not number
            and not current
            and not parts
            and (document != LETTER or (unnumbered and place > title))
            and (_heads_text(blocks, place) or (document == LETTER and _heads_by_word(blocks, place)))
        ):
            yield _Heading(place, None, block.text, 1, False)


def _follows(number: tuple[int, ...], current: tuple[int, ...]) -> bool:
    """Is this the number that a section after ``current`` may have? A list that starts over at 1 is not."""
    if not current:
        return number[0] <= 2
    if len(number) == 1:
        return current[0] < number[0] <= current[0] + 2
    same_chapter = number[0] == current[0] or number[0] == current[0] + 1
    return same_chapter and number > current


def _part_places(
    blocks: tuple[Block, ...], documents: tuple[str, ...], title: int, style: _Style
) -> dict[int, tuple[str, str]]:
    """The letter's parts "I. Mål", "II. Budsjett" … or "A. Mål", "B. …": in their order, with number and title."""
    found: dict[int, tuple[str, str]] = {}
    pattern, numbers, least = style
    for place in range(title + 1, len(blocks)):
        match = pattern.fullmatch(blocks[place].text) if documents[place] == LETTER else None
        if (
            match
            and len(found) < len(numbers)
            and match["number"] == numbers[len(found)]
            and blocks[place].is_short_line()
            and (place + 1 >= len(blocks) or not pattern.fullmatch(blocks[place + 1].text))
        ):
            found[place] = match["number"], match["title"]
    return found if len(found) >= least else {}


def _is_list(blocks: tuple[Block, ...], place: int, number: tuple[int, ...]) -> bool:
    """Numbered lines right under each other, of one depth and with no text between, are a list and no sections."""
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    above = blocks[place - 1] if place else None
    if above is not None and not blocks[place].gap and above.text.endswith(":") and above.kind is BlockKind.PARAGRAPH:
        return True
    return any(
        other is not None and other.kind is BlockKind.HEADING and other.number is not None and not other.marks
        and other.number.count(".") == len(number) - 1 and not (other.gap if other is below else blocks[place].gap)
        for other in (above, below)
    ) and len(number) == 1  # fmt: skip


def _listed_places(blocks: tuple[Block, ...]) -> set[int]:
    """Three or more lines numbered 4, 5, 6 … with no text between them are a list, also where blank lines part them."""
    places: set[int] = set()
    run: list[int] = []
    before = -1
    for place, block in enumerate(blocks):
        plain = (
            block.kind is BlockKind.HEADING and block.number is not None and block.number.isdigit() and not block.marks
        )
        number = int(block.number) if plain and block.number else -1
        if run and number == before + 1:
            run.append(place)
        else:
            if len(run) >= 3:
                places.update(run)
            run = [place] if plain else []
        before = number
    return places | (set(run) if len(run) >= 3 else set())


def _contents_places(blocks: tuple[Block, ...]) -> set[int]:
    """The blocks of a table of contents: under its heading until the first number comes again, or ending in page numbers."""
    places: set[int] = set()
    for start, block in enumerate(blocks[:150]):
        if fold(block.text) not in words.CONTENTS:
            continue
        seen: set[str] = set()
        for place in range(start, min(start + 150, len(blocks))):
            here = blocks[place]
            key = fold(re.sub(r"[\s.…_]*[0-9]*$", "", here.text))
            if key in seen or len(here.text) > 200:
                break
            seen.add(key)
            places.add(place)
        else:
            places.clear()
        return places
    return {
        place
        for place, block in enumerate(blocks)
        if block.number
        and len(block.text) < 160
        and ("..." in block.text or "…" in block.text)
        and _CONTENTS_LINE.fullmatch(block.text)
    }


def _heads_text(blocks: tuple[Block, ...], place: int) -> bool:
    """An unnumbered short line with a text under it, which is no label, no item and not one of several short lines."""
    block = blocks[place]
    if (
        block.kind is not BlockKind.PARAGRAPH
        or not block.is_short_line()
        or _is_other(block)
        or place + 1 >= len(blocks)
    ):
        return False
    below, above = blocks[place + 1], blocks[place - 1] if place else None
    if len(block.text) > 60 and below.kind is not BlockKind.PARAGRAPH:
        return False
    crowded = above is not None and not block.gap and above.kind is BlockKind.PARAGRAPH and above.is_short_line()
    return (
        not crowded
        and (len(below.text) > len(block.text) or below.kind in {BlockKind.BULLET, BlockKind.ROW})
        and (
            below.text[-1] in ".:"
            or below.kind is not BlockKind.PARAGRAPH
            or len(below.text) > 80
            or bool(_OTHER_ITEM.match(below.text))
        )
    )


def _heads_by_word(blocks: tuple[Block, ...], place: int) -> bool:
    """ "Budsjett" or "Oppdrag" between blank lines."""
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    return blocks[place].gap and below is not None and below.gap and fold(blocks[place].text) in _HEADING_WORDS


def _is_other(block: Block) -> bool:
    return (
        bool(_OTHER_ITEM.match(block.text))
        or label_of(block.text) is not None
        or fold(block.text).rstrip(",") in words.REGARDS
    )


def _closing_lines(
    headings: list[_Heading], blocks: tuple[Block, ...], documents: tuple[str, ...], line_count: int
) -> list[int]:
    """The last line of each section: before the next heading of its level or higher, or where its document ends."""
    closes = [line_count] * len(headings)
    open_ones: list[int] = []
    document = ""
    for index, heading in enumerate(headings):
        first_line = blocks[heading.place].lines[0]
        while open_ones and (headings[open_ones[-1]].level >= heading.level or documents[heading.place] != document):
            closes[open_ones.pop()] = first_line - 1
        document = documents[heading.place]
        open_ones.append(index)
    document_ends = _document_ends(blocks, documents, line_count)
    return [min(close, document_ends[documents[headings[index].place]]) for index, close in enumerate(closes)]


def _document_ends(blocks: tuple[Block, ...], documents: tuple[str, ...], line_count: int) -> dict[str, int]:
    ends: dict[str, int] = {}
    for place, name in enumerate(documents):
        ends[name] = blocks[place + 1].lines[0] - 1 if place + 1 < len(blocks) else line_count
    return ends


def _places(
    headings: list[_Heading], blocks: tuple[Block, ...], documents: tuple[str, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    section_of, numbered_of = [], []
    innermost = numbered = -1
    coming = iter([*((heading.place, index) for index, heading in enumerate(headings)), (len(blocks), -1)])
    place_of_next, index_of_next = next(coming)
    for place in range(len(blocks)):
        if place and documents[place] != documents[place - 1]:
            innermost = numbered = -1
        if place == place_of_next:
            innermost = index_of_next
            if headings[innermost].number or numbered == -1 or headings[innermost].level <= headings[numbered].level:
                numbered = innermost if headings[innermost].number or headings[innermost].sure else numbered
            place_of_next, index_of_next = next(coming)
        section_of.append(innermost)
        numbered_of.append(numbered)
    return tuple(section_of), tuple(numbered_of)
