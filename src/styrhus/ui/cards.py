"""What a room shows of itself on the front page: one card, with what waits there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class CardLine:
    """One thing on a card. ``kind`` is that of a tag: success, warning, danger, info or neutral."""

    text: str
    url: str
    note: str = ""
    tag: str = ""
    kind: str = "neutral"


@dataclass(frozen=True, slots=True)
class Card:
    """A room's card: what it counts, and the few things that matter most. Urgent cards stand first on the page."""

    title: Any  # lazy text
    url: str
    count: int
    lines: Sequence[CardLine] = field(default_factory=tuple)
    urgent: bool = False
    order: int = 100
