"""Charts as PNG, for Word: drawn by the same typesetter as the PDF, so that they look the same."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from threading import Lock

import pypdfium2

from .as_html import WIDE, draw
from .as_pdf import paper_style, written
from .layout import Layout

DOTS_PER_INCH = 200
INCHES = 6.38  # how wide a chart stands on the page
CSS_INCH, POINT_INCH = 96, 72
SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
FONT_FACES = re.compile(r"@font-face \{[^}]*\}")
_one_at_a_time = Lock()  # PDFium must not be called from two threads at once


@dataclass(frozen=True, slots=True)
class Picture:
    """``width`` and ``height`` in inches on the page."""

    png: bytes
    width: float
    height: float


def pictures_of(layout: Layout) -> list[Picture]:
    """A picture for every chart, in order; all are typeset at once, each on a page of its own size."""
    draw(layout, (("word", WIDE),))
    drawn = [chart.pictures[-1][1] for chart in layout.charts()]
    if not drawn:
        return []
    sizes = [(int(match[1]), int(match[2])) for match in (SIZE.search(svg) for svg in drawn) if match]
    pages = "".join(
        f"@page chart{place} {{ size: {width}px {height}px; margin: 0 }} .chart{place} {{ page: chart{place} }}"
        for place, (width, height) in enumerate(sizes)
    )
    fonts = "".join(FONT_FACES.findall(paper_style()))
    body = "".join(f'<div class="chart{place}">{svg}</div>' for place, svg in enumerate(drawn))
    style = f"{fonts}{pages}body {{ margin: 0 }} div {{ break-inside: avoid; line-height: 0 }} svg {{ display: block }}"
    return _rasters(written(f"<!doctype html><html><body>{body}</body></html>", style, {}), sizes)


def _rasters(pdf: bytes, sizes: list[tuple[int, int]]) -> list[Picture]:
    pictures = []
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as document:
        for place, (width, height) in enumerate(sizes):
            inches = INCHES * width / WIDE
            scale = DOTS_PER_INCH * inches / (width * POINT_INCH / CSS_INCH)
            buffer = io.BytesIO()
            document[place].render(scale=scale).to_pil().save(buffer, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
            pictures.append(Picture(buffer.getvalue(), inches, inches * height / width))
    return pictures
