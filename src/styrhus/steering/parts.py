"""An assignment's parts, each with its deadlines and what they were before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .models import Assignment, AssignmentPart, AssignmentState, Deadline
from .rules import status_by_date
from .texts import STATUS_TEXTS, status_kind


@dataclass(frozen=True, slots=True)
class Standing:
    """A deadline that holds, with those that it has replaced, the latest first."""

    deadline: Deadline
    before: list[Deadline]
    status: Any
    kind: str


@dataclass(slots=True)
class Part:
    """A part of the assignment; the whole assignment has the label ""."""

    label: str
    part: AssignmentPart | None = None
    deadlines: list[Standing] = field(default_factory=list)


def parts_of(assignment: Assignment, plan_year: int, today: date) -> list[Part]:
    """The whole assignment first where it has deadlines of its own, then its parts in order. Two queries."""
    rows = list(assignment.deadlines.select_related("document").order_by("pk"))
    replaced = {row.replaced_by_id: row for row in rows if row.replaced_by_id}
    parts: dict[str, Part] = {}
    if any(row.part == "" for row in rows):
        parts[""] = Part("")
    for part in assignment.parts.select_related("document").order_by("pk"):
        parts[part.label] = Part(part.label, part)
    withdrawn = assignment.state == AssignmentState.WITHDRAWN
    for row in sorted(rows, key=lambda one: (one.date is None, one.date or date.max, one.pk)):
        if row.replaced_by_id:
            continue
        status = status_by_date(row.date, today, withdrawn=withdrawn)
        standing = Standing(row, _before(row, replaced), STATUS_TEXTS[status], status_kind(status, plan_year, today))
        parts.setdefault(row.part, Part(row.part)).deadlines.append(standing)
    return list(parts.values())


def _before(deadline: Deadline, replaced: dict[int, Deadline]) -> list[Deadline]:
    found = []
    while earlier := replaced.get(deadline.pk):
        found.append(earlier)
        deadline = earlier
    return found
