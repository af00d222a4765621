"""Finds the lines of a text again in a DOCX or PDF that was typeset from it."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.letter_categories import plain
from benchmarks.letter_gold import LineMap

SHORTEST_CONTAINED = 12  # letters that a line must have to be found inside another


def tight(line: str) -> str:
    """The line's letters alone, so that blanks, tabs, bullets, bars and hyphenation do not matter."""
    return "".join(character for character in plain(line) if character.isalnum())


def map_lines(typeset: Iterable[str], original: Iterable[str]) -> LineMap:
    """Which lines of the original each line of the typeset text holds or is part of."""
    known = [(number, tight(line)) for number, line in enumerate(original, 1)]
    by_text: dict[str, set[int]] = {}
    for number, text in known:
        if text:
            by_text.setdefault(text, set()).add(number)
    found: dict[int, frozenset[int]] = {}
    for number, line in enumerate(typeset, 1):
        text = tight(line)
        same = by_text.get(text, set())
        if not same and len(text) >= SHORTEST_CONTAINED:
            same = {
                original_number
                for original_number, whole in known
                if text in whole or (len(whole) >= SHORTEST_CONTAINED and whole in text)
            }
        found[number] = frozenset(same)
    return found
