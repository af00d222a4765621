"""Cases with their journal and files as one ZIP: ``arkivmelding.xml`` and the documents by their hash.

The same cases give the same bytes: files stand in a fixed order with a fixed date, and the message's time is that of
the latest entry. The ZIP is sent as it is written; a document is never in memory as a whole.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import IO, Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from styrhus.identity.models import User

from . import noark
from .access import Permission
from .models import CaseFile, Document, JournalEntry
from .queries import fault_of

MESSAGE = "arkivmelding.xml"
FOLDER = "dokumenter"
IN_MEMORY = 4 * 1024 * 1024  # bytes of the message kept in memory before it goes to a temporary file
PIECE = 256 * 1024
FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the first that ZIP knows

FORMATS = {
    "text/plain": ("TXT", "txt"),
    "application/pdf": ("PDF", "pdf"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("DOCX", "docx"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("XLSX", "xlsx"),
    "text/calendar": ("ICS", "ics"),
}
UNKNOWN = ("Ukjent", "bin")


def cases_to_export(user: User) -> QuerySet[CaseFile]:
    """Cases that ``user`` may take out: those of their own organisations; the auditor may take out all."""
    if user.may(Permission.SEE_ALL_DOCUMENTS) and user.may(Permission.EXPORT_ARCHIVE):
        return CaseFile.objects.all()
    return CaseFile.objects.filter(organisation__in=user.organisations_with(Permission.EXPORT_ARCHIVE))


def entries_to_export(
    cases: Iterable[CaseFile], begin: date | None = None, end: date | None = None
) -> QuerySet[JournalEntry]:
    """The entries of ``cases`` journaled from ``begin`` to ``end`` (both included), by case and number."""
    rows = JournalEntry.objects.filter(case_file__in=[case.pk for case in cases])
    if begin:
        rows = rows.filter(journal_date__gte=begin)
    if end:
        rows = rows.filter(journal_date__lte=end)
    files = Document.objects.select_related("registered_by").defer("text", "search")
    return (
        rows.select_related("case_file__organisation", "journaled_by")
        .prefetch_related(Prefetch("document", files), Prefetch("attachments", files.order_by("pk")))
        .order_by("case_file__organisation", "case_file__year", "case_file__sequence", "number")
    )


def broken_among(entries: Iterable[JournalEntry]) -> list[tuple[Document, str]]:
    """Documents whose bytes are gone or no longer give their checksum: with one of these, nothing is handed out."""
    return [(document, fault) for document in _documents(entries).values() if (fault := fault_of(document))]


def stream(entries: list[JournalEntry]) -> Iterator[bytes]:
    """The ZIP in pieces. ``entries`` are those of ``entries_to_export``, read whole: their files are not."""
    documents = _documents(entries)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as message:
        write(message, entries, documents)
        message.seek(0)
        sink: Any = _Sink()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            yield from _add(archive, sink, MESSAGE, message)
            for _sha, document in sorted(documents.items()):
                with document.file.open("rb") as content:
                    yield from _add(archive, sink, path_of(document), content)
        yield sink.taken()


def write(file: IO[bytes], entries: list[JournalEntry], documents: dict[str, Document] | None = None) -> None:
    """The message alone."""
    kept = _documents(entries) if documents is None else documents
    by_case: dict[CaseFile, list[JournalEntry]] = {}
    for entry in entries:
        by_case.setdefault(entry.case_file, []).append(entry)
    moment = max((entry.made_at for entry in entries), default=timezone.make_aware(datetime(*FIRST_DATE[:3])))
    key = ";".join(f"{case_key(case)}:{len(rows)}" for case, rows in by_case.items())
    noark.write_message(
        file,
        message=f"{key}:{moment.isoformat()}",
        moment=timezone.localtime(moment),
        files=len(kept),
        cases=(_case(case, rows) for case, rows in by_case.items()),
    )


def path_of(document: Document) -> str:
    """The document's name in the ZIP: by its hash, so that no name that somebody chose decides where it lands."""
    return f"{FOLDER}/{document.sha256}.{FORMATS.get(document.media_type, UNKNOWN)[1]}"


def case_key(case: CaseFile) -> str:
    owner = case.organisation.number or case.organisation.name
    return f"{owner}:sak:{case.year}/{case.sequence}"


def _documents(entries: Iterable[JournalEntry]) -> dict[str, Document]:
    """Each document once, by its name in the ZIP."""
    found: dict[str, Document] = {}
    for entry in entries:
        for document in (entry.document, *entry.attachments.all()):
            found.setdefault(path_of(document), document)
    return found


def _case(case: CaseFile, entries: list[JournalEntry]) -> noark.Case:
    return noark.Case(
        key=case_key(case),
        number=case.number,
        year=case.year,
        sequence=case.sequence,
        title=case.title,
        public_title=case.public_title,
        exemption=case.exemption,
        class_code=case.class_code,
        unit=case.organisation.name,
        opened_on=case.opened_on,
        opened_at=_start_of(case.opened_on),
        closed_at=_start_of(case.closed_on) if case.closed_on else None,
        closed_by=case.closed_by.name if case.closed_by else "",
        entries=(_entry(case, entry) for entry in entries),
    )


def _entry(case: CaseFile, entry: JournalEntry) -> noark.Entry:
    return noark.Entry(
        key=f"{case_key(case)}-{entry.number}",
        number=entry.number,
        year=entry.year,
        sequence=entry.sequence,
        direction=entry.direction,
        title=entry.title,
        public_title=entry.public_title,
        sender=entry.sender,
        recipient=entry.recipient,
        document_date=entry.document_date,
        journal_date=entry.journal_date,
        exemption=entry.exemption,
        made_at=timezone.localtime(entry.made_at),
        made_by=entry.journaled_by.name if entry.journaled_by else noark.SYSTEM,
        files=tuple(_file(document) for document in (entry.document, *entry.attachments.all())),
    )


def _file(document: Document) -> noark.FileObject:
    return noark.FileObject(
        path=path_of(document),
        title=document.title,
        media_type=document.media_type,
        format=FORMATS.get(document.media_type, UNKNOWN)[0],
        sha256=document.sha256,
        size=document.size,
        made_at=timezone.localtime(document.registered_at),
        made_by=document.registered_by.name if document.registered_by else noark.SYSTEM,
        exemption=document.exemption,
    )


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class _Sink:
    """What the ZIP is written to: it keeps what is new until it is taken, and can't go back."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def _add(archive: zipfile.ZipFile, sink: Any, name: str, content: IO[bytes]) -> Iterator[bytes]:
    entry = zipfile.ZipInfo(name, FIRST_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with archive.open(entry, "w") as target:
        while piece := content.read(PIECE):
            target.write(piece)
            if waiting := sink.taken():
                yield waiting
    yield sink.taken()
