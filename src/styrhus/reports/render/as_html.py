"""A report for the web: as a page of the site, and as one file that can be published anywhere.

The file carries its own style and asks for nothing: no scripts, no fonts, no pictures from elsewhere, and its own
security policy says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from styrhus.reports.document import Document

from .charts import svg
from .layout import Layout, lay_out

STYLES = Path(__file__).resolve().parent.parent / "static" / "reports"
WIDE, NARROW = 640, 340


def html(document: Document, *, request: HttpRequest | None = None, address: str = "", **more: Any) -> str:
    """The whole page. With ``request`` it is a page of the site, whose figures lead to their receipts; else one file
    for publishing, whose figures lead there only when ``address`` says where the site is.

    ``more`` is for the site's page: ``breadcrumbs`` and ``actions``, HTML that stands above the report.
    """
    if request is not None:
        layout = lay_out(document, address=address or "/")
        context = {"breadcrumbs": "", "actions": "", **context_of(layout), **more}
        return render_to_string("reports/publication/page.html", context, request)
    layout = lay_out(document, address=address)
    return render_to_string("reports/publication/standalone.html", {**context_of(layout), "style": file_style()})


def content(document: Document, *, address: str = "/") -> SafeString:
    """The report alone, for a template of the site's that says the rest itself; needs ``reports/publication.css``."""
    return mark_safe(  # noqa: S308  the template escapes
        render_to_string("reports/publication/article.html", context_of(lay_out(document, address=address)))
    )


def context_of(layout: Layout) -> dict[str, Any]:
    """What the templates show. Charts are drawn for a page and for a telephone; style shows the one that fits."""
    draw(layout, (("wide", WIDE), ("narrow", NARROW)))
    return {"layout": layout, "words": layout.words}


def draw(layout: Layout, sizes: Sequence[tuple[str, int]]) -> None:
    """Draw every chart in each size: (name, width)."""
    for chart in layout.charts():
        for size, width in sizes:
            id = f"{chart.id}-{size}"
            picture = svg(chart.source, id=id, alternative=chart.alternative, language=layout.language, width=width)
            chart.pictures.append((size, mark_safe(picture)))  # noqa: S308  svg() escapes


def file_style() -> SafeString:
    """The style of a file for publishing. A style sheet of ours holds no "<", so it can't end its element."""
    text = "\n".join((STYLES / name).read_text(encoding="utf-8") for name in ("standalone.css", "publication.css"))
    return mark_safe(text)  # noqa: S308  our own files
