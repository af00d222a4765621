"""The read letter on one screen or two, for a person at the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from styrhus.letters.model import Assignment, Deadline, Finding, Letter, Severity

HEADINGS = {
    "nb": {
        "goals": "Mål",
        "parameters": "Styringsparametere",
        "assignments": "Oppdrag",
        "earlier": "Oppdrag fra tidligere år",
        "budget": "Tildeling",
        "reporting": "Rapportering",
        "rest": "{meetings} møter · {directives} fellesføringer · {attachments} vedlegg · {duties} plikter",
        "findings": "{errors} feil og {others} andre funn (se letter check)",
        "post": "post",
    },
    "nn": {
        "goals": "Mål",
        "parameters": "Styringsparametrar",
        "assignments": "Oppdrag",
        "earlier": "Oppdrag frå tidlegare år",
        "budget": "Tildeling",
        "reporting": "Rapportering",
        "rest": "{meetings} møte · {directives} fellesføringar · {attachments} vedlegg · {duties} plikter",
        "findings": "{errors} feil og {others} andre funn (sjå letter check)",
        "post": "post",
    },
    "en": {
        "goals": "Goals",
        "parameters": "Steering parameters",
        "assignments": "Assignments",
        "earlier": "Assignments of earlier years",
        "budget": "Appropriations",
        "reporting": "Reporting",
        "rest": "{meetings} meetings · {directives} joint directives · {attachments} attachments · {duties} duties",
        "findings": "{errors} errors and {others} other findings (see letter check)",
        "post": "post",
    },
}


def overview(letter: Letter, findings: Iterable[Finding], language: str = "nb") -> Iterator[str]:
    """Lines of text. Printed texts stay in the letter's language; the headings are in ``language``."""
    words = HEADINGS[language]
    head = letter.head
    yield head.title
    yield " · ".join(str(part) for part in (head.ministry, head.agency, _day(head.date), head.reference) if part)
    yield from _block(words["goals"], (f"{goal.number or '–'}  {goal.title}" for goal in letter.goals))
    yield from _block(
        words["parameters"],
        (f"{parameter.id or '–'}  {parameter.text}" for parameter in letter.steering_parameters),
    )
    for heading, earlier in (("assignments", False), ("earlier", True)):
        chosen = [item for item in letter.assignments if item.earlier is earlier]
        yield from _block(words[heading], (_assignment(item) for item in chosen))
    yield from _block(words["budget"], _budget(letter, words["post"]))
    yield from _block(
        words["reporting"],
        (" · ".join(filter(None, (item.title, _day(item.deadline)))) for item in letter.reporting),
    )
    yield ""
    yield words["rest"].format(
        meetings=len(letter.meetings),
        directives=len(letter.directives),
        attachments=len(letter.attachments),
        duties=len(letter.duties),
    )
    found = list(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    yield words["findings"].format(errors=errors, others=len(found) - errors)


def kroner(amount: int | None) -> str:
    """1234567 as "1 234 567" with no-break spaces, "–" where there is none."""
    return "–" if amount is None else f"{amount:,}".replace(",", "\u00a0")


def _block(heading: str, lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield ""
        yield f"{heading} ({len(listed)})"
        yield from (f"  {line}" for line in listed)


def _assignment(assignment: Assignment) -> str:
    deadlines = "; ".join(_deadline(deadline) for deadline in assignment.deadlines)
    return f"{assignment.id or '–'}  {assignment.title}" + (f"  [{deadlines}]" if deadlines else "")


def _deadline(deadline: Deadline) -> str:
    shown = _day(deadline.date) if deadline.kind == "date" else deadline.text
    return f"{deadline.part}: {shown}" if deadline.part else str(shown)


def _budget(letter: Letter, post_word: str) -> Iterator[str]:
    for chapter in letter.budget.chapters:
        yield f"{chapter.chapter}  {chapter.name}"
        for post in chapter.posts:
            yield f"    {post_word} {post.post}  {post.name}  {kroner(post.at_disposal)}"


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.day}.{day.month}.{day.year}"
