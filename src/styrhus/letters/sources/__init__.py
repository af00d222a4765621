"""From a file to a ``Source``: its text line by line, whatever the format.

TXT and Markdown keep the file's own lines. In DOCX and PDF a line is a paragraph or a table row (cells joined by TAB),
bullets begin with "- ", and a blank line stands between paragraphs as one sees it on the page.
"""

from __future__ import annotations

import hashlib

from styrhus.letters.model import Source
from styrhus.letters.sources import guard
from styrhus.letters.sources.child import parse_in_child
from styrhus.letters.sources.parse import parse

__all__ = ["read_in_child", "read_source"]


def read_source(path_or_bytes: guard.PathOrBytes, name: str | None = None) -> Source:
    """Reads a letter's text in this process. Raises UnreadableLetter with one sentence for the user.

    For files from strangers use ``read_in_child``: the guards below stop what is known, the child what is not.
    """
    content, shown = guard.load(path_or_bytes, name)
    return parse(content, guard.kind_of(content, shown), shown)


def read_in_child(path_or_bytes: guard.PathOrBytes, name: str | None = None, *, seconds: int = 60) -> Source:
    """Like read_source, but DOCX and PDF are parsed in a child process with limits on memory and time.

    ``seconds`` bounds both processor time and waiting. Text is decoded here: there is no parser to break.
    """
    content, shown = guard.load(path_or_bytes, name)
    kind = guard.kind_of(content, shown)
    if kind is guard.FileKind.TEXT:
        return parse(content, kind, shown)
    media, lines, pages = parse_in_child(content, kind, shown, seconds)
    return Source(shown, media, lines, pages, hashlib.sha256(content).hexdigest())
