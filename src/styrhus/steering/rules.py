"""What holds of deadlines, as pure functions on plain data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


def year_in_number(number: str, latest: int) -> int | None:
    """The year that an assignment's number begins with or carries ("2022-27", "TTB2024-41"), not after ``latest``."""
    found = re.search(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", number)
    return int(found[0]) if found and int(found[0]) <= latest else None


@dataclass(frozen=True, slots=True)
class Stated:
    """A deadline as a document states it. ``source`` is the document's key."""

    part: str
    text: str
    kind: str
    date: date | None
    source: int | None


def restated_by(new: Stated, standing: Sequence[Stated]) -> tuple[int | None, bool]:
    """Which standing deadline ``new`` repeats or replaces: (its index, whether it says the same).

    Deadlines of the same document stand beside each other. One of another document is the same when part, kind and
    date agree (and the words, where there is no date), and is replaced only when it is the one of its part.
    """
    others = [index for index, old in enumerate(standing) if old.source != new.source and old.part == new.part]
    for index in others:
        old = standing[index]
        if (old.kind, old.date) == (new.kind, new.date) and (old.date or old.text.casefold() == new.text.casefold()):
            return index, True
    taken_up = any(old.source == new.source and old.part == new.part for old in standing)
    if len(others) == 1 and not taken_up:
        return others[0], False
    return None, False
