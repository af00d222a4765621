"""What is due in the preparedness, as pure functions on plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

REVIEW = timedelta(days=365)  # an overview, a contact list and a processing record are looked through once a year


class Concern(Enum):
    """How much an undesired event should worry: what a likelihood and a consequence of three steps give together."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


def concern(likelihood: int, consequence: int) -> Concern:
    """``likelihood`` and ``consequence`` are 1 to 3. High is both high, or one high and the other middle."""
    product = likelihood * consequence
    return Concern.HIGH if product >= 6 else Concern.MIDDLE if product >= 3 else Concern.LOW


def review_is_due(last: date, today: date, interval: timedelta = REVIEW) -> bool:
    return last + interval <= today


def months_later(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


@dataclass(frozen=True, slots=True)
class Gap:
    """A dependency that fails before the function may: ``missing_hours`` are not covered by any alternative."""

    function: str
    dependency: str
    missing_hours: int


def gaps(dependencies: Iterable[tuple[str, int, str, int, bool]]) -> list[Gap]:
    """The weak points, worst first.

    Each is (function, hours that it may be gone, dependency, hours of its loss that are borne, has an alternative).
    A dependency without an alternative whose loss is borne for a shorter time than the function may be gone is fine
    only as long as that: the function stops while it could still be needed.
    """
    found = [
        Gap(function, dependency, tolerated - borne)
        for function, tolerated, dependency, borne, alternative in dependencies
        if not alternative and borne < tolerated
    ]
    return sorted(found, key=lambda gap: (-gap.missing_hours, gap.function, gap.dependency))


def hours_until_notified(known: datetime, notified: datetime | None, now: datetime) -> int:
    """Whole hours from knowledge to notice, or until now where no notice was sent."""
    return int(((notified or now) - known).total_seconds() // 3600)
