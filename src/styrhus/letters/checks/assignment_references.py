"""References to assignments, by number and title: wrong or unlisted numbers, wrong parts and posts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from styrhus.letters.checks.found import error, info, warning
from styrhus.letters.checks.passages import paragraphs
from styrhus.letters.checks.printed import listed
from styrhus.letters.checks.resolved import ResolvedLine, by_number, key, resolve
from styrhus.letters.model import Assignment, Finding, Letter, Lines

# Spans of years such as "2021-2024" are no numbers.
_NUMBER = r"(?:[A-ZÆØÅ]{2,4} ?)?(?:\d{4}-(?!(?:19|20)\d{2}\b)\d{1,5}(?![\d-])|\d{1,5}/\d{4})"
_REFERENCE = re.compile(
    rf"\b[Oo]ppdrag(?:et|ene|a)?(?:\s+(?:nr|nummer)\.?)?\s+(?P<numbers>{_NUMBER}(?:(?:,| og|, og| samt)\s+{_NUMBER})*)"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Reference:
    number: str
    lines: Lines
    text: str  # of the paragraph


def check(letter: Letter) -> Iterable[Finding]:
    resolved = list(resolve(letter))
    assignments = by_number(letter)
    if not assignments:
        return
    wrong = [line for line in resolved if line.wrong]
    yield from (_wrong_number(line) for line in wrong)
    yield from _parts(resolved)
    in_lines = {(key(line.line.assignment or ""), number) for line in resolved for number in line.line.lines}
    for reference in _references(letter):
        stands = assignments.get(key(reference.number))
        if stands is None:
            yield _unknown(letter, reference)
        elif not any((key(reference.number), number) in in_lines for number in reference.lines):
            yield from _other_post(letter, reference, stands, wrong, assignments)


def _wrong_number(resolved: ResolvedLine) -> Finding:
    meant = resolved.meant
    number = meant.id if meant is not None else None
    return error(
        "assignment-number-wrong",
        resolved.line.lines,
        number,
        printed=resolved.line.assignment or "",
        number=number or "",
        title=meant.title if meant is not None else "",
    )


def _parts(resolved: Iterable[ResolvedLine]) -> Iterator[Finding]:
    """A line that names a part which the assignment does not have."""
    for line in resolved:
        if line.meant is None or not line.line.part:
            continue
        named = (*(part.part for part in line.meant.parts), *(deadline.part for deadline in line.meant.deadlines))
        names = {name.casefold() for name in named if name}
        if any(name.startswith("del") for name in names) and line.line.part.casefold() not in names:
            yield error("assignment-part-unknown", line.line.lines, part=line.line.part, number=line.meant.id or "")


def _references(letter: Letter) -> Iterator[Reference]:
    for paragraph in paragraphs(letter.source.lines):
        for match in _REFERENCE.finditer(paragraph.text):
            for number in re.finditer(_NUMBER, match["numbers"]):
                start = match.start("numbers") + number.start()
                yield Reference(number[0], paragraph.lines(start, start + len(number[0])), paragraph.text)


def _unknown(letter: Letter, reference: Reference) -> Finding:
    """This year's numbers must be in the letter. An earlier one may be closed, unless it still gets money."""
    year = _YEAR.search(reference.number)
    if year is not None and letter.head.budget_year is not None and int(year[0]) >= letter.head.budget_year:
        return error("assignment-unknown", reference.lines, number=reference.number)
    has_money = re.search(r"\bmill\b|\bkroner\b", reference.text) is not None
    return (warning if has_money else info)("assignment-not-listed", reference.lines, number=reference.number)


def _other_post(
    letter: Letter,
    reference: Reference,
    assignment: Assignment,
    wrong: list[ResolvedLine],
    assignments: dict[str, Assignment],
) -> Iterator[Finding]:
    """A post's text that names an assignment which the letter elsewhere pays over another post."""
    stated = next((one for one in letter.budget.stated if one.post and set(one.lines) & set(reference.lines)), None)
    posts = {funding.post for funding in assignment.funding if funding.post}
    if stated is None or not posts or stated.post in posts:
        return
    yield warning(
        "assignment-other-post",
        reference.lines,
        _shifted(reference.number, wrong, assignments),
        number=assignment.id or "",
        post=stated.post or "",
        posts=listed(sorted(posts)),
    )


def _shifted(number: str, wrong: list[ResolvedLine], assignments: dict[str, Assignment]) -> str | None:
    """The number that the reference would be if it is off as the letter's wrong numbers are, when they all agree."""
    shifts = Counter(_serial(line.meant.id or "") - _serial(line.line.assignment or "") for line in wrong if line.meant)
    if len(shifts) != 1 or sum(shifts.values()) < 2:
        return None
    head, _, tail = number.rpartition("-")
    proposed = f"{head}-{int(tail) + next(iter(shifts)):0{len(tail)}d}" if tail.isdigit() else ""
    found = assignments.get(key(proposed))
    return found.id if found is not None else None


def _serial(number: str) -> int:
    digits = re.findall(r"\d+", number)
    return int(digits[-1]) if digits else 0
