"""Handing a mail to an SMTP server, step by step, so that the outcome of each try is known for what it is."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import TracebackType
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from .models import Mail, MailAttachment

TIMEOUT = 30  # seconds


class NotSent(Exception):
    """The server surely did not take the mail. ``permanent``: trying again would not help."""

    def __init__(self, sentence: str, *, permanent: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.permanent = permanent


class Unclear(Exception):
    """The connection was lost after the mail was handed over and before the answer: it may have been sent."""


@dataclass(frozen=True, slots=True)
class Server:
    """``security``: "none", "starttls", or "tls" from the first byte."""

    host: str
    port: int
    user: str
    password: str
    security: str

    @classmethod
    def parse(cls, url: str) -> Server:
        """Read "smtp://user:password@host:587?tls=starttls" or "smtps://host". Raises: ImproperlyConfigured."""
        parts = urlsplit(url)
        said = parse_qs(parts.query).get("tls", ["" if parts.scheme == "smtp" else "tls"])[0] or "none"
        try:
            port = parts.port
        except ValueError:
            port = -1
        known = {"smtp": ("none", "starttls"), "smtps": ("tls",)}.get(parts.scheme, ())
        if said not in known or not parts.hostname or port == -1:
            raise ImproperlyConfigured(
                "STYRHUS_SMTP_URL must be smtp://user:password@host:port?tls=starttls or smtps://user:password@host:port."
            )
        standard = {"none": 25, "starttls": 587, "tls": 465}[said]
        return cls(parts.hostname, port or standard, unquote(parts.username or ""), unquote(parts.password or ""), said)


def server() -> Server | None:
    """The server that the settings name; None when mail is not set up."""
    return Server.parse(settings.SMTP_URL) if settings.SMTP_URL else None


def compose(mail: Mail, attachments: Sequence[MailAttachment]) -> EmailMessage:
    """The mail as it goes out: plain text, no HTML. An invitation stands beside the text, as calendars want it.

    Raises: ValueError for a header with a line break in it.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.MAIL_FROM
    name, _at, domain = mail.to.rpartition("@")
    message["To"] = Address(mail.user.name if mail.user else "", name, domain)
    if mail.queued_by and mail.queued_by.email != mail.to:
        name, _at, domain = mail.queued_by.email.rpartition("@")
        message["Reply-To"] = Address(mail.queued_by.name, name, domain)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.made_at)
    message["Message-ID"] = mail.message_id
    if mail.queued_by is None:
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answers of absence, please
        if settings.SITE_URL:
            message["List-Unsubscribe"] = f"<{settings.SITE_URL}/varsler/valg/>"
    message.set_content(mail.body, charset="utf-8", cte="quoted-printable")
    for one in attachments:
        content = bytes(one.content)
        main, _slash, rest = one.content_type.partition("/")
        subtype, *said = [part.strip() for part in rest.split(";")]
        params = {key.strip().lower(): value.strip().strip('"') for key, _eq, value in (p.partition("=") for p in said)}
        if (main, subtype) == ("text", "calendar") and "method" in params:
            params.pop("charset", None)
            message.add_alternative(
                content.decode("utf-8"), subtype="calendar", charset="utf-8", cte="base64", params=params
            )
    for one in attachments:
        main, _slash, rest = one.content_type.partition("/")
        subtype = rest.split(";")[0].strip()
        if main == "text" and subtype == "calendar":
            main, subtype = "application", "ics"  # the same file to open by hand, where a reader shows no invitation
        message.add_attachment(bytes(one.content), maintype=main, subtype=subtype, filename=one.filename)
    if mail.user:
        message["Content-Language"] = mail.user.language  # last: setting the content takes such headers away
    return message


class Connection:
    """One connection for many mails. Opened by the first; a context that closes it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Connection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._smtp.close()
            self._smtp = None

    def send(self, message: EmailMessage, to: str) -> None:
        """Hand ``message`` over. Raises: NotSent, Unclear."""
        sender = Address(addr_spec=_bare(settings.MAIL_FROM)).addr_spec
        try:
            smtp = self._open()
            options = ["SMTPUTF8"] if not to.isascii() and smtp.has_extn("smtputf8") else []
            _accept(smtp.mail(sender, options), _("Serveren avviste avsenderen"))
            _accept(smtp.rcpt(to), _("Serveren avviste mottakeren"))
        except NotSent:
            self.close()
            raise
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self.close()
            raise NotSent(_("Fikk ikke kontakt med e-postserveren: %(error)s") % {"error": _said(error)}) from error
        try:
            code, answer = smtp.data(message.as_bytes())
        except smtplib.SMTPDataError as error:
            self.close()
            _accept((error.smtp_code, _bytes(error.smtp_error)), _("Serveren avviste e-posten"))
            raise NotSent(_said(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Unclear(_said(error)) from error
        if code != 250:
            self.close()
            _accept((code, answer), _("Serveren avviste e-posten"))

    def _open(self) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        known = self.server
        context = ssl.create_default_context()
        smtp = (
            smtplib.SMTP_SSL(known.host, known.port, timeout=TIMEOUT, context=context)
            if known.security == "tls"
            else smtplib.SMTP(known.host, known.port, timeout=TIMEOUT)
        )
        self._smtp = smtp
        smtp.ehlo_or_helo_if_needed()
        if known.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if known.user:
            smtp.login(known.user, known.password)
        return smtp


def _accept(answer: tuple[int, bytes], sentence: str) -> None:
    """Raises: NotSent with the server's words, permanent for 5xx."""
    code, words = answer
    if code not in (250, 251):
        said = words.decode("utf-8", "replace").replace("\n", " ")
        raise NotSent(f"{sentence}: {code} {said}"[:500], permanent=500 <= code < 600)


def _said(error: BaseException) -> str:
    return str(error)[:300] or type(error).__name__


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()


def _bare(address: str) -> str:
    """The address alone of "Name <address>"."""
    return address.rpartition("<")[2].rstrip("> ") if "<" in address else address.strip()
