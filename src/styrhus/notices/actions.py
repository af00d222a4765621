"""Telling users: in the program at once, by mail in a digest or, when it is urgent, by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction
from django.utils import translation

from styrhus.identity import clock
from styrhus.identity.models import User

from .models import Notice


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
