"""A report's charts as SVG: grouped bars and lines of several series, the same picture for web, PDF and Word.

The picture carries its colours as attributes, for paper, and classes, by which the web follows light and dark. Series
differ by place, broken lines and marks as well as by colour. The site's own charts have one series and are pages' parts;
these must also stand alone in a file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import override

from styrhus.reports.document import Chart
from styrhus.ui.charts import place
from styrhus.ui.formats import NOTHING, number

from .layout import one_line

COLOURS = ("#0b3d6e", "#c2630a", "#4a8fc7", "#5f6b7a", "#2f7d57", "#8a4fa0")
DASHES = ("", "7 4", "2 4", "9 3 2 3", "", "7 4")
INK, SOFT, RULE = "#1b2b45", "#4d5868", "#c9d1db"
LETTERS, SMALL = 13.0, 12.0
AVERAGE = 0.56  # of a letter's size: how wide Inter's letters are on the whole
FONTS = "Inter, 'Inter ext', 'Liberation Sans', 'DejaVu Sans', sans-serif"
MOST_COLUMNS = 26  # columns that still can be told apart on a page
Value = float | None


def svg(chart: Chart, *, id: str, alternative: str, language: str, width: int = 640) -> str:
    """The picture with its alternative text as title. ``width``: 640 for a page, 340 for a telephone."""
    with override(language):
        picture = _Picture(width)
        draw = _lines if chart.kind == "lines" else _bars
        draw(chart, picture)
    height = place(math.ceil(picture.y))
    title = escape(one_line(alternative))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="report-chart__svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="{escape(id)}" focusable="false" '
        f'font-family="{FONTS}"><title id="{escape(id)}">{title}</title>{"".join(picture.parts)}</svg>'
    )


@dataclass
class _Picture:
    """What is drawn so far; ``y`` is how far down."""

    width: int
    parts: list[str] = field(default_factory=list)
    y: float = 4.0

    def text(
        self, x: float, y: float, said: str, *, anchor: str = "start", soft: bool = False, bold: bool = False
    ) -> None:
        kind, colour = ("report-soft", SOFT) if soft else ("report-ink", INK)
        weight = ' font-weight="600"' if bold else ""
        self.parts.append(
            f'<text class="{kind}" x="{place(x)}" y="{place(y)}" font-size="{place(SMALL if soft else LETTERS)}" '
            f'fill="{colour}" text-anchor="{anchor}"{weight}>{escape(said)}</text>'
        )

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, strong: bool = False) -> None:
        kind, colour = ("report-zero", SOFT) if strong else ("report-rule", RULE)
        self.parts.append(
            f'<path class="{kind}" d="M{place(x1)} {place(y1)}L{place(x2)} {place(y2)}" stroke="{colour}" stroke-width="1"/>'
        )

    def bar(self, series: int, x: float, y: float, width: float, height: float) -> None:
        self.parts.append(
            f'<rect class="report-fill report-series--{series % len(COLOURS) + 1}" x="{place(x)}" y="{place(y)}" '
            f'width="{place(max(width, 0))}" height="{place(max(height, 0))}" fill="{COLOURS[series % len(COLOURS)]}"/>'
        )

    def mark(self, series: int, x: float, y: float) -> None:
        """Circle, square, diamond and triangle by turns."""
        kind, r = series % 4, 4.0
        shapes = (
            f"M{place(x - r)} {place(y)}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z",
            f"M{place(x - r)} {place(y - r)}h{2 * r}v{2 * r}h{-2 * r}z",
            f"M{place(x)} {place(y - 5)}l5 5l-5 5l-5 -5z",
            f"M{place(x)} {place(y - 5)}l5 9h-10z",
        )
        self.parts.append(
            f'<path class="report-fill report-series--{series % len(COLOURS) + 1}" d="{shapes[kind]}" '
            f'fill="{COLOURS[series % len(COLOURS)]}"/>'
        )

    def line(self, series: int, path: str) -> None:
        dash = DASHES[series % len(DASHES)]
        broken = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<path class="report-line report-series--{series % len(COLOURS) + 1}" d="{path}" fill="none" '
            f'stroke="{COLOURS[series % len(COLOURS)]}" stroke-width="2.25" stroke-linejoin="round"{broken}/>'
        )

    def legend(self, names: Sequence[str], *, lines: bool) -> None:
        """The names of the series, wrapped; none where there is only one."""
        if len(names) < 2:
            return
        x, self.y = 0.0, self.y + 14
        for series, name in enumerate(names):
            shown = shortened(name, self.width - 40)
            if x and x + 26 + wide(shown) > self.width:
                x, self.y = 0.0, self.y + 20
            if lines:
                self.line(series, f"M{place(x)} {place(self.y - 4)}h22")
                self.mark(series, x + 11, self.y - 4)
            else:
                self.bar(series, x + 4, self.y - 10, 12, 12)
            self.text(x + 27, self.y, shown)
            x += 27 + wide(shown) + 20
        self.y += 8

    def unit(self, unit: str) -> None:
        if unit.strip():
            self.y += 16
            self.text(0, self.y, shortened(one_line(unit), self.width, SMALL), soft=True)
        self.y += 6


def wide(text: str, size: float = LETTERS) -> float:
    """About how wide a text is, in the picture's units."""
    return len(text) * size * AVERAGE


