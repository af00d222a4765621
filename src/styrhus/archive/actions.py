"""Registering documents."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.queries import version_of
from styrhus.identity.access import require
from styrhus.identity.models import Organisation, User

from .access import Permission
from .models import Direction, Document, storage_path

LARGEST = 50 * 1024 * 1024  # bytes


@transaction.atomic
def register_document(
    *,
    organisation: Organisation,
    content: bytes,
    filename: str,
    media_type: str,
    title: str,
    by: User | None,
    direction: Direction = Direction.WITHIN,
    document_date: date | None = None,
    sender: str = "",
    recipient: str = "",
    case_number: str = "",
    public_title: str = "",
    exemption: str = "",
    text: str = "",
) -> Document:
    """Keep ``content`` as it came, with its hash. The same bytes of the same organisation are kept once.

    Raises: AccessDenied, ValidationError (empty or too large).
    """
    if by:
        require(by, Permission.REGISTER_DOCUMENT, organisation)
    if not content:
        raise ValidationError(_("Filen er tom."))
    if len(content) > LARGEST:
        raise ValidationError(_("Filen er større enn %(limit)s MB.") % {"limit": LARGEST // 2**20})
    digest = hashlib.sha256(content).hexdigest()
    existing = Document.objects.filter(organisation=organisation, sha256=digest).first()
    if existing:
        return existing
    document = Document(
        organisation=organisation,
        title=_clean(title, 300),
        public_title=_clean(public_title, 300),
        filename=filename[-200:],
        media_type=media_type[:100],
        size=len(content),
        sha256=digest,
        text=text.replace("\x00", ""),
        direction=direction,
        case_number=case_number,
        sender=_clean(sender, 200),
        recipient=_clean(recipient, 200),
        document_date=document_date,
        exemption=exemption,
        registered_by=by,
    )
    _keep_bytes(document, content)
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError:  # somebody registered the same bytes at the same moment
        return Document.objects.get(organisation=organisation, sha256=digest)
    new = snapshot(document, "title", "filename", "size", "sha256", "direction", "document_date", "exemption")
    record(act="archive.register_document", subject=document, by=by, new=new)
    return document


@transaction.atomic
def keep_text(*, document: Document, text: str, by: User | None) -> None:
    """Keep the text that was read out of a document, for search and for its lines."""
    document.text = text.replace("\x00", "")
    document.save(update_fields=["text"])
    record(act="archive.keep_text", subject=document, by=by, new={"characters": len(document.text)})


@transaction.atomic
def describe_document(
    *, document: Document, title: str, document_date: date | None, case_number: str, by: User | None
) -> None:
    """Set the journal's data that the document itself turned out to hold: its title, date and case number.

    What is empty leaves the journal as it was. The bytes, their hash and the sender are never changed.
    """
    fields = ("title", "document_date", "case_number")
    old = snapshot(document, *fields)
    document.title = title.replace("\x00", "").strip()[:300] or document.title
    document.document_date = document_date or document.document_date
    document.case_number = case_number.replace("\x00", "").strip()[:40] or document.case_number
    new = snapshot(document, *fields)
    if new != old:
        document.save(update_fields=list(fields))
        record(act="archive.describe_document", subject=document, by=by, old=old, new=new)


@transaction.atomic
def share_document(*, document: Document, organisation: Organisation, by: User | None) -> None:
    """Let another organisation see a document too, such as the ministry the letter that it wrote.

    Raises: AccessDenied.
    """
    if by:
        require(by, Permission.REGISTER_DOCUMENT, document.organisation_id)
    if organisation.pk == document.organisation_id or document.shared_with.filter(pk=organisation.pk).exists():
        return
    document.shared_with.add(organisation)
    record(act="archive.share_document", subject=document, by=by, new={"shared_with": organisation})


JOURNAL = (
    "title",
    "public_title",
    "direction",
    "case_number",
    "sender",
    "recipient",
    "document_date",
    "exemption",
)


@transaction.atomic
def edit_journal(*, document: Document, values: Mapping[str, Any], version: int, by: User, why: str = "") -> None:
    """Change the journal's data of a document; its bytes and text never change.

    ``values`` holds some of the fields of ``JOURNAL``. ``version`` is the number of the last event that the user
    saw (audit.queries.version_of). Raises: AccessDenied; ValidationError (somebody else changed it meanwhile, or a
    value is wrong).
    """
    require(by, Permission.REGISTER_DOCUMENT, document.organisation_id)
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if version_of(locked) != version:
        raise ValidationError(_("Noen andre har endret dokumentet. Last siden på nytt, og gjør endringen igjen."))
    fields = [name for name in JOURNAL if name in values]
    old = snapshot(locked, *fields)
    for name in fields:
        setattr(locked, name, values[name])
    locked.clean_fields(exclude=["organisation", "file", "registered_by"])
    new = snapshot(locked, *fields)
    changed = [name for name in fields if old[name] != new[name]]
    if changed:
        locked.save(update_fields=changed)
        record(
            act="archive.edit_journal",
            subject=locked,
            by=by,
            old={name: old[name] for name in changed},
            new={name: new[name] for name in changed},
            why=why,
        )


def _clean(text: str, longest: int) -> str:
    """What a column can hold: PostgreSQL stores no NUL."""
    return text.replace("\x00", "")[:longest]


def _keep_bytes(document: Document, content: bytes) -> None:
    """Write the bytes under their hash; bytes that are kept already are not written again."""
    name = storage_path(document, "")
    if document.file.storage.exists(name):
        document.file.name = name
    else:
        document.file.save(name, ContentFile(content), save=False)
