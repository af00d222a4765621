"""Goals: "Mål 1: …", "Hovedmål 2 – …", "Delmål 1.1 …", numbered sections under a chapter of goals, or a list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import Goal
from styrhus.letters.reading import vocabulary as words
from styrhus.letters.reading.goal_lists import children, listed, numbered_sentences, sub_sections
from styrhus.letters.reading.manuscript import INSTRUCTION, Manuscript
from styrhus.letters.reading.tables import Table
from styrhus.letters.reading.vocabulary import Column

_LABELLED = re.compile(
    rf"(?P<word>{words.GOAL_WORDS}) ?(?:nr\.? ?)?(?P<number>[0-9]{{1,2}}(?:\.[0-9]{{1,2}})?"
    rf"|[A-F](?![a-zæøå]))(?![0-9])\.?(?P<mark> ?[:–-]| ?\.(?= )|\)|)(?P<title>.*)",
    re.IGNORECASE,
)
_UNNUMBERED = re.compile(
    r"(?P<word>(?:overordnet |overordna )?(?:hovedmål|hovudmål|samfunnsmål|effektmål|brukermål|brukarmål"
    r"|virksomhetsmål|verksemdsmål|delmål)|overordnet mål|overordna mål) ?: ?(?P<title>\S.{8,})",
    re.IGNORECASE,
)
_CHILDREN = re.compile(
    r"(?:delmål|resultatmål|virksomhetsmål|verksemdsmål)(?: (?:for|i) 20[0-9]{2})? ?:?", re.IGNORECASE
)
_TABLED = re.compile(r"(?:(?:[Mm]ål )?(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})?)[.:)]? +)?(?P<title>[A-ZÆØÅ][^0-9].{5,})")
_MAX_TITLE = 260
_MAX_ROWS = 40  # of one goal in a table


@dataclass(frozen=True, slots=True)
class GoalReading:
    goals: tuple[Goal, ...]
    goal_at: tuple[int | str | None, ...]  # of each block: the goal it stands under
    begins: frozenset[int]  # the blocks that print a goal


def read_goals(manuscript: Manuscript, tables: tuple[Table, ...]) -> GoalReading:
    """The goals, each once with all its printings, and the goal that each block stands under."""
    found = (
        list(_labelled(manuscript))
        or list(_tabled(manuscript, tables))
        or list(numbered_sentences(manuscript))
        or list(sub_sections(manuscript))
        or list(listed(manuscript))
    )
    found.sort(key=lambda item: item[0])
    merged: dict[tuple[int | str | None, str], Goal] = {}
    for _, goal in found:
        key = (goal.number, goal.title.casefold() if goal.number is None else "")
        before = merged.get(key)
        merged[key] = replace(before, lines=tuple(sorted({*before.lines, *goal.lines}))) if before else goal
    return GoalReading(tuple(merged.values()), _goal_at(manuscript, found), frozenset(place for place, _ in found))


def as_number(printed: str) -> int | str:
    return int(printed) if printed.isdigit() else printed


def _labelled(manuscript: Manuscript) -> Iterator[tuple[int, Goal]]:
    parent: int | str | None = None
    for place, block in enumerate(manuscript.blocks):
        if manuscript.documents[place] == INSTRUCTION or len(block.text) > _MAX_TITLE:
            continue
        goal = _goal(manuscript.blocks, place, parent)
        if goal is not None:
            is_child = block.title.casefold().startswith(words.CHILD_GOALS)
            parent = goal.number if goal.parent is None and not is_child else parent
            yield place, goal
        elif _CHILDREN.fullmatch(block.text):
            yield from children(manuscript.blocks, place + 1, parent)


def _goal(blocks: tuple[Block, ...], place: int, parent: int | str | None) -> Goal | None:
    block = blocks[place]
    text = block.title
    if block.kind is BlockKind.ROW:
        first = _LABELLED.fullmatch(block.cells[0])
        text = block.cells[0] if first and first["title"].strip() else " ".join(block.cells[:2]) if first else ""
    match = _LABELLED.fullmatch(text)
    if match is None:
        unnumbered = _UNNUMBERED.fullmatch(text)
        if unnumbered is None or text[-1] in ":;":
            return None
        child = unnumbered["word"].casefold() in words.CHILD_GOALS
        return Goal(None, unnumbered["title"].strip(), block.lines, parent if child else None, 0.8)
    title, lines = match["title"].strip(" :–-"), block.lines
    if not title and place + 1 < len(blocks) and blocks[place + 1].is_short_line():
        title, lines = blocks[place + 1].text, (*lines, *blocks[place + 1].lines)
    sentence = title.endswith((".", ":", ";")) and not match["mark"].strip()
    if (
        not title
        or title[0].islower()
        or title[0].isdigit()
        or sentence
        or title.endswith((":", ";"))
        or not match["word"][0].isupper()
    ):
        return None
    number = as_number(match["number"])
    child = match["word"].casefold() in words.CHILD_GOALS or (isinstance(number, str) and "." in number)
    above: int | str | None = None
    if child:
        above = as_number(str(number).split(".", maxsplit=1)[0]) if "." in str(number) else parent
        number = f"{above}.{number}" if isinstance(number, int) and above is not None else number
    return Goal(number, title, lines, above, 1.0 if match["mark"].strip() else 0.9)


def _tabled(manuscript: Manuscript, tables: tuple[Table, ...]) -> Iterator[tuple[int, Goal]]:
    """The goals of a table's first column, beside their parameters: "1. Bedriftene er trygge"."""
    for table in tables:
        numbered = table.index(Column.NUMBER) == 0 and table.index(Column.GOAL) == 1
        if not (table.index(Column.GOAL) == 0 or numbered) or not table.has(Column.PARAMETER):
            continue
        for row in table.rows:
            cell = f"{row.cell(0).rstrip('.')} {row.cell(1)}" if numbered and row.cell(1) else row.cell(0)
            match = _TABLED.fullmatch(cell)
            if match and not words.SUM_WORDS.match(match["title"]):
                number = as_number(match["number"]) if match["number"] else None
                lines = manuscript.blocks[row.place].lines
                yield row.place, Goal(number, match["title"], lines, None, 0.9 if number else 0.7)


