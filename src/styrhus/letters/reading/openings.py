"""The line that an assignment begins with, and the number it prints."""

from __future__ import annotations

import re
from dataclasses import dataclass

from styrhus.letters.blocks import Block, BlockKind

YEARLY_ID = (
    r"(?:[A-ZÆØÅ]{1,6}[ -]?)?20[0-9]{2} ?[-–] ?(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{1,5}[a-z]?(?![0-9-])"
    r"|[0-9]{1,3}[/-]20[0-9]{2}(?![0-9-])|20[0-9]{2}/[0-9]{1,3}(?![0-9])"
)
CODE_ID = r"(?!COVID|SARS|ISO)[A-ZÆØÅ]{2,5}-[0-9]{1,3}(?![0-9-])"
_PLAIN_ID = r"[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}[a-z]?(?![0-9/-])"
_WORD = r"(?:(?:nytt|ny|tidligere|tidlegare) )?(?:oppdrag|bestilling|tiltak|oppgave|oppgåve)(?:s(?:nr|nummer))?(?: ?(?:nr\.?|nummer))?"
_ANY_ID = rf"{YEARLY_ID}|{CODE_ID}|{_PLAIN_ID}"
_WORDED = re.compile(rf"(?P<word>{_WORD}) ?(?P<id>{_ANY_ID})[.):]? ?[:–-]? ?(?P<title>.*)", re.IGNORECASE)
_BARE = re.compile(rf"(?P<id>{YEARLY_ID}|{CODE_ID})[.):]? ?[:–-]? ?(?P<title>.*)")
_LABELLED_CELL = re.compile(rf"(?:{_WORD}) ?:?", re.IGNORECASE)
_ID = re.compile(rf"(?:{_WORD} ?)?(?P<id>{_ANY_ID})[.:]?", re.IGNORECASE)
_YEAR = re.compile(r"20[0-9]{2}")
_MAX_TITLE = 420


@dataclass(frozen=True, slots=True)
class Opening:
    id: str
    title: str  # "" when it stands in the next block
    rest: tuple[str, ...]  # the cells after the title


def opening_of(block: Block) -> Opening | None:
    """The opening that a block is, or None. A sentence that only names an assignment is no opening."""
    if block.kind is BlockKind.ROW:
        return _of_row(block)
    text = block.title if block.kind is BlockKind.HEADING else block.text
    if len(text) > _MAX_TITLE:
        return None
    match = _WORDED.fullmatch(text) or _BARE.fullmatch(text)
    if match is None or not _is_title(match["title"]):
        return None
    if not text[0].isupper() and not text[0].isdigit():
        return None
    return Opening(tidy_id(match["id"]), match["title"].strip(), ())


def id_of_cell(cell: str) -> str | None:
    """The assignment number that a table cell is ("Oppdrag 2024-3", "13/2024", "4"), or None."""
    match = _ID.fullmatch(cell)
    return tidy_id(match["id"]) if match else None


def id_and_title(cell: str) -> tuple[str | None, str]:
    """A cell that holds both the number and the title, parted; (None, cell) when it holds no number."""
    match = _WORDED.fullmatch(cell) or _BARE.fullmatch(cell)
    if match and match["title"] and _is_title(match["title"]):
        return tidy_id(match["id"]), match["title"].strip()
    return None, cell


def tidy_id(printed: str) -> str:
    return printed.strip().replace("–", "-").replace(" -", "-").replace("- ", "-")


def compare_id(printed: str) -> str:
    """The form in which two printings of one number are equal: "TTB 2024-41" and "TTB2024-41", "2023-1" and "2023-01"."""
    bare = printed.replace(" ", "").upper()
    head, dash, tail = bare.rpartition("-")
    return f"{head}-{tail.lstrip('0')}" if dash else bare


def year_of(printed: str) -> int | None:
    match = _YEAR.search(printed)
    return int(match[0]) if match else None


def _of_row(block: Block) -> Opening | None:
    first, *rest = block.cells
    if _LABELLED_CELL.fullmatch(first) and rest:  # "Oppdrag nr." | "2024-3" | "Title"
        first, *rest = f"{first.rstrip(': ')} {rest[0]}", *rest[1:]
    match = _WORDED.fullmatch(first) or _BARE.fullmatch(first)
    if match is None or len(first) > _MAX_TITLE or (match["title"] and not _is_title(match["title"])):
        return None
    title = match["title"].strip()
    if not title and rest:
        title, *rest = rest
    return (
        Opening(tidy_id(match["id"]), title, tuple(cell for cell in rest if cell)) if not title[:1].islower() else None
    )


def _is_title(text: str) -> bool:
    title = text.strip()
    return not title or ((title[0].isupper() or title[0] in '«"“(' or title[0].isdigit()) and not title.endswith(":"))
