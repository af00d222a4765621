"""Assignments that refer to themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

from styrhus.letters.checks.found import error
from styrhus.letters.checks.resolved import key
from styrhus.letters.model import Finding, Letter

_POINTER = re.compile(
    r"\b(?:viser|vises|visast|vist|jf|jfr|se|sjå|(?:sammenheng|samanheng) med)\b\.?(?:\s+(?:til|også|òg))*"
    r"\s+oppdrag(?:et)?(?:\s+(?:nr|nummer)\.?)?\s+"
    r"(?P<number>(?:[A-ZÆØÅ]{2,4} ?)?(?:\d{4}-\d{1,5}(?!\d)|\d{1,5}/\d{4}))",
    re.IGNORECASE,
)


def check(letter: Letter) -> Iterable[Finding]:
    """Such a reference says nothing, so another assignment was probably meant."""
    for assignment in letter.assignments:
        for number in assignment.lines if assignment.id else ():
            for match in _POINTER.finditer(letter.source.lines[number - 1]):
                if key(match["number"]) == key(assignment.id or ""):
                    yield error("self-reference", (number,), number=assignment.id or "")
