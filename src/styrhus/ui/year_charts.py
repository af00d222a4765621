"""A year of deadlines: as dots by month, and as a wheel."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .charts import Chart, place
from .formats import month_short

SHAPES = ("circle", "square", "diamond", "triangle")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that falls on a day of the year. ``group`` is the place in the chart's list of groups."""

    day: date
    title: Any
    url: str = ""
    group: int = 0
    done: bool | None = None  # None: nothing is known of it, and then nothing is said


def outline(shape: str, x: float, y: float, r: float) -> str:
    """The path of a mark: shapes tell the groups apart, also without colour."""
    if shape == "square":
        s = r * 0.9
        return f"M{place(x - s)} {place(y - s)}h{place(2 * s)}v{place(2 * s)}h{place(-2 * s)}z"
    if shape == "diamond":
        s = r * 1.2
        return f"M{place(x)} {place(y - s)}l{place(s)} {place(s)}l{place(-s)} {place(s)}l{place(-s)} {place(-s)}z"
    if shape == "triangle":
        s = r * 1.15
        return f"M{place(x)} {place(y - s)}l{place(s)} {place(s * 1.8)}h{place(-2 * s)}z"
    return f"M{place(x - r)} {place(y)}a{place(r)} {place(r)} 0 1 0 {place(2 * r)} 0a{place(r)} {place(r)} 0 1 0 {place(-2 * r)} 0z"


@dataclass
class YearChart(Chart):
    """Marks of one year, in at most four groups. Marks of other years are left out of picture and table."""

    year: int = 0
    marks: Sequence[Mark] = ()
    groups: Sequence[Any] = field(default_factory=list)
    today: date | None = None

    def __post_init__(self) -> None:
        if len(self.groups) > len(SHAPES):
            raise ValueError("A year chart has at most four groups; more can't be told apart.")

    def of_year(self) -> list[Mark]:
        return sorted((mark for mark in self.marks if mark.day.year == self.year), key=lambda m: (m.day, m.group))

    @property
    def tells_done(self) -> bool:
        """Whether the chart knows of any mark if it is done."""
        return any(mark.done is not None for mark in self.of_year())

    def in_month(self, month: int) -> list[Mark]:
        return [mark for mark in self.of_year() if mark.day.month == month]

    def legend(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "number": i + 1, "path": outline(SHAPES[i], 8, 8, 5.5)}
            for i, label in enumerate(self.groups)
        ]

    def rows(self) -> list[tuple[Mark, Any]]:
        return [(mark, self.groups[mark.group] if self.groups else "") for mark in self.of_year()]

    def _drawn(self, mark: Mark, x: float, y: float, r: float) -> dict[str, Any]:
        return {"mark": mark, "number": mark.group + 1, "path": outline(SHAPES[mark.group], x, y, r)}


@dataclass
class MonthsChart(YearChart):
    """Columns of dots, one column for each month, with their number on top."""

    template = "ui/chart/months.html"
    COLUMN, STEP, HIGHEST = 50, 17, 14

    @property
    def height(self) -> int:
        tallest = max((len(self.in_month(month)) for month in range(1, 13)), default=0)
        return min(max(tallest, 3), self.HIGHEST) * self.STEP + 64

    def columns(self) -> list[dict[str, Any]]:
        return [self._column(month) for month in range(1, 13)]

    def _column(self, month: int) -> dict[str, Any]:
        marks = self.in_month(month)
        floor = self.height - 40
        x = (month - 0.5) * self.COLUMN
        shown = marks[: self.HIGHEST]
        return {
            "x": place(x),
            "left": place((month - 1) * self.COLUMN + 2),
            "name": month_short(month),
            "count": len(marks),
            "count_y": place(floor - len(shown) * self.STEP - 4),
            "current": self.today is not None and (self.today.year, self.today.month) == (self.year, month),
            "marks": [self._drawn(mark, x, floor - (i + 0.5) * self.STEP, 6) for i, mark in enumerate(shown)],
        }


