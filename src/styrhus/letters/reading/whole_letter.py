"""An assignment letter that is itself one assignment: its sections are the fields of the page."""

from __future__ import annotations

import re

from styrhus.common.deadlines import find_dates
from styrhus.letters.model import LetterKind
from styrhus.letters.reading.drafts import Draft
from styrhus.letters.reading.manuscript import LETTER, Manuscript
from styrhus.letters.reading.vocabulary import REGARDS, Field, fold

_FIELDS = (
    (Field.BACKGROUND, re.compile(r"bakgrunn|innledning|innleiing", re.IGNORECASE)),
    (Field.DEADLINE, re.compile(r"frist|tidsplan|framdrift", re.IGNORECASE)),
    (Field.FUNDING, re.compile(r"økonomi|finansiering|budsjett|ressurs", re.IGNORECASE)),
)


def whole_letter(manuscript: Manuscript) -> list[Draft]:
    """The letter as one draft, or none when it is no assignment letter. For letters that print no assignment of their own."""
    head = manuscript.head
    if head.kind is not LetterKind.ASSIGNMENT:
        return []
    _, colon, after = head.title.partition(":")
    title = after.strip() if colon else head.title
    draft = Draft(None, title, "body", "page", None, False, [], True, 0.7)
    for place, block in enumerate(manuscript.blocks):
        if fold(block.text).rstrip(",") in REGARDS or manuscript.documents[place] != LETTER:
            break
        if manuscript.section_of[place] < 0:
            continue
        field = _field(manuscript.path_titles(place))
        if place in manuscript.heads_section or (
            field is Field.DEADLINE and not find_dates(block.text, manuscript.year)
        ):
            draft.lines.extend(block.lines)
        else:
            draft.add(field, block.text, block.lines)
    return [draft] if draft.chunks else []


def _field(titles: str) -> Field:
    return next((field for field, pattern in _FIELDS if pattern.search(titles)), Field.DESCRIPTION)
