"""Where a report speaks of a point: by its number, by the words of its title, verbatim, and fast on a long report."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styrhus.preparation.rules import Reason, fingerprint, label_pattern, propose, read_report, sliced, stems_of

from .report import POINTS, UNSAID, half_year_report

REPORT = half_year_report()
READ = read_report(REPORT.lines)


def test_the_report_is_as_long_as_a_hundred_pages():
    assert len(REPORT.lines) > 4_000


@pytest.mark.parametrize("label", POINTS)
def test_the_section_of_a_number_is_the_first_proposal_and_ends_with_it(label):
    best = propose(READ, label=label, title=POINTS[label])[0]
    first, last = REPORT.places[label]
    assert (best.first, best.last) == (first, last)
    assert best.reason == Reason.LABEL_HEADING


@pytest.mark.parametrize("label", POINTS)
def test_without_its_number_a_point_is_found_by_the_words_of_its_title(label):
    proposed = propose(READ, label="", title=POINTS[label])
    first, _last = REPORT.places[label]
    assert any(one.first <= first <= one.last for one in proposed), proposed
    assert {one.reason for one in proposed} == {Reason.TITLE}


@pytest.mark.parametrize("label", UNSAID)
def test_what_the_report_is_silent_on_gets_no_proposal(label):
    assert propose(READ, label=label, title=UNSAID[label]) == []


def test_a_line_of_the_contents_is_never_proposed():
    contents = range(6, 6 + len(POINTS))
    for label, title in POINTS.items():
        assert not [one for one in propose(READ, label=label, title=title) if one.first in contents]


def test_a_section_without_number_is_found_under_its_heading():
    first, last = REPORT.places["uten nummer"]
    best = propose(READ, label="", title="Satsing på ullvarer fra fjellbygdene")[0]
    assert best.first >= first
    assert best.last == last


def test_every_point_of_a_letter_is_sought_in_a_hundred_pages_within_two_seconds():
    began = process_time()
    read = read_report(REPORT.lines)
    for number in range(80):
        label, title = list(POINTS.items())[number % len(POINTS)]
        propose(read, label=label, title=title)
    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("label", "text", "found"),
    [
        ("SP 1", "SP 1: Andel", True),
        ("SP 1", "sp1 andel", True),
        ("SP 1", "SP. 1", True),
        ("SP 1", "SP 12", False),
        ("SP 1", "SP 1.2", False),
        ("SP 1", "GSP 1", False),
        ("2023-01", "2023–01", True),
        ("2023-01", "2023-011", False),
        ("2023-01", "12-2023-01", False),
        ("2023-1", "2023-01", False),
        ("Mål 3", "mål 3.", True),
        ("Mål 3", "Mål 30", False),
        ("TTB 2024-41", "TTB2024-41", True),
    ],
)
def test_a_number_is_found_however_it_is_written_and_never_within_another(label, text, found):
    pattern = label_pattern(label)
    assert pattern is not None
    assert bool(pattern.search(text)) is found


@pytest.mark.parametrize("label", ["", "4", "SP", "Mål", "!!", "a1 " * 20])
def test_what_says_too_little_is_no_number(label):
    assert label_pattern(label) is None


def test_words_are_known_in_their_forms():
    assert stems_of("Tolkeordningen") & stems_of("tolkeordningene")
    assert stems_of("kommunene bosetter") & stems_of("Kommuner")
    assert stems_of("") == frozenset()


def test_a_report_in_nynorsk_and_one_without_blank_lines_are_read():
    lines = [
        "1 Innleiing",
        "Vi skriv her.",
        "2023-07 Utvikle digital rettleiar",
        "Rettleiaren er ferdig.",
        "Han vert nytta.",
    ]
    best = propose(read_report(lines), label="2023-07", title="Utvikle digital veileder")[0]
    assert (best.first, best.last) == (3, 5)


def test_the_first_line_of_a_paragraph_is_no_heading_though_it_ends_without_a_stop():
    lines = [
        "SP 1 Andel i arbeid",
        "",
        "Tallene er på nivå med i fjor. Utviklingen gir",
        "ingen grunn til endring.",
        "",
        "SP 2 Mer",
        "",
        "Annet.",
    ]
    best = propose(read_report(lines), label="SP 1", title="Andel i arbeid")[0]
    assert (best.first, best.last) == (1, 4)


LINES = st.lists(
    st.one_of(
        st.just(""),
        st.text(max_size=120),
        st.sampled_from([*REPORT.lines[:40], "SP 1", "2023-07", "Mål 1: Flere", "\t7", "1 Kapittel"]),
    ),
    max_size=60,
)


@given(lines=LINES, label=st.one_of(st.text(max_size=20), st.sampled_from(list(POINTS))), title=st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_proposals_are_lines_of_the_report_and_share_none(lines, label, title):
    found = propose(read_report(lines), label=label, title=title)
    taken: set[int] = set()
    for one in found:
        assert 1 <= one.first <= one.last <= len(lines)
        span = set(range(one.first, one.last + 1))
        assert not span & taken
        taken |= span
        assert sliced(lines, one.first, one.last).strip()
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(LINES, st.integers(1, 60), st.integers(0, 20))
@settings(max_examples=60, deadline=None)
def test_a_slice_is_word_for_word_what_stands_there(lines, first, more):
    last = min(first + more, len(lines))
    text = sliced(lines, first, last)
    assert text == "\n".join(lines[first - 1 : last])
    assert fingerprint(text) == fingerprint(text)


def test_a_report_of_one_endless_line_is_read_quickly():
    began = process_time()
    assert propose(read_report(["SP 1 " * 400_000]), label="SP 1", title="Andel i arbeid") is not None
    assert process_time() - began < 2
