"""Tables that print amounts in different units, or in a unit that the table does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from styrhus.letters.checks.found import info, warning
from styrhus.letters.checks.printed import listed
from styrhus.letters.model import Chapter, Finding, Letter, Unit

_UNIT = re.compile(
    r"\b(?:kroner|kr|nok|mnok|mill|mrd|tusen)\b|(?<![\d., ])1[ .\u00a0\u202f]?000\b(?![ .]?\d)", re.IGNORECASE
)
_KRONER_FROM = 1_000_000  # an amount printed in full this large can only be kroner
_RIGHT_BELOW = 3
_NEARBY = 10  # lines: the unit stands in the heading row or not far above it


def check(letter: Letter) -> Iterable[Finding]:
    chapters = [chapter for chapter in letter.budget.chapters if chapter.posts and chapter.posts[0].lines]
    units = {chapter.unit for chapter in chapters}
    if len(units) > 1:
        lines = [_table_line(letter, chapter) for chapter in chapters]
        printed = listed(f"kap. {chapter.chapter}: {chapter.unit.value}" for chapter in chapters)
        yield info("units-differ", lines, units=printed)
    for chapter in chapters:
        # A unit other than kroner was read from somewhere: the letter says it, if only once for all its tables.
        if chapter.unit is Unit.KRONER and not _says_unit(letter, chapter):
            clear = any((post.appropriation or 0) >= _KRONER_FROM for post in chapter.posts)
            say = info if clear else warning
            yield say("unit-missing", (_table_line(letter, chapter),), chapter.unit.value, chapter=chapter.chapter)


def _table_line(letter: Letter, chapter: Chapter) -> int:
    """The line that the table's unit stands on, or should: the heading row above the first post."""
    first = _first_row(chapter)
    above = (
        number for number in range(first - 1, max(0, first - _NEARBY), -1) if letter.source.lines[number - 1].strip()
    )
    return next(above, first)


def _says_unit(letter: Letter, chapter: Chapter) -> bool:
    """Whether the unit stands between the chapter's heading and the first post, or in that post's row."""
    first = _first_row(chapter)
    heading = chapter.lines[0] if chapter.lines and chapter.lines[0] < first else 1
    begins = max(heading, first - _NEARBY, 1)
    # A post in running text prints its amount, with the unit, in the lines right under its heading.
    own = (line for post in chapter.posts for line in post.lines if first < line <= first + _RIGHT_BELOW)
    return any(_UNIT.search(letter.source.lines[number - 1]) for number in (*range(begins, first + 1), *own))


def _first_row(chapter: Chapter) -> int:
    return min(post.lines[0] for post in chapter.posts if post.lines)
