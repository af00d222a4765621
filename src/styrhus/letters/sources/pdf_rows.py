"""Tables that a page break divides: which columns belong together, and which rows were cut in two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

SENTENCE_END = re.compile(r"[.!?:;]\)?[»”\"]?$")
ABBREVIATION = re.compile(
    r"\b(?:jf|nr|pkt|kap|f\.eks|bl\.a|ca|dvs|ev|evt|hhv|iht|mill|mrd|prop|innst|st)\.$", re.IGNORECASE
)
# A line that ends with one of these goes on: no heading and no sentence ends so.
JOINING_WORD = re.compile(
    r"\b(?:i|og|av|for|til|på|med|som|at|å|en|et|ei|ein|eit|den|det|de|dei|er|skal|om|fra|frå|ved|eller|mellom|under),?$"
)
NUMBERS_ONLY = re.compile(r"^[\d\s.,:%/–-]+$")
RUNNING_TEXT = 80  # letters: a longer cell holds sentences and no label
SAME_COLUMN = 25.0  # points: how much a column's left edge may differ from page to page


@dataclass(frozen=True, slots=True)
class Table:
    """A table's part on one page: texts by row and column, and where its columns begin."""

    lefts: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    page: int


def same_columns(before: Table, after: Table) -> bool:
    if len(before.lefts) != len(after.lefts):
        return False
    return all(abs(left - right) < SAME_COLUMN for left, right in zip(before.lefts, after.lefts, strict=True))


def in_columns_of(before: Table, after: Table) -> Table:
    """The part on the new page, where fewer columns are filled, put into the columns of the part before."""
    if len(after.lefts) >= len(before.lefts):
        return after
    places = [min(range(len(before.lefts)), key=lambda index: abs(before.lefts[index] - left)) for left in after.lefts]
    far = any(abs(before.lefts[place] - left) > SAME_COLUMN for place, left in zip(places, after.lefts, strict=True))
    if far or len(set(places)) < len(places):
        return after
    rows = tuple(
        tuple(row[places.index(index)] if index in places else "" for index in range(len(before.lefts)))
        for row in after.rows
    )
    return Table(before.lefts, rows, after.page)


def without_repeated_heading(rows: list[tuple[str, ...]], heading: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Without the rows at the top that repeat rows of the table's beginning, at most three."""
    count = 0
    while count < min(3, len(rows)) and rows[count] in heading and sum(map(bool, rows[count])) > 1:
        count += 1
    return rows[count:]


def is_cut(begun: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether a page's first row is the rest of the row before, cut by the page break."""
    cells = list(zip(begun, rest, strict=False))
    both = [(first, second) for first, second in cells if first and second]
    if not any(rest) or any(NUMBERS_ONLY.match(first) and NUMBERS_ONLY.match(second) for first, second in both):
        return False
    if not both:
        # The cells stand at different heights, so that each came on a page of its own.
        return not rest[0] or not begun[0]
    if rest[0] and not _goes_on(begun[0], rest[0]):
        return False
    if any(_goes_on(first, second) for first, second in both):
        return True
    own_numbers = any(not first and NUMBERS_ONLY.match(second) for first, second in cells if second)
    return not own_numbers and not rest[0]


def _goes_on(begun: str, rest: str) -> bool:
    """Whether a cell's text is in mid-sentence at the break."""
    running = rest[:1].islower() or len(begun) > RUNNING_TEXT or JOINING_WORD.search(begun) is not None
    return bool(begun) and not ends_sentence(begun) and running


def ends_sentence(text: str) -> bool:
    return SENTENCE_END.search(text) is not None and ABBREVIATION.search(text) is None
