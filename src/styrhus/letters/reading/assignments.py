"""Assignments: lists and tables in the body, pages in an attachment, numbered or not, joined to one each by number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from styrhus.letters.model import Assignment
from styrhus.letters.reading.assignment_walk import walk
from styrhus.letters.reading.deadlines import unite
from styrhus.letters.reading.drafts import Draft
from styrhus.letters.reading.goals import GoalReading
from styrhus.letters.reading.manuscript import Manuscript
from styrhus.letters.reading.openings import compare_id, year_of
from styrhus.letters.reading.tables import Table
from styrhus.letters.reading.vocabulary import Field
from styrhus.letters.reading.whole_letter import whole_letter

_WORD = re.compile(r"\w+")


def read_assignments(manuscript: Manuscript, goals: GoalReading, tables: tuple[Table, ...]) -> tuple[Assignment, ...]:
    """The assignments in the order first printed; each holds what both its printings say."""
    drafts = walk(manuscript, goals, tables) or whole_letter(manuscript)
    head = manuscript.head
    own_names = tuple(name for name in (head.agency_short, head.agency, "Direktoratet", "Etaten") if name)
    return tuple(_assignment(group, manuscript.year, own_names) for group in _groups(drafts))


def _groups(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    """Printings of the same assignment together. Two of one number in one place and with different titles stay two."""
    groups: dict[tuple[str, int], list[Draft]] = {}
    for place, draft in enumerate(drafts):
        key = (compare_id(draft.id), 0) if draft.id else (_words(draft.title), 1)
        before = groups.get(key)
        if before is None:
            groups[key] = [draft]
        elif _is_same(before[0], draft):
            before.append(draft)
        else:
            groups[(f"{key[0]}#{place}", 2)] = [draft]
    yield from groups.values()


def _is_same(one: Draft, other: Draft) -> bool:
    if one.id is None:
        return one.where != other.where or one.form != other.form
    yearly = year_of(one.id) is not None
    if _words(one.title) == _words(other.title):
        return True
    # A bare "1" may be another assignment under another goal; a number with its year is one assignment's alone.
    return (one.where != other.where or one.form != other.form) and (yearly or one.goal == other.goal)


def _words(title: str) -> str:
    return " ".join(_WORD.findall(title.casefold()))


def _assignment(drafts: list[Draft], year: int | None, own_names: tuple[str, ...]) -> Assignment:
    in_body = sorted(drafts, key=lambda draft: draft.where != "body")
    first = in_body[0]
    fullest = max(in_body, key=lambda draft: len(draft.chunks))
    mentions = tuple(draft.mention(year) for draft in in_body)
    lead, partners = fullest.roles(own_names)
    number_year = year_of(first.id) if first.id else None
    return Assignment(
        id=first.id,
        title=first.title,
        goal=next((draft.goal for draft in in_body if draft.goal is not None), None),
        earlier=any(draft.earlier for draft in drafts) or bool(number_year and year and number_year < year),
        lines=tuple(sorted({line for draft in drafts for line in draft.lines})),
        parts=next((parts for draft in in_body if (parts := draft.parts())), ()),
        deadlines=unite(deadline for mention in mentions for deadline in mention.deadlines),
        funding=tuple(dict.fromkeys(funding for draft in in_body for funding in draft.funding())),
        is_rd=any(draft.is_rd for draft in drafts),
        lead=lead,
        partners=partners,
        background=fullest.text_of(Field.BACKGROUND),
        description=fullest.text_of(Field.DESCRIPTION),
        mentions=mentions,
        confidence=min(first.confidence, 1.0 if first.title else 0.5),
    )
