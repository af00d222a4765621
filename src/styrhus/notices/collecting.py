"""The day's reminders: what every room's rules would remind of becomes notices, and what no longer holds falls away."""

from __future__ import annotations

import logging
from datetime import date

from django.db import transaction

from styrhus.identity import clock
from styrhus.ui.rooms import offered

from .actions import notify
from .models import Notice
from .sources import Reminder

log = logging.getLogger(__name__)


def collect(today: date | None = None) -> int:
    """Ask every room that offers ``reminders.due(today)``. Returns how many new notices there are.

    A room that fails is logged and left for the next day; the others are asked all the same.
    """
    day, told = today or clock.today(), 0
    for room, module in offered("reminders"):
        if not hasattr(module, "due"):
            continue
        try:
            with transaction.atomic():
                told += _tell(room, list(module.due(day)))
        except Exception:
            log.exception("The reminders of %s could not be made.", room)
    return told


def _tell(room: str, reminders: list[Reminder]) -> int:
    """Tell the room's reminders, and settle those told before that it does not make any more."""
    told = 0
    for one in reminders:
        told += len(
            notify(
                users=[one.user], kind=one.kind, text=one.text, url=one.url, key=one.key, urgent=one.urgent,
                due=one.due, by_rule=True,
            )
        )  # fmt: skip
    standing = {(one.user.pk, one.key[:200]) for one in reminders}
    of_room = Notice.objects.filter(by_rule=True, kind__startswith=f"{room}.", read_at=None)
    settled, again = [], []
    for pk, user, key, settled_at in of_room.order_by("pk").values_list("pk", "user_id", "key", "settled_at"):
        if (user, key) not in standing and settled_at is None:
            settled.append(pk)
        elif (user, key) in standing and settled_at is not None:
            again.append(pk)
    Notice.objects.filter(pk__in=settled).update(settled_at=clock.now())
    Notice.objects.filter(pk__in=again).update(settled_at=None)
    return told
