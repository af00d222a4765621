"""Headings that return for each goal and are worded in more than one way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from styrhus.letters.checks.found import info
from styrhus.letters.checks.wording import likeness
from styrhus.letters.model import Finding, Letter

_HEADING = re.compile(
    r"[\s#*]*(?P<text>\D{12,160}?\bm[åa]l(?:et)?(?:\s+nr\.?)?)\s*\d{1,2}(?P<tail>\D{0,3})$", re.IGNORECASE
)
_SAME = 0.6


def check(letter: Letter) -> Iterable[Finding]:
    wordings: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(letter.source.lines, start=1):
        # The years and numbers within a heading are no part of its wording.
        match = _HEADING.fullmatch(re.sub(r"\b(?:19|20)\d{2}\b", "…", line.strip()))
        if match is not None and line.rstrip(" *").endswith(":"):
            wordings[" ".join(match["text"].split())].append(number)
    families: list[list[str]] = []
    for wording in wordings:
        family = next((one for one in families if likeness(_words(one[0]), _words(wording)) >= _SAME), None)
        if family is None:
            families.append([wording])
        else:
            family.append(wording)
    for family in families:
        if len(family) > 1:
            usual = max(family, key=lambda wording: (len(wordings[wording]), -wordings[wording][0]))
            lines = [line for wording in family if wording != usual for line in wordings[wording]]
            yield info("heading-wording-differs", lines, usual, usual=usual, count=str(len(family)))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())
