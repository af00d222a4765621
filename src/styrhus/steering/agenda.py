"""What the steering dialogue should talk about. A room offers ``agenda.py`` with ``room_points(plan)``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from styrhus.ui.rooms import offered

from .models import Plan


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """One thing in the state of the plan that a steering meeting should take up.

    ``kind`` is "room.thing" ("risk.high"); ``heading`` gathers points under one item of the agenda ("Risiko").
    ``weight``: 3 must be taken up, 2 should, 1 for information. ``key`` is the same for as long as it is the same thing.
    """

    kind: str
    heading: Any  # lazy text
    text: str
    url: str
    note: str = ""
    weight: int = 2
    key: str = ""


def points(plan: Plan) -> Iterator[AgendaPoint]:
    """The points of every installed room, heaviest first within each room, as the plan stands today."""
    for _room, module in offered("agenda"):
        if hasattr(module, "room_points"):
            yield from sorted(module.room_points(plan), key=lambda point: -point.weight)
