"""Deadlines that an assignment's description states against those of its own "Frist"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from styrhus.common.deadlines import DateKind, find_dates
from styrhus.letters.checks.found import info, warning
from styrhus.letters.checks.printed import day, listed
from styrhus.letters.model import Assignment, DeadlineKind, Finding, Letter, Mention

_DEMANDS = re.compile(r"\b(?:innen|innan|senest|seinast|frist)\b[^.;]{0,25}$", re.IGNORECASE)
_LABEL = re.compile(r"\s*[*|#-]*\s*(?:Lever\w*frist|Frist|Tidsfrist|Fristar|Frister|Frist\w*)\b", re.IGNORECASE)
_NEAR = 31  # days: two dates this near are the same deadline printed twice


def check(letter: Letter) -> Iterable[Finding]:
    for assignment in letter.assignments:
        for mention in assignment.mentions:
            if mention.where == "attachment":
                yield from _dates_in_text(letter, assignment, mention)
        yield from _unlabelled(assignment)
        yield from _recurring(assignment)


def _dates_in_text(letter: Letter, assignment: Assignment, mention: Mention) -> Iterator[Finding]:
    stated = {
        one.date: one for one in assignment.deadlines if one.date is not None and _stands_in_list(letter, one.lines)
    }
    if not stated:
        return
    for number in mention.lines:
        line = letter.source.lines[number - 1]
        if _LABEL.match(line) or number in {line for one in stated.values() for line in one.lines}:
            continue
        for printed in find_dates(line):
            if printed.kind is not DateKind.DATE or printed.date is None or printed.date in stated:
                continue
            if not _DEMANDS.search(line, 0, printed.start) and not printed.text.lower().startswith("innen"):
                continue
            yield _differs(
                assignment,
                number,
                printed.text,
                printed.date,
                stated.keys(),
                stated[_nearest(printed.date, stated)].lines,
            )


def _stands_in_list(letter: Letter, lines: Iterable[int]) -> bool:
    """Whether any printing of the deadline is a "Frist" field or a row, not running text."""
    return any(
        len(letter.source.lines[number - 1]) < 200 or "\t" in letter.source.lines[number - 1] for number in lines
    )


def _nearest(found: date, stated: Iterable[date]) -> date:
    return min(stated, key=lambda one: abs((one - found).days))


def _differs(
    assignment: Assignment, number: int, text: str, found: date, stated: Iterable[date], lines: Iterable[int]
) -> Finding:  # noqa: PLR0917
    near = _nearest(found, stated)
    values = {
        "number": assignment.id or assignment.title,
        "text": text,
        "date": day(found),
        "stated": listed(map(day, sorted(stated))),
    }
    if abs((near - found).days) <= _NEAR:
        return warning("deadline-text-differs", (number, *lines), **values)
    return info("deadline-only-in-text", (number,), **values)


def _unlabelled(assignment: Assignment) -> Iterator[Finding]:
    """Several dates and no word of what each is for."""
    dated = [deadline for deadline in assignment.deadlines if deadline.date is not None]
    if len(dated) > 1 and not any(deadline.part for deadline in dated) and assignment.mentions:
        own = [
            line for mention in assignment.mentions[-1:] for deadline in mention.deadlines for line in deadline.lines
        ]
        lines = own or [line for deadline in dated for line in deadline.lines]
        dates = listed(deadline.text for deadline in dated)
        yield info("deadline-unlabelled", lines, number=assignment.id or assignment.title, dates=dates)


def _recurring(assignment: Assignment) -> Iterator[Finding]:
    """A demand that returns while the deadlines listed are single dates."""
    single = [one for one in assignment.deadlines if one.kind is DeadlineKind.DATE]
    for deadline in assignment.deadlines:
        if deadline.kind is DeadlineKind.RECURRING and single:
            lines = (*deadline.lines, *(line for one in single for line in one.lines))
            yield info(
                "deadline-recurring-not-listed", lines, number=assignment.id or assignment.title, text=deadline.text
            )
