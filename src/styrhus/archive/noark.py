"""Writing ``arkivmelding.xml``, the Noark 5 message that hands cases with their documents to an archive. Pure.

The form is that of the namespace below, version 1 of the message (felleslosninger/efm-integrasjonspunkt, v1), with the
values of Noark 5's metadata catalogue, version 5.0. What comes after ``registrering`` in a ``saksmappe`` is right: the
schema lets a case's own fields follow those of every folder.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from lxml import etree

NAMESPACE = "http://www.arkivverket.no/standarder/noark5/arkivmelding"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SYSTEM = "Styrhus"

# What XML 1.0 can't hold, not even as a reference: it stands as the mark of a lost character.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOST = "\ufffd"

# our direction → the catalogue's M082, and M087 of sender and recipient
POST_TYPES = {
    "I": ("Inngående dokument", "Avsender", "Mottaker"),
    "U": ("Utgående dokument", "Avsender", "Mottaker"),
    "X": ("Organinternt dokument uten oppfølging", "Intern avsender", "Intern mottaker"),
}
HIDDEN_CASE_TITLE = "Skjerming tittel mappe - utvalgte ord"  # M502
HIDDEN_ENTRY_TITLE = "Skjerming tittel registrering - utvalgte ord"
CLASSIFICATION = "Arkivkode"


@dataclass(frozen=True, slots=True)
class FileObject:
    """The bytes of a document. ``path`` is its name beside the message; ``sha256`` in hex; ``size`` in bytes."""

    path: str
    title: str
    media_type: str
    format: str
    sha256: str
    size: int
    made_at: datetime
    made_by: str
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal entry. ``files`` is the main document first, then its attachments."""

    key: str
    number: int
    year: int
    sequence: int
    direction: str
    title: str
    public_title: str
    sender: str
    recipient: str
    document_date: date
    journal_date: date
    exemption: str
    made_at: datetime
    made_by: str
    files: tuple[FileObject, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case. ``unit`` is the organisation that made the archive; ``entries`` may be read as they are written."""

    key: str
    number: str
    year: int
    sequence: int
    title: str
    public_title: str
    exemption: str
    class_code: str
    unit: str
    opened_on: date
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str
    entries: Iterable[Entry]


def guid(key: str) -> str:
    """An identifier that is the same each time the same thing is exported."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:styrhus:{key}"))


def writable(text: str) -> str:
    """``text`` with what XML can't hold replaced; line breaks become blanks, as a title has none."""
    return UNWRITABLE.sub(LOST, text).replace("\r\n", " ").replace("\r", " ").replace("\n", " ")


class Writer:
    """Elements in the schema's order, written as they come, so that a large case needs no memory."""

    def __init__(self, out: Any) -> None:
        self.out = out

    def text(self, name: str, value: object, *, optional: bool = False) -> None:
        """An element with text. ``optional`` leaves an empty one out."""
        shown = writable(_shown(value))
        if optional and not shown:
            return
        with self.out.element(f"{{{NAMESPACE}}}{name}"):
            self.out.write(shown)

    @contextmanager
    def element(self, name: str, kind: str = "") -> Iterator[None]:
        with self.out.element(f"{{{NAMESPACE}}}{name}", {f"{{{XSI}}}type": kind} if kind else {}):
            yield


def write_message(file: IO[bytes], *, message: str, moment: datetime, files: int, cases: Iterable[Case]) -> None:
    """Write the whole message. ``message`` is its key, ``moment`` its time with zone, ``files`` how many lie beside."""
    with etree.xmlfile(file, encoding="UTF-8") as out:
        out.write_declaration()
        with out.element(f"{{{NAMESPACE}}}arkivmelding", nsmap={None: NAMESPACE, "xsi": XSI}):
            writer = Writer(out)
            writer.text("system", SYSTEM)
            writer.text("meldingId", guid(message))
            writer.text("tidspunkt", moment)
            writer.text("antallFiler", files)
            for case in cases:
                _case(writer, case)


