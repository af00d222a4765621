"""The plan as plain data: what a supplementary letter is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """An item of the letter, as the rules see it."""

    id: int
    kind: str
    title: str
    values: Mapping[str, Any]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDeadline:
    id: int
    part: str
    kind: str
    text: str
    date: date | None


@dataclass(frozen=True, slots=True)
class PlanFunding:
    id: int
    part: str
    post: str  # "671.21", empty where the letter names no post
    amount: int | None


@dataclass(frozen=True, slots=True)
class PlanAssignment:
    id: int
    number: str
    title: str
    withdrawn: bool = False
    parts: tuple[str, ...] = ()
    deadlines: tuple[PlanDeadline, ...] = ()
    funding: tuple[PlanFunding, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanGoal:
    id: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class PlanParameter:
    id: int
    label: str
    text: str
    baseline: str = ""
    target: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PlanPost:
    id: int
    place: str  # "671.21"
    name: str
    appropriated: int
    at_disposal: int


@dataclass(frozen=True, slots=True)
class PlanBinding:
    id: int
    place: str
    text: str
    amount: int | None
    assignment: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class PlanGrant:
    id: int
    place: str
    recipient: str
    amount: int


@dataclass(frozen=True, slots=True)
class PlanReport:
    id: int
    kind: str
    title: str
    deadline: date | None


@dataclass(frozen=True, slots=True)
class PlanText:
    """A directive, a meeting or a duty: known by its words alone."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    goals: tuple[PlanGoal, ...] = ()
    parameters: tuple[PlanParameter, ...] = ()
    assignments: tuple[PlanAssignment, ...] = ()
    chapters: tuple[str, ...] = ()
    posts: tuple[PlanPost, ...] = ()
    bindings: tuple[PlanBinding, ...] = ()
    grants: tuple[PlanGrant, ...] = ()
    reports: tuple[PlanReport, ...] = ()
    directives: tuple[PlanText, ...] = ()
    meetings: tuple[PlanText, ...] = ()
    duties: tuple[PlanText, ...] = field(default=())
