"""Every file that is no letter is refused with one sentence, before or without being parsed."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from styrhus.letters.model import UnreadableLetter
from styrhus.letters.sources import guard, read_in_child, read_source
from styrhus.letters.sources.child import _answer
from styrhus.letters.texts import LANGUAGES, render
from tests.letters.building import a_docx, docx_package, encrypted_pdf, pdf_of_pages, scanned_pdf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITY_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)


def zip_of(entries: dict[str, bytes], *, stored: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx_with(**entries: bytes) -> bytes:
    return zip_of({"[Content_Types].xml": b"<Types/>", **{name.replace("__", "/"): c for name, c in entries.items()}})


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty-file"),
    "only spaces": (b" \r\n\t ", "empty-file"),
    "only a byte order mark": (b"\xef\xbb\xbf\n", "empty-file"),
    "a picture named txt": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "not-a-document"),
    "a photo": (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "not-a-document"),
    "a program": (b"MZ\x90\x00" + b"\x00" * 60, "not-a-document"),
    "a Linux program": (b"\x7fELF\x02\x01\x01" + b"\x00" * 60, "not-a-document"),
    "a web page": (b"  <!DOCTYPE html><html><body>Tildelingsbrev</body></html>", "not-a-document"),
    "rich text": (b"{\\rtf1\\ansi Tildelingsbrev}", "not-a-document"),
    "a spreadsheet": (zip_of({"[Content_Types].xml": b"", "xl/workbook.xml": b"<w/>"}), "not-a-document"),
    "a zip of anything": (zip_of({"brev.txt": b"Tildelingsbrev"}), "not-a-document"),
    "zeros in text": (b"Tildelingsbrev\x00\x01\x02 til etaten", "binary-file"),
    "noise": (bytes(range(256)) * 8, "binary-file"),
    "control characters": (b"Tildelingsbrev \x01\x02\x03\x04\x05 til etaten", "binary-file"),
    "an old Word file": (OLE + b"\x00" * 600, "old-office-file"),
    "an encrypted Word file": (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted-docx"),
    "half a Word file": (a_docx("Tildelingsbrev")[:900], "damaged-docx"),
    "a zip bomb": (docx_with(word__document__xml=b"\x00" * (30 * guard.MEBIBYTE)), "unsafe-docx"),
    "a path out of the zip": (zip_of({"[Content_Types].xml": b"", "word/../../etc/passwd": b"x"}), "unsafe-docx"),
    "an absolute path": (zip_of({"[Content_Types].xml": b"", "word/d": b"", "/etc/passwd": b"x"}), "unsafe-docx"),
    "no document in it": (docx_with(word__styles__xml=b"<a/>"), "damaged-docx"),
    "broken XML": (docx_package("<w:document"), "damaged-docx"),
    "an entity bomb": (docx_package(ENTITY_BOMB), "unsafe-docx"),
    "an empty Word file": (a_docx(""), "empty-document"),
    "half a PDF": (b"%PDF-1.7\n1 0 obj\n<<", "damaged-pdf"),
    "a scanned PDF": (scanned_pdf(), "scanned-pdf"),
    "an encrypted PDF": (encrypted_pdf(), "encrypted-pdf"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_no_letter_is_refused_with_one_sentence(case: str) -> None:
    content, code = REFUSED[case]
    with pytest.raises(UnreadableLetter) as refusal:
        read_source(content, "brev.docx")
    assert refusal.value.code == code
    for language in LANGUAGES:
        sentence = render(code, refusal.value.values, language)
        assert "brev.docx" in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize("case", ["a zip bomb", "an entity bomb", "half a PDF", "a scanned PDF", "an encrypted PDF"])
def test_the_child_process_refuses_the_same(case: str) -> None:
    content, code = REFUSED[case]
    with pytest.raises(UnreadableLetter) as refusal:
        read_in_child(content, "brev {x}.pdf")
    assert (refusal.value.code, refusal.value.values["name"]) == (code, "brev {x}.pdf")


def test_a_file_of_300_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "brev.pdf"
    with path.open("wb") as file:
        file.truncate(300 * guard.MEBIBYTE)  # a sparse file: reading it would take memory, making it takes none
    with pytest.raises(UnreadableLetter) as refusal:
        read_source(path)
    assert refusal.value.code == "file-too-large"
    assert "300 MB" in str(refusal.value)


def test_a_huge_text_is_refused() -> None:
    with pytest.raises(UnreadableLetter) as refusal:
        read_source(b"tekst " * 2_000_000, "brev.txt")
    assert refusal.value.code == "file-too-large"


def test_a_zip_with_too_many_entries_is_refused_by_its_directory() -> None:
    entries = {f"word/media/{number}.png": b"" for number in range(guard.MAX_ZIP_ENTRIES + 1)}
    with pytest.raises(UnreadableLetter) as refusal:
        guard.check_zip(zip_of(entries, stored=True), "brev.docx")
    assert refusal.value.code == "unsafe-docx"


def test_a_pdf_of_5000_pages_is_refused_by_its_page_count() -> None:
    with pytest.raises(UnreadableLetter) as refusal:
        read_in_child(pdf_of_pages(5000), "brev.pdf")
    assert refusal.value.code == "too-many-pages"
    assert refusal.value.values["pages"] == "5000"


def test_missing_files_folders_and_closed_files_are_named(tmp_path: Path) -> None:
    closed = tmp_path / "lukket.txt"
    closed.write_text("Tildelingsbrev")
    closed.chmod(0)
    cases = [(tmp_path / "borte.txt", "file-missing"), (tmp_path, "file-not-regular"), ("a\x00b", "file-missing")]
    if os.geteuid() != 0:
        cases.append((closed, "file-no-permission"))
    for path, code in cases:
        with pytest.raises(UnreadableLetter) as refusal:
            read_source(path)
        assert refusal.value.code == code


def test_the_kind_is_decided_by_the_content() -> None:
    assert read_source(a_docx("Tildelingsbrev"), "brev.pdf").media == "docx"
    assert read_source(b"Tildelingsbrev til etaten", "brev.pdf").media == "txt"


def test_a_parser_that_takes_too_long_is_ended() -> None:
    with pytest.raises(UnreadableLetter) as refusal:
        _answer(-24, b"", "brev.pdf", 60)
    assert refusal.value.code == "took-too-long"


def test_a_parser_that_falls_is_one_sentence() -> None:
    for status in (1, 3, -6, -11):
        with pytest.raises(UnreadableLetter) as refusal:
            _answer(status, b"", "brev.pdf", 60)
        assert refusal.value.code == "reader-failed"
