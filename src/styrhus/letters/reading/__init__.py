"""From a letter's text to its data: ``read_letter``. One file here reads one thing; the words they know are in ``vocabulary``."""

from __future__ import annotations

from styrhus.letters.blocks import read_blocks
from styrhus.letters.model import Letter, Source, UnreadableLetter
from styrhus.letters.reading.assignments import read_assignments
from styrhus.letters.reading.attachments import read_attachments
from styrhus.letters.reading.budget import read_budget
from styrhus.letters.reading.directives import read_directives
from styrhus.letters.reading.duties import read_duties
from styrhus.letters.reading.evidence import is_letter
from styrhus.letters.reading.goals import read_goals
from styrhus.letters.reading.head import find_title, read_head
from styrhus.letters.reading.manuscript import Manuscript
from styrhus.letters.reading.meetings import read_meetings
from styrhus.letters.reading.openings import compare_id
from styrhus.letters.reading.parameters import read_parameters
from styrhus.letters.reading.reporting import read_reporting
from styrhus.letters.reading.sections import read_sections
from styrhus.letters.reading.tables import read_tables

__all__ = ["read_letter", "read_manuscript"]


def read_letter(source: Source) -> Letter:
    """Everything that the letter says, as data. Linear in the text's length.

    Raises UnreadableLetter (code "not-a-letter") when the text is no allocation letter, supplementary letter,
    assignment letter or instruction.
    """
    manuscript = read_manuscript(source)
    tables = read_tables(manuscript.blocks)
    goals = read_goals(manuscript, tables)
    assignments = read_assignments(manuscript, goals, tables)
    taken = frozenset(line for assignment in assignments for line in assignment.lines)
    known_ids = frozenset(compare_id(assignment.id) for assignment in assignments if assignment.id)
    return Letter(
        source=source,
        head=manuscript.head,
        sections=manuscript.sections,
        goals=goals.goals,
        steering_parameters=read_parameters(manuscript, goals, tables),
        assignments=assignments,
        budget=read_budget(manuscript, tables, known_ids),
        reporting=read_reporting(manuscript, tables, taken),
        meetings=read_meetings(manuscript, tables, taken),
        directives=read_directives(manuscript),
        attachments=manuscript.attachments,
        duties=read_duties(manuscript),
    )


def read_manuscript(source: Source) -> Manuscript:
    """The letter laid out: blocks, documents, sections, head. Raises UnreadableLetter when it is no letter."""
    blocks = read_blocks(source)
    title = find_title(blocks)
    if title is None or not is_letter(blocks):
        raise UnreadableLetter("not-a-letter", {"name": source.name})
    attachments, documents = read_attachments(blocks)
    tree = read_sections(blocks, documents, len(source.lines), title.place)
    return Manuscript(
        source=source,
        blocks=blocks,
        head=read_head(blocks, title),
        documents=documents,
        attachments=attachments,
        sections=tree.sections,
        section_of=tree.section_of,
        numbered_of=tree.numbered_of,
        heads_section=tree.heads_section,
    )
