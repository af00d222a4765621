"""What the room's templates ask of its rows."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from styrhus.control.models import Answer, Cycle, CycleState, Finding, FindingState, SystemText
from styrhus.control.queries import PlannedLine

register = template.Library()


@register.filter
def with_outcome(lines: Iterable[PlannedLine], outcome: str) -> int:
    """How many planned controls stand so."""
    return sum(1 for line in lines if line.outcome.value == outcome)


@register.filter
def cycle_kind(cycle: Cycle) -> str:
    return "success" if cycle.is_locked else "warning" if cycle.state == CycleState.ASSESSED else "info"


@register.filter
def reply_kind(answer: Answer) -> str:
    return {"yes": "success", "partly": "warning", "no": "danger"}.get(answer.reply, "neutral")


@register.filter
def finding_kind(finding: Finding) -> str:
    return {FindingState.CLOSED: "success", FindingState.PROPOSED: "info"}.get(FindingState(finding.state), "warning")


@register.filter
def anchor(text: SystemText) -> str:
    """The id of a description's section: several agencies' may stand on one page."""
    return f"{text.kind}-{text.agency_id}"
