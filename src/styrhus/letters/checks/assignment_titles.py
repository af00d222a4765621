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
_BULLET = re.compile(r"^[\s\-•–*|]*")


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
    a_title = _is_title(letter, resolved)
    # An earlier year's assignment is followed up by measures with names of their own.
    alike = max(coverage(words, title) for title in known)
    unlike = a_title and not assignment.earlier and len(words) > 2 and alike < _SAME_THING
    # When the letter itself prints two titles, the line quotes one of them as well as it can.
    one_title = len({without_punctuation(title) for title in printed}) == 1
    misquoted = a_title and one_title and max(likeness(words, title) for title in known) >= _SAME_WORDS
    if unlike or misquoted:
        say = warning if unlike else info
        values = {"number": assignment.id or "", "line": resolved.line.text, "title": assignment.title}
        yield say("budget-title-differs", resolved.line.lines, assignment.title, **values)


def _is_title(letter: Letter, resolved: ResolvedLine) -> bool:
    """Whether the line begins with what may be the title: "2 mill. kroner til idébanken (oppdrag 2022-09)" does not."""
    printed = _BULLET.sub("", letter.source.lines[resolved.line.lines[0] - 1], count=1)
    return printed[:1].isupper() and printed.startswith(resolved.line.text[:12])
