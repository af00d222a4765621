"""What holds of deadlines, as pure functions on plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

SOON = timedelta(days=14)


class Status(Enum):
    """A deadline by the calendar alone: whether the work is delivered is not known from its date."""

    PASSED = "passed"
    SOON = "soon"
    COMING = "coming"
    NO_DATE = "no_date"
    WITHDRAWN = "withdrawn"


def status_by_date(day: date | None, today: date, *, withdrawn: bool = False) -> Status:
    """SOON is from today to 14 days on, both included; a deadline is PASSED from the day after."""
    if withdrawn:
        return Status.WITHDRAWN
    if day is None:
        return Status.NO_DATE
    if day < today:
        return Status.PASSED
    return Status.SOON if day <= today + SOON else Status.COMING


def next_date(days: Iterable[date | None], today: date) -> date | None:
    """The first date that has not passed, else the last that has; None where there is none."""
    known = sorted(day for day in days if day)
    return next((day for day in known if day >= today), known[-1] if known else None)


def year_in_number(number: str, latest: int) -> int | None:
    """The year that an assignment's number carries ("2022-27", "TTB2024-41"), not after ``latest``."""
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
