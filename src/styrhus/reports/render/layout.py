"""What is the same in every export: numbers of tables and charts, levels of headings, addresses, text that can be printed.

An export is made of a ``Layout`` and never of the document itself, so that web, PDF and Word can't come to differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import ClassVar

from styrhus.archive.noark import LOST, UNWRITABLE
from styrhus.common.figures import Figure
from styrhus.reports import document as plain
from styrhus.reports.document import Document

from .texts import Words, long_date, words_of

DEEPEST = 6  # HTML and PDF know six levels of headings; the title is the first
MANY_COLUMNS, TOO_MANY_COLUMNS = 7, 10  # then smaller letters; then a page on its side
UNBROKEN = re.compile(r"\S{40,}")
PLACE_TO_BREAK = "\u200b"
SHORT = 70  # what there is room for over and under a page
LETTER, SMALL_LETTER = 100, 90  # about how wide a letter of a table is, in twentieths of a point
LONG_CELL = 600  # letters; a table with longer cells gets its columns from us, for measuring them takes minutes
PAPER = 9_185  # the width of the text on A4, in twentieths of a point
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
    shares: tuple[int, ...] = ()  # of the width, in percent a column; only for paper, where cells are long
    template: ClassVar[str] = "reports/publication/table.html"

    @property
    def heading(self) -> Row:
        return Row(self.header, is_sum=False)

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
    def short(self) -> str:
        return shortened(self.heading)

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
    def short_title(self) -> str:
        return shortened(self.title)

    @property
    def short_agency(self) -> str:
        return shortened(self.agency)

    @property
    def tells_facts(self) -> bool:
        """A draft shows which paragraphs the writer has not written."""
        return bool(self.status) and any(
            isinstance(block, Paragraph) and block.facts for part in self.parts for block in part.blocks
        )

    def charts(self) -> list[Chart]:
        return [block for part in self.parts for block in part.blocks if isinstance(block, Chart)]


def lay_out(document: Document, *, address: str = "", for_paper: bool = False) -> Layout:
    """``address`` is where the site is reached ("https://styrhus.example.no", or "/" on the site itself); with it the
    figures lead to their receipts. ``for_paper``: endless words get places where they may be broken, for a typesetter
    takes minutes to find them by itself.
    """
    return _Work(document, address, for_paper).layout()


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


def breakable(text: str) -> str:
    """The same text with invisible places to break in words that are longer than a line."""
    return UNBROKEN.sub(lambda word: PLACE_TO_BREAK.join(_pieces_of(word[0], 12)), text)


def _pieces_of(word: str, size: int) -> Iterable[str]:
    return (word[place : place + size] for place in range(0, len(word), size))


def shortened(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"


def column_widths(table: Table, room: int) -> list[int]:
    """Each column has place for its longest word, and the heading's bold letters are wider; what is left goes to those
    with long texts. ``room`` and the widths in twentieths of a point.
    """
    columns = list(zip(*(row.cells for row in (table.heading, *table.rows)), strict=True))
    texts = [[cell.piece.text for cell in column] for column in columns]
    words = [min(22, max(_longest(text) + (place == 0) for place, text in enumerate(column))) for column in texts]
    longest = [min(70, max((len(text) for text in column), default=1)) for column in texts]
    least = [(word + 2) * (SMALL_LETTER if table.size else LETTER) for word in words]
    if sum(least) >= room:
        return [int(room * width / sum(least)) for width in least]
    wanted = [max(0, long - word) for long, word in zip(longest, words, strict=True)]
    spare, whole = room - sum(least), sum(wanted)
    if not whole:
        return [width + spare // len(least) for width in least]
    return [int(width + spare * more / whole) for width, more in zip(least, wanted, strict=True)]


def _longest(text: str) -> int:
    """The longest word; a no-break space keeps an amount together as one."""
    return max((len(word) for word in text.split(" ")), default=0)


@dataclass
class _Work:
    """One pass through a document, counting its tables and charts."""

    document: Document
    address: str
    for_paper: bool
    words: Words = field(init=False)
    counted: dict[str, int] = field(default_factory=dict)

    def text(self, text: str) -> str:
        return breakable(printable(text)) if self.for_paper else printable(text)

    def line(self, text: str) -> str:
        return breakable(one_line(text)) if self.for_paper else one_line(text)

    def __post_init__(self) -> None:
        self.words = words_of(self.document.language)

    def count(self, kind: str) -> int:
        self.counted[kind] = self.counted.get(kind, 0) + 1
        return self.counted[kind]

    def layout(self) -> Layout:
        document = self.document
        return Layout(
            title=self.line(document.title) or self.words.untitled,
            subtitle=self.line(document.subtitle),
            agency=self.line(document.agency),
            ministry=self.line(document.ministry),
            dated=long_date(document.dated),
            status=self.line(document.status),
            language="nn" if self.words.locale == "nn-NO" else "nb",
            words=self.words,
            parts=tuple(self.parts(document.sections, 2)),
        )

    def parts(self, sections: Iterable[plain.Section], level: int) -> Iterable[Part]:
        for section in sections:
            yield Part(
                id=f"del-{self.count('part')}",
                level=min(level, DEEPEST),
                number=self.line(section.number),
                title=self.line(section.title) or self.words.untitled,
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
        return Piece(self.text(text), url, label, strong, figure is not None)

    def address_of(self, figure: Figure) -> str:
        """Only pages of the site itself: an address that came with the data leads nowhere else."""
        inside = figure.url.startswith("/") and not figure.url.startswith(("//", "/\\"))
        return self.address.rstrip("/") + figure.url if self.address and inside else ""

    def table(self, table: plain.Table, number: int, caption: str = "") -> Table:
        columns = max([len(table.header), *(len(row) for row in table.rows)])
        ends = [any(row[place].end for row in table.rows if len(row) > place) for place in range(columns)]
        titles = [self.line(text) for text in table.header] + [""] * (columns - len(table.header))
        rows = []
        for place, row in enumerate(table.rows):
            cells = [Cell(self.piece(cell.text, cell.figure), cell.end) for cell in row]
            cells += [Cell(Piece(""), end=False)] * (columns - len(cells))
            rows.append(Row(tuple(cells), place in table.sums))
        made = Table(
            id=f"tabell-{number}" if number else f"figurtabell-{self.counted.get('chart', 0)}",
            number=number,
            caption=caption or self.line(table.caption) or self.words.untitled,
            header=tuple(Cell(Piece(text), end) for text, end in zip(titles, ends, strict=True)),
            rows=tuple(rows),
            note=self.text(table.note),
        )
        if self.for_paper and any(
            len(cell.piece.text) > LONG_CELL for row in (made.heading, *rows) for cell in row.cells
        ):
            return replace(made, shares=tuple(max(1, width * 100 // PAPER) for width in column_widths(made, PAPER)))
        return made

    def chart(self, chart: plain.Chart) -> Chart:
        number = self.count("chart")
        caption = self.line(chart.caption) or self.words.untitled
        kind = self.words.lines if chart.kind == "lines" else self.words.bars
        said = self.words.numbers_of.format(number=number, caption=self.line(chart.table.caption) or caption)
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
            name=self.line(signature.name),
            title=self.line(signature.title),
            place=self.line(signature.place),
            signed_on=long_date(signature.signed_on) if signature.signed_on else "",
        )
