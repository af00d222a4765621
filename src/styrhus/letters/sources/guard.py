"""Refuses a file before anything parses it: too large, empty, unsafe, or of a kind that is no letter.

Every refusal is an ``UnreadableLetter`` with one sentence that says what is wrong and how to mend it.
The kind is decided by the content; a file name proves nothing.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from enum import StrEnum
from pathlib import Path

from styrhus.letters.model import UnreadableLetter

MEBIBYTE = 1024 * 1024
MAX_FILE_BYTES = 50 * MEBIBYTE
MAX_TEXT_BYTES = 10 * MEBIBYTE  # a letter of 500 pages is about 1.5 MiB of text
MAX_UNPACKED_BYTES = 200 * MEBIBYTE
MAX_MEMBER_BYTES = 64 * MEBIBYTE
MAX_RATIO = 120  # XML packs 10-30 times; a member that packs more than this is a bomb
RATIO_FREE_BYTES = MEBIBYTE  # small members may pack as they like
MAX_ZIP_ENTRIES = 2000
MAX_PDF_PAGES = 1000

PathOrBytes = str | os.PathLike[str] | bytes


class FileKind(StrEnum):
    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"


OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
# First bytes of common files that people upload by mistake, with what to call them.
OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"RIFF", "WEBP/AVI/WAV"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"\xca\xfe\xba\xbe", "CLASS"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
)
HTML_STARTS = (b"<!doctype html", b"<html", b"<?xml", b"<svg")


def load(path_or_bytes: PathOrBytes, name: str | None = None) -> tuple[bytes, str]:
    """The file's bytes and its name for messages. A file above the limit is refused unread.

    Raises UnreadableLetter: file-missing, file-not-regular, file-no-permission, file-too-large, empty-file.
    """
    if isinstance(path_or_bytes, bytes):
        shown = name or "brevet"
        content = path_or_bytes
        _check_size(len(content), shown)
        return content, shown
    path = Path(path_or_bytes)
    shown = name or path.name
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableLetter("file-not-regular", {"name": shown})
        _check_size(status.st_size, shown)
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except PermissionError:
        raise UnreadableLetter("file-no-permission", {"name": shown}) from None
    except (OSError, ValueError):  # ValueError: a NUL character in the path
        raise UnreadableLetter("file-missing", {"name": shown}) from None
    _check_size(len(content), shown)
    return content, shown


def kind_of(content: bytes, name: str) -> FileKind:
    """What the bytes are. Raises UnreadableLetter for all but text, DOCX and PDF."""
    if not content.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise UnreadableLetter("empty-file", {"name": name})
    if b"%PDF-" in content[:1024]:
        return FileKind.PDF
    if content.startswith(OLE_MAGIC):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise UnreadableLetter("encrypted-docx" if encrypted else "old-office-file", {"name": name})
    if content.startswith(ZIP_MAGIC):
        return _kind_of_zip(content, name)
    for magic, kind in OTHER_KINDS:
        if content.startswith(magic) and (len(magic) > 2 or b"\x00" in content[:512]):
            raise UnreadableLetter("not-a-document", {"name": name, "kind": kind})
    if content[4:8] == b"ftyp":
        raise UnreadableLetter("not-a-document", {"name": name, "kind": "MP4/HEIC"})
    if content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(HTML_STARTS):
        raise UnreadableLetter("not-a-document", {"name": name, "kind": "HTML/XML"})
    if len(content) > MAX_TEXT_BYTES:
        raise too_large(len(content), MAX_TEXT_BYTES, name)
    return FileKind.TEXT


def check_zip(content: bytes, name: str) -> zipfile.ZipFile:
    """Opens a zip after looking at its directory alone; nothing is unpacked.

    Raises UnreadableLetter: damaged-docx, encrypted-docx, unsafe-docx.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableLetter("damaged-docx", {"name": name}) from None
    entries = archive.infolist()
    if len(entries) > MAX_ZIP_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise UnreadableLetter("unsafe-docx", {"name": name})
    seen: set[str] = set()
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise UnreadableLetter("encrypted-docx", {"name": name})
        if _unsafe_entry(entry) or entry.filename in seen:
            raise UnreadableLetter("unsafe-docx", {"name": name})
        seen.add(entry.filename)
    return archive


def too_large(size: int, limit: int, name: str) -> UnreadableLetter:
    values = {"name": name, "size": str(-(-size // MEBIBYTE)), "limit": str(limit // MEBIBYTE)}
    return UnreadableLetter("file-too-large", values)


def _check_size(size: int, name: str) -> None:
    if size == 0:
        raise UnreadableLetter("empty-file", {"name": name})
    if size > MAX_FILE_BYTES:
        raise too_large(size, MAX_FILE_BYTES, name)


def _unsafe_entry(entry: zipfile.ZipInfo) -> bool:
    path = entry.filename.replace("\\", "/")
    tricked = path.startswith("/") or ".." in path.split("/") or ":" in path or "\x00" in path
    bomb = entry.file_size > MAX_MEMBER_BYTES or (
        entry.file_size > RATIO_FREE_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
    )
    return tricked or bomb


def _kind_of_zip(content: bytes, name: str) -> FileKind:
    names = set(check_zip(content, name).namelist())
    if "[Content_Types].xml" in names and any(member.startswith("word/") for member in names):
        return FileKind.DOCX
    for prefix, kind in (("xl/", "XLSX"), ("ppt/", "PPTX"), ("META-INF/manifest.xml", "ODT")):
        if any(member.startswith(prefix) for member in names):
            raise UnreadableLetter("not-a-document", {"name": name, "kind": kind})
    raise UnreadableLetter("not-a-document", {"name": name, "kind": "ZIP"})
