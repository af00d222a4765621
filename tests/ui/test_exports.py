"""CSV and XLSX: the same rows as on the page, typed, and text that never becomes a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from styrhus.ui.exports import CELL_LENGTH, csv_lines, csv_value, guarded, write_xlsx
from styrhus.ui.tables import (
    BooleanColumn,
    Column,
    DateColumn,
    DateTimeColumn,
    MoneyColumn,
    NumberColumn,
    Table,
    TextFilter,
    table_response,
)

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORMULAS = (
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "  =HYPERLINK(1)",
    "\u200b=cmd",
    "\ufeff=1",
    "=cmd|' /C calc'!A0",
)


@dataclass
class Row:
    text: Any = ""
    number: Any = None
    day: date | None = None
    moment: datetime | None = None
    yes: bool | None = None


class RowTable(Table):
    caption = "Rader [prøve]"
    text = Column("Tekst", sort=True)
    number = MoneyColumn("Beløp")
    share = NumberColumn("Andel", value="number", decimals=2, only_export=True)
    day = DateColumn("Dag")
    moment = DateTimeColumn("Tid")
    yes = BooleanColumn("Ja")
    secret = Column("Bare på siden", value="text", export=False)
    filters = {"q": TextFilter("Søk", fields=("text",))}


def columns():
    return [column for column in RowTable.columns if column.export]


def read_csv(rows):
    text = "".join(csv_lines(columns(), rows))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def read_xlsx(rows):
    file = io.BytesIO()
    write_xlsx(file, "Rader [prøve]", columns(), rows)
    file.seek(0)
    return openpyxl.load_workbook(file)


@given(st.text())
def test_no_text_in_csv_begins_like_a_formula(text):
    assert not guarded(text).startswith(STARTS)
    assert guarded(text) in (text, f"'{text}")


@pytest.mark.parametrize("text", FORMULAS)
def test_known_formulas_are_guarded_in_csv_and_stay_text_in_xlsx(text):
    assert guarded(text) == f"'{text}"
    cell = read_xlsx([Row(text)]).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == text.replace("\r", "\r")


@pytest.mark.parametrize("text", ["2023-01", "Mål 1", "a=b", "«=»", "kr 71 600 000,-", "12 % økning"])
def test_ordinary_texts_are_left_as_they_are(text):
    assert guarded(text) == text


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))), max_size=20))
def test_every_text_comes_back_whole_from_csv(texts):
    cells = [row[0] for row in read_csv([Row(text) for text in texts])[1:]]
    assert [
        cell.removeprefix("'") if guarded(text) != text else cell for cell, text in zip(cells, texts, strict=True)
    ] == texts


@settings(deadline=None, max_examples=50)  # a workbook takes its time
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=40))
def test_no_text_is_a_formula_in_xlsx(text):
    cell = read_xlsx([Row(text)]).active["A2"]
    assert cell.data_type in ("s", "n")  # "n" is an empty cell: openpyxl drops a text of blanks
    if cell.data_type == "n":
        assert cell.value is None


def test_cells_are_typed():
    rows = [Row("Tolk", 353_610_000, date(2023, 6, 1), datetime(2023, 6, 1, 12, 30), True), Row("Ingenting")]
    sheet = read_xlsx(rows).active
    assert [cell.value for cell in sheet[1]] == ["Tekst", "Beløp", "Andel", "Dag", "Tid", "Ja"]
    assert [cell.value for cell in sheet[2]] == [
        "Tolk",
        353_610_000,
        353_610_000,
        datetime(2023, 6, 1),
        datetime(2023, 6, 1, 12, 30),
        "Ja",
    ]
    assert sheet["B2"].number_format == "#,##0"
    assert sheet["D2"].is_date
    assert [cell.value for cell in sheet[3]] == ["Ingenting", None, None, None, None, None]


def test_csv_has_norwegian_numbers_and_plain_dates():
    assert csv_value(Decimal("1234567.5")) == "1234567,5"
    assert csv_value(-5) == "-5"  # a number, so no apostrophe
    assert csv_value(date(2023, 6, 1)) == "2023-06-01"
    assert csv_value(None) == ""


def test_headings_are_guarded_too():
    class Bad(Table):
        text = Column("=1+1")

    assert "'=1+1" in next(csv_lines(Bad.columns, []))


def test_a_very_long_text_is_cut_where_a_cell_ends():
    assert len(read_xlsx([Row("a" * (CELL_LENGTH + 10))]).active["A2"].value) == CELL_LENGTH


def test_a_sheet_name_keeps_what_a_sheet_allows():
    assert read_xlsx([]).sheetnames == ["Rader  prøve"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_has_the_rows_of_the_filter_on_all_pages(kind):
    rows = [Row(f"treff {number}") for number in range(200)] + [Row("annet")]
    request = RequestFactory().get("/", {"q": "treff", "format": kind, "page": "2"})
    response = table_response(request, RowTable(rows, request), "ui/gallery.html")
    content = b"".join(response.streaming_content)
    if kind == "csv":
        found = [line.split(";")[0] for line in content.decode("utf-8-sig").splitlines()[1:]]
    else:
        response.file_to_stream.close()
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        found = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == [f"treff {number}" for number in range(200)]
    assert f".{kind}" in response["Content-Disposition"]


def test_rows_are_read_one_by_one_so_that_a_large_export_streams():
    taken = []

    def rows():
        for number in range(1000):
            taken.append(number)
            yield Row(str(number))

    lines = csv_lines(columns(), rows())
    next(lines)
    next(lines)
    assert len(taken) == 1


def test_an_unknown_format_gives_the_page():
    table = RowTable([Row("a")])
    table.params = QueryDict("format=exe")
    assert table.url(format="csv", page=None) == "?format=csv"
