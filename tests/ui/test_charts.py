"""Charts: what is drawn is in the table, inside its box, and free of what the security policy refuses."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.ui.charts import Bar, BarChart, LineChart, Stack, StackedChart, place, sparkline_path
from styrhus.ui.formats import kroner, percent
from styrhus.ui.gallery import charts
from styrhus.ui.year_charts import Mark, MonthsChart, YearWheel, outline

numbers = st.floats(-1e12, 1e12, allow_nan=False)
days = st.dates(date(2023, 1, 1), date(2023, 12, 31))


def svgs(html):
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]  # noqa: S314 - our own


@pytest.mark.parametrize("chart", charts(), ids=lambda chart: type(chart).__name__)
def test_a_chart_says_its_finding_has_a_table_and_no_style(chart):
    html = chart.render()
    assert str(chart.finding) in html
    assert "<table" in html
    assert "style=" not in html
    assert "<script" not in html
    assert all(svg.get("aria-hidden") == "true" for svg in svgs(html) if svg.get("class") != "ui-key__box")


@given(numbers)
def test_coordinates_never_have_a_comma_or_an_exponent(value):
    assert re.fullmatch(r"-?\d+(\.\d{1,2})?", place(value))


@given(st.lists(numbers, min_size=1, max_size=12))
def test_bars_stay_inside_and_keep_their_proportions(values):
    rows = BarChart("t", "f", "b", bars=[Bar("x", value) for value in values], format=kroner).rows()
    for value, row in zip(values, rows, strict=True):
        assert -0.01 <= float(row["x"]) <= 100.01
        assert float(row["x"]) + float(row["width"]) <= 100.02
        assert row["text"] == kroner(value)
    widest = max(range(len(values)), key=lambda i: abs(values[i]))
    assert float(rows[widest]["width"]) == max(float(row["width"]) for row in rows)


@given(st.lists(st.tuples(*[st.floats(0, 1e12)] * 3), min_size=1, max_size=8), st.booleans())
def test_stacks_stay_inside_and_say_their_sum(stacks, each_full):
    chart = StackedChart(
        "t", "f", "s", parts=["a", "b", "c"], stacks=[Stack("x", values) for values in stacks], format=kroner,
        each_full=each_full,
    )  # fmt: skip
    for values, row in zip(stacks, chart.rows(), strict=True):
        assert row["sum"] == kroner(sum(values))
        assert all(float(rect["x"]) + float(rect["width"]) <= 100.05 for rect in row["rects"])


def test_a_stack_refuses_what_it_cannot_show():
    with pytest.raises(ValueError, match="negative"):
        StackedChart("t", "f", "s", parts=["a"], stacks=[Stack("x", [-1])])
    with pytest.raises(ValueError, match="four parts"):
        StackedChart("t", "f", "s", parts=list("abcde"))


@given(st.lists(st.none() | numbers, max_size=20), st.none() | numbers)
def test_a_line_stays_in_its_picture_and_its_table_has_every_period(values, target):
    chart = LineChart("t", "f", "l", points=[(str(i), v) for i, v in enumerate(values)], target=target)
    for dot in chart.dots():
        assert chart.LEFT <= float(dot["x"]) <= chart.WIDTH - chart.RIGHT
        assert chart.TOP - 0.01 <= float(dot["y"]) <= chart.HEIGHT - chart.BOTTOM + 0.01
    assert len(chart.rows()) == len(values)
    assert chart.path().count("M") == sum(
        1 for i, v in enumerate(values) if v is not None and (i == 0 or values[i - 1] is None)
    )


def test_a_line_breaks_where_a_number_is_missing():
    chart = LineChart("t", "f", "l", points=[("1", 1), ("2", None), ("3", 2)], format=percent)
    assert re.fullmatch(r"M[\d. ]+M[\d. ]+", chart.path())
    assert chart.rows()[1] == ("2", "–")


@given(st.lists(st.none() | numbers, max_size=30))
def test_any_values_give_a_sparkline(values):
    assert re.fullmatch(r"([ML]-?[\d.]+ -?[\d.]+)*", sparkline_path(values))


# -- the year


@given(st.lists(st.builds(Mark, days, st.just("x"), group=st.integers(0, 2)), max_size=150))
def test_the_wheel_shows_or_counts_every_mark(marks):
    wheel = YearWheel("t", "f", "w", year=2023, marks=marks, groups=["a", "b", "c"])
    counted = sum(int(more["text"].lstrip("+")) for more in wheel.more())
    assert len(wheel.drawn()) + counted == len(marks) == len(wheel.rows()) == wheel.total()
    assert sum(month["count"] or 0 for month in wheel.months()) == len(marks)


@given(st.lists(st.builds(Mark, days, st.just("x")), max_size=60))
def test_months_count_every_mark(marks):
    columns = MonthsChart("t", "f", "m", year=2023, marks=marks, groups=["a"]).columns()
    assert sum(column["count"] for column in columns) == len(marks)
    assert len(columns) == 12


def test_marks_of_other_years_are_left_out():
    marks = [Mark(date(2022, 12, 31), "før"), Mark(date(2023, 1, 1), "nå"), Mark(date(2024, 1, 1), "etter")]
    wheel = YearWheel("t", "f", "w", year=2023, marks=marks, groups=["a"])
    assert [mark.title for mark, _group in wheel.rows()] == ["nå"]


def test_the_year_turns_with_the_sun():
    wheel = YearWheel("t", "f", "w", year=2023, groups=["a"])
    at = {month: wheel._at(wheel._turn(date(2023, month, 1)), 100) for month in (1, 4, 7, 10)}
    assert at[1] == (wheel.CENTRE, wheel.CENTRE - 100)
    assert at[4][0] > wheel.CENTRE + 99  # April lies to the right
    assert at[7][1] > wheel.CENTRE + 99
    assert at[10][0] < wheel.CENTRE - 99


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_last_day_of_a_year_lies_just_before_the_first(year):
    wheel = YearWheel("t", "f", "w", year=year, groups=["a"])
    step = wheel._turn(date(year, 1, 2))
    assert wheel._turn(date(year, 12, 31)) == pytest.approx(2 * 3.14159265 - step, abs=1e-6)


def test_the_hand_is_there_only_in_its_own_year():
    assert YearWheel("t", "f", "w", year=2023, groups=["a"], today=date(2023, 6, 1)).hand()
    assert YearWheel("t", "f", "w", year=2023, groups=["a"], today=date(2024, 6, 1)).hand() is None


def test_more_groups_than_shapes_are_refused():
    with pytest.raises(ValueError, match="four groups"):
        YearWheel("t", "f", "w", year=2023, groups=list("abcde"))
    assert len({outline(shape, 0, 0, 5) for shape in ("circle", "square", "diamond", "triangle")}) == 4


def test_titles_from_letters_are_text():
    marks = [Mark(date(2023, 1, 1) + timedelta(days=i), "<script>alert(1)</script>", url="#") for i in range(3)]
    for kind in (YearWheel, MonthsChart):
        assert "<script>" not in kind("t", "f", "w", year=2023, marks=marks, groups=["a"]).render()
