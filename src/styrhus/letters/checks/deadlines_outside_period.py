"""Deadlines that lie before the letter's own year, before the letter, or unlikely far away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from styrhus.letters.checks.found import error, warning
from styrhus.letters.checks.printed import day
from styrhus.letters.model import DeadlineKind, Finding, Head, Letter, Lines

_FAR = 10  # years: a deadline beyond is more likely a slip of the pen


def check(letter: Letter) -> Iterable[Finding]:
    """Last year's report is delivered in this one, so "Årsrapport 2022" is not too early in a letter for 2023."""
    for assignment in letter.assignments:
        for deadline in assignment.deadlines:
            if deadline.date is not None and deadline.kind not in {DeadlineKind.IN_REPORT, DeadlineKind.RECURRING}:
                yield from _outside(letter.head, deadline.date, assignment.id or assignment.title, deadline.lines)
    for demand in letter.reporting:
        if demand.deadline is not None:
            yield from _outside(letter.head, demand.deadline, demand.title, demand.lines)


def _outside(head: Head, deadline: date, what: str, lines: Lines) -> Iterator[Finding]:
    year = head.budget_year
    if year is None:
        return
    if deadline < date(year, 1, 1):
        yield error("deadline-before-year", lines, what=what, date=day(deadline), year=str(year))
    elif head.date is not None and deadline < head.date:
        yield warning("deadline-before-letter", lines, what=what, date=day(deadline), letter=day(head.date))
    elif deadline.year > year + _FAR:
        yield warning("deadline-far-away", lines, what=what, date=day(deadline), year=str(year))
