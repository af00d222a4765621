"""The files that a frozen report is sent as: those that the exports make, and always one that can be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from styrhus.steering.actions import Upload

from .compose import plain_text
from .document import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = (("pdf", "application/pdf"), ("docx", DOCX))


def files_of(document: Document) -> list[Upload]:
    """PDF and DOCX where the exports can make them; the plain text where none can."""
    name, text = file_name(document.title), plain_text(document)
    found = []
    for ending, media_type in FORMATS:
        content = rendered(ending, document)
        if content:
            found.append(Upload(f"{name}.{ending}", media_type, content, text))
    return found or [Upload(f"{name}.txt", "text/plain", text.encode(), text)]


def file_name(title: str) -> str:
    """A title as the name of a file: letters, digits and hyphens."""
    return re.sub(r"[^0-9A-Za-zÆØÅæøå]+", "-", title).strip("-").lower()[:80] or "rapport"


def renderer(ending: str) -> Callable[[Document], bytes | str] | None:
    """What makes the file of that ending; None where that export is not there."""
    if find_spec("styrhus.reports.render") is None:
        return None
    found = getattr(import_module("styrhus.reports.render"), ending, None)
    return found if callable(found) else None


def rendered(ending: str, document: Document) -> bytes | None:
    """The document as a file; None where that export is not there."""
    make = renderer(ending)
    if make is None:
        return None
    made = make(document)
    return made.encode() if isinstance(made, str) else made
