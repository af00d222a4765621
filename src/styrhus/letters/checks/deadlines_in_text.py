"""Deadlines that an assignment's description states against those of its own "Frist"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from styrhus.common.deadlines import DateKind, find_dates
from styrhus.letters.checks.deadline_fields import LABEL, field_lines
from styrhus.letters.checks.found import info, warning
from styrhus.letters.checks.printed import day, listed
from styrhus.letters.checks.printings import pages
from styrhus.letters.model import Assignment, Deadline, DeadlineKind, Finding, Letter, Mention

_DEMANDS = re.compile(r"\b(?:innen|innan|senest|seinast|frist)\b", re.IGNORECASE)
_WINDOW = 80  # characters from such a word: a date in them is the one that it demands
_BEFORE = 30  # characters between the word and the date
_NEAR = 31  # days: two dates this near are the same deadline printed twice


def check(letter: Letter) -> Iterable[Finding]:
    for assignment in letter.assignments:
        for mention in pages(assignment):
            yield from _dates_in_text(letter, assignment, mention)
        own = [one for one in assignment.deadlines if field_lines(letter, one)]
        yield from _unlabelled(letter, assignment, own)
        yield from _recurring(assignment, own)


def _dates_in_text(letter: Letter, assignment: Assignment, mention: Mention) -> Iterator[Finding]:
    stated = {one.date: one for one in assignment.deadlines if one.date and field_lines(letter, one)}
    fields = {line for one in stated.values() for line in field_lines(letter, one)}
    if not stated:
        return
    for number in mention.lines:
        line = letter.source.lines[number - 1]
        if number in fields or LABEL.match(line):
            continue
        for demand in _DEMANDS.finditer(line):
            printed = next(iter(find_dates(line[demand.start() : demand.start() + _WINDOW])), None)
            if printed is None or printed.start > _BEFORE or printed.kind is not DateKind.DATE or not printed.date:
                continue
            if printed.date not in stated:
                yield _differs(assignment, mention, number, (printed.text, printed.date), list(stated.values()))


def _differs(
    assignment: Assignment, mention: Mention, number: int, found: tuple[str, date], stated: list[Deadline]
) -> Finding:
    text, when = found
    nearest = min(stated, key=lambda one: abs(((one.date or when) - when).days))
    dates = listed(day(one.date) for one in sorted(stated, key=lambda one: one.date or when) if one.date)
    values = {"number": _name(assignment), "text": text, "date": day(when), "stated": dates}
    if nearest.date and abs((nearest.date - when).days) <= _NEAR:
        return warning("deadline-text-differs", (number, *_within(mention, nearest)[-1:]), **values)
    return info("deadline-only-in-text", (number,), **values)


def _unlabelled(letter: Letter, assignment: Assignment, own: list[Deadline]) -> Iterator[Finding]:
    """Several dates and no word of what each is for."""
    dated = [one for one in own if one.date is not None and one.kind is not DeadlineKind.RECURRING]
    if len(dated) > 1 and not any(deadline.part for deadline in dated) and not _a_series(letter, dated):
        lines = [line for deadline in dated for line in _last_printing(assignment, deadline)]
        yield info("deadline-unlabelled", lines, number=_name(assignment), dates=listed(one.text for one in dated))


def _a_series(letter: Letter, dated: list[Deadline]) -> bool:
    """ "1. april og 1. oktober" is one delivery that comes twice."""
    for number in dated[0].lines:
        line = letter.source.lines[number - 1]
        _, _, rest = line.partition(dated[0].text)
        between, found, _ = rest.partition(dated[1].text)
        if found and between.strip(" ,.") in {"og", "samt"}:
            return True
    return False


def _recurring(assignment: Assignment, own: list[Deadline]) -> Iterator[Finding]:
    """A demand that returns while the deadlines listed are single dates."""
    single = [line for one in own if one.kind is DeadlineKind.DATE for line in _last_printing(assignment, one)]
    often = [one for one in assignment.deadlines if one.kind is DeadlineKind.RECURRING]
    if single and often:
        lines = (*single, *(line for one in often for line in one.lines))
        text = listed(dict.fromkeys(one.text for one in often))
        yield info("deadline-recurring-not-listed", lines, number=_name(assignment), text=text)


def _last_printing(assignment: Assignment, deadline: Deadline) -> tuple[int, ...]:
    """The lines of the fullest printing: the attachment's when there is one."""
    printed = _within(assignment.mentions[-1], deadline) if assignment.mentions else deadline.lines
    return printed[-1:]


def _within(mention: Mention, deadline: Deadline) -> tuple[int, ...]:
    return tuple(line for line in deadline.lines if line in mention.lines) or deadline.lines


def _name(assignment: Assignment) -> str:
    return assignment.id or assignment.title