def _case(writer: Writer, case: Case) -> None:
    with writer.element("mappe", "saksmappe"):
        writer.text("systemID", guid(case.key))
        writer.text("mappeID", f"{case.year}/{case.sequence}")
        writer.text("tittel", case.title)
        writer.text("offentligTittel", case.public_title, optional=True)
        writer.text("dokumentmedium", "Elektronisk arkiv")
        writer.text("opprettetDato", case.opened_at)
        writer.text("opprettetAv", SYSTEM)
        if case.closed_at:
            writer.text("avsluttetDato", case.closed_at)
            writer.text("avsluttetAv", case.closed_by)
        _shield(writer, case.exemption, HIDDEN_CASE_TITLE, whole=False)
        if case.class_code:
            with writer.element("klasse"):
                writer.text("klassifikasjonssystem", CLASSIFICATION)
                writer.text("klasseID", case.class_code)
        _external_key(writer, case.key)
        for entry in case.entries:
            _entry(writer, case, entry)
        writer.text("saksaar", case.year)
        writer.text("sakssekvensnummer", case.sequence)
        writer.text("saksdato", case.opened_on)
        writer.text("administrativEnhet", case.unit)
        writer.text("saksstatus", "Avsluttet" if case.closed_at else "Under behandling")


def _entry(writer: Writer, case: Case, entry: Entry) -> None:
    kind, from_role, to_role = POST_TYPES[entry.direction]
    with writer.element("registrering", "journalpost"):
        writer.text("systemID", guid(entry.key))
        writer.text("opprettetDato", entry.made_at)
        writer.text("opprettetAv", entry.made_by)
        writer.text("arkivertDato", entry.made_at)
        writer.text("arkivertAv", entry.made_by)
        writer.text("referanseForelderMappe", guid(case.key))
        _shield(writer, entry.exemption, HIDDEN_ENTRY_TITLE)
        for number, file in enumerate(entry.files, 1):
            _document(writer, entry, file, number)
        writer.text("registreringsID", f"{case.year}/{case.sequence}-{entry.number}")
        writer.text("tittel", entry.title)
        writer.text("offentligTittel", entry.public_title, optional=True)
        writer.text("dokumentmedium", "Elektronisk arkiv")
        for role, name in ((from_role, entry.sender), (to_role, entry.recipient)):
            if name.strip():
                with writer.element("korrespondansepart"):
                    writer.text("korrespondanseparttype", role)
                    writer.text("korrespondansepartNavn", name)
        _external_key(writer, entry.key)
        writer.text("journalaar", entry.year)
        writer.text("journalsekvensnummer", entry.sequence)
        writer.text("journalpostnummer", entry.number)
        writer.text("journalposttype", kind)
        writer.text("journalstatus", "Arkivert" if case.closed_at else "Journalført")
        writer.text("journaldato", entry.journal_date)
        writer.text("dokumentetsDato", entry.document_date)
        writer.text("antallVedlegg", max(0, len(entry.files) - 1))


def _document(writer: Writer, entry: Entry, file: FileObject, number: int) -> None:
    with writer.element("dokumentbeskrivelse"):
        writer.text("systemID", guid(f"{entry.key}:{number}:{file.sha256}"))
        writer.text("dokumenttype", "Dokument")
        writer.text("dokumentstatus", "Dokumentet er ferdigstilt")
        writer.text("tittel", file.title)
        writer.text("opprettetDato", file.made_at)
        writer.text("opprettetAv", file.made_by)
        writer.text("dokumentmedium", "Elektronisk arkiv")
        writer.text("tilknyttetRegistreringSom", "Hoveddokument" if number == 1 else "Vedlegg")
        writer.text("dokumentnummer", number)
        writer.text("tilknyttetDato", entry.made_at)
        writer.text("tilknyttetAv", entry.made_by)
        _shield(
            writer, file.exemption or (entry.exemption if number == 1 else ""), "Skjerming tittel dokumentbeskrivelse"
        )
        with writer.element("dokumentobjekt"):
            writer.text("versjonsnummer", 1)
            writer.text("variantformat", "Produksjonsformat")
            writer.text("format", file.format)
            writer.text("mimeType", file.media_type)
            writer.text("opprettetDato", file.made_at)
            writer.text("opprettetAv", file.made_by)
            writer.text("referanseDokumentfil", file.path)
            writer.text("sjekksum", file.sha256)
            writer.text("sjekksumAlgoritme", "SHA-256")
            writer.text("filstoerrelse", file.size)


def _shield(writer: Writer, exemption: str, hidden: str, *, whole: bool = True) -> None:
    """What is exempt from public access, by which paragraph. The schema asks for what is hidden of the metadata."""
    if not exemption.strip():
        return
    with writer.element("skjerming"):
        writer.text("tilgangsrestriksjon", "Unntatt offentlighet")
        writer.text("skjermingshjemmel", exemption)
        writer.text("skjermingMetadata", hidden)
        if whole:
            writer.text("skjermingDokument", "Skjerming av hele dokumentet")


def _external_key(writer: Writer, key: str) -> None:
    with writer.element("referanseEksternNoekkel"):
        writer.text("fagsystem", SYSTEM)
        writer.text("noekkel", key)


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
