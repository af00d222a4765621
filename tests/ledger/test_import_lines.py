"""From bytes to staged lines: the state accounts' CSV and sheets, without a database."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from styrhus.ledger.importing.layout import FIELDS, LINE_COLUMN, STATE_COLUMNS, TAKEN, Refused
from styrhus.ledger.importing.lines import BOM, CsvLines, wrong_lines
from styrhus.ledger.importing.sheets import SheetLines

STAGED = ("line", *FIELDS, "fault", "detail")


def values(**own: str) -> list[str]:
    """The 28 fields of a right line, with some of them changed."""
    right = {"År": "2023", "Periode": "202303", "Kapittel_id": "0671", "Post_id": "067121", "Artskonto_id": "670"}
    right |= {"Virksomhet": "Prøvedirektoratet", "Beløp": "-1234,50", "Fagdepartement": "Ærlig ø"}
    return [(right | own).get(name, "x") for name in STATE_COLUMNS]


def quoted(fields: list[str], end: str = "\r\n") -> str:
    return ";".join(f'"{field}"' for field in fields) + end


def content(*lines: str, codec: str = "cp1252", head: str = quoted(list(STATE_COLUMNS))) -> bytes:
    return (head + "".join(lines)).encode(codec)


def staged(file: bytes) -> list[dict[str, str]]:
    """What COPY would read, as it would read it."""
    lines = CsvLines(io.BytesIO(file))
    out = b"".join(block.content for block in lines.blocks()).decode(lines.codec)
    return [dict(zip(STAGED, row, strict=True)) for row in csv.reader(io.StringIO(out, newline=""), delimiter=";")]


def refused(file: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        list(CsvLines(io.BytesIO(file)).blocks())
    return refusal.value.code


def test_a_right_line_is_taken_apart():
    (row,) = staged(content(quoted(values())))
    assert row["line"] == "2"
    assert (row["year"], row["period"], row["post"], row["amount"]) == ("2023", "202303", "067121", "-1234,50")
    assert (row["agency_name"], row["department"], row["fault"]) == ("Prøvedirektoratet", "", "")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(("codec", "bom"), [("cp1252", b""), ("utf-8", b""), ("utf-8", BOM)])
def test_line_ends_and_encodings(end: str, codec: str, bom: bytes):
    head = quoted(list(STATE_COLUMNS), "\n")  # a heading ends a line in any case
    rows = staged(bom + content(quoted(values(), end), quoted(values(), end), codec=codec, head=head))
    assert [row["line"] for row in rows] == ["2", "3"]
    assert {row["agency_name"] for row in rows} == {"Prøvedirektoratet"}


def test_fields_without_quotes_and_with_quotes_inside():
    plain = ";".join(values()) + "\n"
    inside = quoted(values(Virksomhet='Prøve ""direktoratet"";'))
    first, second = staged(content(plain, inside))
    assert first["amount"] == second["amount"] == "-1234,50"
    assert second["agency_name"] == 'Prøve "direktoratet";'


def test_columns_in_another_order_are_found_by_their_names():
    order = list(reversed(STATE_COLUMNS))
    (row,) = staged(content(quoted(list(reversed(values()))), head=quoted(order)))
    assert (row["post"], row["amount"]) == ("067121", "-1234,50")


def test_blank_lines_are_passed_over_and_counted():
    rows = staged(content(quoted(values()), "\r\n", quoted(values())))
    assert [row["line"] for row in rows] == ["2", "4"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (quoted(values()[:-1]), "columns"),
        (quoted([*values(), "en til"]), "columns"),
        (";".join(values()[:-1]) + ';"12\r\n', "quotes"),
        ('"' + quoted(values()), "quotes"),
    ],
)
def test_a_wrong_line_has_a_fault_and_the_others_stand(line: str, fault: str):
    first, wrong, last = staged(content(quoted(values()), line, quoted(values())))
    assert (wrong["line"], wrong["fault"]) == ("3", fault)
    assert (first["fault"], last["fault"]) == ("", "")


@pytest.mark.parametrize("byte", [b"\x81", b"\x9d", b"\x00"])
def test_bytes_that_are_no_letters(byte: bytes):
    wrong = quoted(values(Post="?")).encode("cp1252").replace(b"?", byte)
    rows = staged(content(quoted(values())) + wrong + quoted(values()).encode("cp1252"))
    assert [row["fault"] for row in rows] == ["", "encoding", ""]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "empty"),
        (b"\r\n", "empty"),
        ("År;Periode".encode("utf-16"), "utf-16"),
        (b"PK\x03\x04", "not-csv"),
        (b"noe helt annet\n", "not-csv"),
        (content(head=quoted(list(STATE_COLUMNS[:-1]))), "missing-columns"),
        (content(head=quoted([*STATE_COLUMNS, "Beløp"])), "columns-twice"),
        (content() + b"x" * (3 << 20), "no-lines"),
    ],
)
def test_files_that_can_not_be_read(file: bytes, code: str):
    assert refused(file) == code


def test_mended_lines_keep_their_numbers():
    head = quoted([LINE_COLUMN, *STATE_COLUMNS])
    file = content(quoted(["17", *values()]), quoted(["9", *values()]), head=head)
    assert CsvLines(io.BytesIO(file)).mended
    assert [row["line"] for row in staged(file)] == ["17", "9"]
    assert refused(content(quoted(["to", *values()]), head=head)) == "line-number"


def test_the_wrong_lines_are_found_again():
    file = content(quoted(values(Beløp="1")), quoted(values(Beløp="2")), quoted(values(Beløp="3")))
    assert [(n, row[-1]) for n, row in wrong_lines(io.BytesIO(file), {3})] == [(1, "Beløp"), (3, "2")]


@given(
    st.lists(
        st.text(st.characters(codec="cp1252", exclude_characters="\r\n\x00"), max_size=8), min_size=28, max_size=28
    )
)
def test_whatever_stands_in_the_fields_is_staged_as_it_stands(fields: list[str]):
    """Also quotes, semicolons and backslashes: the quick way and the slow way through read the same."""
    line = ";".join('"' + field.replace('"', '""') + '"' for field in fields) + "\r\n"
    (row,) = staged(content(line))
    if len(line.encode("cp1252").splitlines()) == 1:
        assert row["fault"] == ""
        assert [row[f] for f in TAKEN] == [fields[STATE_COLUMNS.index(column)] for column in TAKEN.values()]


# -- sheets

COLUMNS = {"period": "Måned", "post": "Kapittel/post", "account": "Artskonto", "amount": "Beløp", "department": "Avd"}


def sheet(*rows: list[object], title: str = "Ark1") -> io.BytesIO:
    book = Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def of_sheet(file: io.BytesIO, columns: dict[str, str] = COLUMNS, **options: object) -> list[dict[str, str]]:
    lines = SheetLines(file, columns, year=2023, **options)  # type: ignore[arg-type]
    out = b"".join(block.content for block in lines.blocks()).decode()
    return [dict(zip(STAGED, row, strict=True)) for row in csv.reader(io.StringIO(out, newline=""), delimiter=";")]


HEAD: list[object] = ["Avd", "Beløp", "Måned", "Artskonto", "Kapittel/post"]


def test_a_sheet_is_read_through_its_mapping():
    rows = of_sheet(
        sheet(HEAD, ["Nord", 0.1 + 0.2, date(2023, 3, 31), 670, 67121], ["", "-1 234,5", 4, "5000", "671.21"])
    )
    assert [row["line"] for row in rows] == ["2", "3"]
    assert [row["amount"] for row in rows] == ["0,30", "-1234,5"]
    assert [row["period"] for row in rows] == ["202303", "4"]
    assert [row["post"] for row in rows] == ["067121", "067121"]
    assert [row["account"] for row in rows] == ["670", "5000"]
    assert rows[0]["department"] == "Nord"


def test_a_post_beside_its_chapter():
    columns = COLUMNS | {"chapter": "Kapittel"}
    rows = of_sheet(sheet([*HEAD, "Kapittel"], ["", 1, 3, 670, 1, 671]), columns)
    assert (rows[0]["chapter"], rows[0]["post"]) == ("0671", "067101")


@pytest.mark.parametrize(
    ("file", "options", "code"),
    [
        (io.BytesIO(b"PK ikke et ark"), {}, "not-xlsx"),
        (sheet(HEAD), {"sheet": "Ark2"}, "no-sheet"),
        (sheet(["Noe"], HEAD), {}, "missing-headings"),
    ],
)
def test_sheets_that_can_not_be_read(file: io.BytesIO, options: dict[str, object], code: str):
    with pytest.raises(Refused) as refusal:
        of_sheet(file, **options)
    assert refusal.value.code == code


def test_headings_further_down():
    assert of_sheet(sheet(["Regnskap"], [], HEAD, ["", 5, 3, 670, 67121]), heading_row=3)[0]["line"] == "4"
