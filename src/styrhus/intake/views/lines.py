"""A line of the letter as the review page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from styrhus.intake.queries import Line


@dataclass(frozen=True, slots=True)
class ShownMark:
    label: str
    url: str
    is_finding: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    line: Line
    marks: list[ShownMark]
