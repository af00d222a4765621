"""Is the text an allocation letter at all? Counted on what only such letters have together."""

from __future__ import annotations

import re

from styrhus.letters.blocks import Block

_SIGNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bdepartement(?:et)?\b",
        r"\b(?:stortinget|prop\. ?1 s|statsbudsjett\w*|innst\. ?[0-9]+ ?s)\b",
        r"\b(?:kap(?:ittel|\.)? ?[0-9]{3,4}|post [0-9]{2}\b)",
        r"\b(?:økonomistyring\w*|økonomireglement\w*|riksrevisjonen|etatsstyring\w*|styringsdialog\w*)\b",
        r"\b(?:styringsparamet\w*|måloppn\w*|hovedmål|hovudmål|delmål|mål [0-9])\b",
        r"\b(?:vår ref|deres ref|dykkar ref)\b",
        r"\b(?:oppdrag|oppdraget|årsrapport\w*|tildel\w*|bevilg\w*|løyv\w*)\b",
    )
)
_CODE = re.compile(
    r"^\s*(?:def |class |import |from \w+ import|#include|function |const |let |var |public |return\b|</?\w+)"
    r"|[{};]\s*$|\w\(\w*\)|==|=>|\"\"\""
)
_ENOUGH = 3
_MUCH_CODE = 8  # blocks; a few stray signs make no program of a letter


def is_letter(blocks: tuple[Block, ...]) -> bool:
    """At least three kinds of words that such letters hold, in a text that is not a program."""
    if not blocks:
        return False
    code = sum(_CODE.search(block.text[:200]) is not None for block in blocks)
    if code >= _MUCH_CODE and code * 4 > len(blocks):
        return False
    seen = sum(any(sign.search(block.text) for block in blocks) for sign in _SIGNS)
    return seen >= _ENOUGH
