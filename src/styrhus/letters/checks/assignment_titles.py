"""Assignments that the body, the attachment and the budget lines name differently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import info, warning
from styrhus.letters.checks.printings import list_and_page
from styrhus.letters.checks.resolved import ResolvedLine, resolve, titles
from styrhus.letters.checks.wording import coverage, likeness, plain, stems, without_punctuation
from styrhus.letters.model import Assignment, Finding, Letter

_SAME_THING = 0.6  # the smaller title's words found in the larger: a measure of a broader assignment
_SAME_WORDS = 0.7  # nearly the same words: one name printed in two ways
_POINTS = re.compile(r"\bjfr?\.?\s+oppdrag", re.IGNORECASE)


def check(letter: Letter) -> Iterable[Finding]:
    for assignment in letter.assignments:
        yield from _printings(assignment)
    for resolved in resolve(letter):
        if resolved.meant is not None and not resolved.wrong:
            yield from _budget_line(letter, resolved, resolved.meant)


def _printings(assignment: Assignment) -> Iterator[Finding]:
    both = list_and_page(assignment)
    if both is None or plain(both[0].title) == plain(both[1].title):
        return
    body, attachment = both
    one, other = without_punctuation(body.title), without_punctuation(attachment.title)
    # Dashes alone, or a title that the other place only adds to, is the lesser thing.
    say = info if one in other or other in one else warning
    yield say(
        "assignment-title-differs",
        (*body.lines[:1], *attachment.lines[:1]),
        number=assignment.id or "",
        body=body.title.strip(),
        attachment=attachment.title.strip(),
    )


def _budget_line(letter: Letter, resolved: ResolvedLine, assignment: Assignment) -> Iterator[Finding]:
    """A line may name a measure within an assignment; what is told here is another title, or the same one misquoted."""
    text, printed = without_punctuation(resolved.line.text), titles(assignment)
    if any(text in without_punctuation(title) or without_punctuation(title) in text for title in printed):
        return
    words, known = stems(resolved.line.text), [stems(title) for title in printed]
    # "… til idébanken (jf. oppdrag 2022-09)" says where the money belongs, not what the assignment is called; and an
    # earlier year's assignment is followed up by measures with names of their own.
    a_title = not assignment.earlier and not _POINTS.search(letter.source.text(resolved.line.lines))
    unlike = a_title and len(words) > 2 and max(coverage(words, title) for title in known) < _SAME_THING
    # When the letter itself prints two titles, the line quotes one of them as well as it can.
    one_title = len({without_punctuation(title) for title in printed}) == 1
    misquoted = one_title and max(likeness(words, title) for title in known) >= _SAME_WORDS
    if unlike or misquoted:
        say = warning if unlike else info
        values = {"number": assignment.id or "", "line": resolved.line.text, "title": assignment.title}
        yield say("budget-title-differs", resolved.line.lines, assignment.title, **values)
