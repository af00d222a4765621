"""Long words that the letter spells in two ways, one letter apart: "tilskuddsordning" and "tilskuddordning"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from styrhus.letters.checks.found import info
from styrhus.letters.model import Finding, Letter

# Shorter words have neighbours that are other words; the end of a word is where Norwegian inflects.
_WORD = re.compile(r"(?<![\w-])[A-ZÆØÅa-zæøå]{10,40}(?!\w)")
_ENDING = 4


def check(letter: Letter) -> Iterable[Finding]:
    """Compares each word with itself less one letter, so that the time grows with the text and not with its square."""
    where: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(letter.source.lines, start=1):
        for match in _WORD.finditer(line):
            where[match[0].casefold()].append(number)
    for longer, lines in where.items():
        shorter = {longer[:place] + longer[place + 1 :] for place in range(1, len(longer) - _ENDING)}
        for other in sorted(shorter & where.keys()):
            rare, usual = (longer, other) if len(lines) < len(where[other]) else (other, longer)
            told_apart = len(where[rare]) < len(where[usual])
            places = where[rare] if told_apart else (*where[rare], *where[usual])
            yield info("word-spelled-two-ways", places, usual if told_apart else None, variant=rare, usual=usual)
