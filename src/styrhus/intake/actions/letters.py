"""Taking a letter in, reading it again, correcting its head, discarding it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.actions import register_document
from styrhus.archive.models import Direction
from styrhus.audit.actions import record, snapshot
from styrhus.identity.access import require
from styrhus.identity.models import Organisation, User
from styrhus.identity.roles import OrganisationKind
from styrhus.intake.access import Permission
from styrhus.intake.models import LetterKind, Reading, ReadingState, Step
from styrhus.letters.sources.guard import kind_of, load

from .guards import lock_open, require_in

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "text": "text/plain",
}
HEAD = ("kind", "year", "letter_date", "reference")


@transaction.atomic
def upload_letter(
    *, agency: Organisation, ministry: Organisation, owner: Organisation, content: bytes, filename: str, by: User | None
) -> tuple[Reading, bool]:
    """Keep the letter's bytes and queue it for reading: (the reading, whether it is new).

    ``owner`` is the body that uploads it: the agency or its ministry. The same bytes for the same agency are read
    once; a reading that failed is queued anew. The job itself is deferred by the caller (see tasks.py).

    Raises: AccessDenied; ValidationError (not the agency's ministry); UnreadableLetter (too large, or no letter's
    kind of file): then nothing is kept.
    """
    if by:
        require(by, Permission.UPLOAD_LETTER, owner)
    if ministry.kind != OrganisationKind.MINISTRY or owner.pk not in (agency.pk, ministry.pk):
        raise ValidationError(_("Brevet må komme fra departementet eller virksomheten det gjelder."))
    content, name = load(content, filename)
    kind = kind_of(content, name)
    document = register_document(
        organisation=owner,
        content=content,
        filename=name,
        media_type=MEDIA_TYPES[kind.value],
        title=name,
        direction=Direction.IN if owner.pk == agency.pk else Direction.OUT,
        sender=ministry.name,
        recipient=agency.name,
        by=by,
    )
    known = Reading.objects.filter(document=document, agency=agency).exclude(state=ReadingState.DISCARDED).first()
    if known:
        return (read_again(reading=known, by=by), False) if known.state == ReadingState.FAILED else (known, False)
    reading = Reading.objects.create(document=document, agency=agency, ministry=ministry, started_by=by)
    new = snapshot(reading, "document", "agency", "ministry") | {"filename": name}
    record(act="intake.upload_letter", subject=reading, by=by, new=new)
    return reading, True


@transaction.atomic
def read_again(*, reading: Reading, by: User | None) -> Reading:
    """Queue a reading that failed. Raises: AccessDenied, ValidationError (it did not fail)."""
    if by:
        require(by, Permission.UPLOAD_LETTER, reading.document.organisation_id)
    reading = Reading.objects.select_for_update(of=("self",)).select_related("document").get(pk=reading.pk)
    if reading.state != ReadingState.FAILED:
        raise ValidationError(_("Brevet er allerede lest, eller leses nå."))
    old = snapshot(reading, "state", "error_code")
    reading.state, reading.step, reading.progress = ReadingState.QUEUED, Step.WAITING, 0
    reading.error_code, reading.error_values = "", {}
    reading.save(update_fields=["state", "step", "progress", "error_code", "error_values"])
    record(act="intake.read_again", subject=reading, by=by, old=old, new=snapshot(reading, "state"))
    return reading


@transaction.atomic
def correct_head(
    *, reading: Reading, kind: LetterKind | str, year: int, letter_date: date | None, reference: str, by: User | None
) -> Reading:
    """Set what kind of letter it is, its budget year, date and reference, where the reader erred or found nothing.

    Raises: AccessDenied, ValidationError (not open for review).
    """
    require_in(by, Permission.REVIEW_LETTER, reading)
    reading = lock_open(reading)
    old = snapshot(reading, *HEAD)
    reading.kind, reading.year, reading.letter_date, reading.reference = str(kind), year, letter_date, reference.strip()
    new = snapshot(reading, *HEAD)
    if new != old:
        reading.save(update_fields=list(HEAD))
        record(act="intake.correct_head", subject=reading, by=by, old=old, new=new)
    return reading


@transaction.atomic
def discard_letter(*, reading: Reading, why: str, by: User | None) -> Reading:
    """Put a reading away that shall not be used; the document stays in the archive.

    Raises: AccessDenied, ValidationError (adopted already, being read, or no reason).
    """
    if by:
        require(by, Permission.UPLOAD_LETTER, reading.document.organisation_id)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor brevet forkastes."))
    reading = Reading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if reading.state == ReadingState.ADOPTED:
        raise ValidationError(_("Brevet er allerede vedtatt og kan ikke forkastes."))
    if reading.decisions.exists():
        raise ValidationError(
            _("Noe av brevet er allerede tatt inn i planen. Avgjør resten i stedet for å forkaste det.")
        )
    old = snapshot(reading, "state")
    reading.state, reading.error_code, reading.error_values = ReadingState.DISCARDED, "", {}
    reading.save(update_fields=["state", "error_code", "error_values"])
    record(act="intake.discard_letter", subject=reading, by=by, old=old, new=snapshot(reading, "state"), why=why)
    return reading
