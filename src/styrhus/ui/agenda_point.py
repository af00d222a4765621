"""One thing that a steering meeting should talk about, as every room offers it in its module ``agenda``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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