@dataclass
class YearWheel(YearChart):
    """The year as a ring, 1 January on top and onwards with the sun; marks stand outside their day."""

    template = "ui/chart/wheel.html"
    CENTRE, HUB, INNER, OUTER, FIRST, STEP, LEVELS = 260, 78, 124, 166, 181, 16, 5
    SLOT_DAYS = 5  # marks within the same five days stand behind one another

    def _turn(self, day: date) -> float:
        """The angle of a day, in radians from the top."""
        days = 366 if monthrange(self.year, 2)[1] == 29 else 365
        return (day.timetuple().tm_yday - 1) / days * 2 * math.pi

    def _at(self, turn: float, radius: float) -> tuple[float, float]:
        return self.CENTRE + radius * math.sin(turn), self.CENTRE - radius * math.cos(turn)

    def _point(self, turn: float, radius: float) -> str:
        x, y = self._at(turn, radius)
        return f"{place(x)} {place(y)}"

    def months(self) -> list[dict[str, Any]]:
        return [self._month(month) for month in range(1, 13)]

    def _month(self, month: int) -> dict[str, Any]:
        start = self._turn(date(self.year, month, 1))
        end = 2 * math.pi if month == 12 else self._turn(date(self.year, month + 1, 1))
        middle = (start + end) / 2
        label, count = self._at(middle, (self.INNER + self.OUTER) / 2), self._at(middle, (self.HUB + self.INNER) / 2)
        sector = (
            f"M{self._point(start, self.INNER)}A{self.INNER} {self.INNER} 0 0 1 {self._point(end, self.INNER)}"
            f"L{self._point(end, self.OUTER)}A{self.OUTER} {self.OUTER} 0 0 0 {self._point(start, self.OUTER)}z"
        )
        return {
            "path": sector,
            "spoke": f"M{self._point(start, self.HUB)}L{self._point(start, self.INNER)}",
            "name": month_short(month),
            "x": place(label[0]),
            "y": place(label[1]),
            "count": len(self.in_month(month)) or "",
            "count_x": place(count[0]),
            "count_y": place(count[1]),
            "current": self.today is not None and (self.today.year, self.today.month) == (self.year, month),
        }

    def drawn(self) -> list[dict[str, Any]]:
        return [
            self._drawn(mark, *self._at(turn, self.FIRST + level * self.STEP), 6)
            for turn, marks in self._slots()
            for level, mark in enumerate(marks[: self._room(marks)])
        ]

    def more(self) -> list[dict[str, Any]]:
        """How many there are beyond those with room, at the end of their row."""
        found = []
        for turn, marks in self._slots():
            if hidden := len(marks) - self._room(marks):
                x, y = self._at(turn, self.FIRST + (self.LEVELS - 1) * self.STEP + 2)
                found.append({"x": place(x), "y": place(y), "text": f"+{hidden}"})
        return found

    def _room(self, marks: Sequence[Mark]) -> int:
        return len(marks) if len(marks) <= self.LEVELS else self.LEVELS - 1

    def _slots(self) -> list[tuple[float, list[Mark]]]:
        slots: dict[int, list[Mark]] = {}
        for mark in self.of_year():
            slots.setdefault((mark.day.timetuple().tm_yday - 1) // self.SLOT_DAYS, []).append(mark)
        return [
            ((slot + 0.5) * self.SLOT_DAYS / (366 if monthrange(self.year, 2)[1] == 29 else 365) * 2 * math.pi, marks)
            for slot, marks in slots.items()
        ]

    def hand(self) -> dict[str, str] | None:
        """The hand that points at today, when today lies in the year."""
        if self.today is None or self.today.year != self.year:
            return None
        turn = self._turn(self.today)
        return {
            "line": f"M{self._point(turn, self.HUB - 14)}L{self._point(turn, self.HUB)}",
            "tip": f"M{self._point(turn, self.HUB + 13)}L{self._point(turn - 0.09, self.HUB)}"
            f"L{self._point(turn + 0.09, self.HUB)}z",
        }

    def box(self) -> str:
        """The part of the plane to show: no larger than the marks need."""
        deepest = max((min(len(marks), self.LEVELS) for _turn, marks in self._slots()), default=1)
        reach = self.FIRST + (deepest - 1) * self.STEP + 14
        return f"{self.CENTRE - reach} {self.CENTRE - reach} {2 * reach} {2 * reach}"

    def total(self) -> int:
        return len(self.of_year())
