"""When a publication may come, how long something took, and what a deviation is called."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.alerts.notice_rules import notice_rules
from styrhus.alerts.rules import NoticeRule, days_and_hours, earliest_publication, rule_on, short_title, too_early

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_the_instruction_of_2023_says_fourteen_days():
    rule = rule_on(notice_rules(), date(2023, 5, 2))
    assert rule.days == 14
    assert "6.1" in rule.source
    assert rule.verified is not None
    assert earliest_publication(date(2023, 5, 2), rule.days) == date(2023, 5, 16)


@given(days, days, st.integers(0, 60), st.none() | days)
def test_a_consent_only_ever_makes_it_earlier(day, announced, notice, consent):
    first = earliest_publication(announced, notice, consent)
    assert first <= announced + timedelta(days=notice)
    assert too_early(day, announced, notice, consent) == (day < first)
    assert not too_early(first, announced, notice, consent)
    assert too_early(first - timedelta(days=1), announced, notice, consent)


def test_the_newest_rule_that_holds_on_the_day_counts():
    rules = [NoticeRule(date(2025, 1, 1), 21, "ny", None), NoticeRule(date(2023, 1, 1), 14, "gammel", None)]
    assert rule_on(rules, date(2024, 12, 31)).days == 14
    assert rule_on(rules, date(2025, 1, 1)).days == 21
    assert rule_on(rules, date(2020, 1, 1)).days == 14


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.integers(0, 5_000_000))
def test_days_and_hours_are_what_passed(begin, seconds):
    passed_days, hours = days_and_hours(begin, begin + timedelta(seconds=seconds))
    assert 0 <= hours < 24
    assert 0 <= seconds - (passed_days * 86_400 + hours * 3600) < 3600
    assert days_and_hours(begin, begin - timedelta(seconds=seconds)) == (0, 0)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Kursene er utsatt. Det gjelder to.", "Kursene er utsatt"),
        ("Kursene er utsatt\nmer", "Kursene er utsatt"),
        ("  Kort.  ", "Kort"),
        ("Det er 3,1 mill. kr over. Overtid.", "Det er 3,1 mill. kr over"),
    ],
)
def test_the_first_sentence_is_the_title(text, title):
    assert short_title(text) == title


@given(st.text(min_size=1, max_size=400))
def test_a_title_is_never_longer_than_it_may_be(text):
    assert len(short_title(text)) <= 92
