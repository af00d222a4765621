"""A report as a tagged PDF (PDF/UA-1): set by WeasyPrint from the web's own templates, on A4, with cover and contents.

Nothing is fetched: the fonts come from the front-end packages, and every other address is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pydyf
from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from styrhus.reports.document import Document, sha256_of
from styrhus.ui.finders import FILES

from .as_html import STYLES, WIDE, draw
from .layout import Layout, lay_out

FONTS = {"styrhus:inter-latin": "vendor/inter/latin.woff2", "styrhus:inter-latin-ext": "vendor/inter/latin-ext.woff2"}
DRAFT = "styrhus:draft"
POINTS = 0.75  # of a CSS pixel
SHARES = "".join(f".report-share-{share} {{ width: {share}% }}" for share in range(1, 101))  # how wide columns are


def pdf(document: Document, *, address: str = "") -> bytes:
    """``address`` is where the site is reached; without it the figures lead nowhere, as in what is published."""
    layout = lay_out(document, address=address, for_paper=True)
    return typeset(html_for_paper(layout, document), style_of(layout), draft_mark(layout), sha256_of(document))


def html_for_paper(layout: Layout, document: Document) -> str:
    draw(layout, (("paper", WIDE),))
    created = document.dated.isoformat()
    return render_to_string(
        "reports/publication/pdf.html", {"layout": layout, "words": layout.words, "created": created}
    )


def style_of(layout: Layout) -> str:
    """The style sheet with what follows the language and the state of the report."""
    words = layout.words
    page = f'@page {{ @bottom-right {{ content: "{words.page} " counter(page) " {words.of} " counter(pages) }} }}'
    mark = f"@page {{ background: url('{DRAFT}') no-repeat center / 100% 100% }}" if layout.status else ""
    return "\n".join([paper_style(), SHARES, page, mark])


@cache
def paper_style() -> str:
    return (STYLES / "paper.css").read_text(encoding="utf-8")


def draft_mark(layout: Layout) -> bytes:
    """The state ("Utkast") across the page, so pale that the text over it can be read."""
    size = min(120, 900 / max(4, len(layout.status)))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842" width="595" height="842">'
        f'<text x="297" y="460" font-size="{size:.0f}" font-weight="700" fill="#c2630a" fill-opacity="0.11" '
        f'text-anchor="middle" font-family="Inter, Liberation Sans, sans-serif" transform="rotate(-50 297 421)">'
        f"{escape(layout.status[:40])}</text></svg>"
    ).encode()


def typeset(html: str, style: str, mark: bytes, identifier: str) -> bytes:
    """The PDF of ``html``. ``identifier`` tells this document from others."""
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": identifier[:32].encode(), "finisher": complete_tags}
    return written(html, style, {DRAFT: ("image/svg+xml", mark)}, **options)


def written(html: str, style: str, given: dict[str, tuple[str, bytes]], **options: Any) -> bytes:
    """A PDF with our fonts and what is ``given`` by name: (content type, bytes)."""
    fetcher, fonts = OnlyOurOwn(given), FontConfiguration()
    sheet = CSS(string=style, font_config=fonts, url_fetcher=fetcher, base_url="styrhus:paper")
    page = HTML(string=html, base_url="styrhus:report", url_fetcher=fetcher)
    return bytes(page.write_pdf(stylesheets=[sheet], font_config=fonts, **options))


class OnlyOurOwn(URLFetcher):  # type: ignore[misc]
    """Hands out the fonts and what it is given by name; every other address is refused, also of files."""

    def __init__(self, given: dict[str, tuple[str, bytes]]) -> None:
        super().__init__(allowed_protocols=["styrhus"])
        self.given = given

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        name = unquote(url)
        if name in FONTS:
            return URLFetcherResponse(url, font(name), {"Content-Type": "font/woff2"})
        if name in self.given:
            kind, body = self.given[name]
            return URLFetcherResponse(url, body, {"Content-Type": kind})
        raise ValueError(f"A report fetches nothing from outside, and this is no name of its own: {url[:80]}")


@cache
def font(name: str) -> bytes:
    return (Path(settings.FRONT_END) / FILES[FONTS[name]]).read_bytes()


# -- what PDF/UA asks for and WeasyPrint leaves out


def complete_tags(typeset: Any, file: Any) -> None:
    """Say which way each heading cell points, where each picture stands, and what each link leads to.

    WeasyPrint ties cells to headings by identifiers, which it repeats when a table runs over pages; a scope says the
    same and can't come to be ambiguous.
    """
    heights = {}
    for number, page in enumerate(typeset.pages):
        heights[file.page_references[number]] = page.height
        for box in _boxes(page._page_box):
            element = getattr(box, "element", None)
            cell = getattr(box, "mark", None)
            if isinstance(cell, pydyf.Dictionary) and cell.get("S") in ("/TH", "/TD"):
                cell.pop("ID", None)
                cell["A"].pop("Headers", None)
                if cell["S"] == "/TH":
                    cell["A"]["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
            link = getattr(box, "link_annotation", None)
            if link is not None and element is not None:
                said = element.get("title") or " ".join("".join(element.itertext()).split())
                link["Contents"] = pydyf.String(said or link["Contents"].string)
    for thing in file.objects:
        if isinstance(thing, pydyf.Dictionary) and thing.get("S") == "/Figure":
            x1, y1, x2, y2 = thing["A"]["BBox"]
            height = heights[thing["Pg"]]
            thing["A"]["BBox"] = pydyf.Array([round(value * POINTS, 2) for value in (x1, height - y2, x2, height - y1)])


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(getattr(child, "_box", child))
