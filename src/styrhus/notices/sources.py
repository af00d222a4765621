"""Where reminders come from. A room offers ``reminders.py`` with ``due(today)``: what its rules would remind of that day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from styrhus.identity.models import User


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to remind one user of. ``key`` is the same from day to day for as long as it is the same reminder.

    ``text`` is called in the user's language. ``kind`` is "room.rule", for example "steering.overdue".
    ``due`` is the day by which it is to be done, where there is one: the digest gathers what is soon.
    """

    user: User
    kind: str
    key: str
    text: Callable[[], str]
    url: str
    urgent: bool = False
    due: date | None = None
