"""What holds of scales, levels and movement, as pure functions on plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

SIZES = (3, 4, 5)  # steps on an axis
Cells = Mapping[tuple[int, int], int]  # (likelihood, consequence) → the band's order, 1 the lowest


@dataclass(frozen=True, slots=True)
class Level:
    """Where a risk lies: its steps, and its band's order in the scale. ``scale`` is the scale's key."""

    scale: int
    likelihood: int
    consequence: int
    band: int

    @property
    def score(self) -> int:
        return self.likelihood * self.consequence


class Movement(Enum):
    UP = "up"  # the risk has become greater
    DOWN = "down"
    SAME = "same"
    NEW = "new"
    CLOSED = "closed"


OPPOSITE = {
    Movement.UP: Movement.DOWN,
    Movement.DOWN: Movement.UP,
    Movement.SAME: Movement.SAME,
    Movement.NEW: Movement.CLOSED,
    Movement.CLOSED: Movement.NEW,
}


def movement(earlier: Level | None, later: Level | None) -> Movement:
    """How a risk has moved: by its band first; within the same band by its score, on the same scale alone."""
    if earlier is None or later is None:
        if earlier is later:
            return Movement.SAME
        return Movement.NEW if earlier is None else Movement.CLOSED
    if earlier.band != later.band:
        return Movement.UP if later.band > earlier.band else Movement.DOWN
    if earlier.scale != later.scale or earlier.score == later.score:
        return Movement.SAME
    return Movement.UP if later.score > earlier.score else Movement.DOWN


def cells_by_score(likelihoods: int, consequences: int, shares: Sequence[float]) -> dict[tuple[int, int], int]:
    """Every cell's band by likelihood × consequence. ``shares``: the highest score of each band but the last, as a
    share of the highest score there is, in rising order.
    """
    highest = likelihoods * consequences
    return {
        (likelihood, consequence): 1 + sum(likelihood * consequence > share * highest for share in shares)
        for likelihood in range(1, likelihoods + 1)
        for consequence in range(1, consequences + 1)
    }


class Fault(Enum):
    """What is wrong with a scale."""

    SIZE = "size"
    MISSING = "missing"  # a cell has no band
    UNKNOWN = "unknown"  # a cell lies outside the matrix, or its band is not one of the scale's
    FALLS = "falls"  # a higher likelihood or consequence gives a lower band
    UNUSED = "unused"  # a band has no cell


def fault_of(
    likelihoods: int, consequences: int, bands: int, cells: Cells
) -> tuple[Fault, tuple[int, int] | None] | None:
    """The first fault of a matrix with the cell where it shows, None for a sound one."""
    if likelihoods not in SIZES or consequences not in SIZES or not 2 <= bands <= 5:
        return Fault.SIZE, None
    wanted = [(row, column) for row in range(1, likelihoods + 1) for column in range(1, consequences + 1)]
    for cell in wanted:
        if cell not in cells:
            return Fault.MISSING, cell
    for cell, band in cells.items():
        if cell not in wanted or not 1 <= band <= bands:
            return Fault.UNKNOWN, cell
    for row, column in wanted:
        for lower in ((row - 1, column), (row, column - 1)):
            if lower in cells and cells[lower] > cells[row, column]:
                return Fault.FALLS, (row, column)
    if set(cells.values()) != set(range(1, bands + 1)):
        return Fault.UNUSED, None
    return None


def review_due(assessed_on: date | None, registered_on: date, review_days: int) -> date:
    """The day by which a risk is to be assessed again: counted from the last assessment, or from when it came in."""
    return (assessed_on or registered_on) + timedelta(days=review_days)


def is_opened(*, raised: bool, shared: bool, ministry_has_assessed: bool) -> bool:
    """Whether the parties see each other's assessments: the risk is raised, and both have assessed it or the agency
    has shared its own. A risk is raised only when the agency has assessed it.
    """
    return raised and (shared or ministry_has_assessed)
