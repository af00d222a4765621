"""Typesets a letter's text the way a ministry would: DOCX with real tables and styles, PDF in several layouts.

The input is plain text with blank lines between paragraphs, TAB between the cells of a row, and "- " before bullets.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import docx
import weasyprint
from docx.document import Document

HEADING = re.compile(r"^(?:\d+(?:\.\d+)*\.? |Mål \d+:|Kap\. ?\d+|Vedlegg nr\. ?\d+ \S)")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass(frozen=True)
class Block:
    """``kind`` is heading, paragraph, bullets, table or lines (short lines under each other, as in an address)."""

    kind: str
    lines: tuple[str, ...]


def blocks_of(text: str) -> Iterator[Block]:
    """The text's blocks; the dashes under a table's heading are no row."""
    printed = re.sub(r"</?i>", "", text)  # italics that text recognition marked
    lines = [line for line in printed.splitlines() if not re.fullmatch(r"[-\t ]*---[-\t ]*", line)]
    for kind, group in groupby(lines, key=_kind):
        found = tuple(group)
        if kind == "text":
            yield from _text_blocks(found)
        elif kind != "blank":
            yield Block(kind, found)


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    if "\t" in line:
        return "table"
    return "bullets" if re.match(r"^ ?- ", line) else "text"


def _text_blocks(lines: Sequence[str]) -> Iterator[Block]:
    if len(lines) > 1 and all(len(line) < 60 for line in lines):
        yield Block("lines", tuple(lines))
        return
    for line in lines:
        yield Block("heading" if HEADING.match(line) and len(line) < 120 else "paragraph", (line,))


def cells_of(block: Block) -> list[list[str]]:
    """Rows of equal length."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in block.lines]
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def as_docx(text: str) -> bytes:
    """Word's own styles: headings, List Bullet, gridded tables; a running header and footer."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Løpende topptekst"
    document.sections[0].footer.paragraphs[0].text = "Side"
    for block in blocks_of(text):
        _write_docx(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _write_docx(document: Document, block: Block) -> None:
    if block.kind == "table":
        rows = cells_of(block)
        table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, content in zip(row.cells, cells, strict=True):
                cell.text = content
        document.add_paragraph()
    elif block.kind == "bullets":
        for line in block.lines:
            document.add_paragraph(line.strip()[2:], style="List Bullet")
    elif block.kind == "heading":
        document.add_heading(block.lines[0], level=2)
    elif block.kind == "lines":
        document.add_paragraph("\n".join(block.lines))
    else:
        document.add_paragraph(block.lines[0])


RULED = "td,th{border:1px solid #555;padding:3px 6px}table{border-collapse:collapse}"
UNRULED = "td,th{padding:3px 10px;text-align:left;font-weight:normal}table{border-collapse:collapse}"
LAYOUTS: dict[str, str] = {
    "ruled": RULED,
    "ruled-wide": RULED + "table{width:100%}",
    "small-pages": "@page{size:A5;margin:18mm}body{font-size:10pt!important}" + RULED,
    "justified": "body{text-align:justify;hyphens:auto}" + RULED,
    "unruled": UNRULED,
    "unruled-top": UNRULED + "td{vertical-align:top}table{width:100%}",
    "lines-across": UNRULED + "td{border-bottom:1px solid #888}",
    "sans-tight": "body{font-family:'Liberation Sans'!important;line-height:1.15!important}p{margin:6px 0}" + RULED,
    "serif-loose": "body{line-height:1.6!important;font-size:12pt!important}" + RULED,
    "shaded": RULED + "tr:first-child td{background:#dde}",
}


def as_html(text: str, layout: str = "ruled", *, letterhead: bool = False) -> str:
    """One HTML document with print styles of the layout, page numbers and a running header from page 2."""
    numbers = '@bottom-center{content:"Side " counter(page) " av " counter(pages);font-size:8pt}'
    first = "margin-bottom:55mm;@bottom-center{content:none}" if letterhead else ""
    header = "@top-right{content:'Tildelingsbrev – saksnr. 22/1';font-size:8pt}"
    style = (
        f"@page{{size:A4;margin:25mm;{numbers}{header}}}@page:first{{{first}@top-right{{content:none}}}}"
        "body{font-family:'Liberation Serif';font-size:11pt;line-height:1.3}p{margin:0 0 9px}"
        "h1{font-size:15pt}h2{font-size:12.5pt;margin:14px 0 6px}ul{margin:0 0 9px}table{margin:0 0 10px}"
        + LAYOUTS[layout]
    )
    body = "".join(_as_html(block) for block in blocks_of(text))
    aside = LETTERHEAD if letterhead else ""
    return (
        f'<!doctype html><html lang="nb"><head><meta charset="utf-8"><style>{style}</style></head>'
        f"<body>{aside}{body}</body></html>"
    )


LETTERHEAD = (
    '<table style="position:absolute;bottom:-32mm;width:100%;font-size:7.5pt;border:0"><tr>'
    + "".join(
        f'<td style="border:0;vertical-align:top">{cell}</td>'
        for cell in (
            "Postadresse<br>Postboks 1 Dep<br>0030 Oslo<br>post@dep.example",
            "Kontoradresse<br>Storgata 1<br>www.dep.example",
            "Telefon*<br>22 00 00 00<br>Org.nr.<br>900 000 000",
            "Avdeling<br>Fagavdelingen",
            "Saksbehandler<br>Kari Nordmann<br>22 00 00 01",
        )
    )
    + "</tr></table>"
)


def _as_html(block: Block) -> str:
    if block.kind == "table":
        return f"<table>{''.join(_row(row) for row in cells_of(block))}</table>"
    if block.kind == "bullets":
        return f"<ul>{''.join(f'<li>{html.escape(line.strip()[2:])}</li>' for line in block.lines)}</ul>"
    tag = "h2" if block.kind == "heading" else "p"
    return f"<{tag}>{'<br>'.join(html.escape(line) for line in block.lines)}</{tag}>"


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}</tr>"


def as_pdf(text: str, layout: str = "ruled", *, letterhead: bool = False) -> bytes:
    """Typeset by WeasyPrint."""
    pdf: bytes = weasyprint.HTML(string=as_html(text, layout, letterhead=letterhead)).write_pdf()
    return pdf


def as_chromium_pdf(text: str, layout: str = "ruled") -> bytes:
    """Printed by Chromium, which draws its bullets and borders otherwise."""
    assert CHROMIUM is not None, "Chromium is not installed"
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder, "letter.html"), Path(folder, "letter.pdf")
        page.write_text(as_html(text, layout), encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        command = [CHROMIUM, *flags, f"--user-data-dir={folder}", f"--print-to-pdf={out}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return out.read_bytes()
