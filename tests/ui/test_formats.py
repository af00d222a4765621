"""Numbers, amounts and dates as users read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from styrhus.common.money import parse_amount
from styrhus.ui import formats

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("amount", "text"),
    [(353_610_000, "353 610 000 kr"), (0, "0 kr"), (-1_250, "−1 250 kr"), (None, "–"), ("", "–")],
)
def test_kroner(amount, text):
    assert formats.kroner(amount) == text.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("amount", "text"), [(353_610_000, "353,6 mill. kr"), (50_000, "0,1 mill. kr"), (-2_400_000, "−2,4 mill. kr")]
)
def test_millions(amount, text):
    assert formats.millions(amount) == text.replace(" ", NBSP)


@given(st.integers(-(10**15), 10**15))
def test_the_letter_reader_reads_what_we_print(amount):
    assert parse_amount(formats.kroner(amount)).kroner == amount


def test_halves_are_rounded_as_in_school():
    assert [formats.number(Decimal(text)) for text in ("0.5", "1.5", "2.5", "-2.5")] == ["1", "2", "3", "−3"]


def test_percent():
    assert formats.percent(0.845) == f"85{NBSP}%"
    assert formats.percent(Decimal("0.1234"), 1) == f"12,3{NBSP}%"


@pytest.mark.parametrize(("language", "text"), [("nb", "3. mars 2023"), ("nn", "3. mars 2023")])
def test_long_dates(language, text):
    with translation.override(language):
        assert formats.date_long(date(2023, 3, 3)) == text.replace(" ", NBSP)


def test_short_dates_are_the_same_in_every_language():
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            assert formats.date_short(date(2023, 3, 4)) == "04.03.2023"


def test_moments_are_shown_in_norwegian_time():
    moment = datetime(2023, 12, 31, 23, 30, tzinfo=UTC)
    assert formats.date_short(moment) == "01.01.2024"
    assert formats.date_time(moment).replace(NBSP, " ") == "1. januar 2024 kl. 00.30"


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "i dag"), (1, "om 1 dag"), (30, "om 30 dager"), (-1, "1 dag over fristen"), (-12, "12 dager over fristen")],
)
def test_days_until(days, text):
    today = date(2023, 6, 14)
    assert formats.days_until(today + timedelta(days=days), today) == text
