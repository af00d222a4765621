"""Which assignment each budget line is really about: by its number, and by its title when the two disagree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from styrhus.letters.checks.wording import TitleIndex
from styrhus.letters.model import Assignment, BudgetLine, Letter

_ALIKE = 0.6  # a title this near is the same assignment
_UNLIKE = 0.3  # a title this far is another one


@dataclass(frozen=True, slots=True)
class ResolvedLine:
    line: BudgetLine
    printed: Assignment | None  # the assignment with the printed number, None when the letter has none
    meant: Assignment | None  # the one that the line is about; differs from ``printed`` when the number is wrong

    @property
    def wrong(self) -> bool:
        return self.meant is not None and self.meant is not self.printed


def by_number(letter: Letter) -> dict[str, Assignment]:
    """The letter's assignments by their number, spaces and case left out ("TTB 2024-41" is "TTB2024-41")."""
    return {key(assignment.id): assignment for assignment in letter.assignments if assignment.id}


def key(number: str) -> str:
    return "".join(number.split()).upper()


def titles(assignment: Assignment) -> tuple[str, ...]:
    """Every printing of the title, the body's first."""
    return tuple(dict.fromkeys((assignment.title, *(mention.title for mention in assignment.mentions))))


def resolve(letter: Letter) -> Iterator[ResolvedLine]:
    """Every budget line that prints an assignment's number."""
    assignments = by_number(letter)
    index = TitleIndex({number: titles(assignment) for number, assignment in assignments.items()})
    for line in letter.budget.lines:
        if not line.assignment:
            continue
        printed = key(line.assignment)
        own, best = index.score(line.text, printed), index.best(line.text)
        another = best is not None and best[0] != printed and best[1] >= _ALIKE and own <= _UNLIKE
        meant = assignments[best[0]] if another and best is not None else assignments.get(printed)
        yield ResolvedLine(line, assignments.get(printed), meant)
