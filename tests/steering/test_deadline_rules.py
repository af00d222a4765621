"""What holds of deadlines, for any dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.steering.rules import SOON, Stated, Status, next_date, restated_by, status_by_date, year_in_number
from styrhus.steering.texts import KINDS, STATUS_TEXTS, status_kind

TODAY = date(2023, 6, 14)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (-400, Status.PASSED),
        (-1, Status.PASSED),
        (0, Status.SOON),
        (14, Status.SOON),
        (15, Status.COMING),
        (900, Status.COMING),
    ],
)
def test_status_at_its_edges(offset: int, expected: Status) -> None:
    assert status_by_date(TODAY + timedelta(days=offset), TODAY) is expected


@given(st.none() | days, days)
def test_every_deadline_has_one_status(day: date | None, today: date) -> None:
    status = status_by_date(day, today)
    assert (status is Status.NO_DATE) == (day is None)
    if day is not None:
        assert (status is Status.PASSED) == (day < today)
        assert (status is Status.SOON) == (today <= day <= today + SOON)
    assert status_by_date(day, today, withdrawn=True) is Status.WITHDRAWN


@given(days, days, st.integers(0, 3000))
def test_a_status_never_goes_back(day: date, today: date, later: int) -> None:
    order = [Status.COMING, Status.SOON, Status.PASSED]
    assert order.index(status_by_date(day, today)) <= order.index(status_by_date(day, today + timedelta(days=later)))


@given(st.lists(st.none() | days), days)
def test_the_next_date_is_one_of_them(several: list[date | None], today: date) -> None:
    found = next_date(several, today)
    known = [day for day in several if day]
    assert found in known or (found is None and not known)
    coming = [day for day in known if day >= today]
    assert found == (min(coming) if coming else max(known, default=None))


def test_every_status_has_words_and_a_colour() -> None:
    assert set(STATUS_TEXTS) == set(KINDS) == set(Status)


def test_a_passed_date_is_red_only_while_the_year_runs() -> None:
    assert status_kind(Status.PASSED, 2023, TODAY) == "danger"
    assert status_kind(Status.PASSED, 2022, TODAY) == "neutral"
    assert status_kind(Status.SOON, 2022, TODAY) == "warning"


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("2023-01", 2023),
        ("TTB2022-41", 2022),
        ("TTB 2021-41", 2021),
        ("Oppdrag 13/2020", 2020),
        ("2024-01", None),
        ("12023-1", None),
        ("7", None),
        ("", None),
    ],
)
def test_the_year_in_a_number(number: str, year: int | None) -> None:
    assert year_in_number(number, 2023) == year


def stated(day: date | None, source: int, part: str = "", text: str = "") -> Stated:
    return Stated(part, text or str(day), "date" if day else "continuous", day, source)


JUNE, JULY = date(2023, 6, 1), date(2023, 7, 1)


@pytest.mark.parametrize(
    ("new", "standing", "expected"),
    [
        (stated(JUNE, 2), [], (None, False)),
        (stated(JUNE, 2), [stated(JUNE, 1)], (0, True)),
        (stated(JUNE, 2, text="1. juni"), [stated(JUNE, 1, text="01.06")], (0, True)),
        (stated(JULY, 2), [stated(JUNE, 1)], (0, False)),
        (stated(JULY, 1), [stated(JUNE, 1)], (None, False)),
        (stated(JULY, 2, "Del 2"), [stated(JUNE, 1, "Del 1")], (None, False)),
        (stated(JULY, 2), [stated(JUNE, 1), stated(date(2023, 5, 1), 1)], (None, False)),
        (stated(None, 2, text="Løpende"), [stated(None, 1, text="løpende")], (0, True)),
        (stated(None, 2, text="Ved behov"), [stated(None, 1, text="Løpende")], (0, False)),
        (stated(JULY, 2), [stated(JUNE, 1), stated(date(2023, 8, 1), 2)], (None, False)),
    ],
)
def test_what_a_later_letter_repeats_or_replaces(
    new: Stated, standing: list[Stated], expected: tuple[int | None, bool]
) -> None:
    assert restated_by(new, standing) == expected


entries = st.builds(
    stated, st.none() | st.sampled_from([JUNE, JULY]), st.integers(1, 3), st.sampled_from(["", "Del 1", "Del 2"])
)


@given(entries, st.lists(entries, max_size=6))
def test_nothing_of_the_same_document_or_another_part_is_replaced(new: Stated, standing: list[Stated]) -> None:
    index, same = restated_by(new, standing)
    if index is None:
        assert not same
    else:
        assert standing[index].source != new.source
        assert standing[index].part == new.part
        assert same == ((standing[index].kind, standing[index].date) == (new.kind, new.date))
