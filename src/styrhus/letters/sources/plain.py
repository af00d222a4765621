"""Text and Markdown: the file's own lines, untouched, whatever the encoding."""

from __future__ import annotations

import re

from styrhus.letters.model import UnreadableLetter

BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
MARKDOWN_MARK = re.compile(r"^(?:\|[ :|-]*---[ :|-]*\||#{1,6} \S|```|<a id=|!\[[^\]]*\]\()", re.MULTILINE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MAX_CONTROL_SHARE = 0.001


def read_text(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The media ("txt" or "markdown") and the lines. Raises UnreadableLetter(binary-file)."""
    text = decode(content, name)
    if len(CONTROL.findall(text)) > max(2, MAX_CONTROL_SHARE * len(text)):
        raise UnreadableLetter("binary-file", {"name": name})
    if not text.strip():
        raise UnreadableLetter("empty-file", {"name": name})
    marked = name.lower().endswith((".md", ".markdown")) or len(MARKDOWN_MARK.findall(text)) >= 3
    return ("markdown" if marked else "txt"), split_lines(text)


def decode(content: bytes, name: str) -> str:
    """UTF-8 and UTF-16 with or without mark, else Windows-1252. Raises UnreadableLetter(binary-file)."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_marked(content, encoding, name)
    if b"\x00" in content:
        return _decode_unmarked_utf16(content, name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_single_byte(content)


def split_lines(text: str) -> tuple[str, ...]:
    """Lines as an editor numbers them: form feeds and Unicode separators break none."""
    text = text.replace("\r\n", "\n")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    return tuple(lines)


def _decode_marked(content: bytes, encoding: str, name: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8-sig":
            raise UnreadableLetter("binary-file", {"name": name}) from None
        text = _decode_single_byte(content[3:])
    return text


def _decode_unmarked_utf16(content: bytes, name: str) -> str:
    # Norwegian text in UTF-16 has a zero in nearly every other byte, always on the same side.
    sample = content[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.7 * half and others < 0.05 * half:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                break
    raise UnreadableLetter("binary-file", {"name": name})


def _decode_single_byte(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
