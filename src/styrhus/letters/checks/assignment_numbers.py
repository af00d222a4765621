"""Numbers of assignments: gaps and duplicates in this year's, and lists out of order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import error, info, warning
from styrhus.letters.checks.printed import listed
from styrhus.letters.checks.printings import list_and_page
from styrhus.letters.checks.resolved import key
from styrhus.letters.checks.wording import coverage, stems
from styrhus.letters.model import Assignment, Finding, Letter, LetterKind, Mention

_NUMBER = re.compile(r"(?P<prefix>(?:.*\D)?)(?P<serial>\d{1,5})$|(?P<first>\d{1,5})/(?P<year>\d{4})$")
_MOST_NAMED = 8
_SAME = 0.5


def check(letter: Letter) -> Iterable[Finding]:
    yield from _gaps([assignment for assignment in letter.assignments if not assignment.earlier and assignment.id])
    yield from _twice(letter)
    for assignment in letter.assignments:
        yield from _repeated(assignment)
    yield from _places(letter)
    yield from _order(letter)


def _gaps(assignments: list[Assignment]) -> Iterator[Finding]:
    """Earlier years' lists hold only what is still open, so only this year's numbers must run without a gap."""
    series: dict[str, dict[int, Assignment]] = defaultdict(dict)
    for assignment in assignments:
        prefix, serial = _split(assignment.id or "")
        series[prefix].setdefault(serial, assignment)
    for prefix, run in series.items():
        width = max(len(_digits(assignment.id or "")) for assignment in run.values())
        missing = [number for number in range(min(run), max(run)) if number not in run]
        if not missing or len(missing) >= len(run):
            continue
        after = run[min(number for number in run if number > missing[0])]
        names = [f"{prefix}{number:0{width}d}" for number in missing[:_MOST_NAMED]]
        yield warning("assignment-number-missing", after.lines[:1], missing=listed(names))


def _twice(letter: Letter) -> Iterator[Finding]:
    """Two assignments under one number."""
    first: dict[str, Assignment] = {}
    for assignment in letter.assignments:
        if assignment.id and assignment.lines:
            other = first.setdefault(key(assignment.id), assignment)
            if other is not assignment:
                yield error("assignment-number-repeated", (other.lines[0], assignment.lines[0]), number=assignment.id)


def _places(letter: Letter) -> Iterator[Finding]:
    """An assignment that the list or the descriptions leave out, where the letter has nearly all of this year's in both."""
    own = [one for one in letter.assignments if not one.earlier and one.id and one.mentions and one.lines]
    both = sum(list_and_page(one) is not None for one in own)
    if both * 5 < len(own) * 4:
        return  # a letter may describe some of its assignments and only list the others
    for assignment in own:
        if list_and_page(assignment) is None:
            code = "assignment-not-described" if assignment.mentions[0].where == "body" else "assignment-not-in-list"
            yield warning(code, assignment.lines[:1], number=assignment.id or "")


def _repeated(assignment: Assignment) -> Iterator[Finding]:
    """Two printings of one number in the same place, with titles that share little, are two assignments."""
    places: dict[str, list[Mention]] = defaultdict(list)
    for mention in assignment.mentions:
        places[mention.where].append(mention)
    for mentions in places.values():
        first = mentions[0]
        for other in mentions[1:]:
            unlike = coverage(stems(first.title), stems(other.title)) < _SAME
            if assignment.id and first.lines and other.lines and unlike:
                yield error("assignment-number-repeated", (first.lines[0], other.lines[0]), number=assignment.id)


def _order(letter: Letter) -> Iterator[Finding]:
    """Within one goal's list and one year, the numbers rise."""
    last: dict[tuple[str, bool, str], tuple[int, str]] = {}
    if letter.head.kind is not LetterKind.ALLOCATION:
        return  # a supplementary letter takes up numbers as they change
    in_body = (
        (
            assignment,
            next((mention for mention in assignment.mentions if mention.where == "body" and mention.lines), None),
        )
        for assignment in letter.assignments
        if assignment.id
    )
    listed_in_body = [(mention.lines[0], assignment, mention) for assignment, mention in in_body if mention is not None]
    for line, assignment, mention in sorted(listed_in_body, key=lambda item: item[0]):
        prefix, serial = _split(assignment.id or "")
        place = str(mention.goal), assignment.earlier, prefix
        before = last.get(place)
        if before is not None and serial < before[0]:
            yield info("assignment-order", (line,), number=assignment.id or "", before=before[1])
        last[place] = serial, assignment.id or ""


def _split(number: str) -> tuple[str, int]:
    """ "2023-04" → ("2023-", 4); "13/2024" → ("/2024", 13)."""
    match = _NUMBER.fullmatch("".join(number.split()))
    if match is None:
        return number, 0
    return (f"/{match['year']}", int(match["first"])) if match["first"] else (match["prefix"], int(match["serial"]))


def _digits(number: str) -> str:
    match = _NUMBER.fullmatch("".join(number.split()))
    return (match["first"] or match["serial"]) if match else ""
