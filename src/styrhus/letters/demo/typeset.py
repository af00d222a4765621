"""Sets a letter's text as a Word document and as a PDF that look like what a ministry sends.

Nothing is added to the text but page numbers, so that the copy reads like the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from io import BytesIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from weasyprint import CSS, HTML

from styrhus.letters.demo.layout import REFERENCE, Kind, Piece, lay_out

LANGUAGE = "nb-NO"
MARKING = "Demobrev"
NUMBER = re.compile(r"-?\d{1,3}(?:[ \u00a0]?\d{3})*(?:,\d+)?(?:,-)?")
DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
PART = re.compile(r" (?=Del \d+:)")
SUM = re.compile(r"(?i)sum\b|totalt\b")
LONGEST_KEY = 26  # characters of a first cell that is kept on one line
LONGEST_DEADLINE = 60
LEADS = ' class="leads"'  # a line that announces the table or list below it
LETTER_WIDTH = Cm(16)
KEY_WIDTH = Cm(3.2)
NUMBER_WIDTH = Cm(3.6)


def as_docx(text: str) -> bytes:
    """The letter as DOCX: heading styles, real tables, header, page number, Norwegian as its language."""
    pieces = lay_out(text)
    document = Document()
    prepare(document, title_of(pieces))
    for piece in pieces:
        DOCX_WRITERS[piece.kind](document, piece)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(text: str) -> bytes:
    """The letter as a tagged PDF on A4, set with fonts of the machine and nothing fetched."""
    pieces = lay_out(text)
    body = "\n".join(as_html(piece) for piece in pieces)
    page = f'<!doctype html><html lang="{LANGUAGE}"><head><title>{escape(title_of(pieces))}</title></head>'
    style = files(__package__).joinpath("letter.css").read_text(encoding="utf-8")
    html = HTML(string=f"{page}<body>{body}</body></html>", url_fetcher=refuse)
    return bytes(html.write_pdf(stylesheets=[CSS(string=style)], pdf_variant="pdf/ua-1"))


def refuse(url: str, **_: object) -> dict[str, object]:
    """A letter fetches nothing, whatever its text says."""
    raise ValueError(f"A letter may not fetch {url}")


def title_of(pieces: Iterable[Piece]) -> str:
    return next(piece.text for piece in pieces if piece.kind is Kind.TITLE)


def prepare(document: DocxDocument, title: str) -> None:
    document.core_properties.title = title
    document.core_properties.language = LANGUAGE
    style = document.styles["Normal"]
    style.font.name = "Liberation Serif"
    style.font.size = Pt(10.5)
    style.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    style.element.get_or_add_rPr().append(language)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = title
    for footer in (section.footer, section.first_page_footer):
        write_page_number(footer.paragraphs[0])


def write_page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run("Side ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def write_letterhead(document: DocxDocument, piece: Piece) -> None:
    for number, (line,) in enumerate(piece.rows):
        if "\t" in line:
            write_table(document, Piece(Kind.TABLE, [[cell.strip() for cell in line.split("\t")]]))
            continue
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(line)
        run.bold = number == 0 or line.startswith(MARKING)
        if number == 0:
            paragraph.paragraph_format.space_after = Pt(24)


def write_heading(document: DocxDocument, piece: Piece) -> None:
    heading = document.add_heading(piece.text, level=piece.level or 1)
    heading.paragraph_format.page_break_before = piece.kind is Kind.ATTACHMENT


def write_paragraph(document: DocxDocument, piece: Piece) -> None:
    paragraph = document.add_paragraph(piece.text)
    if piece.kind is Kind.SIGNATURE:
        paragraph.paragraph_format.space_after = Pt(0)


def write_bullets(document: DocxDocument, piece: Piece) -> None:
    for (line,) in piece.rows:
        document.add_paragraph(line, style="List Bullet")


def write_table(document: DocxDocument, piece: Piece) -> None:
    columns = max(len(row) for row in piece.rows)
    table = document.add_table(rows=0, cols=columns, style="Table Grid")
    for number, row in enumerate(piece.rows):
        cells = table.add_row().cells
        for cell, value in zip(cells, row, strict=False):
            cell.text = value
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            if NUMBER.fullmatch(value):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in paragraph.runs:
                run.bold = bool(SUM.match(row[0])) or (number == 0 and piece.has_column_titles)
    set_widths(table, columns)
    if piece.has_column_titles:
        mark_header_row(table)
    document.add_paragraph()


def set_widths(table: Table, columns: int) -> None:
    """A narrow first column, a number's width for the last of three, the rest for the text."""
    widths = [KEY_WIDTH] + [(LETTER_WIDTH - KEY_WIDTH) // max(columns - 1, 1)] * (columns - 1)
    if columns == 3:
        widths = [KEY_WIDTH, LETTER_WIDTH - KEY_WIDTH - NUMBER_WIDTH, NUMBER_WIDTH]
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def mark_header_row(table: Table) -> None:
    """The first row is repeated on every page that the table reaches."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)


DOCX_WRITERS = {
    Kind.LETTERHEAD: write_letterhead,
    Kind.TITLE: write_heading,
    Kind.ATTACHMENT: write_heading,
    Kind.HEADING: write_heading,
    Kind.PARAGRAPH: write_paragraph,
    Kind.SIGNATURE: write_paragraph,
    Kind.BULLETS: write_bullets,
    Kind.TABLE: write_table,
}


def as_html(piece: Piece) -> str:
    match piece.kind:
        case Kind.LETTERHEAD:
            html = letterhead_html([line for (line,) in piece.rows])
        case Kind.TABLE:
            html = table_html(piece)
        case Kind.BULLETS:
            html = "<ul>" + "".join(f"<li>{escape(line)}</li>" for (line,) in piece.rows) + "</ul>"
        case _:
            html = text_html(piece)
    return html


def text_html(piece: Piece) -> str:
    tag, attributes = "p", ""
    match piece.kind:
        case Kind.TITLE:
            tag = "h1"
        case Kind.ATTACHMENT:
            tag, attributes = "h1", ' class="attachment"'
        case Kind.HEADING:
            tag = f"h{piece.level}"
        case Kind.SIGNATURE:
            attributes = f' class="signature{signature_space(piece.text)}"'
        case _ if piece.text.endswith(":"):
            attributes = LEADS
    return f"<{tag}{attributes}>{escape(piece.text)}</{tag}>"


def signature_space(line: str) -> str:
    if line == "Med hilsen":
        return " first"
    return "" if line[0].islower() or line == "Riksrevisjonen" else " gap"


def letterhead_html(lines: list[str]) -> str:
    """The ministry's name over the address, and the references in three columns as in the state's letters."""
    if not lines:
        return ""
    references: dict[str, str] = {}
    address = []
    label = ""
    for line in lines[1:]:
        if line in REFERENCE:
            label = line
            references[label] = ""
        elif label and not references[label]:
            references[label] = line
        else:
            address.append(line)
    html = [f'<p class="ministry">{escape(lines[0])}</p>']
    html += [f'<p class="marking">{escape(line)}</p>' for line in address if line.startswith(MARKING)]
    html.append('<div class="address">')
    html += [f"<p>{escape(line)}</p>" for line in address if "\t" not in line and not line.startswith(MARKING)]
    html.append("</div>")
    html.append(columns_html([line.split("\t") for line in address if "\t" in line]))
    if references:
        html.append(columns_html([list(references), list(references.values())]))
    return "".join(html)


def columns_html(rows: list[list[str]]) -> str:
    """Labels over values, side by side and without lines."""
    if not rows:
        return ""
    cells = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    label = ' class="label"' if len(rows) > 1 else ""
    lines = [f"<tr{label if number == 0 else ''}>{row}</tr>" for number, row in enumerate(cells)]
    return f'<table class="references">{"".join(lines)}</table>'


def table_html(piece: Piece) -> str:
    columns = max(len(row) for row in piece.rows)
    card = columns == 2 and len(piece.rows) > 2 and not piece.has_column_titles
    html = [f'<table class="rows{" card" if card else ""}">']
    rows = piece.rows
    if piece.has_column_titles:
        numeric = [NUMBER.fullmatch(cell) is not None for cell in rows[1]] + [False] * columns
        cells = "".join(
            f'<th scope="col"{number_class(right)}>{escape(cell)}</th>'
            for cell, right in zip(padded(rows[0], columns), numeric, strict=False)
        )
        html.append(f"<thead><tr>{cells}</tr></thead>")
        rows = rows[1:]
    html.append("<tbody>")
    for row in rows:
        cells = "".join(cell_html(cell, place, columns) for place, cell in enumerate(padded(row, columns)))
        opening = '<tr class="sum">' if SUM.match(row[0]) else "<tr>"
        html.append(f"{opening}{cells}</tr>")
    return "".join([*html, "</tbody></table>"])


def cell_html(cell: str, place: int, columns: int) -> str:
    """A table's cell; each part of "Del 1: … Del 2: …" begins a line of its own."""
    kind = ""
    if NUMBER.fullmatch(cell) and place:
        kind = "number"
    elif place == 0 and len(cell) < LONGEST_KEY:
        kind = "key" if columns == 2 else "label"
    elif len(cell) < LONGEST_DEADLINE and (DATE.match(cell) or PART.search(cell)):
        kind = "label"
    text = PART.sub("<br>", escape(cell)) if len(cell) < LONGEST_DEADLINE else escape(cell)
    return f'<td class="{kind}">{text}</td>' if kind else f"<td>{text}</td>"


def number_class(right: bool) -> str:
    return ' class="number"' if right else ""


def padded(row: list[str], columns: int) -> list[str]:
    return row + [""] * (columns - len(row))
