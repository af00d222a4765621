"""Steering parameters: "SP 4: …", "Styringsparameter 1.1 …", bullets under a heading, or a table with baseline and target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import SteeringParameter
from styrhus.letters.reading import vocabulary as words
from styrhus.letters.reading.goals import GoalReading
from styrhus.letters.reading.manuscript import INSTRUCTION, Manuscript
from styrhus.letters.reading.tables import Row, Table
from styrhus.letters.reading.vocabulary import Column, label_of

_LABELLED = re.compile(
    rf"(?P<word>{words.PARAMETER_WORDS}) ?(?:nr\.? ?)?(?P<number>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,2}}[a-z]?)(?![0-9a-z])\.?\)? ?(?P<mark>[:–-])? ?(?P<text>.*)",
    re.IGNORECASE,
)
_BARE_ID = re.compile(r"(?P<number>(?:SP ?)?[0-9]{1,2}(?:\.[0-9]{1,2}){0,2})[.:)]?(?: +(?P<text>\S.*))?")
_TARGET = re.compile(
    r"[(,;.]? ?(?:prestasjonskrav|resultatkrav|måltall|måltal|ambisjonsnivå|målsetting|krav"
    r"|mål) ?(?:for )?(?:20[0-9]{2})? ?: ?(?P<target>[^)]+)\)?",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"[(,;.]? ?(?:nullpunkt|baseline|status|utgangspunkt|resultat) ?(?:for "
    r"|i )?(?:20[0-9]{2})? ?: ?(?P<baseline>[^);]+)\)?",
    re.IGNORECASE,
)
_INLINE = re.compile(r"(?:(?<=[\s:;.])|^)[a-hæøå]\) ")
_HEADING_REST = re.compile(r"[^.]{0,80}:?")


def read_parameters(
    manuscript: Manuscript, goals: GoalReading, tables: tuple[Table, ...]
) -> tuple[SteeringParameter, ...]:
    """The parameters in the order printed, each once."""
    in_tables = {row.place for table in tables if table.has(Column.PARAMETER) for row in table.rows}
    found: list[tuple[int, SteeringParameter]] = [
        item
        for table in tables
        if table.has(Column.PARAMETER) and not table.has(Column.DEADLINE, Column.ASSIGNMENT)
        for item in _from_table(table, manuscript, goals)
    ]
    listed: set[int] = set()
    for place, block in enumerate(manuscript.blocks):
        if place in in_tables or place in listed or manuscript.documents[place] == INSTRUCTION:
            continue
        labelled = _labelled(manuscript.blocks, place, goals)
        if labelled is not None:
            found.append((place, labelled))
        elif _heads_list(block):
            for member, parameter in _listed(manuscript, place, goals):
                listed.add(member)
                found.append((member, parameter))
    return _each_once(parameter for _, parameter in sorted(found, key=lambda item: item[0]))


def _each_once(found: Iterator[SteeringParameter]) -> tuple[SteeringParameter, ...]:
    merged: dict[tuple[str, str], SteeringParameter] = {}
    for parameter in found:
        same_text = " ".join(parameter.text.casefold().split()).rstrip(".")
        key = (parameter.id or "", same_text)
        before = merged.get(key)
        merged[key] = replace(before, lines=tuple(sorted({*before.lines, *parameter.lines}))) if before else parameter
    return tuple(merged.values())


def _labelled(blocks: tuple[Block, ...], place: int, goals: GoalReading) -> SteeringParameter | None:
    block = blocks[place]
    match = _LABELLED.fullmatch(block.title if block.kind is not BlockKind.ROW else block.text)
    if match is None or not match["word"][0].isupper():
        return None
    text, lines = match["text"].strip(), block.lines
    if (
        not text
        and place + 1 < len(blocks)
        and blocks[place + 1].kind is BlockKind.PARAGRAPH
        and label_of(blocks[place + 1].text) is None
    ):
        text, lines = blocks[place + 1].text, (*lines, *blocks[place + 1].lines)
    if not text or (text[0].islower() and not match["mark"]):
        return None
    short = match["word"].isupper()
    number = f"{match['word']} {match['number']}" if short else match["number"]
    return _parameter(number, text, lines, goals.goal_at[place], 1.0)


def _parameter(
    number: str | None, text: str, lines: tuple[int, ...], goal: int | str | None, confidence: float
) -> SteeringParameter:
    target, baseline = _TARGET.search(text), _BASELINE.search(text)
    cut = min([len(text), *(match.start() for match in (target, baseline) if match and match.start() > 10)])
    return SteeringParameter(
        id=number,
        goal=goal,
        text=text[:cut].strip() or text,
        lines=lines,
        baseline=baseline["baseline"].strip(" .") if baseline else None,
        target=target["target"].strip(" .") if target else None,
        confidence=confidence,
    )


def _heads_list(block: Block) -> bool:
    text = block.title
    match = words.PARAMETER_LISTS.match(text)
    if match is None or block.kind is BlockKind.BULLET:
        return False
    return _HEADING_REST.fullmatch(text, match.end()) is not None or _INLINE.search(text) is not None


def _listed(manuscript: Manuscript, start: int, goals: GoalReading) -> Iterator[tuple[int, SteeringParameter]]:
    blocks, heading = manuscript.blocks, manuscript.blocks[start]
    goal = goals.goal_at[start]
    for text in _INLINE.split(heading.text)[1:]:
        yield start, _parameter(None, text.strip(" ;"), heading.lines, goal, 0.8)
    place = start + 1
    if (
        place < len(blocks)
        and blocks[place].kind is BlockKind.PARAGRAPH
        and blocks[place].text.endswith(":")
        and label_of(blocks[place].text) is None
    ):
        place += 1  # one sentence that leads in
    top = blocks[place].indent if place < len(blocks) else 0
    for member in range(place, len(blocks)):
        block = blocks[member]
        if block.kind is not BlockKind.BULLET or _LABELLED.fullmatch(block.text):
            return
        if block.indent > top:
            continue
        bare = _BARE_ID.fullmatch(block.text) if not block.number else None
        number, text = (bare["number"], bare["text"]) if bare and bare["text"] else (None, block.text)
        target = _sub_bullet(blocks, member, top)
        parameter = _parameter(number, text, block.lines, goal, 0.9)
        yield member, replace(parameter, target=target or parameter.target)


def _sub_bullet(blocks: tuple[Block, ...], place: int, top: int) -> str | None:
    """The target when it stands as a bullet under the parameter's own."""
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    match = _TARGET.fullmatch(below.text) if below and below.kind is BlockKind.BULLET and below.indent > top else None
    return match["target"].strip(" .") if match else None


