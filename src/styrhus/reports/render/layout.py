"""What is the same in every export: numbers of tables and charts, levels of headings, addresses, text that can be printed.

An export is made of a ``Layout`` and never of the document itself, so that web, PDF and Word can't come to differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import ClassVar

from styrhus.archive.noark import LOST, UNWRITABLE
from styrhus.common.figures import Figure
from styrhus.reports import document as plain
from styrhus.reports.document import Document

from .texts import Words, long_date, words_of

DEEPEST = 6  # HTML and PDF know six levels of headings; the title is the first
MANY_COLUMNS, TOO_MANY_COLUMNS = 7, 10  # then smaller letters; then a page on its side
LONGEST_WORD = 32  # a longer one may be broken anywhere in a table
OPENED = re.compile("[\u202a\u202b\u202d\u202e\u2066\u2067\u2068]")
CLOSED = re.compile("[\u202c\u2069]")
ISOLATES = "\u2066\u2067\u2068"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with what they lead to. ``url`` is empty where a figure has no page that may be shown here."""

    text: str
    url: str = ""
    label: str = ""
    strong: bool = False
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    pieces: tuple[Piece, ...]
    facts: bool
    template: ClassVar[str] = "reports/publication/paragraph.html"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[tuple[Piece, ...], ...]
    ordered: bool
    template: ClassVar[str] = "reports/publication/bullets.html"


@dataclass(frozen=True, slots=True)
class Cell:
    piece: Piece
    end: bool

    @property
    def style(self) -> str:
        """The classes of the cell: where it stands, and whether a word in it must be broken to fit a page."""
        long = any(len(word) > LONGEST_WORD for word in self.piece.text.split())
        return " ".join(filter(None, ("report-end" if self.end else "", "report-long" if long else "")))


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    is_sum: bool


@dataclass(frozen=True, slots=True)
class Table:
    """``number`` 0: the numbers of a chart, which stand under the chart's number. Every row has ``columns`` cells."""

    id: str
    number: int
    caption: str
    header: tuple[Cell, ...]
    rows: tuple[Row, ...]
    note: str
    template: ClassVar[str] = "reports/publication/table.html"

    @property
    def columns(self) -> int:
        return len(self.header)

    @property
    def size(self) -> str:
        if self.columns >= TOO_MANY_COLUMNS:
            return "widest"
        return "wide" if self.columns >= MANY_COLUMNS else ""


