"""Plain data that views hand to components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One point on a timeline. ``printed`` is the deadline's own words where there is no exact day ("Ut 2024")."""

    title: Any
    day: date | None = None
    printed: str = ""
    url: str = ""
    text: Any = ""
    tag: Any = ""
    kind: str = "neutral"  # success, warning, danger, info, neutral
    past: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come. ``poll_url`` answers with the same partial; empty when the job has ended."""

    title: Any
    text: Any
    value: int = 0
    maximum: int = 100
    poll_url: str = ""
    failed: bool = False
    next_url: str = ""  # where to go when it is done
    next_text: Any = ""
    id: str = "progress"

    @property
    def running(self) -> bool:
        return bool(self.poll_url)


def lines_text(lines: Sequence[int] | None) -> str:
    """A span of lines as people write it: (12, 12) → "12", (12, 18) → "12–18"."""
    if not lines:
        return ""
    first, last = lines[0], lines[-1]
    return str(first) if first == last else f"{first}–{last}"
