"""The mark for research and development (FoU) where two places disagree, or where nothing else speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import info, warning
from styrhus.letters.checks.printings import list_and_page, pages
from styrhus.letters.checks.resolved import ResolvedLine, resolve
from styrhus.letters.model import Assignment, Finding, Letter

_FLAG = re.compile(r"\bfou\b", re.IGNORECASE)
_RESEARCH = re.compile(
    r"fou\b|forsk|studi(?:e|um|a)|evaluer|unders[øo]k|kartlegg|analyse|survey|kunnskapsgrunnlag|kunnskapsinnhent|m[åa]ling|monitor",
    re.IGNORECASE,
)


def check(letter: Letter) -> Iterable[Finding]:
    for assignment in letter.assignments:
        yield from _mentions(assignment)
        yield from _unsupported(letter, assignment)
    for resolved in resolve(letter):
        yield from _budget_line(resolved)


def _mentions(assignment: Assignment) -> Iterator[Finding]:
    both = list_and_page(assignment)
    if both is not None and both[0].is_rd != both[1].is_rd:
        yield warning(
            "rd-flag-differs", (*both[0].lines[:1], *both[1].lines[:1]), number=assignment.id or assignment.title
        )


def _budget_line(resolved: ResolvedLine) -> Iterator[Finding]:
    if resolved.meant is not None and not resolved.meant.is_rd and _FLAG.search(resolved.line.text):
        yield warning("rd-flag-only-in-budget", resolved.line.lines, number=resolved.meant.id or "")


def _unsupported(letter: Letter, assignment: Assignment) -> Iterator[Finding]:
    """Marked as research while its own description names no study, survey or evaluation."""
    page = pages(assignment)
    text = " ".join(
        filter(None, (assignment.background, assignment.description, *(part.text for part in assignment.parts)))
    )
    plain_title = re.sub(r"\([^()]*fou[^()]*\)", "", assignment.title, flags=re.IGNORECASE)
    if assignment.is_rd and page and text and not _RESEARCH.search(f"{plain_title} {text}"):
        lines = [mention.lines[0] for mention in assignment.mentions if mention.lines]
        yield info("rd-flag-unsupported", lines, number=assignment.id or assignment.title)
