"""Queueing mail: the row is written in the act's own transaction, so that there is never one without the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from email.message import Message
from email.utils import make_msgid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import User

from .models import Mail, MailAttachment

Attachment = tuple[str, bytes, str]
LARGEST = 10 * 1024 * 1024  # bytes of all attachments together; most receivers refuse more
DOMAIN = "styrhus.invalid"  # of message ids: unique and stable, no address
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+", re.IGNORECASE)


@transaction.atomic
def queue(
    *, to: User | str, subject: str, body: str, attachments: Iterable[Attachment] = (), by: User | None = None
) -> Mail:
    """Write a mail to the outbox: to a user, or to an address. A worker sends it, at most once.

    ``attachments`` are (file name, content, content type with its parameters, such as
    "text/calendar; method=REQUEST; charset=utf-8"). The acts that call this have checked what their user may do.
    Raises: ValidationError (no address, nothing to say, attachments that are too large).
    """
    mail = write(to=to, subject=subject, body=body, attachments=attachments, by=by)
    record(act="notices.queue", subject=mail, by=by, new={"subject": mail.subject, "user": mail.user_id})
    return mail


def write(
    *,
    to: User | str,
    subject: str,
    body: str,
    attachments: Iterable[Attachment] = (),
    by: User | None = None,
    key: str | None = None,
    not_before: datetime | None = None,
) -> Mail:
    """The row itself, for what is queued by acts and for the program's own digests."""
    address = checked_address(to.email if isinstance(to, User) else to)
    now = clock.now()
    mail = Mail(
        user=to if isinstance(to, User) else None,
        to=address,
        subject=one_line(subject)[:300],
        body=body,
        key=key,
        message_id=make_msgid(domain=DOMAIN),
        queued_by=by,
        made_at=now,
        not_before=not_before or now,
    )
    save_checked(mail)
    files = [_attachment(mail, *one) for one in attachments]
    if sum(len(one.content) for one in files) > LARGEST:
        raise ValidationError(
            _("Vedleggene er til sammen større enn %(limit)s MB, og mange mottakere avviser dem. Del dem opp.")
            % {"limit": LARGEST // 2**20}
        )
    MailAttachment.objects.bulk_create(files)
    return mail


def one_line(text: str) -> str:
    """``text`` without line breaks and other control characters, which could pass for headers of their own."""
    return _BREAKS.sub(" ", text).strip()


def checked_address(address: str) -> str:
    """``address`` when mail can be sent to it. Raises: ValidationError."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(
            _("«%(address)s» er ikke en e-postadresse. Skriv den som navn@virksomhet.no.")
            % {"address": one_line(address)[:100]}
        ) from error
    return address


def _attachment(mail: Mail, filename: str, content: bytes, content_type: str) -> MailAttachment:
    """Raises: ValidationError when the content type is none."""
    said = Message()
    said["Content-Type"] = one_line(content_type)
    if not _TYPE.fullmatch(said.get_content_type()) or "/" not in content_type:
        raise ValidationError(_("Vedlegget «%(name)s» mangler filtype.") % {"name": one_line(filename)[:100]})
    name = one_line(filename).replace("/", "-").replace("\\", "-")[-200:]
    return MailAttachment(mail=mail, filename=name, content=content, content_type=one_line(content_type)[:200])