def _goal_at(manuscript: Manuscript, found: list[tuple[int, Goal]]) -> tuple[int | str | None, ...]:
    begins = {place: goal.number for place, goal in found}
    current: int | str | None = None
    level = 0
    last, seen = max(begins, default=-1), set[str]()
    after_list = _after_lists(manuscript, found)
    result: list[int | str | None] = []
    for place, block in enumerate(manuscript.blocks):
        if place and manuscript.documents[place] != manuscript.documents[place - 1]:
            current = None
        heading = manuscript.sections[manuscript.section_of[place]] if place in manuscript.heads_section else None
        if place in begins:
            current, level = begins[place], heading.level if heading else 99
        elif (heading is not None and (heading.number or block.marks) and heading.level <= level) or (
            heading is not None and place > last and _leaves_goals(block, seen)
        ):
            current = None
        elif place - 1 in after_list:
            current = after_list[place - 1]
        if heading is not None:
            seen.add(words.fold(block.title))
        result.append(current)
    return tuple(result)


def _after_lists(manuscript: Manuscript, found: list[tuple[int, Goal]]) -> dict[int, int | str | None]:
    """The last member of each list of goals, and the goal that the text after it stands under: that of none of them.

    Goals right under each other, or in a table's column, are a list: what follows is not about the last of them.
    """
    blocks = manuscript.blocks
    ends: dict[int, int | str | None] = {}
    for (above, one), (here, other) in pairwise(found):
        tabled = here - above < _MAX_ROWS and all(
            blocks[place].kind is BlockKind.ROW for place in range(above, here + 1)
        )
        adjoining = here == above + 1 or tabled
        if adjoining and here not in manuscript.heads_section and one.parent == other.parent:
            ends.pop(above, None)
            ends[here] = other.parent
    return {_last_row(blocks, place): parent for place, parent in ends.items()}


def _last_row(blocks: tuple[Block, ...], place: int) -> int:
    """The last row of the table that a block stands in; the block itself when it is no row."""
    if blocks[place].kind is BlockKind.ROW:
        while place + 1 < len(blocks) and blocks[place + 1].kind is BlockKind.ROW:
            place += 1
    return place


def _leaves_goals(block: Block, seen: set[str]) -> bool:
    """An unnumbered heading after the last goal that no earlier goal had: the letter goes on to something else."""
    return words.fold(block.title) not in seen and not words.PARAMETER_LISTS.match(block.title)
