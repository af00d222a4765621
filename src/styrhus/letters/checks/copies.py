"""The Office of the Auditor General gets a copy of each letter (Bestemmelser om økonomistyring i staten 1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from styrhus.letters.checks.found import info, warning
from styrhus.letters.model import Finding, Letter, LetterKind

_KINDS = frozenset({LetterKind.ALLOCATION, LetterKind.SUPPLEMENTARY})
_COPY = re.compile(r"[\s*#]*kopi(?:\s+(?:til|uten vedlegg|utan vedlegg))?\b[^.]{0,40}$", re.IGNORECASE)
_AUDITOR = re.compile(r"riksrevisjon", re.IGNORECASE)
_WITHIN = 15  # lines of a copy list


def check(letter: Letter) -> Iterable[Finding]:
    """A published text may lack its list of copies, so no list at all is only worth knowing."""
    if letter.head.kind not in _KINDS or any(_AUDITOR.search(name) for name in letter.head.copy_to):
        return
    lines = letter.source.lines
    heading = next((number for number in range(len(lines), 0, -1) if _COPY.match(lines[number - 1])), None)
    if heading is not None and any(_AUDITOR.search(below) for below in lines[heading - 1 : heading + _WITHIN]):
        return
    if letter.head.copy_to:
        place = (heading,) if heading else _title(letter)
        yield warning("copy-to-auditor-missing", place, "Riksrevisjonen", copies=", ".join(letter.head.copy_to))
    else:
        yield info("copies-missing", _title(letter), "Riksrevisjonen")


def _title(letter: Letter) -> tuple[int, ...]:
    holding = (number for number, line in enumerate(letter.source.lines, start=1) if letter.head.title in line)
    return (next(holding, 1),)
