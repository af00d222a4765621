"""A report as a Word document to finish in Word: real styles, contents, captions, repeated heading rows, page numbers."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from datetime import datetime, time
from typing import Any

from docx import Document as new_document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from styrhus.reports.document import Document

from . import wordml
from .layout import Bullets, Chart, Layout, Paragraph, Part, Piece, Row, Signatures, Table, column_widths, lay_out
from .pictures import Picture, pictures_of
from .word_styles import BODY_WIDTH, PAGE_WIDTH, set_page, set_styles
from .wordml import paragraph, run

DEEPEST_HEADING, DEEPEST_CONTENTS = 6, 3
KEEP = "<w:keepNext/>"
NARROW = 0.62  # of the page: a chart's numbers, so that a row is easy to follow
EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip file knows no earlier day


def docx(document: Document) -> bytes:
    """The file. The same document gives the same bytes."""
    layout = lay_out(document)
    file = new_document()
    set_styles(file, layout.words.locale)
    set_page(file, layout)
    about = file.core_properties
    about.title, about.author, about.language = layout.title[:255], layout.agency[:255], layout.words.locale
    about.subject, about.comments, about.keywords = layout.subtitle[:255], "", ""
    about.last_modified_by, about.revision = layout.agency[:255], 1
    about.created = about.modified = datetime.combine(document.dated, time())
    _Writer(file, layout, pictures_of(layout)).write()
    buffer = io.BytesIO()
    file.save(buffer)
    return _timeless(buffer.getvalue())


class _Writer:
    """Writes the body as text, which is parsed once at the end."""

    def __init__(self, file: Any, layout: Layout, pictures: list[Picture]) -> None:
        self.file, self.layout, self.words = file, layout, layout.words
        self.pictures = iter(pictures)
        self.body: list[str] = []
        self.drawn = 0

    def write(self) -> None:
        self.cover()
        self.contents()
        for number, part in enumerate(self.layout.parts, 1):
            self.part(part, number)
        body = self.file.element.body
        last = body.sectPr
        for element in parse_xml(f"<w:body {wordml.SPACES}>{''.join(self.body)}</w:body>"):
            last.addprevious(element)
        self.turn_wide_pages(body, last)

    def cover(self) -> None:
        layout, words = self.layout, self.words
        self.body += [paragraph("CoverAgency", run(layout.agency)), paragraph("Title", run(layout.title))]
        if layout.subtitle:
            self.body.append(paragraph("Subtitle", run(layout.subtitle)))
        if layout.status:
            self.body.append(paragraph("DraftMark", run(layout.status)))
        for label, value in ((words.to_ministry, layout.ministry), (words.dated, layout.dated)):
            if value:
                self.body.append(paragraph("CoverFact", run(f"{label}\t{value}")))
        if layout.tells_facts:
            self.body.append(paragraph("TableNote", run(words.from_registers)))

    def contents(self) -> None:
        """A field that the word processor fills; until then it shows the headings as links."""
        listed = [part for part in self.layout.parts if part.depth <= DEEPEST_CONTENTS]
        if not listed:
            return
        numbers = {part.id: number for number, part in enumerate(self.layout.parts, 1)}
        self.body.append(paragraph("TOCHeading", run(self.words.contents)))
        for place, part in enumerate(listed):
            start = wordml.field_start(rf'TOC \o "1-{DEEPEST_CONTENTS}" \h \z \u', dirty=True) if place == 0 else ""
            end = wordml.field_end() if place == len(listed) - 1 else ""
            name = mark(numbers[part.id])
            page = wordml.field(rf"PAGEREF {name} \h", "", dirty=True)
            entry = wordml.link(name, run(f"{part.heading}\t") + page)
            self.body.append(paragraph(f"TOC{part.depth}", start + entry + end))

    def part(self, part: Part, number: int) -> None:
        level = min(part.depth, DEEPEST_HEADING)
        self.body.append(paragraph(f"Heading{level}", wordml.bookmark(mark(number), number, run(part.heading))))
        for block in part.blocks:
            match block:
                case Paragraph():
                    style = "RegisterText" if block.facts and self.layout.status else "BodyText"
                    self.body.append(paragraph(style, pieces(block.pieces)))
                case Bullets():
                    self.bullets(block)
                case Table():
                    self.table(block)
                case Chart():
                    self.chart(block)
                case Signatures():
                    self.signatures(block)
        if part.is_empty:
            self.body.append(paragraph("TableNote", run(self.words.no_text)))

    def bullets(self, bullets: Bullets) -> None:
        style, properties = "ListBullet", ""
        if bullets.ordered and bullets.items:
            style = "ListNumber"
            properties = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.new_numbering()}"/></w:numPr>'
        self.body += [paragraph(style, pieces(item), properties=properties) for item in bullets.items]

    def new_numbering(self) -> int:
        """Every list begins with 1."""
        style = self.file.styles["List Number"].element.pPr.numPr.numId.val
        numbering = self.file.part.numbering_part.element
        kind = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == style)
        number = numbering.add_num(kind)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)

    def table(self, table: Table) -> None:
        wide = table.size == "widest"
        if wide:
            self.body.append(TURN)
        if table.number:
            counted = wordml.field(f"SEQ {self.words.table} \\* ARABIC", str(table.number))
            self.body.append(paragraph("Caption", run(f"{self.words.table} ") + counted + run(f"  {table.caption}")))
        else:
            self.body.append(paragraph("NumbersCaption", run(table.caption)))
        if table.columns:
            room = PAGE_WIDTH if wide else BODY_WIDTH
            if not table.number and table.columns < 5:
                room = round(room * NARROW)
            widths = column_widths(table, room)
            style = "TableTextSmall" if table.size else "TableText"
            titled = any(cell.piece.text for cell in table.header)
            rows = [row_of(table.heading, widths, style, bold=True, heading=True)] if titled else []
            rows += [row_of(row, widths, style, bold=row.is_sum) for row in table.rows]
            if not table.rows:
                rows.append(wordml.row([wordml.cell(paragraph(style, run(self.words.no_rows)), widths[0]),
                                        *(wordml.cell(paragraph(style, ""), width) for width in widths[1:])]))  # fmt: skip
            self.body.append(wordml.table("ReportTable", widths, rows, table.caption[:250], heading=titled))
        else:
            self.body.append(paragraph("TableNote", run(self.words.no_rows)))
        self.body.append(paragraph("TableNote", run(table.note)))  # two tables that meet become one in Word
        if wide:
            self.body.append(TURN_BACK)

    def chart(self, chart: Chart) -> None:
        counted = wordml.field(f"SEQ {self.words.figure} \\* ARABIC", str(chart.number))
        caption = run(f"{self.words.figure} ") + counted + run(f"  {chart.caption}")
        self.body.append(paragraph("Caption", caption))
        picture = next(self.pictures)
        self.drawn += 1
        relation, _image = self.file.part.get_or_add_image(io.BytesIO(picture.png))
        name = f"{self.words.figure} {chart.number}"
        drawing = wordml.picture(
            relation,
            number=self.drawn,
            name=name,
            alternative=chart.alternative,
            width=picture.width,
            height=picture.height,
        )
        self.body.append(paragraph("Picture", drawing))
        self.table(chart.table)

    def signatures(self, signatures: Signatures) -> None:
        for person in signatures.people:
            if person.signed_on:
                place = ", ".join(filter(None, (person.place, person.signed_on)))
            else:
                place = f"{self.words.place_and_date}: {person.place}"
            self.body += [
                paragraph("Signature", run(place), properties=KEEP),
                paragraph("SignatureLine", run("" if person.signed_on else self.words.signature), properties=KEEP),
            ]
            if person.name:
                self.body.append(paragraph("Signer", run(person.name, bold=True), properties=KEEP))
            self.body.append(paragraph("Signer", run(person.title)))

    def turn_wide_pages(self, body: Any, last: Any) -> None:
        """Where a table is too wide for the page, the page is turned: each border becomes the end of a section."""
        first = True
        for border in [one for one in body.iterchildren(qn("w:p")) if one.get(BORDER)]:
            section = deepcopy(last)
            if not first:
                _without(section, "w:titlePg")
            if border.attrib.pop(BORDER) == "back":
                size = section.find(qn("w:pgSz"))
                width, height = size.get(qn("w:w")), size.get(qn("w:h"))
                size.set(qn("w:w"), height)
                size.set(qn("w:h"), width)
                size.set(qn("w:orient"), "landscape")
            border.get_or_add_pPr().append(section)
            first = False
        if not first:
            _without(last, "w:titlePg")


BORDER = "border"
TURN = f'<w:p {BORDER}="turn"><w:pPr><w:pStyle w:val="TableNote"/></w:pPr></w:p>'
TURN_BACK = f'<w:p {BORDER}="back"><w:pPr><w:pStyle w:val="TableNote"/></w:pPr></w:p>'


def mark(number: int) -> str:
    """The bookmark of a heading."""
    return f"_Toc{number:06}"


def pieces(listed: tuple[Piece, ...]) -> str:
    return "".join(run(piece.text, bold=piece.strong) for piece in listed)


def row_of(row: Row, widths: list[int], style: str, *, bold: bool = False, heading: bool = False) -> str:
    cells = []
    for cell, width in zip(row.cells, widths, strict=True):
        properties = (KEEP if heading else "") + ('<w:jc w:val="right"/>' if cell.end else "")
        cells.append(wordml.cell(paragraph(style, run(cell.piece.text, bold=bold), properties=properties), width))
    return wordml.row(cells, heading=heading)


def _without(section: Any, name: str) -> None:
    for element in section.findall(qn(name)):
        section.remove(element)


def _timeless(file: bytes) -> bytes:
    """The same zip with no day in it, so that the same report gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, EARLIEST)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(member, old.read(name))
    return buffer.getvalue()
