"""Where in the budget a block stands: the chapter and post of its headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import Unit
from styrhus.letters.reading.manuscript import ASSIGNMENTS, INSTRUCTION, Manuscript
from styrhus.letters.reading.tables import Table
from styrhus.letters.reading.vocabulary import UNITS

_CHAPTER = re.compile(
    r"kap(?:ittel|\.)? ?0?(?P<chapter>[0-9]{3,4})(?![0-9])(?:[,.:;]? ?(?:og )?post ?(?P<post>[0-9]{2})(?![0-9]))?[ .:,–-]*(?P<name>.*)",
    re.IGNORECASE,
)
_POST = re.compile(r"post(?:en)? ?(?P<post>[0-9]{2})(?![0-9])[ .:,–-]*(?P<name>.*)", re.IGNORECASE)
_DOTTED = re.compile(r"0?(?P<chapter>[0-9]{3,4})\.(?P<post>[0-9]{2})(?![0-9.])[ .:,–-]*(?P<name>.*)")
_MENTION = re.compile(
    r"(?:kap(?:ittel|\.)? ?0?(?P<chapter>[0-9]{3,4}),? )?\bpost(?:en)? ?(?:0?(?P<dotted>[0-9]{3,4})\.)?(?P<post>[0-9]{2})(?![0-9.])",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r" (?:m\.a|mv|m\.v|m\.m|o\.l|osv|mm)\.$")
_MAX_HEADING = 200


@dataclass(frozen=True, slots=True)
class BudgetPlace:
    chapter: str | None
    post: str | None
    chapter_at: int = -1  # index of the block that heads the chapter
    post_at: int = -1


@dataclass(frozen=True, slots=True)
class BudgetHeading:
    chapter: str | None
    post: str | None
    name: str


@dataclass(frozen=True, slots=True)
class BudgetText:
    """What every reader of the budget needs: the text, where each block stands, the tables and their units."""

    manuscript: Manuscript
    places: tuple[BudgetPlace, ...]
    tables: tuple[Table, ...]
    units: dict[int, Unit]  # of each table, by the place of its first row
    only_post: Mapping[str, str] = field(default_factory=dict)  # of the chapters that have a single one
    chapters_of: Mapping[str, Sequence[str]] = field(default_factory=dict)  # of each post, the chapters that have it


NOWHERE = BudgetPlace(None, None)


def budget_places(manuscript: Manuscript, known: Mapping[str, Sequence[str]] | None = None) -> tuple[BudgetPlace, ...]:
    """Of each block, the chapter and post that the lines above put it under; NOWHERE outside the budget.

    ``known`` says in which chapters each post is found, for headings that name the post alone.
    """
    places: list[BudgetPlace] = []
    current = NOWHERE
    for index, block in enumerate(manuscript.blocks):
        document = manuscript.documents[index]
        if document in {INSTRUCTION, ASSIGNMENTS} or (index and document != manuscript.documents[index - 1]):
            current = NOWHERE
        heading = heading_of(block) if document not in {INSTRUCTION, ASSIGNMENTS} else None
        if heading is not None and heading.chapter and (heading.post is None or heading.chapter != current.chapter):
            current = BudgetPlace(heading.chapter, heading.post, index, index if heading.post else -1)
        elif heading is not None and heading.post and (current.chapter or heading.chapter):
            current = BudgetPlace(current.chapter, heading.post, current.chapter_at, index)
        elif block.number and index in manuscript.heads_section and _ends_budget(current, manuscript, index):
            current = NOWHERE
        if known and document not in {INSTRUCTION, ASSIGNMENTS} and (heading is None or heading.chapter is None):
            current = _mentioned(block, index, manuscript, known, current)
        places.append(current)
    return tuple(places)


def _mentioned(
    block: Block, index: int, manuscript: Manuscript, known: Mapping[str, Sequence[str]], current: BudgetPlace
) -> BudgetPlace:
    """The place that a heading or a line over a list names: "Merknader til post 541.22", "På post 21 er bundet:"."""
    leads = index in manuscript.heads_section or (block.text.endswith(":") and len(block.text) < 400)
    if (
        not (leads or (block.is_short_line() and block.text.casefold().startswith("post")))
        or block.kind is BlockKind.ROW
    ):
        return current
    match = _MENTION.search(block.text)
    if match is None:
        return current
    post = match["post"]
    chapters = known.get(post, ())
    chapter = (
        match["chapter"]
        or match["dotted"]
        or (current.chapter if current.chapter in chapters or not chapters else chapters[0])
    )
    if chapter is None or (chapter, post) == (current.chapter, current.post):
        return current
    return BudgetPlace(chapter, post, current.chapter_at if current.chapter == chapter else index, index)


def heading_of(block: Block) -> BudgetHeading | None:
    """The chapter or post that a heading names, or None. A sentence that begins with "Post 21" is no heading."""
    text = block.title
    if block.kind is BlockKind.ROW and all(not cell or UNITS.fullmatch(cell) for cell in block.cells[1:]):
        text = block.cells[0]  # a chapter with the unit of its table at the end of the line
    elif block.kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
        return None
    if len(block.text) > _MAX_HEADING or not text:
        return None
    match = _CHAPTER.fullmatch(text) or _POST.fullmatch(text) or _DOTTED.fullmatch(block.text)
    if match is None:
        return None
    name = match["name"].strip(" :")
    if (
        (text[-1] in ".;," and not _ABBREVIATED.search(text))
        or name[:1].islower()
        or (text.endswith(":") and len(name) > 90)
    ):
        return None
    groups = match.groupdict()
    return BudgetHeading(groups.get("chapter"), groups.get("post"), name)


def _ends_budget(current: BudgetPlace, manuscript: Manuscript, index: int) -> bool:
    """A numbered section at the depth of the one that holds the chapter, or above it, ends the chapter."""
    if current.chapter_at < 0:
        return False
    holder = manuscript.numbered_of[current.chapter_at]
    here = manuscript.sections[manuscript.section_of[index]]
    return holder < 0 or here.level <= manuscript.sections[holder].level
