"""What is formal is journaled: the text as a document with numbered lines, in its case, from one body to another."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied, require
from styrhus.identity.models import Organisation, User

from .access import Permission
from .actions import register_document, share_document
from .models import CaseFile, Direction, Document, JournalEntry
from .queries import documents_visible_to

Fact = tuple[str, str]
Section = tuple[str, str]


@transaction.atomic
def open_case(
    *, organisation: Organisation, key: str, title: str, by: User | None, public_title: str = "", exemption: str = ""
) -> CaseFile:
    """The case of ``organisation`` that the program calls ``key``, opened with ``title`` where it is not yet there.

    Where it was closed, the matter goes on in a new case.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    known = CaseFile.objects.filter(organisation=organisation, key=key, closed_on=None).first()
    if known:
        return known
    today = clock.today()
    last = CaseFile.objects.filter(organisation=organisation, year=today.year).aggregate(last=Max("sequence"))["last"]
    case = CaseFile.objects.create(
        organisation=organisation,
        key=key,
        year=today.year,
        sequence=(last or 0) + 1,
        title=one_line(title),
        public_title=one_line(public_title),
        exemption=exemption,
        opened_on=today,
    )
    record(act="archive.open_case", subject=case, by=by, new={"title": case.title, "number": case.number})
    return case


@transaction.atomic
def journal(
    *,
    case: CaseFile,
    document: Document,
    direction: Direction,
    title: str,
    sender: str,
    recipient: str,
    by: User | None,
    public_title: str = "",
    exemption: str = "",
    attachments: Iterable[Document] = (),
    document_date: date | None = None,
) -> JournalEntry:
    """Enter ``document`` in ``case``. The acts that call this have checked what their user may do.

    The numbers of a year's journal run without gaps over all cases of the organisation, so that entries are made one
    at a time. Raises: ValidationError (the case is closed, no title).
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=case.organisation_id)
    if CaseFile.objects.filter(pk=case.pk).exclude(closed_on=None).exists():
        raise ValidationError(_("Saken er avsluttet og tar ikke imot flere dokumenter. Opprett en ny sak."))
    if not title.strip():
        raise ValidationError(_("Journalposten må ha en tittel."))
    today = clock.today()
    of_year = JournalEntry.objects.filter(case_file__organisation=case.organisation_id, year=today.year)
    entry = JournalEntry.objects.create(
        case_file=case,
        number=(case.entries.aggregate(last=Max("number"))["last"] or 0) + 1,
        year=today.year,
        sequence=(of_year.aggregate(last=Max("sequence"))["last"] or 0) + 1,
        direction=direction,
        document=document,
        title=one_line(title),
        public_title=one_line(public_title),
        sender=sender.replace("\x00", "")[:200],
        recipient=recipient.replace("\x00", "")[:200],
        document_date=document_date or document.document_date or today,
        journal_date=today,
        exemption=exemption,
        journaled_by=by,
        made_at=clock.now(),
    )
    entry.attachments.set(attachments)
    new = {"case": case.number, "direction": direction, "sender": sender, "recipient": recipient}
    record(act="archive.journal", subject=entry, by=by, new=new)
    return entry


@transaction.atomic
def file_record(
    *,
    case: CaseFile,
    title: str,
    facts: Sequence[Fact],
    sections: Sequence[Section],
    direction: Direction,
    sender: str,
    recipient: str,
    by: User | None,
    public_title: str = "",
    exemption: str = "",
    attachments: Iterable[Document] = (),
    shared_with: Iterable[Organisation] = (),
) -> JournalEntry:
    """Write a formal record (a deviation, a delivery, minutes) as a document, and journal it.

    ``facts`` are label and value, ``sections`` heading and text. The bodies in ``shared_with`` may read it.
    """
    text = as_text(title, facts, sections)
    document = register_document(
        organisation=case.organisation,
        content=text.encode(),
        filename=f"{case.year}-{case.sequence}-{case.entries.count() + 1}.txt",
        media_type="text/plain",
        title=title,
        by=None,
        direction=direction,
        document_date=clock.today(),
        sender=sender,
        recipient=recipient,
        case_number=case.number,
        public_title=public_title,
        exemption=exemption,
        text=text,
    )
    for organisation in shared_with:
        share_document(document=document, organisation=organisation, by=None)
    return journal(
        case=case,
        document=document,
        direction=direction,
        title=title,
        sender=sender,
        recipient=recipient,
        by=by,
        public_title=public_title,
        exemption=exemption,
        attachments=attachments,
    )


@transaction.atomic
def start_case(
    *,
    organisation: Organisation,
    title: str,
    by: User,
    public_title: str = "",
    exemption: str = "",
    class_code: str = "",
) -> CaseFile:
    """A case that a person opens by hand. Raises: AccessDenied, ValidationError (no title)."""
    require(by, Permission.KEEP_JOURNAL, organisation)
    if not one_line(title):
        raise ValidationError(_("Saken må ha en tittel."))
    case = open_case(
        organisation=organisation,
        key=f"hand-{uuid.uuid4()}",
        title=title,
        public_title=public_title,
        exemption=exemption,
        by=by,
    )
    if class_code.strip():
        case.class_code = class_code
        save_checked(case, only=("class_code",))
    return case


@transaction.atomic
def enter_by_hand(
    *,
    case: CaseFile,
    document: Document,
    direction: Direction,
    title: str,
    sender: str,
    recipient: str,
    by: User,
    public_title: str = "",
    exemption: str = "",
    attachments: Iterable[Document] = (),
    document_date: date | None = None,
) -> JournalEntry:
    """Journal a document that lies in the archive already.

    Raises: AccessDenied (the case or a document is not theirs), ValidationError (closed, journaled in the case before).
    """
    require(by, Permission.KEEP_JOURNAL, case.organisation_id)
    extra = list(attachments)
    wanted = {document.pk, *(one.pk for one in extra)}
    if documents_visible_to(by).filter(pk__in=wanted).count() != len(wanted):
        raise AccessDenied(_("Du har ikke tilgang til dokumentet."))
    if case.entries.filter(document=document).exists():
        raise ValidationError(_("Dokumentet er allerede ført i denne saken."))
    return journal(
        case=case,
        document=document,
        direction=direction,
        title=title,
        sender=sender,
        recipient=recipient,
        by=by,
        public_title=public_title,
        exemption=exemption,
        attachments=extra,
        document_date=document_date,
    )


def one_line(title: str) -> str:
    """A title as the journal keeps it: on one line, without NUL, at most 300 characters."""
    return " ".join(title.replace("\x00", "").split())[:300]


def as_text(title: str, facts: Sequence[Fact], sections: Sequence[Section]) -> str:
    """A record as plain text: title, the facts a line each, then each section under its heading."""
    lines = [title, ""]
    lines += [f"{label}: {value}" for label, value in facts if value]
    for heading, words in sections:
        if words.strip():
            lines += ["", heading, "", words.strip()]
    return "\n".join(lines) + "\n"
