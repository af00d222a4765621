"""The demo letter: a whole allocation letter of our own making, read by the same reader as any other."""

from __future__ import annotations

from importlib.resources import files

LETTER = "tildelingsbrev-2023.txt"
SUPPLEMENT = "tillegg-1-2023.txt"


def demo_text(name: str = LETTER) -> str:
    """The text of a demo letter: a line a paragraph, TAB between the cells of a table's row."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
