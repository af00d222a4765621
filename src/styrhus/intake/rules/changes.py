"""What one difference between a letter and the plan is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ChangeKind(StrEnum):
    NEW_GOAL = "new_goal"
    CHANGED_GOAL = "changed_goal"
    NEW_PARAMETER = "new_parameter"
    CHANGED_PARAMETER = "changed_parameter"
    NEW_ASSIGNMENT = "new_assignment"
    CHANGED_TITLE = "changed_title"
    WITHDRAWN_ASSIGNMENT = "withdrawn_assignment"
    NEW_DEADLINE = "new_deadline"
    CHANGED_DEADLINE = "changed_deadline"
    NEW_FUNDING = "new_funding"
    CHANGED_FUNDING = "changed_funding"
    NEW_CHAPTER = "new_chapter"
    NEW_POST = "new_post"
    CHANGED_POST = "changed_post"
    NEW_BINDING = "new_binding"
    CHANGED_BINDING = "changed_binding"
    WITHDRAWN_BINDING = "withdrawn_binding"
    NEW_GRANT = "new_grant"
    CHANGED_GRANT = "changed_grant"
    NEW_REPORT = "new_report"
    CHANGED_REPORT = "changed_report"
    NEW_MEETING = "new_meeting"
    NEW_DIRECTIVE = "new_directive"
    NEW_DUTY = "new_duty"
    UNCHANGED = "unchanged"


Shown = int | str | None  # kroner as a number, anything else as the text that people read


@dataclass(frozen=True, slots=True)
class Change:
    """``key`` names the difference the same way each time it is computed. ``target`` is the plan's own row.

    ``row`` is the letter's item, None for what a new version of the letter leaves out. ``values`` is what adopting
    it needs: the sub-row of the item (a deadline, a funding) or nothing.
    """

    kind: ChangeKind
    key: str
    title: str
    row: int | None
    target: int | None = None
    old: Shown = None
    new: Shown = None
    lines: tuple[int, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


def key(*parts: object) -> str:
    return ":".join(str(part) for part in parts)[:300]
