"""Texts as blocks, states and due days, and what is told: the plain parts of the reports."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.identity.roles import Role
from styrhus.reports import actions, reminders
from styrhus.reports.document import Bullets, Paragraph, Span
from styrhus.reports.front import cards
from styrhus.reports.markup import blocks_of, keys_in, spans_of
from styrhus.reports.rules import TRANSITIONS, Act, State, Timing, joined, next_state, timing
from tests.reports.conftest import begun, part, sent, written


def printed(key: str) -> str:
    return f"<{key}>"


def test_a_text_becomes_paragraphs_lists_and_figures():
    text = "Første **viktige** avsnitt\nmed to linjer.\n\n- ett\n- to [[a.b:1.2]]\n\n1. først\n2. så"
    first, bullets, ordered = blocks_of(text, printed)
    assert first == Paragraph((Span("Første "), Span("viktige", strong=True), Span(" avsnitt med to linjer.")))
    assert bullets == Bullets(((Span("ett"),), (Span("to "), Span("<a.b:1.2>", figure="a.b:1.2"))))
    assert ordered == Bullets(((Span("først"),), (Span("så"),)), ordered=True)
    assert keys_in(text) == ["a.b:1.2"]


def test_a_list_right_under_its_lead_is_a_list():
    assert [type(block) for block in blocks_of("Tiltak:\n- ett\n- to\nSlutt.", printed)] == [
        Paragraph, Bullets, Paragraph,
    ]  # fmt: skip


@given(st.text(alphabet="ab [].*:-\n1æ", max_size=80))
def test_no_letter_of_a_text_is_lost(text):
    """Whatever is typed, each letter and digit outside the references stands in the blocks."""
    blocks = blocks_of(text, lambda key: f"[[{key}]]")
    spans = [
        span
        for block in blocks
        for spans in ([block.spans] if isinstance(block, Paragraph) else block.items)
        for span in spans
    ]
    shown = "".join(span.text for span in spans)
    for letter in "abæ":
        assert shown.count(letter) == text.count(letter)


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_are_there_when_two_are_joined(one, other):
    both = joined(one, other)
    assert one.strip() in both
    assert other.strip() in both


def test_spans_without_references_are_the_text_itself():
    assert spans_of("Ingen tall her", printed) == (Span("Ingen tall her"),)


def test_an_accepted_report_goes_nowhere():
    for act in Act:
        assert next_state(State.ACCEPTED, act) is None
        assert next_state(State.RETURNED, act) is None
        assert next_state(State.REPLACED, act) is None
    assert not [pair for pair, after in TRANSITIONS.items() if pair[0] is State.APPROVED and after is State.DRAFT]


@pytest.mark.parametrize(
    ("state", "due", "sent_on", "today", "wanted"),
    [
        ("draft", None, None, date(2023, 8, 1), Timing.NO_DUE),
        ("draft", date(2023, 8, 18), None, date(2023, 8, 3), Timing.AHEAD),
        ("draft", date(2023, 8, 18), None, date(2023, 8, 4), Timing.SOON),
        ("approved", date(2023, 8, 18), None, date(2023, 8, 18), Timing.SOON),
        ("approved", date(2023, 8, 18), None, date(2023, 8, 19), Timing.LATE),
        ("sent", date(2023, 8, 18), date(2023, 8, 18), date(2023, 9, 1), Timing.ON_TIME),
        ("accepted", date(2023, 8, 18), date(2023, 8, 19), date(2023, 9, 1), Timing.SENT_LATE),
        ("replaced", date(2023, 8, 18), None, date(2023, 9, 1), Timing.NOT_NEEDED),
    ],
)
def test_what_the_due_day_means(state, due, sent_on, today, wanted):
    assert timing(state, due, sent_on, today) is wanted


@pytest.mark.usefixtures("august")
def test_the_front_page_says_what_waits_for_whom(small, place):
    report = begun(small.plan)
    officer, director = place.people[Role.CASE_OFFICER], place.people[Role.DIRECTOR]
    official = place.people[Role.MINISTRY_OFFICIAL]
    assert cards(officer, small.plan, "mine") == []
    actions.assign_part(part=part(report), department=None, writers=[officer], due=None, by=None)
    assert [card.count for card in cards(officer, small.plan, "mine")] == [1]
    actions.submit_report(report=written(report), by=None)
    assert [str(card.title) for card in cards(director, small.plan, "virksomheten")] == ["Rapporter som venter på deg"]
    assert cards(official, small.plan, "departementet") == []
    assert cards(place.other_controller, small.plan, "mine") == []
    sent(small.plan, place, "ukraine", due=None)
    assert [card.count for card in cards(official, small.plan, "departementet")] == [1]


@pytest.mark.usefixtures("august")
def test_writers_and_controllers_are_reminded(small, place):
    report = begun(small.plan)
    officer = place.people[Role.CASE_OFFICER]
    actions.assign_part(part=part(report), department=None, writers=[officer], due=date(2023, 8, 5), by=None)
    quiet = list(reminders.due(date(2023, 7, 20)))
    assert not [one for one in quiet if one.user == officer]
    soon = [one for one in reminders.due(date(2023, 8, 1)) if one.user == officer]
    assert [(one.kind, one.urgent) for one in soon] == [("reports.part_due", False)]
    late = [one for one in reminders.due(date(2023, 8, 20)) if one.user in (officer, place.controller)]
    assert {(one.user.pk, one.kind) for one in late} == {
        (officer.pk, "reports.part_late"),
        (place.controller.pk, "reports.late"),
    }
    assert all(one.urgent and one.text() for one in late)
    written(report)
    assert not [one for one in reminders.due(date(2023, 8, 20)) if one.user == officer]
