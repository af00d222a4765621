"""Dates that can't be, and dates that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from styrhus.common.deadlines import MONTHS, DateKind, find_dates
from styrhus.letters.checks.found import error, info, warning
from styrhus.letters.checks.passages import paragraphs
from styrhus.letters.checks.printed import day, listed
from styrhus.letters.model import Finding, Letter

_MONTH = "|".join(name for name in MONTHS if len(name) > 3)
_NUMERIC = re.compile(r"(?<![\d.,/-])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d{2})(?![\d.]*\d)")
_WRITTEN = re.compile(
    rf"(?<![\d.,])(?P<day>\d{{1,2}})\.\s?(?P<month>{_MONTH})\s(?P<year>(?:19|20)\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_NYNORSK = {"måndag": 0, "tysdag": 1, "laurdag": 5, "sundag": 6}
_WEEKDAY = re.compile(rf"\b(?P<name>{'|'.join((*_WEEKDAYS, *_NYNORSK))})\s+(?:den\s+)?$", re.IGNORECASE)
_DECISION = re.compile(
    r"\b(?:budsjett|stortings)?vedtak\s+(?:av|frå|fra)\s+(?P<date>\d{1,2}\.\s?\w+\s\d{4})", re.IGNORECASE
)
_IN_FORCE = re.compile(
    r"\b(?:trer|trår|tek til å gjelde|gjelder|gjeld)\s+(?:i kraft\s+)?(?:fr[aå]\s+(?:og med\s+)?)?"
    r"(?P<date>\d{1,2}\.\s?\w+\s\d{4}|\d{1,2}\.\d{1,2}\.\d{4})",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(rf"[\s*#]*(?:{_MONTH})\s+(?:19|20)\d{{2}}[\s*]*$", re.IGNORECASE)
_OPEN_DATE = re.compile(r"\b(?:fastsatt|fastsett|vedtatt|vedteke)\b.*(?:<dato>|\[dato\]|xx\.xx)", re.IGNORECASE)
_NEARBY = 10  # lines between a date that stands alone and the one left open


def check(letter: Letter) -> Iterable[Finding]:
    yield from _impossible(letter)
    yield from _decisions(letter)
    yield from _letter_year(letter)
    yield from _in_force(letter)
    yield from _left_open(letter)


def _impossible(letter: Letter) -> Iterator[Finding]:
    """31 June, and a weekday that the date did not have."""
    for number, line in enumerate(letter.source.lines, start=1):
        for match in (*_NUMERIC.finditer(line), *_WRITTEN.finditer(line)):
            month = int(match["month"]) if match["month"].isdigit() else MONTHS[match["month"].lower()]
            try:
                found = date(int(match["year"]), month, int(match["day"]))
            except ValueError:
                yield error("date-impossible", (number,), text=match[0])
                continue
            named = _WEEKDAY.search(line, 0, match.start())
            if named is not None and _weekday(named["name"]) != found.weekday():
                yield error(
                    "weekday-wrong",
                    (number,),
                    _WEEKDAYS[found.weekday()],
                    text=f"{named['name']} {match[0]}",
                    right=_WEEKDAYS[found.weekday()],
                )


def _weekday(name: str) -> int:
    lower = name.lower()
    return _WEEKDAYS.index(lower) if lower in _WEEKDAYS else _NYNORSK[lower]


def _decisions(letter: Letter) -> Iterator[Finding]:
    """The Storting decides a budget on one day."""
    dates: dict[date, list[int]] = {}
    for paragraph in paragraphs(letter.source.lines):
        for match in _DECISION.finditer(paragraph.text):
            found = next((printed.date for printed in find_dates(match["date"]) if printed.date), None)
            if found is not None:
                dates.setdefault(found, []).append(paragraph.line(match.start()))
    same_autumn = {found for found in dates if letter.head.budget_year in {None, found.year + 1}}
    if len(same_autumn) > 1:
        yield error(
            "decision-date-differs",
            (line for found in same_autumn for line in dates[found]),
            dates=listed(map(day, sorted(same_autumn))),
        )


def _letter_year(letter: Letter) -> Iterator[Finding]:
    """A letter for 2023 is sent in the last months of 2022 or in 2023."""
    head = letter.head
    if head.date is None or head.budget_year is None:
        return
    if date(head.budget_year - 1, 9, 1) <= head.date <= date(head.budget_year, 12, 31):
        return
    yield warning("letter-date-other-year", head.lines, date=day(head.date), year=str(head.budget_year))


def _in_force(letter: Letter) -> Iterator[Finding]:
    """An instruction that takes effect before the letter which carries it."""
    if letter.head.date is None:
        return
    attached = [number for section in letter.sections if section.document == "instruction" for number in section.lines]
    begins = min(attached, default=None)
    for number, line in enumerate(letter.source.lines, start=1):
        match = _IN_FORCE.search(line)
        if match is None or "instruks" not in line.lower():
            continue
        found = [printed.date for printed in find_dates(match["date"]) if printed.kind is DateKind.DATE]
        if (
            found
            and found[0]
            and begins is not None
            and date(letter.head.date.year, 1, 1) <= found[0] < letter.head.date
        ):
            yield info("in-force-before-letter", (number,), date=day(found[0]), letter=day(letter.head.date))


def _left_open(letter: Letter) -> Iterator[Finding]:
    """A month that stands alone over an attachment whose own date is left open."""
    lines = letter.source.lines
    for number, line in enumerate(lines, start=1):
        if not _OPEN_DATE.search(line):
            continue
        for above in range(number - 1, max(0, number - 1 - _NEARBY), -1):
            if _MONTH_ALONE.match(lines[above - 1]):
                letter_date = day(letter.head.date) if letter.head.date else "–"
                yield warning("date-stray", (above, number), text=lines[above - 1].strip(" *#"), letter=letter_date)
                break
