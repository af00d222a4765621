"""Sorting, filters and pages, on lists and on query sets."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from styrhus.identity.models import Organisation
from styrhus.ui import tables
from styrhus.ui.table_parts import sort_key
from styrhus.ui.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateColumn,
    DateRangeFilter,
    MoneyColumn,
    Table,
    TagColumn,
    TextFilter,
)


@dataclass
class Row:
    name: Any
    amount: int | None = 0
    day: date | None = None
    state: str = "open"


class RowTable(Table):
    caption = "Prøvetabell"
    name = Column("Navn", sort=True, header=True, link=lambda row: f"/navn/{row.name}")
    amount = MoneyColumn("Beløp", sort=True, total=True)
    day = DateColumn("Frist", sort=True)
    state = TagColumn("Status", kinds={"open": "info", "late": "danger"})
    filters = {
        "q": TextFilter("Søk", fields=("name",)),
        "state": ChoiceFilter("Status", field="state", choices=[("open", "Åpen"), ("late", "Sen")]),
        "day": DateRangeFilter("Frist", field="day"),
        "large": BooleanFilter("Store", test=lambda row: (row.amount or 0) > 100),
    }
    default_sort = "name"
    page_size = 10


class OrganisationTable(Table):
    caption = "Organisasjoner"
    name = Column("Navn", sort=True)
    number = Column("Nummer", sort=True)
    filters = {"q": TextFilter("Søk", fields=("name", "short_name")), "kind": ChoiceFilter(
        "Type", field="kind", choices=[("municipality", "Kommune"), ("county", "Fylke")])}  # fmt: skip
    default_sort = "name"
    page_size = 10


def show(rows, table=RowTable, **params):
    return table(rows, RequestFactory().get("/liste/", params))


def names(rows):
    return [row.name for row in rows]


# -- sorting


@given(st.lists(st.builds(Row, name=st.text(), amount=st.none() | st.integers())), st.booleans())
def test_sorting_keeps_every_row_and_puts_the_unknown_last(rows, downwards):
    table = show(rows, sort="-amount" if downwards else "amount")
    found = [row.amount for row in table.rows]
    known = [amount for amount in found if amount is not None]
    assert known == sorted(known, reverse=downwards)
    assert found[len(known) :] == [None] * (len(rows) - len(known))
    assert sorted(map(id, table.rows)) == sorted(map(id, rows))


@given(st.text(max_size=30))
def test_only_the_columns_that_allow_it_sort(asked):
    table = show([Row("b"), Row("a")], sort=asked)
    allowed = {"name", "-name", "amount", "-amount", "day", "-day"}
    assert asked in allowed or names(table.rows) == ["a", "b"]


def test_texts_are_sorted_by_the_norwegian_alphabet_and_numbers_by_size():
    wanted = ["2023-2", "2023-10", "Arendal", "bergen", "Ærfugl", "Østre", "Ålesund"]
    assert sorted(random.sample(wanted, len(wanted)), key=sort_key) == wanted


@given(st.lists(st.text()))
def test_any_texts_can_be_sorted_together(texts):
    sorted([text for text in texts if text], key=sort_key)


@pytest.mark.django_db
def test_the_database_sorts_by_the_same_alphabet():
    for name in ("Ålesund", "Østre", "bergen", "Arendal", "Ærfugl"):
        Organisation.objects.create(kind="municipality", name=name)
    table = show(Organisation.objects.all(), OrganisationTable)
    assert names(table.page_rows) == ["Arendal", "bergen", "Ærfugl", "Østre", "Ålesund"]
    assert names(show(Organisation.objects.all(), OrganisationTable, sort="-name").page_rows)[0] == "Ålesund"


# -- filters


def test_filters_narrow_and_the_sum_follows():
    rows = [Row("Tolk", 200, date(2023, 5, 1)), Row("Tolketjeneste", 50, None, "late"), Row("Bosetting", 300)]
    assert names(show(rows, q="TOLK").rows) == ["Tolk", "Tolketjeneste"]
    assert names(show(rows, state="late").rows) == ["Tolketjeneste"]
    assert names(show(rows, large="on").rows) == ["Bosetting", "Tolk"]
    assert names(show(rows, day_from="2023-05-01", day_to="2023-05-01").rows) == ["Tolk"]
    assert show(rows, q="tolk").totals[1][1] == "250\u00a0kr"


def test_a_bad_filter_says_so_and_filters_nothing():
    table = show([Row("a"), Row("b")], day_from="i går", state="finnes ikke")
    assert set(table.form.errors) == {"day_from", "state"}
    assert names(table.rows) == ["a", "b"]


@pytest.mark.django_db
def test_filters_reach_the_database():
    Organisation.objects.create(kind="municipality", name="Prøve kommune", short_name="PK")
    Organisation.objects.create(kind="county", name="Prøve fylke")
    assert names(show(Organisation.objects.all(), OrganisationTable, kind="county").rows) == ["Prøve fylke"]
    assert names(show(Organisation.objects.all(), OrganisationTable, q="pk").rows) == ["Prøve kommune"]


# -- pages


@given(st.integers(0, 95), st.text(max_size=12) | st.integers(-5, 30).map(str))
def test_any_page_asked_for_shows_rows_that_exist(count, asked):
    table = show([Row(f"{number:03d}") for number in range(count)], page=asked)
    assert 1 <= table.page <= table.pages
    assert len(table.page_rows) == min(table.page_size, count - (table.page - 1) * table.page_size)


def test_pages_together_hold_each_row_once():
    rows = [Row(f"{number:03d}") for number in range(37)]
    found = [name for page in range(1, 5) for name in names(show(rows, page=page).page_rows)]
    assert found == names(rows)


def test_page_links_leave_out_the_far_ones():
    table = show([Row(str(number)) for number in range(200)], page=10)
    assert [link.number for link in table.page_links()] == [1, None, 9, 10, 11, None, 20]


@pytest.mark.django_db
def test_counting_stops_at_the_limit(monkeypatch):
    monkeypatch.setattr(tables, "COUNTED", 15)
    Organisation.objects.bulk_create(Organisation(kind="municipality", name=f"Kommune {n:02d}") for n in range(30))
    table = show(Organisation.objects.all(), OrganisationTable, page=9)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert table.is_capped
    assert "LIMIT 16" in queries[0]["sql"]
    assert (table.pages, table.page) == (2, 2)
    assert "flere enn" in table.render(RequestFactory().get("/"))


@pytest.mark.django_db
def test_a_page_asks_the_database_a_fixed_number_of_times(django_assert_num_queries):
    Organisation.objects.bulk_create(Organisation(kind="municipality", name=f"Kommune {n:02d}") for n in range(30))
    with django_assert_num_queries(2):
        show(Organisation.objects.all(), OrganisationTable).render(RequestFactory().get("/"))


# -- the page


def test_what_a_person_typed_is_text_on_the_page():
    html = show([Row("<script>alert(1)</script>")]).render(RequestFactory().get("/"))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_sorted_column_says_so_and_offers_the_other_way():
    heading = next(h for h in show([Row("a")], sort="amount", page=3).headings() if h.column.name == "amount")
    assert (heading.sorted, heading.url) == ("ascending", "?sort=-amount")


def test_an_empty_list_and_an_empty_answer_are_told_apart():
    request = RequestFactory().get("/")
    assert "Ingen rader" in show([]).render(request)
    assert "Ingen treff" in show([Row("a")], q="zzz").render(request)
    assert "Nullstill" in show([Row("a")], q="zzz").render(request)


def test_the_filter_form_carries_the_sorting_along():
    table = show([Row("a")], sort="-name", q="a", page=2, other="x")
    assert table.kept_params() == [("sort", "-name"), ("other", "x")]


def test_two_tables_on_a_page_do_not_mix():
    request = RequestFactory().get("/", {"late-sort": "-name", "late-q": "a"})
    first, second = RowTable([Row("a"), Row("b")], request), RowTable([Row("a"), Row("ab")], request, prefix="late")
    assert names(first.rows) == ["a", "b"]
    assert names(second.rows) == ["ab", "a"]


def test_columns_are_inherited_in_order():
    class Wider(RowTable):
        extra = Column("Mer", value="name")

    assert [column.name for column in Wider.columns] == ["name", "amount", "day", "state", "extra"]


def test_a_computed_column_of_a_query_set_needs_a_field_to_sort_by():
    class Computed(Table):
        name = Column("Navn", value=lambda row: row.name, sort=True)

    with pytest.raises(TypeError, match="computed"):
        show(Organisation.objects.all(), Computed, sort="name").rows  # noqa: B018
    assert names(show([Row("b"), Row("a")], Computed, sort="name").rows) == ["a", "b"]


def test_a_row_that_becomes_a_card_is_still_a_row_for_screen_readers():
    html = show([Row("a", None)]).render(RequestFactory().get("/"))
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        assert f'role="{role}"' in html
    assert 'data-label="Beløp">–</td>' in html
    assert "data-cards" in html
    assert 'class="ui-cell--end ui-cell--empty"' in html
