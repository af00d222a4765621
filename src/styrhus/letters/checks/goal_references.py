"""References to goals that the letter does not have, and goals that two places title differently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import error, warning
from styrhus.letters.checks.wording import plain
from styrhus.letters.model import Finding, Letter

_REFERENCE = re.compile(r"\bm[åa]l(?:et)?\s+nr\.?\s*(?P<number>\d{1,2})(?![\d.,]*\d)", re.IGNORECASE)
_HEADING = re.compile(
    r"[\s#*]*(?:Hovedm[åa]l|Hovudm[åa]l|M[åa]l)\s+(?P<number>\d{1,2})\s*[:.–-]\s*(?P<title>[^\t]{4,200}?)[\s*]*$",
    re.IGNORECASE,
)


def check(letter: Letter) -> Iterable[Finding]:
    goals = {goal.number: goal for goal in letter.goals if isinstance(goal.number, int) and goal.parent is None}
    if not goals:
        return
    yield from _unknown(letter, set(goals))
    yield from _titles(letter)
    yield from _assigned(letter)


def _unknown(letter: Letter, known: set[int]) -> Iterator[Finding]:
    for number, line in enumerate(letter.source.lines, start=1):
        for match in _REFERENCE.finditer(line):
            if int(match["number"]) not in known:
                yield error("goal-unknown", (number,), number=match["number"])


def _titles(letter: Letter) -> Iterator[Finding]:
    """The same goal as heading in the body and in the attachment."""
    for goal in letter.goals:
        printed: dict[str, tuple[int, str]] = {}
        for number in goal.lines:
            match = _HEADING.match(letter.source.lines[number - 1])
            if match and match["number"] == str(goal.number):
                printed.setdefault(plain(match["title"]), (number, match["title"].strip()))
        if len(printed) > 1:
            (first, one), (second, other) = list(printed.values())[:2]
            yield warning("goal-title-differs", (first, second), number=str(goal.number), body=one, attachment=other)


def _assigned(letter: Letter) -> Iterator[Finding]:
    """An assignment that the body and the attachment put under different goals."""
    for assignment in letter.assignments:
        places = [mention for mention in assignment.mentions if mention.goal is not None]
        goals = list(dict.fromkeys(str(mention.goal) for mention in places))
        if len(goals) > 1:
            lines = [mention.lines[0] for mention in places if mention.lines]
            yield error(
                "assignment-goal-differs",
                lines,
                number=assignment.id or assignment.title,
                first=goals[0],
                second=goals[1],
            )
