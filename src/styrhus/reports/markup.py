"""A writer's text as blocks. Pure: how a figure is printed is handed in.

Paragraphs stand apart by an empty line. Lines that begin with "- " are a list, with "1. " a numbered one; **words** are
strong; [[ledger.used:671.60]] is the figure of that key, so that no number is typed a second time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .document import Block, Bullets, Paragraph, Span

REFERENCE = re.compile(r"\[\[([^\[\]\n]{1,120})\]\]")
_PIECES = re.compile(r"(\[\[[^\[\]\n]{1,120}\]\]|\*\*[^*\n]+\*\*)")
_BULLET = re.compile(r"^[-•*] +(.+)$")
_ORDERED = re.compile(r"^\d{1,3}[.)] +(.+)$")


def keys_in(text: str) -> list[str]:
    """The keys of the figures that a text refers to, each once, in order.

    >>> keys_in("Brukt: [[ledger.used:671.60]] av [[economy.at_disposal:671.60]].")
    ['ledger.used:671.60', 'economy.at_disposal:671.60']
    """
    return list(dict.fromkeys(key.strip() for key in REFERENCE.findall(text)))


def blocks_of(text: str, printed: Callable[[str], str]) -> tuple[Block, ...]:
    """The blocks of a text; ``printed`` gives how the figure of a key is printed."""
    found: list[Block] = []
    for piece in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = [line.rstrip() for line in piece.split("\n") if line.strip()]
        for ordered, group in _groups(lines):
            if ordered is None:
                found.append(Paragraph(spans_of(" ".join(group), printed)))
            else:
                found.append(Bullets(tuple(spans_of(item, printed) for item in group), ordered))
    return tuple(found)


def spans_of(text: str, printed: Callable[[str], str]) -> tuple[Span, ...]:
    found = []
    for piece in _PIECES.split(text):
        if not piece:
            continue
        if reference := REFERENCE.fullmatch(piece):
            key = reference[1].strip()
            found.append(Span(printed(key), figure=key))
        elif piece.startswith("**") and len(piece) > 4:
            found.append(Span(piece[2:-2], strong=True))
        else:
            found.append(Span(piece))
    return tuple(found)


def _groups(lines: list[str]) -> Iterator[tuple[bool | None, list[str]]]:
    """Lines of one kind that follow each other: (None, plain lines), (False, items) or (True, numbered items)."""
    kind: bool | None = None
    held: list[str] = []
    for line in lines:
        bullet, ordered = _BULLET.match(line.strip()), _ORDERED.match(line.strip())
        now = False if bullet else True if ordered else None
        if held and now is not kind:
            yield kind, held
            held = []
        kind = now
        match = bullet or ordered
        held.append(match[1] if match else line.strip())
    if held:
        yield kind, held
