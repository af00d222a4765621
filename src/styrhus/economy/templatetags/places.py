"""Where a row stands in its document."""

from __future__ import annotations

from typing import Any

from django import template

from styrhus.common.spans import spans
from styrhus.ui.navigation import address

register = template.Library()


@register.inclusion_tag("economy/parts/source.html")
def source(row: Any) -> dict[str, Any]:
    """The document that ``row`` was read from, with a link to each unbroken span of its lines."""
    document = row.document if row.document_id else None
    url = address("archive:document", document.pk) if document else ""
    return {"document": document, "url": url, "spans": spans(row.lines) if document else []}
