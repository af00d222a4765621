"""From the lines of a CSV file to what PostgreSQL's COPY reads, a megabyte at a time.

A million lines go through here, so a line that is written as it should be (every field quoted, no quotes inside) is
only counted and cut, never turned into objects of its own. Only lines written otherwise are parsed one by one; those
that can't be parsed go along with the fault's code, so that they are told of together with all other faults.

Encoding: the bytes are passed on as they are; the database turns cp1252 into UTF-8. What it would refuse is found here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO

from .layout import COLUMNS, ENCODING, LINE_COLUMN, QUOTES, STATE_COLUMNS, TAKEN, Refused, same

BLOCK = 1 << 20
LONGEST_LINE = 1 << 20  # bytes; a file without line breaks is no CSV file
SHOWN = 100  # characters of a wrong line that its fault shows
BOM = b"\xef\xbb\xbf"
NOT_IN_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")


@dataclass(frozen=True, slots=True)
class Block:
    """Staged lines for COPY, with how far into the file they end."""

    content: bytes
    lines: int
    position: int


class CsvLines:
    """The lines of one file. Raises Refused at once where the file as a whole can't be read.

    ``encoding`` is PostgreSQL's name of it. ``mended`` is true of a file of wrong lines that somebody has mended: it
    has a column with each line's number in the first file.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        head = file.readline(LONGEST_LINE)
        if not head.strip():
            raise Refused("empty")
        if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in head:
            raise Refused("utf-16")
        if head[:2] == b"PK":
            raise Refused("not-csv")
        if len(head) >= LONGEST_LINE:
            raise Refused("no-lines")
        self.encoding, self.codec = _encoding(head)
        names = self._names(head)
        self.width = len(names)
        self.mended = same(LINE_COLUMN) in names
        self.places = [names.index(same(column)) for column in TAKEN.values()]
        self._line_place = names.index(same(LINE_COLUMN)) if self.mended else -1

    def _names(self, head: bytes) -> list[str]:
        text = head.removeprefix(BOM).decode(self.codec, "replace")
        if ";" not in text:
            raise Refused("not-csv")
        names = [same(name) for name in next(csv.reader([text.rstrip("\r\n")], delimiter=";"))]
        missing = [column for column in STATE_COLUMNS if same(column) not in names]
        if missing:
            raise Refused("missing-columns", columns=", ".join(missing[:8]), count=len(missing))
        if len(set(names)) != len(names):
            raise Refused("columns-twice", columns=", ".join(sorted({n for n in names if names.count(n) > 1})))
        return names

    def blocks(self) -> Iterator[Block]:
        """All lines after the heading. Blank ones are passed over, and counted."""
        number = 1
        while content := self.file.read(BLOCK):
            if not content.endswith(b"\n"):
                rest = self.file.readline(LONGEST_LINE)
                if len(rest) >= LONGEST_LINE:
                    raise Refused("no-lines")
                content += rest
            lines = content.splitlines()
            staged = self._staged(lines, number, suspicious=self._suspicious(content))
            number += len(lines)
            yield Block(staged, number, self.file.tell())

    def _suspicious(self, content: bytes) -> bool:
        """Something in here would make the database refuse the whole block."""
        if b"\x00" in content:
            return True
        if self.codec == "cp1252":
            return any(byte in content for byte in NOT_IN_CP1252)
        return not _decodes(content, self.codec)

    def _staged(self, lines: list[bytes], before: int, *, suspicious: bool) -> bytes:
        quotes, cuts = 2 * self.width, self.width
        take: Callable[[list[bytes]], tuple[bytes, ...]] = itemgetter(*self.places)
        join, out = b'";"'.join, []
        for number, line in enumerate(lines, before + 1):
            if line.count(b'"') == quotes and not suspicious and not self.mended:
                fields = line[1:-1].split(b'";"')
                # every quote is accounted for: one at each end, two at each cut
                if len(fields) == cuts and line[:1] == b'"' == line[-1:]:
                    out.append(b'%d;"%s";"";;\n' % (number, join(take(fields))))
                    continue
            if line.strip():
                out.append(self._one(number, line))
        return b"".join(out)

    def _one(self, number: int, line: bytes) -> bytes:
        """A line that is written in some other way, or wrongly."""
        if b"\x00" in line or not _decodes(line, self.codec):
            return self._fault(number, ENCODING, line)
        text = line.decode(self.codec)
        try:
            (fields,) = csv.reader([text], delimiter=";", strict=True)
        except (csv.Error, ValueError):
            return self._fault(number, QUOTES, line)
        if self.mended and len(fields) > self._line_place:
            number = self._number(fields[self._line_place], number)
        if len(fields) != self.width:
            return self._fault(number, COLUMNS, str(len(fields)).encode())
        return self._row([str(number), *(fields[place] for place in self.places), "", None, None])

    def _number(self, text: str, here: int) -> int:
        if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 9):
            raise Refused("line-number", line=here)
        return int(text)

    def _fault(self, number: int, code: str, line: bytes) -> bytes:
        shown = line[:SHOWN].replace(b"\x00", b"?").decode(self.codec, "replace").replace("\ufffd", "?")
        return self._row([str(number), *([""] * (len(TAKEN) + 1)), code, shown])

    def _row(self, values: list[str | None]) -> bytes:
        text = ";".join("" if value is None else '"' + value.replace('"', '""') + '"' for value in values) + "\n"
        return text.encode(self.codec, "replace")


def wrong_lines(file: BinaryIO, wanted: set[int]) -> Iterator[tuple[int, list[str]]]:
    """The lines with these numbers as their fields, and the heading as line 1, to be written to a file for mending."""
    lines = CsvLines(file)
    file.seek(0)
    for number, line in enumerate(io.TextIOWrapper(file, lines.codec, "replace", newline=None), 1):
        if number == 1 or number in wanted:
            try:
                (fields,) = csv.reader([line.rstrip("\n").removeprefix("\ufeff").replace("\x00", "")], delimiter=";")
            except (csv.Error, ValueError):
                fields = [line.rstrip("\n")]
            yield number, fields


def _encoding(head: bytes) -> tuple[str, str]:
    """What PostgreSQL and Python call the encoding. The heading has letters that only one of them reads as they are."""
    if head.startswith(BOM):
        return "UTF8", "utf-8"
    return ("UTF8", "utf-8") if not head.isascii() and _decodes(head, "utf-8") else ("WIN1252", "cp1252")


def _decodes(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
