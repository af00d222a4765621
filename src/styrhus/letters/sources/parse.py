"""Chooses the parser of a file's kind. The heavy libraries load only with the parser that needs them."""

from __future__ import annotations

import hashlib
from importlib import import_module

from styrhus.letters.model import Source
from styrhus.letters.sources.guard import FileKind

# module and function; each takes (content, name) and returns (media, lines) or (media, lines, pages)
PARSERS = {
    FileKind.TEXT: ("styrhus.letters.sources.plain", "read_text"),
    FileKind.DOCX: ("styrhus.letters.sources.word", "read_docx"),
    FileKind.PDF: ("styrhus.letters.sources.pdf", "read_pdf"),
}


def parse(content: bytes, kind: FileKind, name: str) -> Source:
    """The Source of bytes whose kind is known. Raises UnreadableLetter."""
    module, function = PARSERS[kind]
    media, lines, *pages = getattr(import_module(module), function)(content, name)
    return Source(name, media, lines, pages[0] if pages else (), hashlib.sha256(content).hexdigest())
