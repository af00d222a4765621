"""Reading allocation letters (tildelingsbrev) into data. Pure Python: no Django, no network, no database.

>>> from styrhus import letters
>>> letter = letters.read("tildelingsbrev.docx")
>>> findings = letters.check(letter)
"""

from __future__ import annotations

from styrhus.letters.checks import check_letter
from styrhus.letters.model import Finding, Letter, UnreadableLetter
from styrhus.letters.reading import read_letter
from styrhus.letters.sources import read_source
from styrhus.letters.sources.guard import PathOrBytes

__all__ = ["Finding", "Letter", "UnreadableLetter", "check", "read"]


def read(path_or_bytes: PathOrBytes, name: str | None = None) -> Letter:
    """Everything that the letter says. Takes TXT, Markdown, DOCX or PDF, as a path or as bytes.

    Raises UnreadableLetter, whose text is one clear sentence for the user.
    """
    return read_letter(read_source(path_or_bytes, name))


def check(letter: Letter) -> tuple[Finding, ...]:
    """What the letter contradicts or leaves out, in the order of its lines."""
    return check_letter(letter)
