"""What rooms above this one know of the money; this room imports none of them by name. A room may offer

- a module `money_links` with ``purposes_of(bindings)`` and ``pages_of(agency, year, user)``: what a binding is for,
  and the other pages of the same year;
- a module `spending` with ``used(agency, year, *, as_at, known_at=None) -> dict[int, Decimal]``: kroner booked on each
  post by its key, debit above 0 and income below, on the cash principle;
- a module `authority` with ``check_and_note(*, user, post, amount, on, purpose, by) -> Answer``: whether the person may
  commit the money; the answer is noted by the room that gives it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from functools import cache
from types import ModuleType
from typing import Any

from styrhus.identity.models import Organisation, User
from styrhus.ui.rooms import offered

from .models import Appropriation, Binding, Post


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an amount is set aside for."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a person may commit an amount, and why or why not in one sentence."""

    allowed: bool
    why: str


@cache
def _rooms(name: str) -> tuple[ModuleType, ...]:
    return tuple(module for _room, module in offered(name))


def purposes_of(bindings: Iterable[Binding], user: User) -> dict[int, Purpose]:
    """For each binding's key what it is for, where a room knows it and ``user`` may see it."""
    listed = list(bindings)
    found: dict[int, Purpose] = {}
    for room in _rooms("money_links"):
        found |= room.purposes_of(listed, user)
    return found


def pages_of(agency: Organisation, year: int, user: User) -> list[tuple[Any, str, bool]]:
    """The other pages of the same year, as (text, address, is this one)."""
    return [page for room in _rooms("money_links") for page in room.pages_of(agency, year, user)]


def used(
    agency: Organisation, year: int, *, as_at: date, known_at: datetime | None = None
) -> dict[int, Decimal] | None:
    """Kroner used on each post at the day; None where no room keeps accounts, or none are booked by then."""
    sums: dict[int, Decimal] = {}
    for room in _rooms("spending"):
        for post, amount in room.used(agency, year, as_at=as_at, known_at=known_at).items():
            sums[post] = sums.get(post, Decimal(0)) + amount
    return sums or None


def extra_income(post: Post, *, as_at: date, known_at: datetime | None = None) -> int:
    """Whole kroner that have come on an income post beyond what is appropriated there; 0 when less, or not booked."""
    booked = used(post.chapter.agency, post.chapter.year, as_at=as_at, known_at=known_at)
    if booked is None or post.pk not in booked:
        return 0
    rows = Appropriation.objects.filter(post=post, decided_on__lte=as_at)
    if known_at is not None:
        rows = rows.filter(entered_at__lte=known_at)
    expected = sum(rows.values_list("appropriated", flat=True))
    return max(0, int((-booked[post.pk]).to_integral_value(ROUND_DOWN)) - expected)


def check_authority(*, user: User, post: Post, amount: int, on: date, purpose: str, by: User) -> Answer | None:
    """The answer of the room that keeps the personal authorities; None where there is no such room."""
    for room in _rooms("authority"):
        answer: Answer = room.check_and_note(user=user, post=post, amount=amount, on=on, purpose=purpose, by=by)
        return answer
    return None
