"""Line numbers as people write them: "12, 14–18"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from styrhus.common.spans import spans

MOST = 20_000  # lines that one item may stand on: more is a slip of the pen
_SPAN = re.compile(r"\s*(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?\s*")


class NotLines(ValueError):
    """The text is no list of line numbers; ``part`` is what could not be read."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def as_text(lines: Iterable[int]) -> str:
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans(lines))


def from_text(text: str) -> list[int]:
    """The lines that a text names, rising, each once. Raises: NotLines."""
    found: set[int] = set()
    for part in filter(str.strip, text.split(",")):
        match = _SPAN.fullmatch(part)
        if match is None:
            raise NotLines(part.strip())
        first, last = int(match[1]), int(match[2] or match[1])
        if first < 1 or last < first or last - first > MOST:
            raise NotLines(part.strip())
        found.update(range(first, last + 1))
    return sorted(found)
