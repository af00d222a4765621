"""Line numbers that follow each other, as unbroken spans."""

from __future__ import annotations

from collections.abc import Iterable


def spans(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Lines that follow each other, as (first, last): (88, 721, 722, 723) → [(88, 88), (721, 723)]."""
    found: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if found and found[-1][1] == line - 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return found
