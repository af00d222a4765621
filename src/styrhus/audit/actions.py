"""Writing to the event log. Every act of every room ends here, inside the act's own transaction."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone, translation

from .models import Event
from .queries import Head, head

if TYPE_CHECKING:
    from styrhus.identity.models import User

SYSTEM = "Styrhus"


class OutsideTransaction(RuntimeError):
    """An event was to be written outside a transaction: the act and its event must stand or fall together."""


def record(
    *,
    act: str,
    subject: models.Model,
    by: User | None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    why: str = "",
) -> None:
    """Write one event of ``subject``. ``by`` is None where the program itself acts.

    The log is written in bokmål, whatever language the one who acts reads.
    ``act`` is "room.verb", for example "steering.assign_owner". Raises: OutsideTransaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(act)
    with translation.override(settings.LANGUAGE_CODE):
        Event.objects.create(
            actor=by,
            actor_name=by.name if by else SYSTEM,
            acting_for=by.acting_for_text() if by else "",
            act=act,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            subject_label=str(subject)[:300],
            old=plain(old),
            new=plain(new),
            why=why,
        )


def write_head() -> Head | None:
    """Write the chain's last hash at the end of the file of heads, which is to lie outside the database's reach.

    Whoever later cuts events off the end, or computes the whole chain anew, no longer leads through this line.
    Returns what was written; None while the log is empty. Raises: OSError when the file can't be written.
    """
    standing = head()
    if standing is None:
        return None
    path = Path(settings.AUDIT_HEADS)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{timezone.localtime().isoformat(timespec='seconds')} {standing.number} {standing.hash}\n")
        file.flush()
        os.fsync(file.fileno())
    return standing


def snapshot(subject: models.Model, *fields: str) -> dict[str, Any]:
    """The values of ``fields`` as they stand, for an event's old or new."""
    return {name: getattr(subject, subject._meta.get_field(name).attname) for name in fields}  # type: ignore[union-attr]


def plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """``values`` as JSON can hold them: dates as ISO text, decimals as text, models as their key."""
    return None if values is None else {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:  # noqa: PLR0911 - one line a type reads best
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return value.value
        case str():
            return value.replace("\x00", "")
        case date() | datetime():
            return value.isoformat()
        case Decimal():
            return str(value)
        case models.Model():
            return value.pk
        case Mapping():
            return {str(key): _plain_value(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain_value(item) for item in value]
        case _:
            return str(value)
