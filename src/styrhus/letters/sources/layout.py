"""Collects the lines of a laid-out document: a blank line between paragraphs, none between bullets or table rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class LineKind(StrEnum):
    NOTHING = "nothing"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "row"


@dataclass(slots=True)
class LineList:
    """The lines, and the page of each where there are pages."""

    lines: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    page: int = 1
    last: LineKind = LineKind.NOTHING

    def paragraph(self, text: str, *, bullet: bool = False) -> None:
        """A paragraph or bullet; leading and trailing space of the text is dropped."""
        text = text.strip(" \n")
        if not text.strip():
            self.blank()
            return
        kind = LineKind.BULLET if bullet else LineKind.PARAGRAPH
        if self.last is not LineKind.BULLET or kind is not LineKind.BULLET:
            self.blank()
        self._add(text, kind)

    def same_paragraph(self, text: str) -> None:
        """A further line of the paragraph just written, such as in an address."""
        if text.strip():
            self._add(text.strip(" \n"), self.last)

    def row(self, cells: list[str]) -> None:
        """A table row: one line, cells joined by TAB, empty cells at the end left out."""
        texts = [" ".join(cell.split()) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            return
        if self.last is not LineKind.ROW:
            self.blank()
        self._add("\t".join(texts), LineKind.ROW)

    def blank(self) -> None:
        if self.lines and self.lines[-1]:
            self._add("", LineKind.NOTHING)
        self.last = LineKind.NOTHING

    def end_block(self) -> None:
        """What follows doesn't belong to the table, list or paragraph before."""
        self.blank()

    def _add(self, text: str, kind: LineKind) -> None:
        self.lines.append(text)
        self.pages.append(self.page)
        self.last = kind
