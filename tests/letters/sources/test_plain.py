"""Text keeps its own lines, whatever the encoding."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.letters.sources import read_source
from styrhus.letters.sources.plain import split_lines
from tests.shared import shared_path

TEXT = "Tildelingsbrev til Fjordtilsynet\n\nMål 1:\tTryggere fjorder – «blåskjell»\nSum\t1 000\n"
LINES = ("Tildelingsbrev til Fjordtilsynet", "", "Mål 1:\tTryggere fjorder – «blåskjell»", "Sum\t1 000")


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode("utf-8"),
        TEXT.replace("\n", "\r").encode("utf-8"),
        TEXT.rstrip("\n").encode("utf-8"),
    ],
)
def test_every_encoding_and_line_end_gives_the_same_lines(content: bytes) -> None:
    assert read_source(content, "brev.txt").lines == LINES


def test_latin_1_with_bytes_that_windows_1252_lacks_is_read() -> None:
    assert read_source("Mål\x81 for året".encode("latin-1"), "brev.txt").lines == ("Mål\x81 for året",)


def test_only_line_ends_break_lines() -> None:
    assert split_lines("a\x0cb\u2028c\x0bd\x85e\nf") == ("a\x0cb\u2028c\x0bd\x85e", "f")


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=("Cs",))), min_size=1))
def test_lines_come_back_as_they_were(lines: list[str]) -> None:
    assert split_lines("".join(f"{line}\n" for line in lines)) == tuple(lines)


def test_markdown_is_told_by_its_name_or_its_marks() -> None:
    table = "| Post | Beløp |\n|---|---|\n| 01 | 5 |\n\n# Mål\n\n<a id='x'></a>\nTekst"
    assert read_source(table.encode(), "skann.txt").media == "markdown"
    assert read_source(b"Tekst uten merker", "brev.md").media == "markdown"
    assert read_source(TEXT.encode(), "brev.txt").media == "txt"


def test_the_hash_is_that_of_the_bytes() -> None:
    content = TEXT.encode("utf-16")
    assert read_source(content, "brev.txt").sha256 == hashlib.sha256(content).hexdigest()


def test_the_real_letter_keeps_its_line_numbers() -> None:
    path = shared_path("letters/imdi-2023.txt")
    source = read_source(path)
    assert source.lines == tuple(path.read_bytes().decode("utf-8").rstrip("\n").split("\n"))
    assert source.text((19,)).startswith("Tildelingsbrev til")
