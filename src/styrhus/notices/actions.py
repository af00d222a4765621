"""Telling users: in the program at once, by mail in a digest or, when it is urgent, by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User

from .access import Permission
from .models import Mail, MailState, Notice, Preferences
from .rules import Quiet, is_quiet


@transaction.atomic
def notify(
    *,
    users: Iterable[User],
    kind: str,
    text: Callable[[], str],
    url: str,
    key: str,
    urgent: bool = False,
    due: date | None = None,
    by_rule: bool = False,
) -> list[Notice]:
    """Tell each of ``users`` once; who was told the same ``key`` before is not told again. Gives the new notices.

    ``text`` is called once for each user, in that user's language. ``url`` is a path on this site. ``due`` is the day
    by which something is to be done, where there is one. ``by_rule`` marks the reminders that rules make by the day.
    """
    told = []
    for user in {user.pk: user for user in users if user.is_active}.values():
        with translation.override(user.language):
            words = text()[:500]
        values = {"kind": kind, "text": words, "url": url, "urgent": urgent, "due_on": due, "by_rule": by_rule}
        notice, new = Notice.objects.get_or_create(
            user=user, key=key[:200], defaults={**values, "made_at": clock.now()}
        )
        if new:
            told.append(notice)
    return told


@transaction.atomic
def mark_read(*, notices: QuerySet[Notice], by: User) -> int:
    """Mark those of ``notices`` read that are the user's own. Returns how many were new. No event: it is no act."""
    return notices.filter(user=by, read_at=None).update(read_at=clock.now())


PREFERENCES = ("digest", "digest_hour", "urgent_at_once", "quiet_from", "quiet_to", "weekends")


@transaction.atomic
def set_preferences(*, user: User, values: Mapping[str, Any], by: User) -> Preferences:
    """Choose what comes by mail, and when. ``values`` holds the fields of ``PREFERENCES``.

    Raises: AccessDenied (another's choices), ValidationError (quiet hours that lack an end, or a digest inside them).
    """
    if user.pk != by.pk or not by.is_active:
        raise AccessDenied(_("Du kan bare endre dine egne valg."))
    chosen = Preferences.objects.select_for_update().filter(user=user).first() or Preferences(user=user)
    old = snapshot(chosen, *PREFERENCES)
    for name in PREFERENCES:
        setattr(chosen, name, values[name])
    if (chosen.quiet_from is None) != (chosen.quiet_to is None) or (
        chosen.quiet_from is not None and chosen.quiet_from == chosen.quiet_to
    ):
        raise ValidationError(_("Stilletiden trenger både et klokkeslett den begynner og et annet den slutter."))
    hours = Quiet(chosen.quiet_from, chosen.quiet_to, weekends=True)
    if chosen.digest and is_quiet(datetime.combine(clock.today(), time(chosen.digest_hour)), hours):
        raise ValidationError(_("Sammendraget er satt til en time i stilletiden din. Velg en time utenfor den."))
    chosen.full_clean(exclude=["user"], validate_unique=False, validate_constraints=False)
    chosen.save()
    new = snapshot(chosen, *PREFERENCES)
    if new != old:
        record(act="notices.set_preferences", subject=chosen, by=by, old=old, new=new)
    return chosen


@transaction.atomic
def send_again(*, mail: Mail, by: User) -> Mail:
    """Put a mail that was not sent, or whose outcome is unknown, back in the queue.

    Raises: AccessDenied, ValidationError (it waits, or is sent already).
    """
    if not Mail.objects.visible_to(by).filter(pk=mail.pk).exists() or not by.may(Permission.SEND_AGAIN):
        raise AccessDenied(_("E-posten hører til en annen virksomhet."))
    locked = Mail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if locked.state not in (MailState.FAILED, MailState.UNKNOWN):
        raise ValidationError(_("E-posten er sendt eller venter allerede på å bli sendt."))
    old = snapshot(locked, "state", "error", "attempts")
    now = clock.now()
    locked.state, locked.error, locked.attempts = MailState.QUEUED, "", 0
    locked.not_before = now
    if locked.key:  # a digest is not stale when somebody has asked for it
        locked.made_at = now
    locked.save(update_fields=["state", "error", "attempts", "not_before", "made_at"])
    record(act="notices.send_again", subject=locked, by=by, old=old, new=snapshot(locked, "state"))
    return locked
