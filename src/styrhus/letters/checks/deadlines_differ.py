"""Deadlines of an assignment that differ between the body's list and the attachment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from styrhus.letters.checks.deadline_fields import field_lines
from styrhus.letters.checks.found import error, warning
from styrhus.letters.checks.printed import day, listed
from styrhus.letters.checks.printings import list_and_page
from styrhus.letters.model import Assignment, Deadline, Finding, Letter, Mention


def check(letter: Letter) -> Iterable[Finding]:
    for assignment in letter.assignments:
        both = list_and_page(assignment)
        if both is not None:
            yield from _compare(letter, assignment, *both)


def _compare(letter: Letter, assignment: Assignment, body: Mention, attachment: Mention) -> Iterator[Finding]:
    """One place that only leaves deadlines out is a warning; two that say different things are an error."""
    first, second = _dates(letter, body), _dates(letter, attachment)
    if not first or not second or first.keys() == second.keys():
        yield from _parts(assignment, body, attachment) if first and second else ()
        return
    values = {
        "number": assignment.id or assignment.title,
        "body": listed(map(day, sorted(first))),
        "attachment": listed(map(day, sorted(second))),
    }
    lines = _lines(letter, first, second)
    if first.keys() < second.keys() or second.keys() < first.keys():
        yield warning("deadline-left-out", lines, listed(map(day, sorted(first.keys() | second.keys()))), **values)
    else:
        yield error("deadline-differs", lines, **values)


def _parts(assignment: Assignment, body: Mention, attachment: Mention) -> Iterator[Finding]:
    """The same dates, given to different parts."""
    first = {deadline.part: deadline for deadline in body.deadlines if deadline.part and deadline.date}
    second = {deadline.part: deadline for deadline in attachment.deadlines if deadline.part and deadline.date}
    for part in first.keys() & second.keys():
        one, other = first[part], second[part]
        if one.date != other.date and one.date and other.date:
            yield error(
                "deadline-differs",
                (*one.lines, *other.lines),
                number=f"{assignment.id or assignment.title} {part}",
                body=day(one.date),
                attachment=day(other.date),
            )


def _dates(letter: Letter, mention: Mention) -> dict[date, Deadline]:
    return {
        deadline.date: deadline for deadline in mention.deadlines if deadline.date and field_lines(letter, deadline)
    }


def _lines(letter: Letter, *printed: dict[date, Deadline]) -> set[int]:
    """The fields that print the deadlines."""
    return {number for dates in printed for deadline in dates.values() for number in field_lines(letter, deadline)}
