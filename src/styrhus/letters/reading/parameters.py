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
_HEADING_REST = re.compile(r"[^.:]{0,80}:?")
_LEADS_IN = re.compile(r".{0,300}:")
_VALUE_LINE = re.compile(
    r"(?P<what>prestasjonskrav|resultatkrav|resultatmål|måltall|måltal|ambisjonsnivå|ambisjon|målsetting|målnivå|krav|mål"
    r"|nullpunkt|baseline|status|utgangspunkt|resultat|referanseverdi)(?: ?(?:for |i |per )?(?:utgangen av )?20[0-9]{2})?"
    r" ?[:–] ?(?P<value>\S.*)",
    re.IGNORECASE,
)
_BASELINES = ("nullpunkt", "baseline", "status", "utgangspunkt", "resultat", "referanseverdi")
_UNDER_GOALS = re.compile(
    r"rapporteringskrav(?= ?:?$)|resultatmål(?= ?:?$)", re.IGNORECASE
)  # these mean it under a goal alone
_MAX_BARE = 200
_MAX_HEAD = 100


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
    for place in range(len(manuscript.blocks)):
        if place in in_tables or place in listed or manuscript.documents[place] == INSTRUCTION:
            continue
        labelled = _labelled(manuscript.blocks, place, goals)
        if labelled is not None:
            found.append((place, _with_values_below(manuscript.blocks, place, labelled)))
        elif _heads_list(manuscript, place, goals.goal_at[place]):
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


def _heads_list(manuscript: Manuscript, place: int, goal: int | str | None) -> bool:
    """A heading "Styringsparametere", or a sentence that leads in: "Måloppnåelsen vurderes etter disse indikatorene:"."""
    block = manuscript.blocks[place]
    text = block.title
    if block.kind in {BlockKind.BULLET, BlockKind.ROW}:
        return False
    match = words.PARAMETER_LISTS.match(text)
    if match is None and goal is not None:
        match = _UNDER_GOALS.match(text)
    if match is not None:
        return _HEADING_REST.fullmatch(text, match.end()) is not None or _INLINE.search(text) is not None
    last = text.rsplit(". ", maxsplit=1)[-1]
    found = words.PARAMETER_LISTS.search(last) if _LEADS_IN.fullmatch(last) else None
    below = manuscript.blocks[place + 1] if place + 1 < len(manuscript.blocks) else None
    return (
        found is not None and below is not None and below.kind is BlockKind.BULLET and "rapport" not in last.casefold()
    )


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
    yield from _members(manuscript, place, goal, bare=len(heading.text) < _MAX_HEAD)


def _members(
    manuscript: Manuscript, start: int, goal: int | str | None, *, bare: bool
) -> Iterator[tuple[int, SteeringParameter]]:
    """The bullets, numbered lines or, under a heading of its own, bare lines of a list, each with the values under it."""
    blocks = manuscript.blocks
    top = blocks[start].indent if start < len(blocks) else 0
    last: tuple[int, SteeringParameter] | None = None
    for place in range(start, len(blocks)):
        block = blocks[place]
        value = _VALUE_LINE.fullmatch(block.text) if block.kind is not BlockKind.ROW else None
        if value and last is not None:
            last = last[0], _with_value(last[1], value["what"], value["value"])
            continue
        if block.kind is BlockKind.BULLET and block.indent > top:
            continue
        item = _member(manuscript, place, goal, first=last is None, bare=bare)
        if item is None:
            break
        if last is not None:
            yield last
        last = place, item
    if last is not None:
        yield last


def _member(
    manuscript: Manuscript, place: int, goal: int | str | None, *, first: bool, bare: bool
) -> SteeringParameter | None:
    block = manuscript.blocks[place]
    if place in manuscript.heads_section or _LABELLED.fullmatch(block.text) or len(block.text) > 600:
        return None
    if block.kind is BlockKind.BULLET:
        printed = _BARE_ID.fullmatch(block.text) if not block.number else None
        number, text = (printed["number"], printed["text"]) if printed and printed["text"] else (None, block.text)
        return _parameter(number, text, block.lines, goal, 0.9)
    if block.kind is BlockKind.HEADING and block.number and not block.marks:
        return _parameter(block.number, block.title, block.lines, goal, 0.7)
    # Bare lines stand right under each other; a blank line is allowed under the heading alone.
    plain = bare and block.kind is BlockKind.PARAGRAPH and len(block.text) < _MAX_BARE and (first or not block.gap)
    below = manuscript.blocks[place + 1] if place + 1 < len(manuscript.blocks) else None
    alone = first and (below is None or below.gap)
    if (
        plain
        and block.text[0].isupper()
        and block.text[-1] not in ".:;?"
        and label_of(block.text) is None
        and not alone
    ):
        return _parameter(None, block.text, block.lines, goal, 0.55)
    return None


def _with_values_below(blocks: tuple[Block, ...], place: int, parameter: SteeringParameter) -> SteeringParameter:
    """The labelled parameter with the lines "Status 2024: …" and "Ambisjon 2025: …" that stand right under it."""
    for below in blocks[place + 1 : place + 5]:
        value = _VALUE_LINE.fullmatch(below.text) if below.kind in {BlockKind.PARAGRAPH, BlockKind.BULLET} else None
        if value is None:
            break
        parameter = _with_value(parameter, value["what"], value["value"])
    return parameter


def _with_value(parameter: SteeringParameter, what: str, value: str) -> SteeringParameter:
    bare = value.strip(" .")
    if what.casefold() in _BASELINES:
        return replace(parameter, baseline=parameter.baseline or bare)
    return replace(parameter, target=parameter.target or bare)


def _from_table(table: Table, manuscript: Manuscript, goals: GoalReading) -> Iterator[tuple[int, SteeringParameter]]:
    text_at, number_at, goal_at = table.index(Column.PARAMETER), table.index(Column.NUMBER), table.index(Column.GOAL)
    baseline_at, target_at, unit_at = (
        _last(table, Column.BASELINE),
        _target_column(table, manuscript.year),
        table.index(Column.UNIT),
    )
    if number_at == 0 and goal_at == 1:  # the number is the goal's
        number_at, goal_at = None, 0
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
