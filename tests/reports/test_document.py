"""A report as JSON: equal after a round trip, the same characters every time, and clear words about what can't be read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styrhus.common.figures import Figure
from styrhus.reports.document import (
    Bullets,
    Cell,
    Chart,
    Document,
    Paragraph,
    Section,
    Signature,
    Span,
    Table,
    UnreadableDocument,
    from_json,
    sha256_of,
    to_json,
)
from tests.reports.sample_document import sample

TEXTS = st.text(max_size=12)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
SPANS = st.lists(st.builds(Span, TEXTS, TEXTS, st.booleans()), max_size=3).map(tuple)
CELLS = st.builds(Cell, TEXTS, TEXTS, st.booleans())
ROWS = st.lists(st.lists(CELLS, max_size=3).map(tuple), max_size=3).map(tuple)
TABLES = st.builds(
    Table, TEXTS, st.lists(TEXTS, max_size=3).map(tuple), ROWS, st.frozensets(st.integers(0, 5), max_size=3), TEXTS
)
NUMBERS = st.none() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
SERIES = st.lists(st.tuples(TEXTS, st.lists(NUMBERS, max_size=3).map(tuple)), max_size=2).map(tuple)
CHARTS = st.builds(
    Chart,
    TEXTS,
    st.sampled_from(["bars", "lines"]),
    st.lists(TEXTS, max_size=3).map(tuple),
    SERIES,
    TEXTS,
    TABLES,
    TEXTS,
)
BLOCKS = st.one_of(
    st.builds(Paragraph, SPANS, st.sampled_from(["judgement", "facts"])),
    st.builds(Bullets, st.lists(SPANS, max_size=3).map(tuple), st.booleans()),
    TABLES,
    CHARTS,
    st.builds(Signature, TEXTS, TEXTS, TEXTS, st.none() | DAYS),
)
LEAVES = st.builds(Section, TEXTS, TEXTS, TEXTS, st.lists(BLOCKS, max_size=3).map(tuple))
SECTIONS = st.builds(
    Section, TEXTS, TEXTS, TEXTS, st.lists(BLOCKS, max_size=2).map(tuple), st.lists(LEAVES, max_size=2).map(tuple)
)
VALUES = st.none() | st.integers() | TEXTS | st.decimals(allow_nan=False, allow_infinity=False)
FIGURES = st.builds(
    Figure,
    TEXTS,
    TEXTS,
    VALUES,
    st.sampled_from(["kroner", "count", "text"]),
    DAYS,
    st.none() | st.datetimes(timezones=st.just(UTC)),
    TEXTS,
    st.integers(0, 10**6),
    TEXTS,
    TEXTS,
)
DOCUMENTS = st.builds(
    Document,
    TEXTS,
    TEXTS,
    TEXTS,
    TEXTS,
    st.sampled_from(["nb", "nn"]),
    DAYS,
    TEXTS,
    st.lists(SECTIONS, max_size=3).map(tuple),
    st.dictionaries(TEXTS, FIGURES, max_size=3),
)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_a_document_is_equal_after_a_round_trip(document):
    again = from_json(to_json(document))
    assert again == document
    assert to_json(again) == to_json(document)
    assert to_json(document).isascii()


def test_the_sample_is_equal_after_a_round_trip_in_both_languages():
    for language in ("nb", "nn"):
        document = sample(language)
        assert from_json(to_json(document)) == document


def test_a_figure_keeps_the_type_of_its_value_and_its_decimals():
    for value in (None, 7, "ja", Decimal("12.00"), Decimal("0.1")):
        figure = Figure("a.b", "A", value, "kroner", date(2023, 6, 30), datetime(2023, 7, 1, tzinfo=UTC), "", 1, "f")
        document = replace(sample(), figures={"a.b": figure})
        again = from_json(to_json(document)).figures["a.b"].value
        assert (type(again), str(again)) == (type(value), str(value))


def test_the_fingerprint_follows_what_is_written_and_not_the_order_of_the_figures():
    document = sample()
    turned = replace(document, figures=dict(reversed(document.figures.items())))
    assert sha256_of(turned) == sha256_of(document)
    assert sha256_of(replace(document, title=document.title + " ")) != sha256_of(document)
    assert sha256_of(sample("nn")) != sha256_of(document)
    assert len(sha256_of(document)) == 64


def test_whole_numbers_of_a_chart_are_written_as_their_floats():
    whole, broken = (Chart("a", "bars", ("x",), (("s", (value,)),), "", Table("", (), ()), "") for value in (1, 1.0))
    texts = {to_json(replace(sample(), sections=(Section("a", "", "A", (chart,)),))) for chart in (whole, broken)}
    assert len(texts) == 1


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused_in_a_chart(value):
    chart = Chart("a", "bars", ("x",), (("s", (value,)),), "", Table("", (), ()), "")
    with pytest.raises(ValueError, match="no number"):
        to_json(replace(sample(), sections=(Section("a", "", "A", (chart,)),)))


def broken(change):
    data = json.loads(to_json(sample()))
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "schema None"),
        (broken(lambda data: data.update(schema=99)), "schema 99"),
        (broken(lambda data: data.pop("title")), "lacks 'title'"),
        (broken(lambda data: data.update(dated="i dag")), "wrong kind"),
        (broken(lambda data: data["sections"][0].update(blocks=[{"block": "video"}])), "unknown kind 'video'"),
        (broken(lambda data: data["sections"][0].update(blocks=7)), "wrong kind"),
    ],
)
def test_what_can_t_be_read_is_said_in_words(text, said):
    with pytest.raises(UnreadableDocument, match=said):
        from_json(text)
