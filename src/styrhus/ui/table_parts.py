"""What a table shows: headings, cells and links to pages; and what a list of plain objects is sorted by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from .columns import Column
from .formats import NOTHING

# æ, ø, å come last, in this order; the letters of the code table do not.
_ALPHABET = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})


def sort_key(value: Any) -> Any:
    """What a list of plain objects is sorted by: texts by the Norwegian alphabet, numbers within them as numbers."""
    if value is None or value == "":
        return None
    if not isinstance(value, (str, Promise)):
        return value
    parts = re.split(r"([0-9]{1,18})", str(value).casefold().translate(_ALPHABET))
    return [(int(part), "") if i % 2 else (-1, part) for i, part in enumerate(parts)]


@dataclass(frozen=True, slots=True)
class Heading:
    column: Column
    sorted: str  # "ascending", "descending" or "none"; empty where the column can't be sorted
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell on the page."""

    column: Column
    html: str

    @property
    def classes(self) -> str:
        column = self.column
        shape = "end" if column.align == "end" else "wide" if column.wide else "one-line" if column.header else "plain"
        return f"ui-cell--{shape} ui-cell--empty" if self.html == NOTHING else f"ui-cell--{shape}"


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int | None  # None: a gap
    url: str
    current: bool
