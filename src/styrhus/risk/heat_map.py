"""The heat map: a grid of likelihood by consequence, with the risks in their cells and arrows for what has moved.

It is made of the agency's own scale, so it has as many rows and columns as that has. Nothing is told by colour alone:
each cell carries its band's mark, the legend gives the words, and everything on the map stands in the table as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from django.utils.translation import gettext_lazy as _

from styrhus.ui.charts import place

from .models import BandKind, ScaleBand, ScaleCell, ScaleStep
from .queries.scales import ScaleView
from .rules import Movement

MOST_IN_A_CELL = 12
CLEAR_OF_THE_MIDDLE = 0.3  # how far from a cell's middle an arrow begins and ends, in cells

# A sign for each kind of band, so that the map reads in black and white too.
MARKS = {BandKind.ACCEPT: "○", BandKind.WATCH: "◐", BandKind.ACT: "●"}

MOVED_TEXTS: dict[Movement, Any] = {
    Movement.UP: _("Opp"),
    Movement.DOWN: _("Ned"),
    Movement.SAME: _("Uendret"),
    Movement.NEW: _("Ny"),
    Movement.CLOSED: _("Avsluttet"),
}
MOVED_SIGNS = {Movement.UP: "↑", Movement.DOWN: "↓", Movement.NEW: "+"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A risk to be placed. ``came_from`` is where it stood before; ``ministry``: it is the ministry's assessment."""

    code: str
    title: str
    url: str
    cell: ScaleCell
    came_from: ScaleCell | None = None
    movement: Movement | None = None
    ministry: bool = False
    ghost_code: Any = ""  # what stands where it came from; empty: its code

    @property
    def sign(self) -> str:
        return MOVED_SIGNS.get(self.movement, "") if self.movement else ""

    @property
    def moved_text(self) -> Any:
        return MOVED_TEXTS[self.movement] if self.movement else ""


@dataclass(slots=True)
class MapCell:
    cell: ScaleCell
    chips: list[Placed] = field(default_factory=list)
    ghosts: list[Placed] = field(default_factory=list)

    @property
    def mark(self) -> str:
        return MARKS[BandKind(self.cell.band.kind)]

    @property
    def shown(self) -> list[Placed]:
        return self.chips[:MOST_IN_A_CELL]

    @property
    def more(self) -> int:
        return max(0, len(self.chips) - MOST_IN_A_CELL)


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one cell to another, in percent of the grid; ``kind`` is "up" or "down"."""

    x1: str
    y1: str
    x2: str
    y2: str
    kind: str


@dataclass(frozen=True, slots=True)
class LegendLine:
    band: ScaleBand
    mark: str
    count: int


@dataclass(slots=True)
class HeatMap:
    """What the template draws. ``rows`` stand from the highest likelihood down."""

    id: str
    title: Any
    view: ScaleView
    rows: list[tuple[ScaleStep, list[MapCell]]]
    arrows: list[Arrow]
    left_out: list[Placed]  # assessed on an older scale
    compact: bool = False

    @property
    def columns(self) -> list[ScaleStep]:
        return self.view.consequences

    @property
    def size(self) -> str:
        return f"risk-map--r{len(self.rows)} risk-map--c{len(self.columns)}"

    @property
    def has_ministry(self) -> bool:
        return any(chip.ministry for _step, cells in self.rows for cell in cells for chip in cell.chips)

    @property
    def has_arrows(self) -> bool:
        return bool(self.arrows)

    def legend(self) -> list[LegendLine]:
        """The bands, the highest first, each with how many of the agency's risks lie in it."""
        cells = [cell for _step, row in self.rows for cell in row]
        return [
            LegendLine(
                band,
                MARKS[BandKind(band.kind)],
                sum(not chip.ministry for cell in cells if cell.cell.band_id == band.pk for chip in cell.chips),
            )
            for band in reversed(self.view.bands)
        ]


def heat_map(view: ScaleView, placed: Iterable[Placed], *, id: str, title: Any, compact: bool = False) -> HeatMap:
    """Place the risks on the scale ``view``; those on another scale are left out, and named."""
    cells = {key: MapCell(cell) for key, cell in view.cells.items()}
    arrows, left_out = [], []
    for one in placed:
        if one.cell.scale_id != view.scale.pk:
            left_out.append(one)
            continue
        cells[one.cell.likelihood, one.cell.consequence].chips.append(one)
        before = one.came_from
        if before and before.scale_id == view.scale.pk and before.pk != one.cell.pk:
            cells[before.likelihood, before.consequence].ghosts.append(one)
            arrows.append(_arrow(before, one.cell, view))
    rows = [
        (step, [cells[step.value, column.value] for column in view.consequences]) for step in reversed(view.likelihoods)
    ]
    return HeatMap(id, title, view, rows, arrows, left_out, compact)


def _arrow(start: ScaleCell, end: ScaleCell, view: ScaleView) -> Arrow:
    right, up = end.consequence - start.consequence, end.likelihood - start.likelihood
    length = hypot(right, up)
    aside_x, aside_y = right / length * CLEAR_OF_THE_MIDDLE, up / length * CLEAR_OF_THE_MIDDLE
    width, height = len(view.consequences), len(view.likelihoods)

    def x(consequence: float) -> str:
        return place((consequence - 0.5) / width * 100)

    def y(likelihood: float) -> str:
        return place((height - likelihood + 0.5) / height * 100)

    higher = (end.band.order, end.score) > (start.band.order, start.score)
    return Arrow(
        x(start.consequence + aside_x),
        y(start.likelihood + aside_y),
        x(end.consequence - aside_x),
        y(end.likelihood - aside_y),
        "up" if higher else "down",
    )
