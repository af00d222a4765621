"""A report as plain data, which every export is made from and which is frozen as JSON: no Django, no database.

What a section holds is a list of blocks. A figure stands in a text as a span or a cell that names its key; its value
and receipt lie once in ``Document.figures``, so that a number is never typed a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from styrhus.common.figures import Figure


@dataclass(frozen=True, slots=True)
class Span:
    """Words, or (with ``figure``) the figure of that key; ``text`` is then how it was printed."""

    text: str
    figure: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``role`` "judgement" is what the agency wrote, "facts" what was put together from the registers."""

    spans: tuple[Span, ...]
    role: str = "judgement"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[tuple[Span, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    figure: str = ""
    end: bool = False  # stands at the end of its column, as amounts do


@dataclass(frozen=True, slots=True)
class Table:
    """``header`` has one text a column; the first cell of a row is its heading; rows in ``sums`` are sums."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars or lines; its ``table`` always stands beside it. ``series``: (name, a value a label or None)."""

    caption: str
    kind: str  # "bars" or "lines"
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: str
    table: Table
    summary: str  # what the chart shows, in a sentence: its text for those who can't see it


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign, or who signed and when."""

    name: str
    title: str
    place: str
    signed_on: date | None = None


Block = Paragraph | Bullets | Table | Chart | Signature


@dataclass(frozen=True, slots=True)
class Section:
    """``number`` is as printed ("I", "3.1", ""). ``key`` is the section's in the report's template."""

    key: str
    number: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        yield self
        for inner in self.sections:
            yield from inner.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report in one language, "nb" or "nn"."""

    title: str
    subtitle: str
    agency: str
    ministry: str
    language: str
    dated: date
    status: str  # "Utkast" until it is frozen; empty afterwards
    sections: tuple[Section, ...]
    figures: dict[str, Figure] = field(default_factory=dict)

    def walk(self) -> Iterator[Section]:
        for section in self.sections:
            yield from section.walk()
