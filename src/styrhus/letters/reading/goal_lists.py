"""Goals without a label of their own: numbered sentences, bullets and sub-sections under a heading that speaks of goals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from styrhus.common.deadlines import DateKind, find_dates
from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import Goal
from styrhus.letters.reading import vocabulary as words
from styrhus.letters.reading.manuscript import INSTRUCTION, LETTER, Manuscript

_NUMBERED = re.compile(r"\(?(?P<number>[0-9]{1,2})[.)] +(?P<title>[«\"A-ZÆØÅ].{7,})")
_LIST_LEAD = re.compile(r".{0,250}:")
_OTHER_LIST = re.compile(
    r"oppdrag|oppgave|oppgåve|tiltak|aktivitet|rapporter|vedlegg|budsjett|bærekraft|berekraft", re.IGNORECASE
)
_GENERAL = re.compile(
    r"(?:generelt|innledning|innleiing|bakgrunn|om\b|omtale|overordne|nærmere|nærare|samfunnsoppdrag|andre|øvrige"
    r"|særskilt|rapporter|føring|prioritering|hovedprioritering|fellesføring|risiko|oppdrag|oppgaver|oppgåver"
    r"|krav|styringsparamet|tiltak|budsjett|ressurs|vurdering|utfordring|bærekraft|berekraft)",
    re.IGNORECASE,
)
_CHAPTER_OF_GOALS = re.compile(
    r"(?:\S+s |fastsatte |fastsette |overordnede |overordna |årets )?(?:(?:hoved|hovud|virksomhets|verksemds|sektor"
    r"|bruker|brukar|effekt)?mål(?:ene|a|struktur)?)\b(?![-–]).{0,80}",
    re.IGNORECASE,
)
_MAX_TITLE = 260


def numbered_sentences(manuscript: Manuscript) -> Iterator[tuple[int, Goal]]:
    """ "1. Instituttet skal …", "2. …" under a heading or a lead-in of goals; text and parameters may stand between."""
    run: list[tuple[int, Goal]] = []
    holder: int | None = None
    others_until = -1
    for place, block in enumerate(manuscript.blocks):
        if place <= others_until or manuscript.documents[place] == INSTRUCTION:
            continue
        if _heads_other_list(block):
            others_until = _end_of_list(manuscript.blocks, place + 1)
            continue
        printed = _number_and_title(block) if place not in manuscript.heads_section else None
        if printed is None:
            continue
        number, title = printed
        here = manuscript.numbered_of[place]
        if number == 1 and _speaks_of_goals(manuscript, place):
            if len(run) >= 2:
                yield from run
            run, holder = [(place, _goal(number, title, block))], here
        elif run and here == holder and number == len(run) + 1:
            run.append((place, _goal(number, title, block)))
    if len(run) >= 2 and not any(_has_deadline(goal.title, manuscript.year) for _, goal in run):
        yield from run
        yield from _own_sections(manuscript, run)


def _own_sections(manuscript: Manuscript, run: list[tuple[int, Goal]]) -> Iterator[tuple[int, Goal]]:
    """The sections that take up the goals of a list one by one, under the same titles."""
    by_title = {words.fold(goal.title): goal for _, goal in run}
    for place in sorted(manuscript.heads_section):
        goal = by_title.get(words.fold(manuscript.blocks[place].title))
        if goal is not None:
            yield place, Goal(goal.number, goal.title, manuscript.blocks[place].lines, None, 0.9)


def children(blocks: tuple[Block, ...], start: int, parent: int | str | None) -> Iterator[tuple[int, Goal]]:
    """The bullets or numbered lines under "Delmål:", which belong to the goal above."""
    for place in range(start, len(blocks)):
        block = blocks[place]
        numbered = block.kind is BlockKind.HEADING and block.number is not None and not block.marks
        if not (block.kind is BlockKind.BULLET or numbered) or len(block.text) > _MAX_TITLE:
            return
        number = block.number.strip("()") if block.number else None
        if numbered and parent is not None and number and number.isdigit():
            number = f"{parent}.{number}"
        yield place, Goal(number, block.title.strip(" .;"), block.lines, parent, 0.8)


def listed(manuscript: Manuscript) -> Iterator[tuple[int, Goal]]:
    """Bullets under a line such as "Hovedmålene for 2024 er:" or under a heading of goals."""
    blocks = manuscript.blocks
    for place, block in enumerate(blocks):
        heading = place in manuscript.heads_section and _CHAPTER_OF_GOALS.fullmatch(block.title)
        lead = len(block.text) < 250 and _LIST_LEAD.fullmatch(block.text) and words.GOAL_TITLE.search(block.text)
        if manuscript.documents[place] == INSTRUCTION or not (heading or lead) or _is_other_list(block):
            continue
        members = []
        for member in range(place + 1, len(blocks)):
            if blocks[member].kind is not BlockKind.BULLET or len(blocks[member].text) > _MAX_TITLE:
                break
            members.append(member)
        if len(members) < 2 or any(_has_deadline(blocks[member].text, manuscript.year) for member in members):
            continue
        for member in members:
            printed = re.fullmatch(r"\(?([0-9]{1,2})[.)]?", blocks[member].number or "")
            number = int(printed[1]) if printed else None
            yield member, Goal(number, blocks[member].text, blocks[member].lines, None, 0.6)
        return


def sub_sections(manuscript: Manuscript) -> Iterator[tuple[int, Goal]]:
    """Sections "3.1 …" under a chapter of goals: those that hold parameters or assignments, else all but the general ones."""
    chapters = {
        (section.document, section.number): _CHAPTER_OF_GOALS.fullmatch(section.title) is not None
        for section in manuscript.sections
        if section.number and words.GOAL_TITLE.search(section.title) and section.document == LETTER
    }
    under = [
        (place, section)
        for place in sorted(manuscript.heads_section)
        if (section := manuscript.sections[manuscript.section_of[place]]).number
        and (section.document, section.number.rpartition(".")[0]) in chapters
        and not words.GOAL_TITLE.search(section.title)
    ]
    holding = {
        manuscript.numbered_of[place]
        for place, block in enumerate(manuscript.blocks)
        if len(block.text) < 80
        and not (block.number and place in manuscript.heads_section)
        and (words.PARAMETER_LISTS.match(block.text) or words.ASSIGNMENT_HEADINGS.match(block.text))
    }
    sure = [(place, section) for place, section in under if manuscript.section_of[place] in holding]
    if sure:
        for place, section in sure:
            yield place, Goal(section.number, section.title, manuscript.blocks[place].lines, None, 0.7)
        return
    named = [
        (place, section)
        for place, section in under
        if chapters[(section.document, (section.number or "").rpartition(".")[0])] and not _GENERAL.match(section.title)
    ]
    if len(named) >= 2:
        for place, section in named:
            yield place, Goal(section.number, section.title, manuscript.blocks[place].lines, None, 0.5)


def _goal(number: int, title: str, block: Block) -> Goal:
    return Goal(number, title.strip(" ."), block.lines, None, 0.7)


def _number_and_title(block: Block) -> tuple[int, str] | None:
    if len(block.text) > _MAX_TITLE or block.kind is BlockKind.ROW:
        return None
    if block.kind is BlockKind.BULLET:
        marked = re.fullmatch(r"\(?([0-9]{1,2})\)", block.number or "")
        return (int(marked[1]), block.text) if marked and not block.text.endswith((":", ";")) else None
    if block.kind is BlockKind.HEADING and block.number and block.number.isdigit() and not block.marks:
        return int(block.number), block.title
    match = _NUMBERED.fullmatch(block.text)
    return (int(match["number"]), match["title"]) if match and not block.text.endswith(":") else None


def _speaks_of_goals(manuscript: Manuscript, place: int) -> bool:
    """Is the nearest line above that leads in, or else the section, one of goals?"""
    above = manuscript.blocks[place - 1] if place else None
    if above is not None and above.text.endswith(":"):
        return words.GOAL_TITLE.search(above.text) is not None and not _is_other_list(above)
    index = manuscript.section_of[place]
    titles = manuscript.path_titles(place)
    nearest = manuscript.sections[index].title if index >= 0 else ""
    return words.GOAL_TITLE.search(titles) is not None and _is_other_title(nearest) is False and "vedlegg" not in titles


def _is_other_title(title: str) -> bool:
    """A title of assignments and nothing of goals: "Oppdrag i 2025" under "Mål og oppdrag"."""
    return _OTHER_LIST.search(title) is not None and words.GOAL_TITLE.search(title) is None


def _is_other_list(block: Block) -> bool:
    return _OTHER_LIST.search(block.text) is not None or words.PARAMETER_LISTS.search(block.text) is not None


def _heads_other_list(block: Block) -> bool:
    """A label over a list of parameters or assignments, whose numbers are its own."""
    short = len(block.text) < 160 and block.kind is not BlockKind.BULLET
    heads = words.PARAMETER_LISTS.match(block.title) or words.ASSIGNMENT_HEADINGS.match(block.title)
    return short and (bool(heads) and not words.GOAL_TITLE.search(block.title)) and not block.text.endswith(".")


def _end_of_list(blocks: tuple[Block, ...], start: int) -> int:
    """The last block of a numbered list that begins right here with 1, or the block before it when none does."""
    place, expected = start, 1
    while place < len(blocks) and (printed := _number_and_title(blocks[place])) and printed[0] == expected:
        place, expected = place + 1, expected + 1
    return place - 1


def _has_deadline(text: str, year: int | None) -> bool:
    return any(printed.kind in {DateKind.DATE, DateKind.IN_REPORT} for printed in find_dates(text, year))
