"""Small parts of the plan's pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from styrhus.common.deadlines import parse_date
from styrhus.identity import clock
from styrhus.steering.models import Colour, Judgement, Plan
from styrhus.steering.queries import DueItem, DueKind, place_of
from styrhus.steering.rules_followup import DeliveryState, Progress
from styrhus.steering.texts import STATUS_TEXTS, status_kind
from styrhus.steering.texts_followup import (
    COLOUR_KINDS,
    DELIVERY_KINDS,
    DELIVERY_TEXTS,
    PROGRESS_KINDS,
    PROGRESS_TEXTS,
)
from styrhus.ui.icons import TAG_ICONS
from styrhus.ui.navigation import address

register = template.Library()


@register.filter
def page_of(item: DueItem) -> str:
    return reverse(item.url_name, args=item.url_args)


@register.filter
def says_more(item: DueItem) -> bool:
    """Whether the letter's own words tell more than the date beside them ("Ut 2024" does, "31.12.2024" does not)."""
    return bool(item.date and item.text and item.kind == DueKind.ASSIGNMENT and parse_date(item.text) != item.date)


@register.simple_tag
def plan_name(plan: Plan) -> str:
    return f"{plan.agency.label} {plan.year}"


@register.inclusion_tag("ui/parts/tag.html")
def due_tag(item: DueItem) -> dict[str, Any]:
    """The status of a deadline, in words."""
    kind = status_kind(item.status, item.plan.year, clock.today())
    return {"text": STATUS_TEXTS[item.status], "kind": kind, "icon": TAG_ICONS[kind], "size": "sm"}


@register.inclusion_tag("steering/parts/document_link.html")
def document_link(document: Any) -> dict[str, Any]:
    return {"document": document, "url": address("archive:document", document.pk)}


@register.inclusion_tag("ui/parts/tag.html")
def progress_tag(progress: Progress) -> dict[str, Any]:
    """The computed status of the follow-up, in words."""
    kind = PROGRESS_KINDS[progress]
    return {"text": PROGRESS_TEXTS[progress], "kind": kind, "icon": TAG_ICONS[kind], "size": "sm"}


@register.inclusion_tag("ui/parts/tag.html")
def colour_tag(judgement: Judgement) -> dict[str, Any]:
    """The owner's judgement, in words."""
    kind = COLOUR_KINDS[Colour(judgement.colour)]
    return {"text": Colour(judgement.colour).label, "kind": kind, "icon": TAG_ICONS[kind], "size": "sm"}


@register.inclusion_tag("ui/parts/tag.html")
def delivery_tag(state: DeliveryState) -> dict[str, Any]:
    kind = DELIVERY_KINDS[state]
    return {"text": DELIVERY_TEXTS[state], "kind": kind, "icon": TAG_ICONS[kind], "size": "sm"}


@register.filter
def place(row: Any) -> str:
    """The id on the page of a judgement or a note."""
    return place_of(row).partition("#")[2]