@dataclass(slots=True)
class Chart:
    """``alternative`` is the picture in words; ``source`` the numbers to draw; ``pictures`` is what an export drew of
    them: (name of its size, SVG).
    """

    id: str
    number: int
    caption: str
    alternative: str
    source: plain.Chart
    table: Table
    pictures: list[tuple[str, str]] = field(default_factory=list)
    template: ClassVar[str] = "reports/publication/chart.html"


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    title: str
    place: str
    signed_on: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signatures that stand together."""

    people: tuple[Signature, ...]
    template: ClassVar[str] = "reports/publication/signatures.html"


Block = Paragraph | Bullets | Table | Chart | Signatures


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it, before the next heading. ``level``: 2 is a part of the report."""

    id: str
    level: int
    number: str
    title: str
    blocks: tuple[Block, ...]
    is_empty: bool

    @property
    def heading(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def depth(self) -> int:
        """1 for a part of the report, 2 and 3 for what lies in it."""
        return self.level - 1


@dataclass(frozen=True, slots=True)
class Layout:
    title: str
    subtitle: str
    agency: str
    ministry: str
    dated: str
    status: str
    language: str
    words: Words
    parts: tuple[Part, ...]

    @property
    def tells_facts(self) -> bool:
        """A draft shows which paragraphs the writer has not written."""
        return bool(self.status) and any(
            isinstance(block, Paragraph) and block.facts for part in self.parts for block in part.blocks
        )

    def charts(self) -> list[Chart]:
        return [block for part in self.parts for block in part.blocks if isinstance(block, Chart)]


def lay_out(document: Document, *, address: str = "") -> Layout:
    """``address`` is where the site is reached ("https://styrhus.example.no", or "/" on the site itself); with it the
    figures lead to their receipts.
    """
    return _Work(document, address).layout()


def printable(text: str) -> str:
    """The text without what no format can hold, with plain line breaks, and with every turned direction closed again."""
    text = UNWRITABLE.sub(LOST, text.replace("\r\n", "\n").replace("\r", "\n"))
    return text + _closing(text) if OPENED.search(text) else text


def _closing(text: str) -> str:
    """What closes the directions that ``text`` leaves open, so that the text after it is not turned with it."""
    open_: list[str] = []
    for sign in text:
        if OPENED.match(sign):
            open_.append("\u2069" if sign in ISOLATES else "\u202c")
        elif CLOSED.match(sign) and sign in open_:
            while open_ and open_.pop() != sign:
                pass
    return "".join(reversed(open_))


def one_line(text: str) -> str:
    return " ".join(printable(text).split())


@dataclass
class _Work:
    """One pass through a document, counting its tables and charts."""

    document: Document
    address: str
    words: Words = field(init=False)
    counted: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = words_of(self.document.language)

    def count(self, kind: str) -> int:
        self.counted[kind] = self.counted.get(kind, 0) + 1
        return self.counted[kind]

    def layout(self) -> Layout:
        document = self.document
        return Layout(
            title=one_line(document.title) or self.words.untitled,
            subtitle=one_line(document.subtitle),
            agency=one_line(document.agency),
            ministry=one_line(document.ministry),
            dated=long_date(document.dated),
            status=one_line(document.status),
            language="nn" if self.words.locale == "nn-NO" else "nb",
            words=self.words,
            parts=tuple(self.parts(document.sections, 2)),
        )

    def parts(self, sections: Iterable[plain.Section], level: int) -> Iterable[Part]:
        for section in sections:
            yield Part(
                id=f"del-{self.count('part')}",
                level=min(level, DEEPEST),
                number=one_line(section.number),
                title=one_line(section.title) or self.words.untitled,
                blocks=tuple(self.blocks(section.blocks)),
                is_empty=not section.blocks and not section.sections,
            )
            yield from self.parts(section.sections, level + 1)

    def blocks(self, blocks: Iterable[plain.Block]) -> Iterable[Block]:
        for kind, group in groupby(blocks, type):
            if kind is plain.Signature:
                yield Signatures(tuple(self.signature(block) for block in group if isinstance(block, plain.Signature)))
            else:
                yield from map(self.block, group)

    def block(self, block: plain.Block) -> Block:
        match block:
            case plain.Bullets():
                return Bullets(tuple(self.pieces(item) for item in block.items), block.ordered)
            case plain.Table():
                return self.table(block, self.count("table"))
            case plain.Chart():
                return self.chart(block)
            case plain.Paragraph():
                return Paragraph(self.pieces(block.spans), block.role == "facts")
        raise TypeError(f"A report has no block of the kind {type(block).__name__}.")

    def pieces(self, spans: Iterable[plain.Span]) -> tuple[Piece, ...]:
        return tuple(self.piece(span.text, span.figure, strong=span.strong) for span in spans)

    def piece(self, text: str, key: str, *, strong: bool = False) -> Piece:
        figure = self.document.figures.get(key) if key else None
        url = self.address_of(figure) if figure else ""
        label = self.words.receipt.format(label=one_line(figure.label)) if figure and url else ""
        return Piece(printable(text), url, label, strong, figure is not None)

    def address_of(self, figure: Figure) -> str:
        """Only pages of the site itself: an address that came with the data leads nowhere else."""
        inside = figure.url.startswith("/") and not figure.url.startswith(("//", "/\\"))
        return self.address.rstrip("/") + figure.url if self.address and inside else ""

    def table(self, table: plain.Table, number: int, caption: str = "") -> Table:
        columns = max([len(table.header), *(len(row) for row in table.rows)])
        ends = [any(row[place].end for row in table.rows if len(row) > place) for place in range(columns)]
        titles = [one_line(text) for text in table.header] + [""] * (columns - len(table.header))
        rows = []
        for place, row in enumerate(table.rows):
            cells = [Cell(self.piece(cell.text, cell.figure), cell.end) for cell in row]
            cells += [Cell(Piece(""), end=False)] * (columns - len(cells))
            rows.append(Row(tuple(cells), place in table.sums))
        return Table(
            id=f"tabell-{number}" if number else f"figurtabell-{self.counted.get('chart', 0)}",
            number=number,
            caption=caption or one_line(table.caption) or self.words.untitled,
            header=tuple(Cell(Piece(text), end) for text, end in zip(titles, ends, strict=True)),
            rows=tuple(rows),
            note=printable(table.note),
        )

    def chart(self, chart: plain.Chart) -> Chart:
        number = self.count("chart")
        caption = one_line(chart.caption) or self.words.untitled
        kind = self.words.lines if chart.kind == "lines" else self.words.bars
        said = self.words.numbers_of.format(number=number, caption=one_line(chart.table.caption) or caption)
        return Chart(
            id=f"figur-{number}",
            number=number,
            caption=caption,
            alternative=f"{kind}. {one_line(chart.summary) or caption}",
            source=chart,
            table=self.table(chart.table, 0, said),
        )

    def signature(self, signature: plain.Signature) -> Signature:
        return Signature(
            name=one_line(signature.name),
            title=one_line(signature.title),
            place=one_line(signature.place),
            signed_on=long_date(signature.signed_on) if signature.signed_on else "",
        )
