"""Dates as letters print them: exact, vague, recurring; nothing that only looks like one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.common.deadlines import MONTHS, DateKind, end_of_month, find_dates, parse_date


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("01.07.2023", DateKind.DATE, date(2023, 7, 1)),
        ("1.6.2026", DateKind.DATE, date(2026, 6, 1)),
        ("20.12.23", DateKind.DATE, date(2023, 12, 20)),
        ("2024-03-05", DateKind.DATE, date(2024, 3, 5)),
        ("30. juni 2026", DateKind.DATE, date(2026, 6, 30)),
        ("25. sep.", DateKind.DATE, date(2024, 9, 25)),
        ("innan 1. juni", DateKind.DATE, date(2024, 6, 1)),
        ("innen utgangen av august 2026", DateKind.DATE, date(2026, 8, 31)),
        ("Ut 2024", DateKind.END_OF_YEAR, date(2024, 12, 31)),
        ("utgangen av 2013", DateKind.END_OF_YEAR, date(2013, 12, 31)),
        ("innen utgangen av året", DateKind.END_OF_YEAR, date(2024, 12, 31)),
        ("Første halvdel av 2023", DateKind.HALF_YEAR, date(2023, 6, 30)),
        ("andre halvår 2025", DateKind.HALF_YEAR, date(2025, 12, 31)),
        ("fyrste halvår 2025", DateKind.HALF_YEAR, date(2025, 6, 30)),
        ("2. tertial 2024", DateKind.OTHER, date(2024, 8, 31)),
        ("primo april", DateKind.OTHER, date(2024, 4, 10)),
        ("våren 2025", DateKind.OTHER, date(2025, 6, 30)),
        ("Løpende", DateKind.CONTINUOUS, None),
        ("fortløpande", DateKind.CONTINUOUS, None),
        ("Årsrapport 2022", DateKind.IN_REPORT, None),
        ("i halvårsrapporten", DateKind.IN_REPORT, None),
        ("minimum to ganger per år", DateKind.RECURRING, None),
        ("4 ganger i året", DateKind.RECURRING, None),
        ("kvart kvartal", DateKind.RECURRING, None),
    ],
)
def test_each_way_of_printing_a_deadline(text: str, kind: DateKind, day: date | None) -> None:
    (found,) = find_dates(text, 2024)
    assert (found.kind, found.date) == (kind, day)


@pytest.mark.parametrize(
    "text",
    [
        "pkt. 2.3.2",
        "punkt 1.6.1",
        "§ 14.1.2",
        "kap. 671, post 21.",
        "i 2023-2027",
        "32.13.2024",
        "Prop. 1 S (2023–2024)",
    ],
)
def test_numbers_of_other_things_are_no_dates(text: str) -> None:
    assert find_dates(text, 2024) == []


def test_a_year_printed_once_holds_for_both_dates_of_a_list() -> None:
    assert [found.date for found in find_dates("1. juni og 1. desember 2025", 2024)] == [
        date(2025, 6, 1),
        date(2025, 12, 1),
    ]


def test_a_bare_day_and_month_needs_a_year_from_the_context() -> None:
    assert find_dates("30.6") == []
    assert parse_date("Innen 15. mars 2023") == date(2023, 3, 15)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_every_date_is_found_however_it_is_written(day: date) -> None:
    month = next(name for name, number in MONTHS.items() if number == day.month)
    for text in (
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}. {month} {day.year}",
        day.isoformat(),
    ):
        if text == day.isoformat() and day.year < 2000:
            continue
        assert [found.date for found in find_dates(f"Frist: {text}.")] == [day]


@given(st.integers(2000, 2099), st.integers(1, 12))
def test_the_end_of_a_month_is_its_last_day(year: int, month: int) -> None:
    last = end_of_month(year, month)
    assert (last.month, last.year) == (month, year)
    assert date.fromordinal(last.toordinal() + 1).day == 1


@given(st.text(max_size=300))
def test_any_text_is_searched_without_error(text: str) -> None:
    for found in find_dates(text, 2024):
        assert 0 <= found.start < found.end <= len(text)