def shortened(text: str, room: float, size: float = LETTERS) -> str:
    """The text, cut where there is no room for it; whole it stands in the table."""
    most = max(2, int(room / (size * AVERAGE)))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def wrapped(text: str, room: float, most: int = 3) -> list[str]:
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if wide(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [shortened(line, room) for line in lines]


def axis(values: Sequence[Value]) -> list[float]:
    """Four to six even steps in round numbers that hold all values and zero."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    low, high = min([0.0, *known]), max([0.0, *known])
    if low == high:
        high = 1.0
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    step = next((size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough), 10 * power)
    first, last = math.floor(low / step), math.ceil(high / step)
    last += high > 0.96 * last * step  # room for the value over the highest
    return [place_ * step for place_ in range(first, last + 1)]


def decimals_of(values: Sequence[Value]) -> int:
    """How many decimals the values need, at most two: 0 when all are whole."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    return next((n for n in (0, 1) if all(abs(value - round(value, n)) < 1e-9 for value in known)), 2)


def _series(chart: Chart) -> list[tuple[str, list[Value]]]:
    """Each with exactly one value a label."""
    size = len(chart.labels)
    return [
        (
            one_line(name),
            [value if value is None or math.isfinite(value) else None for value in (*values, *[None] * size)][:size],
        )
        for name, values in chart.series
    ]


def _said(values: Sequence[Value]) -> Callable[[Value], str]:
    decimals = decimals_of(values)
    return lambda value: NOTHING if value is None else number(value, decimals)


# -- bars


def _bars(chart: Chart, picture: _Picture) -> None:
    series = _series(chart)
    labels = [one_line(label) for label in chart.labels]
    picture.legend([name for name, _values in series], lines=False)
    picture.unit(chart.unit)
    slot = (picture.width - 70) / max(1, len(labels))
    upright = max((wide(label, SMALL) for label in labels), default=0) <= slot - 4
    if upright and len(labels) * max(1, len(series)) <= MOST_COLUMNS:
        _columns(labels, series, picture)
    else:
        _rows(labels, series, picture)


def _columns(labels: list[str], series: list[tuple[str, list[Value]]], picture: _Picture) -> None:
    everything = [value for _name, values in series for value in values]
    said, steps = _said(everything), axis(everything)
    top, height = picture.y + 12, 210.0
    y_of, left = _axis(picture, steps, top, height)
    slot = (picture.width - left) / max(1, len(labels))
    each = slot * 0.76 / max(1, len(series))
    for place_, label in enumerate(labels):
        start = left + slot * place_ + slot * 0.12
        for order, (_name, values) in enumerate(series):
            value = values[place_]
            x = start + each * order
            if value is not None:
                picture.bar(order, x + 1, min(y_of(value), y_of(0)), each - 2, abs(y_of(value) - y_of(0)))
            text = said(value)
            if wide(text, SMALL) <= each + 3:
                at = y_of(value or 0) + (15 if (value or 0) < 0 else -5)
                picture.text(x + each / 2, at, text, anchor="middle", soft=True)
        picture.text(left + slot * (place_ + 0.5), top + height + 19, label, anchor="middle", soft=True)
    picture.rule(left, y_of(0), picture.width, y_of(0), strong=True)
    picture.y = top + height + 30


def _axis(picture: _Picture, steps: list[float], top: float, height: float) -> tuple[Callable[[float], float], float]:
    """Draws the steps; gives where a value stands and where the plot begins."""
    said = _said(steps)
    left = max(wide(said(step), SMALL) for step in steps) + 10
    low, high = steps[0], steps[-1]

    def y_of(value: float) -> float:
        return top + height - (value - low) / (high - low) * height

    for step in steps:
        picture.rule(left, y_of(step), picture.width, y_of(step))
        picture.text(left - 8, y_of(step) + 4, said(step), anchor="end", soft=True)
    return y_of, left


def _rows(labels: list[str], series: list[tuple[str, list[Value]]], picture: _Picture) -> None:
    everything = [value for _name, values in series for value in values]
    said = _said(everything)
    known = [value for value in everything if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    longest = max((wide(label) for label in labels), default=0)
    named = min(longest + 12, picture.width * 0.38)
    room = max((wide(said(value), SMALL) for value in everything), default=0) + 8
    left, right = named + (room if low < 0 else 0), picture.width - room
    scale = max(right - left, 10) / ((high - low) or 1)
    zero = left - low * scale
    thick, gap = (18.0 if len(series) < 2 else 15.0), 9.0
    y = picture.y
    first = y
    for place_, label in enumerate(labels):
        lines = wrapped(label, named - 12)
        high_ = max(len(lines) * 16.0, len(series) * (thick + 2))
        for number_, line in enumerate(lines):
            picture.text(0, y + (high_ - len(lines) * 16) / 2 + 13 + number_ * 16, line)
        for order, (_name, values) in enumerate(series):
            value = values[place_]
            at = y + (high_ - len(series) * (thick + 2)) / 2 + order * (thick + 2)
            length = abs(value or 0) * scale
            negative = (value or 0) < 0
            picture.bar(order, zero - length if negative else zero, at, length, thick)
            end = zero - length - 6 if negative else zero + length + 6
            picture.text(end, at + thick / 2 + 4, said(value), anchor="end" if negative else "start", soft=True)
        y += high_ + gap
    picture.rule(zero, first - 2, zero, y - gap + 2, strong=True)
    picture.y = y + 2


# -- lines


def _lines(chart: Chart, picture: _Picture) -> None:
    series = _series(chart)
    labels = [one_line(label) for label in chart.labels]
    everything = [value for _name, values in series for value in values]
    picture.legend([name for name, _values in series], lines=True)
    picture.unit(chart.unit)
    said = _said(everything)
    top, height = picture.y + 12, 220.0
    y_of, left = _axis(picture, axis(everything), top, height)
    left += 10
    right = picture.width - max((wide(said(value), SMALL) for value in everything), default=0) - 10
    picture.rule(left - 10, y_of(0), picture.width, y_of(0), strong=True)

    def x_of(index: int) -> float:
        return left + (right - left) * index / max(1, len(labels) - 1)

    taken: list[float] = []
    for order, (_name, values) in enumerate(series):
        points = [(x_of(i), y_of(value)) if value is not None else None for i, value in enumerate(values)]
        path, pen = [], "M"
        for point in points:
            if point:
                path.append(f"{pen}{place(point[0])} {place(point[1])}")
            pen = "L" if point else "M"
        if path:
            picture.line(order, "".join(path))
        for point in filter(None, points):
            picture.mark(order, *point)
        if points and points[-1] and all(abs(points[-1][1] - other) > 14 for other in taken):
            picture.text(points[-1][0] + 8, points[-1][1] + 4, said(values[-1]), soft=True)
            taken.append(points[-1][1])
    _names_below(labels, x_of, top + height + 19, picture)
    picture.y = top + height + 30


def _names_below(labels: list[str], x_of: Callable[[int], float], y: float, picture: _Picture) -> None:
    """The names under the axis, thinned so that they do not meet."""
    if not labels:
        return
    between = x_of(1) - x_of(0) if len(labels) > 1 else float(picture.width)
    most = max(wide(label, SMALL) for label in labels) + 8
    step = max(1, math.ceil(min(most, picture.width / 3) / max(between, 0.01)))
    last = len(labels) - 1
    for place_, label in enumerate(labels):
        if (last - place_) % step == 0:
            shown = shortened(label, between * step - 4, SMALL)
            half = wide(shown, SMALL) / 2
            x = min(max(x_of(place_), half), picture.width - half)
            picture.text(x, y, shown, anchor="middle", soft=True)
