"""The money that the attachment gives each assignment against the budget lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import error, info, warning
from styrhus.letters.checks.printed import kroner, listed
from styrhus.letters.checks.printings import pages
from styrhus.letters.checks.resolved import ResolvedLine, resolve
from styrhus.letters.model import Assignment, Finding, Funding, Letter


def check(letter: Letter) -> Iterable[Finding]:
    lines: dict[int, list[ResolvedLine]] = defaultdict(list)
    divided: set[tuple[str | None, str | None]] = set()
    for resolved in resolve(letter):
        if resolved.meant is not None:
            lines[id(resolved.meant)].append(resolved)
            divided.add((resolved.line.chapter, resolved.line.post))
    described = any(pages(assignment) for assignment in letter.assignments)
    for assignment in letter.assignments:
        own = lines[id(assignment)]
        yield from _amounts(assignment, own)
        yield from _without_line(assignment, own, divided)
        if described and not assignment.earlier:
            yield from _without_funding(assignment, own)
    yield from _years(letter)


def _amounts(assignment: Assignment, lines: list[ResolvedLine]) -> Iterator[Finding]:
    funded = [one for one in assignment.funding if one.amount is not None]
    budget = [one.line for one in lines if one.line.amount is not None]
    if not funded or not budget:
        return
    places = (
        {(one.chapter, one.post) for one in funded if one.post},
        {(one.chapter, one.post) for one in budget if one.post},
    )
    numbers = (*_numbers(funded), *(number for line in budget for number in line.lines))
    number = assignment.id or assignment.title
    if places[0] and places[1] and not places[0] & places[1]:
        yield error(
            "funding-post-differs", numbers, number=number, attachment=_posts(places[0]), budget=_posts(places[1])
        )
    # What is printed in two places is one amount, not two.
    attachment = sum({(one.chapter, one.post, one.part, one.amount): one.amount or 0 for one in funded}.values())
    total = sum(line.amount or 0 for line in budget)
    if attachment != total:
        yield error("funding-differs", numbers, number=number, attachment=kroner(attachment), budget=kroner(total))
    parts = {one.part for one in funded}, {line.part for line in budget}
    if attachment == total and None not in parts[0] and None not in parts[1] and parts[0] != parts[1]:
        first, second = (listed(sorted(filter(None, side))) for side in parts)
        yield warning("funding-part-differs", numbers, number=number, attachment=first, budget=second)


def _without_line(
    assignment: Assignment, lines: list[ResolvedLine], divided: set[tuple[str | None, str | None]]
) -> Iterator[Finding]:
    """Money in the attachment that the post's own list of assignments leaves out."""
    for one in assignment.funding:
        if not lines and one.amount and (one.chapter, one.post) in divided:
            yield warning(
                "funding-without-line", one.lines, number=assignment.id or assignment.title, amount=kroner(one.amount)
            )


def _without_funding(assignment: Assignment, lines: list[ResolvedLine]) -> Iterator[Finding]:
    """A budget line for an assignment whose own page in the attachment says nothing of money."""
    amounts = [one.line for one in lines if one.line.amount]
    if pages(assignment) and amounts and not assignment.funding:
        numbers = (number for line in amounts for number in line.lines)
        total = kroner(sum(line.amount or 0 for line in amounts))
        yield warning("line-without-funding", numbers, number=assignment.id or assignment.title, amount=total)


def _years(letter: Letter) -> Iterator[Finding]:
    """Funding without its year, where the letter's other assignments print it."""
    year = str(letter.head.budget_year or "")
    printed: dict[bool, list[tuple[Assignment, Funding]]] = {True: [], False: []}
    for assignment in letter.assignments:
        for one in assignment.funding:
            if one.amount and one.lines:
                text = letter.source.text(one.lines)
                printed[bool(year) and year in text].append((assignment, one))
    if len(printed[True]) > len(printed[False]):
        for assignment, one in printed[False]:
            yield info("funding-year-missing", one.lines, year, number=assignment.id or assignment.title, year=year)


def _numbers(funded: Iterable[Funding]) -> Iterator[int]:
    return (number for one in funded for number in one.lines)


def _posts(places: Iterable[tuple[str | None, str | None]]) -> str:
    return listed(sorted(f"{chapter or '?'}.{post}" for chapter, post in places))
