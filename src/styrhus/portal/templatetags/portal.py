"""Small parts of the front page."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.steering.queries import DueItem, OwnedRow
from styrhus.steering.rules import Status

register = template.Library()

# Only what wants attention is marked; a date that is far off needs no tag.
TAGS = {Status.SOON: (_("Innen 14 dager"), "warning"), Status.PASSED: (_("Passert"), "neutral")}


@register.simple_tag
def item_url(row: DueItem | OwnedRow) -> str:
    return reverse(row.url_name, args=row.url_args)


@register.inclusion_tag("portal/due_tag.html")
def due_tag(status: Status) -> dict[str, Any]:
    text, kind = TAGS.get(status, ("", "neutral"))
    return {"text": text, "kind": kind}
