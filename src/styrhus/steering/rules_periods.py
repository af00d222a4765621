"""When standing duties and recurring assignments are due: pure functions on plain data.

A period has a code that sorts within its year: "2023-M03", "2023-Q1", "2023-H2", "2023-Y". Its due day is its last
working day, so that what is due on a Sunday is not first missed on the Monday after.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from styrhus.common.deadlines import find_dates
from styrhus.common.working_days import on_or_before

# How many periods a year has, and the letter of their codes. The keys are the values of models.Frequency.
COUNT = {"monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1}
LETTER = {"monthly": "M", "quarterly": "Q", "half_yearly": "H", "yearly": "Y"}
COUNT_OF_LETTER = {letter: COUNT[frequency] for frequency, letter in LETTER.items()}
MOST_TIMES = 12  # a year


@dataclass(frozen=True, slots=True)
class Period:
    """A part of a year in which a duty is done once. ``number`` counts from 1 within the year."""

    code: str
    number: int
    start: date
    end: date
    due: date


def periods(frequency: str, year: int) -> list[Period]:
    """The year's periods in order; none for what is done all the time or when needed."""
    count = COUNT.get(frequency, 0)
    return [_period(LETTER[frequency], number, count, year) for number in range(1, count + 1)]


def period_at(frequency: str, day: date) -> Period | None:
    """The period that ``day`` lies in."""
    return next((period for period in periods(frequency, day.year) if period.start <= day <= period.end), None)


def period_of_code(code: str) -> Period | None:
    """The period of a code; None for a text that is no code."""
    found = re.fullmatch(r"([0-9]{4})-([MQHY])([0-9]{0,2})", code)
    if not found or int(found[1]) < 1:
        return None
    count = COUNT_OF_LETTER[found[2]]
    number = int(found[3] or (1 if found[2] == "Y" else 0))
    made = _period(found[2], number, count, int(found[1])) if 1 <= number <= count else None
    return made if made and made.code == code else None


def _period(letter: str, number: int, count: int, year: int) -> Period:
    months = 12 // count
    last = number * months
    end = date(year, last, monthrange(year, last)[1])
    tail = {"M": f"M{number:02}", "Y": "Y"}.get(letter, f"{letter}{number}")
    return Period(f"{year:04}-{tail}", number, date(year, last - months + 1, 1), end, on_or_before(end))


class Mark(Enum):
    """How one period of a duty stands on a day."""

    DONE = "done"
    LATE = "late"
    NOW = "now"  # the period runs
    COMING = "coming"
    EXCUSED = "excused"  # the ministry lets the duty rest, or it was not followed yet


@dataclass(frozen=True, slots=True)
class Rest:
    """Days on which a duty rests, both included; ``until`` None: until further notice."""

    begin: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.begin <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Marked:
    period: Period
    mark: Mark


def marks(
    frequency: str,
    year: int,
    done: Collection[str],
    today: date,
    *,
    rests: Sequence[Rest] = (),
    followed_from: date | None = None,
) -> list[Marked]:
    """Each period of the year with how it stands. ``done``: codes of periods that the log has.

    A period whose due day falls in a rest is not asked for, nor one that ended before ``followed_from``.
    """
    return [Marked(period, _mark(period, done, today, rests, followed_from)) for period in periods(frequency, year)]


def _mark(
    period: Period, done: Collection[str], today: date, rests: Sequence[Rest], followed_from: date | None
) -> Mark:
    if period.code in done:
        return Mark.DONE
    if any(rest.covers(period.due) for rest in rests) or (followed_from and period.end < followed_from):
        return Mark.EXCUSED
    if today > period.due:
        return Mark.LATE
    return Mark.NOW if period.start <= today else Mark.COMING


def next_open(marked: Sequence[Marked]) -> Period | None:
    """The first period that is still to be done: the oldest late one, else the one that runs, else the next."""
    return next((one.period for one in marked if one.mark in (Mark.LATE, Mark.NOW, Mark.COMING)), None)


# -- recurring assignments