def _from_table(table: Table, manuscript: Manuscript, goals: GoalReading) -> Iterator[tuple[int, SteeringParameter]]:
    text_at, number_at, goal_at = table.index(Column.PARAMETER), table.index(Column.NUMBER), table.index(Column.GOAL)
    baseline_at, target_at, unit_at = (
        _last(table, Column.BASELINE),
        _target_column(table, manuscript.year),
        table.index(Column.UNIT),
    )
    if target_at is None and goal_at is not None and text_at is not None and goal_at > text_at:
        target_at, goal_at = goal_at, None
    carried = ""
    for row in table.rows:
        carried = row.cell(goal_at) or carried
        text, number = row.cell(text_at), row.cell(number_at) or None
        match = _LABELLED.fullmatch(text) or _BARE_ID.fullmatch(text)
        if match and match["text"]:
            number = (
                f"SP {match['number']}"
                if text[:2] == "SP" and not match["number"].startswith("SP")
                else match["number"]
            )
            text = match["text"]
        if len(text) < 4:
            continue
        yield (
            row.place,
            SteeringParameter(
                id=number,
                goal=_goal_number(carried) or goals.goal_at[row.place],
                text=text,
                lines=manuscript.blocks[row.place].lines,
                baseline=_value(row, baseline_at),
                target=_value(row, target_at),
                unit=_value(row, unit_at),
                confidence=0.9,
            ),
        )


def _goal_number(cell: str) -> int | str | None:
    match = re.match(r"(?:[a-zæøå]*mål ?)?([0-9]{1,2}(?:\.[0-9]{1,2})?)\b", cell, re.IGNORECASE)
    return (int(match[1]) if match[1].isdigit() else match[1]) if match else None


def _value(row: Row, index: int | None) -> str | None:
    return row.cell(index).strip() or None


def _last(table: Table, column: Column) -> int | None:
    places = [index for index, here in enumerate(table.columns) if here is column]
    return places[-1] if places else None


def _target_column(table: Table, year: int | None) -> int | None:
    places = [index for index, here in enumerate(table.columns) if here is Column.TARGET]
    of_year = [index for index in places if table.header and str(year) in table.header.cell(index)]
    return next(iter(of_year or places), None)
