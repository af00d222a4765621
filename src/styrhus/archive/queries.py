"""Reads of documents: whom they are visible to, their lines, and whether the kept bytes are the ones that came."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User

from .access import Permission
from .models import Document
from .search import Hit, matching, snippet, typed_query

PIECE = 1024 * 1024  # bytes read at a time


def documents_visible_to(user: User) -> QuerySet[Document]:
    """Documents that the user's organisations own or share; the auditor sees all. Without text, which can be long."""
    documents = Document.objects.select_related("organisation").defer("text", "search")
    if user.may(Permission.SEE_ALL_DOCUMENTS):
        return documents
    own = user.organisations_with(Permission.SEE_DOCUMENTS)
    shared = Document.shared_with.through.objects.filter(organisation__in=own).values("document")
    return documents.filter(Q(organisation__in=own) | Q(pk__in=shared))


def search(user: User, text: str, limit: int = 50) -> list[Hit]:
    """The best hits in titles and texts of the documents that ``user`` may see, best first."""
    query = typed_query(text)
    if query is None or limit < 1:
        return []
    return [
        Hit(
            kind=_("Dokument"),
            title=document.title,
            snippet=snippet(document.headline or ""),
            url_name="archive:document",
            url_args=(document.pk,),
            rank=document.rank,
            plan=document.organisation.label,
        )
        for document in matching(documents_visible_to(user), query, "text", limit)
    ]


@dataclass(frozen=True)
class Line:
    number: int  # 1-based
    text: str
    marked: bool


def lines_of(document: Document, marked: frozenset[int] = frozenset()) -> list[Line]:
    """The numbered lines of a document's text; none where no text could be read out of it."""
    if not document.text:
        return []
    return [Line(number, text, number in marked) for number, text in enumerate(document.text.split("\n"), 1)]


def line_numbers(text: str) -> frozenset[int]:
    """The lines that an address asks to have marked: "88,721" or "88-92,721". What is no line number is left out."""
    found: set[int] = set()
    for part in text.split(",")[:200]:
        match = re.fullmatch(r"\s*(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?\s*", part, re.ASCII)
        if match:
            first, last = int(match[1]), int(match[2] or match[1])
            found.update(range(first, min(last, first + 2000) + 1))
    return frozenset(found)


def fault_of(document: Document) -> str:
    """What is wrong with the kept bytes in one sentence; empty when they give the SHA-256 that was registered."""
    digest = hashlib.sha256()
    try:
        with document.file.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    except OSError:
        return gettext("Filen mangler.")
    return "" if digest.hexdigest() == document.sha256 else gettext("Filen er endret siden den ble registrert.")


def broken_documents() -> list[tuple[Document, str]]:
    """Every document whose bytes are gone or changed, with the fault: all are read anew, oldest first."""
    documents = Document.objects.defer("text", "search").order_by("pk").iterator(chunk_size=500)
    return [(document, fault) for document in documents if (fault := fault_of(document))]
