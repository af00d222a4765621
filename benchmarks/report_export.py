"""How fast a report becomes a file, beside the bare library writing the same content in the same run.

The peer of the PDF sets the very same HTML and style, untagged, with the fonts parsed again as ours are; the peer of the
Word file writes the same paragraphs and cells through python-docx as its documentation shows.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from statistics import median
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "styrhus.settings")
django.setup()

from docx import Document as new_document  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from styrhus.common.figures import Figure  # noqa: E402
from styrhus.reports import render  # noqa: E402
from styrhus.reports.document import Cell, Document, Paragraph, Section, Span, Table, from_json, to_json  # noqa: E402
from styrhus.reports.render.as_pdf import OnlyOurOwn, html_for_paper, style_of  # noqa: E402
from styrhus.reports.render.layout import Layout, lay_out  # noqa: E402
from styrhus.reports.render.layout import Paragraph as LaidParagraph  # noqa: E402
from styrhus.reports.render.layout import Table as LaidTable  # noqa: E402

DAY = date(2023, 12, 31)
TEXT = "Avsnittet forklarer hva tabellen viser, hvorfor tallene avviker fra planen og hva som blir gjort med det. " * 4


@dataclass(frozen=True)
class Measured:
    """Medians of ours and the peer's, measured in turn; ``ratio`` is ours by the peer's."""

    figure: str
    ours: float
    peer: float
    peer_name: str
    ratio: float
    unit: str
    runs: int


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks report_export", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sections", type=int, default=60, help="each has a text and a table of eight rows")
    chosen = parser.parse_args(arguments)
    document = report_of(chosen.sections)
    for measured in measure(document, chosen.sections, chosen.runs):
        if chosen.json:
            print(json.dumps(asdict(measured)), flush=True)
        else:
            times = f"{measured.ours:8.3f} {measured.unit} {measured.peer:8.3f} {measured.unit}"
            print(f"{measured.figure:40} {times} {measured.ratio:6.2f}  {measured.peer_name}", flush=True)
    return 0


def measure(document: Document, sections: int, runs: int) -> list[Measured]:
    render.pdf(replace(document, sections=document.sections[:1]))  # both start with what is loaded once
    size = f"{sections} sections"
    return [
        compare(
            f"PDF/UA, {size}", lambda: render.pdf(document), "bare WeasyPrint, same HTML", bare_pdf(document), runs
        ),
        compare(
            f"DOCX, {size}", lambda: render.docx(document), "bare python-docx, same texts", bare_docx(document), runs
        ),
        compare(f"HTML, {size}", lambda: render.html(document), "reading the JSON alone", stored(document), runs),
    ]


def report_of(sections: int) -> Document:
    figures, made = {}, []
    for number in range(sections):
        rows = []
        for place in range(8):
            key = f"bench.n:{number}.{place}"
            figures[key] = Figure(key, "Tall", number * place, "kroner", DAY, None, "Regnet ut.", 1, "0" * 64, "/")
            amount = f"{1_000_000 + number * 997 + place:,}".replace(",", "\u00a0")
            rows.append((Cell(f"Rad {place + 1}"), Cell("Forklaring til raden"), Cell(amount, key, end=True)))
        table = Table(f"Tall for del {number + 1}", ("Rad", "Forklaring", "Beløp"), tuple(rows), frozenset({7}))
        blocks = (Paragraph((Span(TEXT), Span("12", f"bench.n:{number}.0"), Span(" prosent."))), table)
        made.append(Section(f"s{number}", f"1.{number + 1}", f"Del {number + 1}", blocks))
    whole = (Section("all", "I", "Årets aktiviteter og resultater", (), tuple(made)),)
    return Document("Årsrapport", "Måling", "Demodirektoratet", "Prøvedepartementet", "nb", DAY, "", whole, figures)


def bare_pdf(document: Document) -> Callable[[], object]:
    layout = lay_out(document, for_paper=True)
    html, style = html_for_paper(layout, document), style_of(layout)

    def typeset() -> object:
        fetcher, fonts = OnlyOurOwn({}), FontConfiguration()
        sheet = CSS(string=style, font_config=fonts, url_fetcher=fetcher, base_url="styrhus:paper")
        return HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[sheet], font_config=fonts)

    return typeset


def bare_docx(document: Document) -> Callable[[], object]:
    layout = lay_out(document)
    return lambda: write_barely(layout)


def write_barely(layout: Layout) -> bytes:
    file: Any = new_document()
    for part in layout.parts:
        file.add_heading(part.heading, part.depth)
        for block in part.blocks:
            if isinstance(block, LaidParagraph):
                paragraph = file.add_paragraph()
                for piece in block.pieces:
                    paragraph.add_run(piece.text)
            elif isinstance(block, LaidTable):
                table = file.add_table(rows=0, cols=block.columns)
                for row in (block.heading, *block.rows):
                    for cell, written in zip(row.cells, table.add_row().cells, strict=True):
                        written.text = cell.piece.text
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def stored(document: Document) -> Callable[[], object]:
    text = to_json(document)
    return lambda: from_json(text)


def compare(figure: str, ours: Callable[[], object], peer_name: str, peer: Callable[[], object], runs: int) -> Measured:
    """Ours and the peer in turn, so that a busy machine slows both."""
    times = [(seconds(ours), seconds(peer)) for _ in range(runs)]
    mine, theirs = median(time for time, _ in times), median(time for _, time in times)
    return Measured(figure, round(mine, 4), round(theirs, 4), peer_name, round(mine / theirs, 2), "s", runs)


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
