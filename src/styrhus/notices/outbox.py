"""Sending what stands in the outbox. Any number of workers may do it at once: each mail is claimed by one of them.

A mail is claimed in a transaction of its own before it is handed over, so that a worker that is killed in between
leaves it as "sending". Nobody can know then whether it was sent: it is marked so, and a person decides.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from styrhus.identity import clock

from .models import Mail, MailState
from .rules import wait_after
from .smtp import Connection, NotSent, Unclear, compose, server

LOST_AFTER = timedelta(minutes=15)
STALE_AFTER = timedelta(hours=48)
LANGUAGE = "nb"  # of what went wrong: those who look after the program read it


def send_waiting() -> int:
    """Send all that may go now. Returns how many were sent; 0 without a server: mail is kept until there is one."""
    known = server()
    if known is None:
        return 0
    _give_up_stale()
    sent = 0
    with override(LANGUAGE), Connection(known) as connection:
        while (mail := _claim()) is not None:
            sent += _send(mail, connection)
    return sent


def mark_lost() -> int:
    """Say plainly that the outcome is unknown, of mail whose sending was cut off. Returns how many."""
    with override(LANGUAGE):
        sentence = _(
            "Sendingen ble avbrutt, så det er ikke kjent om e-posten kom fram. Den sendes ikke på nytt av seg selv."
        )
    return Mail.objects.filter(state=MailState.SENDING, claimed_at__lt=clock.now() - LOST_AFTER).update(
        state=MailState.UNKNOWN, error=sentence
    )


def _give_up_stale() -> None:
    """Yesterday's digest is no news: the program's own mail that waited too long is not sent any more."""
    with override(LANGUAGE):
        sentence = _("E-posten var for gammel da den kunne sendes. Varslene står i Styrhus.")
    Mail.objects.filter(state=MailState.QUEUED, key__isnull=False, made_at__lt=clock.now() - STALE_AFTER).update(
        state=MailState.FAILED, error=sentence
    )


@transaction.atomic
def _claim() -> Mail | None:
    """One mail that may go now, marked as being sent; what another worker holds is passed by."""
    mail = (
        Mail.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=MailState.QUEUED, not_before__lte=clock.now())
        .select_related("user", "queued_by")
        .order_by("not_before", "pk")
        .first()
    )
    if mail is not None:
        mail.state, mail.claimed_at = MailState.SENDING, clock.now()
        mail.attempts += 1
        mail.save(update_fields=["state", "claimed_at", "attempts"])
    return mail


def _send(mail: Mail, connection: Connection) -> bool:
    """Hand a claimed mail over, and write down how it went."""
    try:
        connection.send(compose(mail, list(mail.attachments.all())), mail.to)
    except NotSent as error:
        _write_failure(mail, error)
        return False
    except Unclear as error:
        _settle(
            mail,
            MailState.UNKNOWN,
            _(
                "Forbindelsen ble brutt etter at e-posten var overlevert, så det er ikke kjent om den kom fram (%(error)s)."
            )
            % {"error": error},
        )
        return False
    except (ValueError, UnicodeError) as error:
        _settle(mail, MailState.FAILED, _("E-posten kan ikke skrives: %(error)s") % {"error": error})
        return False
    mail.sent_at = clock.now()
    _settle(mail, MailState.SENT, "")
    return True


def _write_failure(mail: Mail, error: NotSent) -> None:
    wait = None if error.permanent else wait_after(mail.attempts)
    if wait is None:
        _settle(mail, MailState.FAILED, error.sentence)
        return
    mail.not_before = clock.now() + wait
    _settle(mail, MailState.QUEUED, error.sentence)


def _settle(mail: Mail, state: MailState, error: str) -> None:
    mail.state, mail.error = state, error[:500]
    mail.save(update_fields=["state", "error", "sent_at", "not_before"])