def occurrence_days(year: int, *, times: int | None = None, days: Sequence[str] = ()) -> list[date]:
    """The due days of a recurring assignment in a year.

    ``times`` a year: the last working day of as many equal parts of the year (rounded down to whole months).
    ``days`` ("06-30"): those days as they are written; 29 February is the 28th in other years than leap years.
    Raises: ValueError for a number outside 1 to 12 or a day that no year has.
    """
    if times is not None:
        if not 1 <= times <= MOST_TIMES:
            raise ValueError(times)
        last_months = [12 * number // times for number in range(1, times + 1)]
        return [on_or_before(date(year, month, monthrange(year, month)[1])) for month in last_months]
    return sorted({_day_of(year, day) for day in days})


def _day_of(year: int, day: str) -> date:
    month, number = int(day[:2]), int(day[3:])
    if day == "02-29" and monthrange(year, 2)[1] == 28:
        number = 28
    return date(year, month, number)


def day_code(day: date) -> str:
    """A day of any year: "06-30"."""
    return f"{day:%m-%d}"


WORDS = {
    "én": 1, "en": 1, "ein": 1, "ei": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7,
    "åtte": 8, "ni": 9, "ti": 10, "tolv": 12,
}  # fmt: skip
EVERY = (
    (r"månedlig|månadleg|hver måned|kvar månad", 12),
    (r"kvartalsvis|hvert kvartal|kvart kvartal", 4),
    (r"tertialvis|hvert tertial|kvart tertial", 3),
    (r"halvårlig|halvårleg|hvert halvår|kvart halvår", 2),
    (r"årlig|årleg|hvert år|kvart år", 1),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a printed deadline says of how it recurs. Both empty where it says nothing that can be counted."""

    times: int | None = None
    days: tuple[str, ...] = ()


def applies_in(text: str, year: int) -> bool:
    """Whether a printed deadline is about ``year``: "årlige 2024-2027" says nothing of 2023."""
    found = re.search(r"(?<![0-9])((?:19|20)[0-9]{2}) ?[-\u2013] ?((?:19|20)[0-9]{2})(?![0-9])", text)
    return found is None or int(found[1]) <= year <= int(found[2])


def proposed(text: str, year: int) -> Proposal:
    """Read "4 ganger i året" or "2 ganger i året (30.6 og 31.12)". Dates in the text go before a number."""
    if not applies_in(text, year):
        return Proposal()
    dates = [found.date for found in find_dates(text, year) if found.kind.value == "date" and found.date]
    if dates:
        return Proposal(days=tuple(dict.fromkeys(day_code(day) for day in sorted(dates))))
    words = text.casefold()
    a_month = re.search(r"i måneden|per måned|pr\.? måned|i månaden", words)
    found = re.search(rf"([0-9]{{1,2}}|{'|'.join(WORDS)}) ?(?:\([0-9]{{1,2}}\) )?gang", words)
    if found and not a_month:
        times = WORDS.get(found[1]) or int(found[1])
        return Proposal(times=times) if 1 <= times <= MOST_TIMES else Proposal()
    return next((Proposal(times=times) for pattern, times in EVERY if re.search(pattern, words)), Proposal())


class Follow(Enum):
    """How a duty as a whole stands on a day, the most pressing first."""

    LATE = "late"
    NOW = "now"
    COMING = "coming"
    DONE = "done"  # every period of the year is done
    CONTINUOUS = "continuous"  # all the time or when needed: nothing is ever due
    NOT_SET = "not_set"  # nobody has said how often
    RESTS = "rests"
    ENDED = "ended"


def follow(frequency: str, marked: Sequence[Marked], today: date, *, rests: Sequence[Rest], ended: bool) -> Follow:
    """``ended``: the ministry has let the duty end today or before. What was late before it rested is late still."""
    found = {one.mark for one in marked}
    if Mark.LATE in found:
        return Follow.LATE
    if ended:
        return Follow.ENDED
    if any(rest.covers(today) for rest in rests):
        return Follow.RESTS
    if not marked:
        return Follow.CONTINUOUS if frequency else Follow.NOT_SET
    return next((Follow(mark.value) for mark in (Mark.NOW, Mark.COMING) if mark in found), Follow.DONE)
