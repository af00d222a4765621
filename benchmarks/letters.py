"""How fast a letter is read, beside a bound or a peer in the same run: the real letter as text, and a PDF of 100 pages.

The peers do far less. The plain scan finds assignment numbers and parameters in the text and nothing else; the bare
extractions give a page's characters, or its text and tables, and no paragraphs, goals or deadlines.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import pdfplumber
import pypdfium2
import weasyprint

from styrhus import letters
from styrhus.letters.demo import demo_text
from styrhus.letters.sources import read_source

SHARED_LETTER = Path(__file__).resolve().parents[2] / "shared" / "letters" / "imdi-2023.txt"
SCAN = re.compile(r"^(?:- )?(?:SP \d+:|\d{4}-\d{2}\t).*$", re.MULTILINE)
PDF_PAGES = 100
STYLE = (
    "@page{size:A4;margin:25mm;@bottom-center{content:'Side ' counter(page)}@top-right{content:'Tildelingsbrev'}}"
    "body{font:11pt/1.3 'Liberation Serif',serif}table{border-collapse:collapse}td{border:1px solid #555;padding:3px 6px}"
)


@dataclass(frozen=True)
class Figure:
    """Medians of ours and the peer's, measured in turn; ``ratio`` is ours by the peer's."""

    figure: str
    ours: float
    peer: float
    peer_name: str
    ratio: float
    unit: str
    runs: int


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks letters", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args(arguments)
    if not chosen.json:
        print(f"{'figure':44} {'ours':>9} {'peer':>9} {'ratio':>8}  peer")
    for figure in figures(chosen.runs):
        if chosen.json:
            print(json.dumps(asdict(figure)), flush=True)
        else:
            line = f"{figure.figure:44} {figure.ours:7.3f} {figure.unit} {figure.peer:7.3f} {figure.unit}"
            print(f"{line} {figure.ratio:8.1f}  {figure.peer_name}", flush=True)
    return 0


def figures(runs: int) -> list[Figure]:
    text = SHARED_LETTER.read_bytes() if SHARED_LETTER.exists() else demo_text().encode()
    name = "the real letter" if SHARED_LETTER.exists() else "the demo letter"
    pdf = long_pdf()
    return [
        compare(f"read {name} as text", lambda: letters.read(text), "plain regular-expression scan", scan(text), runs),
        compare("read and check it", lambda: letters.check(letters.read(text)), "plain scan", scan(text), runs),
        compare("text of a 100-page PDF", lambda: read_source(pdf), "pypdfium2, bare text", bare_text(pdf), runs),
        compare("read a 100-page PDF", lambda: letters.read(pdf), "pypdfium2, bare text", bare_text(pdf), runs),
        compare("read a 100-page PDF", lambda: letters.read(pdf), "pdfplumber, text and tables", tables(pdf), 1),
    ]


def compare(figure: str, ours: Callable[[], object], peer_name: str, peer: Callable[[], object], runs: int) -> Figure:
    """Ours and the peer in turn, so that a busy machine slows both."""
    times = [(seconds(ours), seconds(peer)) for _ in range(runs)]
    mine, theirs = median(time for time, _ in times), median(time for _, time in times)
    return Figure(figure, round(mine, 4), round(theirs, 4), peer_name, round(mine / theirs, 2), "s", runs)


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def long_pdf() -> bytes:
    """The demo letter with tables as tables, set again and again to 100 pages."""
    once = as_html(demo_text())
    pages = page_count(typeset(once))
    content = typeset(once * -(-PDF_PAGES // pages))
    with pypdfium2.PdfDocument(content) as document:
        while len(document) > PDF_PAGES:
            document.del_page(len(document) - 1)
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


def typeset(body: str) -> bytes:
    html = f'<html lang="nb"><meta charset="utf-8"><style>{STYLE}</style><body>{body}</body></html>'
    return bytes(weasyprint.HTML(string=html).write_pdf())


def page_count(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def as_html(text: str) -> str:
    parts = []
    for line in text.splitlines():
        if "\t" in line:
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in line.split("\t"))
            parts.append(f"<table><tr>{cells}</tr></table>")
        elif line.strip():
            parts.append(f"<p>{escape(line)}</p>")
    return "".join(parts).replace("</table><table>", "")


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def scan(text: bytes) -> Callable[[], object]:
    return lambda: SCAN.findall(text.decode("utf-8"))


def bare_text(pdf: bytes) -> Callable[[], object]:
    def extract() -> list[str]:
        with pypdfium2.PdfDocument(pdf) as document:
            return [page.get_textpage().get_text_range() for page in document]

    return extract


def tables(pdf: bytes) -> Callable[[], object]:
    def extract() -> list[object]:
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            return [(page.extract_text(), page.extract_tables()) for page in document.pages]

    return extract
