"""The letter laid out for reading: its blocks, the document each belongs to, and the section each stands in."""

from __future__ import annotations

from dataclasses import dataclass

from styrhus.letters.blocks import Block
from styrhus.letters.model import Attachment, Head, Section, Source

LETTER = "letter"
INSTRUCTION = "instruction"
ASSIGNMENTS = "assignments"


@dataclass(frozen=True, slots=True)
class Manuscript:
    source: Source
    blocks: tuple[Block, ...]
    head: Head
    documents: tuple[str, ...]  # of each block: LETTER, INSTRUCTION, ASSIGNMENTS or the attachment's number
    attachments: tuple[Attachment, ...]
    sections: tuple[Section, ...]
    section_of: tuple[int, ...]  # of each block: the innermost section's index, -1 before the first
    numbered_of: tuple[int, ...]  # of each block: the innermost numbered section's index, -1 where there is none
    heads_section: frozenset[int]  # blocks that are a section's heading

    @property
    def year(self) -> int | None:
        return self.head.budget_year

    def section_title(self, place: int) -> str:
        """Number and title of the innermost section that a block stands in, "" before the first."""
        index = self.section_of[place]
        return section_name(self.sections[index]) if index >= 0 else ""

    def path_titles(self, place: int) -> str:
        """The titles of the block's innermost section and of its innermost numbered one, in small letters."""
        indices = {self.section_of[place], self.numbered_of[place]} - {-1}
        return " / ".join(self.sections[index].title.casefold() for index in sorted(indices))


def section_name(section: Section) -> str:
    return f"{section.number} {section.title}" if section.number else section.title
