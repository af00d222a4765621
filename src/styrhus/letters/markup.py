"""What Markdown, OCR services and word processors leave in a line, taken off so that only the words remain."""

from __future__ import annotations

import re

from styrhus.common.numbers import plain_spaces

# Only tags that these formats write: a placeholder such as <dato> is the letter's own text and stays.
_TAG = re.compile(r"</?(?:i|b|u|a|em|strong|sup|sub|span|div|p|br|font)(?: [^<>]{0,300})?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\([^()\s]{0,500}\)")
_GLUED_BOLD = re.compile(r"\*{4}|(?<=[0-9a-zæøåA-ZÆØÅ.)])\*\*(?=[A-ZÆØÅ«0-9])")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_RULE = re.compile(r"[\s|:+=*_-]+")
_WIDE_GAP = re.compile(r" {3,}")


def clean(text: str) -> str:
    """A line without markup, every space an ordinary one; TAB, which parts cells, stays.

    Bold set against the word before it ("2023-06**Title****Label**") marks a lost cell border and becomes a TAB.
    """
    plain = plain_spaces(text)
    if "<" in plain:
        plain = _TAG.sub("", _BREAK.sub(" ", plain))
    if "](" in plain:
        plain = _LINK.sub(r"\1", plain)
    if "*" in plain:
        plain = _GLUED_BOLD.sub("\t", plain).replace("**", "")
        plain = _EMPHASIS.sub("", plain)
    if "\\" in plain:
        plain = _ESCAPED.sub(r"\1", plain)
    return plain


def heading_marks(line: str) -> int:
    """How many # a Markdown heading begins with; 0 for any other line."""
    match = _HASHES.match(line.lstrip())
    return len(match[1]) if match else 0


def is_rule(line: str) -> bool:
    """A line that only draws: "---", "|---|---|", "=====", a row of OCR dashes between tabs."""
    stripped = line.strip()
    return len(stripped) >= 3 and _RULE.fullmatch(stripped) is not None


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a table row, however it is drawn (pipes, TABs, wide gaps); one cell for any other line.

    An empty first cell is kept: it means "as above". Trailing empty ones are dropped.
    """
    stripped = line.strip()
    if stripped.startswith("|") or stripped.count("|") >= 2:
        raw = stripped.strip("|").split("|") if not stripped.startswith("||") else stripped[1:].rstrip("|").split("|")
        cells = [clean(cell).strip() for cell in raw]
    else:
        cleaned = clean(line).rstrip()
        if "\t" in cleaned:
            cells = [cell.strip() for cell in cleaned.split("\t")]
        else:
            cells = [cell.strip() for cell in _WIDE_GAP.split(cleaned.strip())]
            if len(cells) > 1 and cleaned.startswith("     "):
                cells.insert(0, "")  # set in from the margin: the first column is empty
    cells = [" ".join(cell.split()) for cell in cells]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return tuple(cells)
