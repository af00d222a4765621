"""Charts as server-rendered SVG: each with a finding in one sentence and with its numbers as a table.

No scripts, no style attributes; colours come from classes, so light, dark and print follow. A chart is never the only
place where a number stands, and never tells anything by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import formats

Formatter = Callable[[Any], str]


def place(value: float) -> str:
    """A length or coordinate for SVG: at most two decimals, with a point whatever the language."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


@dataclass
class Chart:
    """What all charts share: a title, and what a reader should see in it, in one sentence."""

    title: Any
    finding: Any
    id: str

    template: ClassVar[str] = ""

    def render(self) -> SafeString:
        return render_to_string(self.template, {"chart": self})


# -- bars: the table of the numbers is the chart itself


@dataclass(frozen=True, slots=True)
class Bar:
    label: Any
    value: float
    url: str = ""
    note: Any = ""
    kind: str = ""  # success, warning, danger, info; empty: the ordinary colour


@dataclass
class BarChart(Chart):
    """Horizontal bars from zero, also below it."""

    bars: Sequence[Bar] = ()
    format: Formatter = formats.number
    label_heading: Any = ""
    value_heading: Any = ""

    template = "ui/chart/bars.html"

    def rows(self) -> list[dict[str, Any]]:
        low = min([0, *(bar.value for bar in self.bars)])
        span = (max([0, *(bar.value for bar in self.bars)]) - low) or 1
        return [
            {
                "bar": bar,
                "x": place((min(bar.value, 0) - low) / span * 100),
                "width": place(abs(bar.value) / span * 100),
                "text": self.format(bar.value),
            }
            for bar in self.bars
        ]


@dataclass(frozen=True, slots=True)
class Stack:
    label: Any
    values: Sequence[float]
    url: str = ""


@dataclass
class StackedChart(Chart):
    """Each row split in the same parts, such as spent, bound and undisposed. At most four parts; none negative.

    The rows share one scale, so that they can be compared; ``each_full`` lets each fill the width.
    """

    parts: Sequence[Any] = ()
    stacks: Sequence[Stack] = ()
    format: Formatter = formats.number
    label_heading: Any = ""
    unit: Any = ""  # said once, so that each number can be short
    each_full: bool = False

    template = "ui/chart/stacked.html"

    def __post_init__(self) -> None:
        if len(self.parts) > 4:
            raise ValueError("A stacked chart has at most four parts; more can't be told apart.")
        if any(value < 0 for stack in self.stacks for value in stack.values):
            raise ValueError("A part of a stacked chart can't be negative; show the overrun in words.")

    def rows(self) -> list[dict[str, Any]]:
        widest = max((sum(stack.values) for stack in self.stacks), default=0) or 1
        return [self._row(stack, (sum(stack.values) or 1) if self.each_full else widest) for stack in self.stacks]

    def _row(self, stack: Stack, whole: float) -> dict[str, Any]:
        rects, x = [], 0.0
        for number, value in enumerate(stack.values, start=1):
            width = value / whole * 100
            if width:
                rects.append({"number": number, "x": place(x), "width": place(width)})
            x += width
        texts = [self.format(value) for value in stack.values]
        return {"stack": stack, "rects": rects, "texts": texts, "sum": self.format(sum(stack.values))}


# -- lines


@dataclass
class LineChart(Chart):
    """One series over time; None where a period has no number. ``target`` is drawn as a broken line."""

    points: Sequence[tuple[Any, float | None]] = ()
    format: Formatter = formats.number
    label_heading: Any = ""
    value_heading: Any = ""
    target: float | None = None
    from_zero: bool = True

    template = "ui/chart/line.html"
    WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 480, 220, 64, 24, 20, 36

    def _scale(self) -> tuple[float, float]:
        values = [value for _label, value in self.points if value is not None]
        if self.target is not None:
            values.append(self.target)
        if self.from_zero:
            values.append(0)
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        return (low, high) if high > low else (low, low + 1)

    def _x(self, index: int) -> float:
        return self.LEFT + (self.WIDTH - self.LEFT - self.RIGHT) * index / max(1, len(self.points) - 1)

    def _y(self, value: float) -> float:
        low, high = self._scale()
        return self.HEIGHT - self.BOTTOM - (self.HEIGHT - self.TOP - self.BOTTOM) * float((value - low) / (high - low))

    def dots(self) -> list[dict[str, Any]]:
        return [
            {"x": place(self._x(i)), "y": place(self._y(value)), "text": self.format(value), "label": label}
            for i, (label, value) in enumerate(self.points)
            if value is not None
        ]

    def path(self) -> str:
        """The line, with a break where a number is missing."""
        steps, pen = [], "M"
        for i, (_label, value) in enumerate(self.points):
            if value is not None:
                steps.append(f"{pen}{place(self._x(i))} {place(self._y(value))}")
            pen = "M" if value is None else "L"
        return "".join(steps)

    def grid(self) -> list[dict[str, str]]:
        low, high = self._scale()
        return [
            {"y": place(self._y(value)), "text": self.format(value)} for value in (low, low + (high - low) / 2, high)
        ]

    def ticks(self) -> list[dict[str, Any]]:
        """Names of periods under the axis, thinned so that they do not meet."""
        step = max(1, -(-len(self.points) // 6))
        last = len(self.points) - 1
        return [
            {"x": place(self._x(i)), "label": label, "end": i == last}
            for i, (label, _value) in enumerate(self.points)
            if (last - i) % step == 0
        ]

    def target_line(self) -> dict[str, str] | None:
        if self.target is None:
            return None
        return {"y": place(self._y(self.target)), "text": _("Mål %s") % self.format(self.target)}

    def rows(self) -> list[tuple[Any, str]]:
        return [(label, self.format(value) if value is not None else formats.NOTHING) for label, value in self.points]


def sparkline_path(values: Sequence[float | None], width: int = 100, height: int = 24) -> str:
    """The path of a small line without axes, in a box of ``width`` × ``height``."""
    known = [float(value) for value in values if value is not None]
    low, span = (min(known), (max(known) - min(known)) or 1) if known else (0.0, 1.0)
    steps, pen = [], "M"
    for i, value in enumerate(values):
        if value is not None:
            x = 2 + (width - 4) * i / max(1, len(values) - 1)
            steps.append(f"{pen}{place(x)} {place(height - 2 - (height - 4) * (float(value) - low) / span)}")
        pen = "M" if value is None else "L"
    return "".join(steps)
