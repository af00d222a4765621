"""A figure that can be walked back to its source: what it says, as at which day, and what it was computed from.

A room that computes figures offers a module `figures` with

    LABELS: dict[str, text]      the figures it has, by the part of the key behind the room: {"used": _("Brukt")}
    compute(name, *, agency, year, as_at, known_at=None) -> Figure

A key is "ROOM.NAME" or "ROOM.NAME:ARGUMENT" ("ledger.used:671.60"); ``compute`` is given the part behind "ROOM.". The
same key, ``as_at`` and ``known_at`` give the same value for ever: ``as_at`` leaves out what happened later, and
``known_at`` what was entered later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Unit = Literal["kroner", "count", "percent", "persons", "days", "text"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its receipt. ``value`` None: there is nothing to compute it from, which is not the same as 0.

    ``definition`` says in one sentence how it is computed, in the reader's language; ``rows`` is how many rows it was
    computed from, ``fingerprint`` the SHA-256 of those rows, and ``url`` the page that lists them.
    """

    key: str
    label: str
    value: Decimal | int | str | None
    unit: Unit
    as_at: date
    known_at: datetime | None
    definition: str
    rows: int
    fingerprint: str
    url: str = ""


def fingerprint_of(rows: Iterable[Iterable[object]]) -> str:
    """The SHA-256 over rows in the order they come, each value as text; equal rows give an equal sum."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update("\x1f".join(str(value) for value in row).encode() + b"\x1e")
    return digest.hexdigest()


def receipt(
    key: str,
    value: Decimal | int | str | None,
    rows: Sequence[Sequence[object]],
    *,
    label: str,
    unit: Unit,
    definition: str,
    as_at: date,
    known_at: datetime | None = None,
    url: str = "",
) -> Figure:
    """The figure of ``value`` with the receipt of the ``rows`` that it was computed from."""
    return Figure(key, label, value, unit, as_at, known_at, definition, len(rows), fingerprint_of(rows), url)
