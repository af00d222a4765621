"""The rows of a table as CSV and XLSX: same rows, same filters, same rights; text can never become a formula."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from .columns import Cell, Column

ROWS_PER_SHEET = 1_000_000  # a sheet ends at 1 048 576 rows
CELL_LENGTH = 32_767  # a cell's longest text
BOM = "\ufeff"

# What makes a spreadsheet take a text for a formula: these, also in full width, and after blanks or unseen marks.
_FORMULA = re.compile(r"^[\s\u00a0\u200b-\u200f\u2060\ufeff\x00-\x20]*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20\u2212]")
_STARTS_WITH_BREAK = ("\t", "\r", "\n")


def guarded(text: str) -> str:
    """The text for CSV, with an apostrophe in front where a spreadsheet would else read a formula."""
    return f"'{text}" if text.startswith(_STARTS_WITH_BREAK) or _FORMULA.match(text) else text


def csv_value(value: Cell) -> str:
    """A cell as CSV for Norwegian spreadsheets: decimal comma, ISO dates, guarded text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (int, float, Decimal)):
        return format(value, "f").replace(".", ",") if isinstance(value, Decimal) else str(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return guarded(value)


class _Line:
    """What csv.writer writes to: hands each line back, so that it can be sent at once."""

    def write(self, line: str) -> str:
        return line


def csv_lines(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    yield BOM + writer.writerow([guarded(str(column.label)) for column in columns])
    for row in rows:
        yield writer.writerow([csv_value(column.typed(row)) for column in columns])


def csv_response(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponseBase:
    response = StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, file_name(name, "csv")) or ""
    return response


Sheet = tuple[str, Sequence[Column], Iterable[Any]]  # its name, columns and rows


def xlsx_response(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponseBase:
    return workbook_response(name, [(name, columns, rows)])


def workbook_response(name: str, sheets: Iterable[Sheet]) -> HttpResponseBase:
    """Several tables as one workbook, a sheet each."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_workbook(file, name, sheets)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=file_name(name, "xlsx"),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def write_xlsx(file: Any, name: str, columns: Sequence[Column], rows: Iterable[Any]) -> None:
    write_workbook(file, name, [(name, columns, rows)])


def write_workbook(file: Any, name: str, sheets: Iterable[Sheet]) -> None:
    """Write typed cells row by row, so that memory stays small; a new sheet for each million rows."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, options) as book:
        book.set_properties({"title": name})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for title, columns, rows in sheets:
            _write_rows(book, title, columns, rows, head)


def _write_rows(book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Any], head: Format) -> None:
    styles = [book.add_format({"num_format": c.number_format} if c.number_format else {}) for c in columns]
    sheet = None
    for index, row in enumerate(rows):
        line = index % ROWS_PER_SHEET + 1
        if line == 1:
            sheet = _new_sheet(book, title, index // ROWS_PER_SHEET, columns, head)
        for place, (column, style) in enumerate(zip(columns, styles, strict=True)):
            _write(sheet, line, place, column.typed(row), style)
    if sheet is None:
        _new_sheet(book, title, 0, columns, head)


def file_name(name: str, extension: str) -> str:
    return f"{slugify(name) or 'styrhus'}-{timezone.localdate():%Y-%m-%d}.{extension}"


def _new_sheet(book: Workbook, name: str, number: int, columns: Sequence[Column], head: Format) -> Any:
    title = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:25] or "Styrhus"
    sheet = book.add_worksheet(f"{title} {number + 1}" if number else title)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        width = 44 if column.wide else 14 if column.number_format else 24
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, str(column.label), head)
    return sheet


def _write(sheet: Any, line: int, place: int, value: Cell, style: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(line, place, value.replace(tzinfo=None), style)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), style)
    elif isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(line, place, value, style)
    else:
        sheet.write_string(line, place, value[:CELL_LENGTH])
