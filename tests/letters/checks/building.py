"""Small letters, built by hand, for the tests of the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from styrhus.letters.model import (
    Assignment,
    BudgetLine,
    Chapter,
    Deadline,
    DeadlineKind,
    Finding,
    Head,
    Letter,
    LetterKind,
    Mention,
    Post,
    Source,
    StatedAmount,
    Unit,
)
from styrhus.letters.texts import LANGUAGES, render

MILLION = 1_000_000
TENTH = 100_000  # the step of "61,0" mill.

HEAD = Head(
    kind=LetterKind.ALLOCATION,
    title="Tildelingsbrev til Kulturvernet for 2025",
    budget_year=2025,
    date=date(2025, 1, 15),
    ministry="Kulturdepartementet",
    agency="Kulturvernet",
    agency_short="Kulturvernet",
    reference="24/812-3",
    copy_to=("Riksrevisjonen",),
    lines=(1,),
)


def letter(text: str = "", **fields: Any) -> Letter:
    """A letter with that text, its first line number 1. ``head`` takes a dict of what differs from HEAD."""
    head = replace(HEAD, **fields.pop("head", {}))
    return Letter(source=Source("brev.txt", "txt", tuple(text.split("\n"))), head=head, **fields)


def found(check: Callable[[Letter], Iterable[Finding]], read: Letter) -> list[tuple[str, tuple[int, ...]]]:
    """The codes and lines of what the check finds, after seeing that each is said in every language."""
    return [(one.code, one.lines) for one in findings(check, read)]


def findings(check: Callable[[Letter], Iterable[Finding]], read: Letter) -> list[Finding]:
    said = list(check(read))
    for one in said:
        assert one.message == render(one.code, one.values, "nb")
        assert all(render(one.code, one.values, language) for language in LANGUAGES)
        assert one.lines, "a finding points at a line"
        assert one.lines == tuple(sorted(set(one.lines)))
        assert all(1 <= line <= len(read.source.lines) for line in one.lines)
    return said


def post(number: str, amount: int, line: int, name: str = "Driftsutgifter", **fields: Any) -> Post:
    fields = {"precision": TENTH, "at_disposal": amount, "carry_over": False, "estimate": False, **fields}
    return Post(post=number, name=name, appropriation=amount, lines=(line,), **fields)


def chapter(number: str, posts: Iterable[Post], stated: int | None, line: int, **fields: Any) -> Chapter:
    fields = {"unit": Unit.MILLION, "name": "Kulturvern", "lines": (line,), **fields}
    return Chapter(chapter=number, stated_sum=stated, posts=tuple(posts), **fields)


def stated(
    what: str, amount: int, line: int, *, post: str = "21", precision: int = TENTH, group: str | None = None
) -> StatedAmount:
    return StatedAmount("340", post, what, amount, precision, (line,), group)


def budget_line(text: str, amount: int | None, line: int, assignment: str | None = None, **fields: Any) -> BudgetLine:
    fields = {"chapter": "340", "post": "21", "part": None, "precision": TENTH, **fields}
    return BudgetLine(text=text, amount=amount, assignment=assignment, lines=(line,), **fields)


def deadline(
    when: date | None, line: int, *, part: str | None = None, kind: DeadlineKind = DeadlineKind.DATE, text: str = ""
) -> Deadline:
    return Deadline(text or (f"{when:%d.%m.%Y}" if when else "Løpende"), kind, when, part, (line,))


def assignment(number: str | None, title: str, lines: Iterable[int] = (1,), **fields: Any) -> Assignment:
    """An assignment; without ``mentions`` it has one, in the body, with the same title and deadlines."""
    places = tuple(lines)
    fields = {"goal": 1, "earlier": False, **fields}
    own = Mention("body", title, fields["goal"], tuple(fields.get("deadlines", ())), places[:1])
    return Assignment(id=number, title=title, lines=places, **{"mentions": (own,), **fields})


def in_body(title: str, line: int, *deadlines: Deadline, goal: int = 1, is_rd: bool = False) -> Mention:
    return Mention("body", title, goal, deadlines, (line,), is_rd)


def in_attachment(
    title: str, lines: Iterable[int], *deadlines: Deadline, goal: int = 1, is_rd: bool = False
) -> Mention:
    return Mention("attachment", title, goal, deadlines, tuple(lines), is_rd)
