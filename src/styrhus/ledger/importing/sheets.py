"""From the rows of an XLSX sheet to what COPY reads, through a mapping of its columns to our fields. Row by row."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl import load_workbook

from .layout import FIELDS, Refused, same
from .lines import Block

ROWS = 5000  # in one block
LARGEST_UNPACKED = 2 << 30  # bytes; a small file that unpacks to more is an attack or a mistake
NEEDED = ("period", "post", "account", "amount")
OPTIONAL = ("chapter", "department", "number", "agency")


class SheetLines:
    """The rows below the heading of one sheet, as text. ``columns``: our field → the heading of its column.

    A period may be a date, "202303", "2023-03" or 3. A post may be 67121, "067121", or 21 beside a chapter 671.
    Raises Refused where the file as a whole can't be read.
    """

    encoding, mended = "UTF8", False

    def __init__(
        self, file: BinaryIO, columns: Mapping[str, str], *, sheet: str = "", heading_row: int = 1, year: int
    ) -> None:
        self.year = year
        self.rows = open_rows(file, sheet, heading_row)
        names = [same(str(value)) if value is not None else "" for value in next(self.rows, ())]
        missing = [name for name in columns.values() if name and same(name) not in names]
        if missing:
            raise Refused("missing-headings", columns=", ".join(missing[:8]), row=heading_row)
        self.places = {field: names.index(same(name)) for field, name in columns.items() if name}
        self.before = heading_row

    def blocks(self) -> Iterator[Block]:
        out: list[str] = []
        number = self.before
        try:
            for number, row in enumerate(self.rows, self.before + 1):
                if any(value is not None and value != "" for value in row):
                    out.append(self._row(number, row))
                if len(out) >= ROWS:
                    yield Block("".join(out).encode("utf-8", "replace"), number, 0)
                    out = []
        except (zipfile.BadZipFile, ValueError, KeyError, SyntaxError) as error:
            raise Refused("broken-sheet") from error
        yield Block("".join(out).encode("utf-8", "replace"), number, 0)

    def _row(self, number: int, row: tuple[Any, ...]) -> str:
        found = {field: row[place] if place < len(row) else None for field, place in self.places.items()}
        year, period = _period(found.get("period"), self.year)
        chapter, post = _post(found.get("chapter"), found.get("post"))
        taken = {
            "year": year,
            "period": period,
            "chapter": chapter,
            "post": post,
            "account": _text(found.get("account")),
            "agency": _text(found.get("agency")),
            "agency_name": "",
            "amount": _amount(found.get("amount")),
            "number": _text(found.get("number")),
            "department": _text(found.get("department")),
        }
        quoted = ('"' + taken[field].replace('"', '""').replace("\x00", "") + '"' for field in FIELDS)
        return f"{number};{';'.join(quoted)};;\n"


def open_rows(file: BinaryIO, sheet: str, heading_row: int) -> Iterator[tuple[Any, ...]]:
    """The rows from the heading on. Raises: Refused (no XLSX, unpacks to too much, no such sheet)."""
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise Refused("too-large-unpacked")
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise Refused("not-xlsx") from error
    if sheet and sheet not in book.sheetnames:
        raise Refused("no-sheet", sheet=sheet, sheets=", ".join(book.sheetnames[:8]))
    found = book[sheet] if sheet else book.worksheets[0]
    return iter(found.iter_rows(min_row=heading_row, values_only=True))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _period(value: Any, year: int) -> tuple[str, str]:
    """Year and period as text: (2023, "202303") for a date, "202303", "2023-03", "03.2023" or 3."""
    if isinstance(value, date | datetime):
        return str(value.year), f"{value.year}{value.month:02}"
    text = _text(value)
    if found := re.fullmatch(r"(\d{4})[-./ ]?(\d{1,2})", text):
        return found[1], f"{found[1]}{int(found[2]):02}"
    if found := re.fullmatch(r"(\d{1,2})[-./ ](\d{4})", text):
        return found[2], f"{found[2]}{int(found[1]):02}"
    return str(year), text


def _post(chapter: Any, post: Any) -> tuple[str, str]:
    """Chapter as four digits and post as six, where they are written as people write them; else as they stand."""
    digits = re.sub(r"[ .\-/]", "", _text(post))
    number = _text(chapter)
    if re.fullmatch(r"\d{1,4}", number):
        number = number.zfill(4)
        if re.fullmatch(r"\d{1,2}", digits):
            digits = number + digits.zfill(2)
    if re.fullmatch(r"\d{5,6}", digits):
        digits = digits.zfill(6)
        number = number or digits[:4]
    return number, digits


def _amount(value: Any) -> str:
    """An amount as the state accounts write it: "-1234,50". What is no amount is left as it stands."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):  # a sheet keeps 0.1 + 0.2 as 0.30000000000000004
        exact = Decimal(repr(value))
        rounded = round(exact, 2)
        return str(rounded if abs(exact - rounded) < Decimal("0.000001") else exact).replace(".", ",")
    text = re.sub(r"[\s\u00a0\u202f]", "", str(value)).replace("\u2212", "-")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d{1,2})?", text):
        text = text.replace(".", "")
    return text
