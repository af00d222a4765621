"""How a year is forecast from what is used so far, and how well it hit. Exact decimals in kroner and øre.

Twelve amounts are a year by month, January first. Amounts of income posts come turned, so that income is positive.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

MONTHS = 12
ORE = Decimal("0.01")
NOTHING = Decimal(0)


class Method(StrEnum):
    STRAIGHT_LINE = "straight_line"
    PROFILE = "profile"
    OWN = "own_estimate"


def in_ore(amount: Decimal) -> Decimal:
    """The amount in whole øre; half an øre goes away from zero."""
    return amount.quantize(ORE, ROUND_HALF_UP)


def month_end(year: int, month: int) -> date:
    """The last day of the month; month 0 is the December before."""
    return date(year, month, calendar.monthrange(year, month)[1]) if month else date(year - 1, 12, 31)


def is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def whole_months(year: int, day: date) -> int:
    """How many months of ``year`` have ended by the end of ``day``: 0 before 31 January, 12 from 31 December."""
    if day.year != year:
        return 0 if day.year < year else MONTHS
    return day.month if is_month_end(day) else day.month - 1


def straight_line(used: Decimal, months: int) -> Decimal | None:
    """The year when its ``months`` first months go on in the same way; None before a month has ended."""
    return in_ore(used * MONTHS / months) if months else None


def profile(used: Decimal, months: int, last_year: Sequence[Decimal]) -> Decimal | None:
    """The year when as large a share of it is used after ``months`` months as last year.

    None where last year says nothing: nothing had been used by then, or over the whole year, or more came in than went
    out, so that there is no share to reckon by.
    """
    year, by_then = sum(last_year, NOTHING), sum(last_year[:months], NOTHING)
    if year <= 0 or by_then <= 0:
        return None
    return in_ore(used * year / by_then)


def planned_after(planned: Sequence[Decimal], months: int) -> Decimal:
    """What is planned for the months that have not ended."""
    return sum(planned[months:], NOTHING)


def own_estimate(
    used: Decimal, months: int, planned: Sequence[Decimal] | None, stated: Decimal | None
) -> Decimal | None:
    """The owner's own: the stated total, else what is used and what is planned for the rest; None: none is given.

    When all twelve months have ended it is what was used, whatever was stated before.
    """
    if planned is None and stated is None:
        return None
    if months == MONTHS:
        return used
    return stated if stated is not None else used + planned_after(planned or (), months)


def deviation(at_disposal: Decimal | int, forecast: Decimal | None, *, income: bool) -> Decimal | None:
    """Kroner to the good: what is left of an expense post, or comes in above an income post's budget. Below 0: too little."""
    if forecast is None:
        return None
    return forecast - at_disposal if income else at_disposal - forecast


class Outlook(StrEnum):
    """What a deviation is called: words beside the sign."""

    EVEN = "even"
    LESS_USED = "less_used"
    MORE_USED = "more_used"
    MORE_INCOME = "more_income"
    LESS_INCOME = "less_income"


def outlook(difference: Decimal, *, income: bool) -> Outlook:
    if not difference:
        return Outlook.EVEN
    if income:
        return Outlook.MORE_INCOME if difference > 0 else Outlook.LESS_INCOME
    return Outlook.LESS_USED if difference > 0 else Outlook.MORE_USED


# -- how well a forecast hit


@dataclass(frozen=True, slots=True)
class Miss:
    """A forecast held against what the year became."""

    forecast: Decimal
    outcome: Decimal

    @property
    def error(self) -> Decimal:
        """Above 0: the forecast was too high."""
        return self.forecast - self.outcome

    @property
    def share(self) -> Decimal | None:
        """The error as a share of the outcome; None where the outcome is 0."""
        return self.error / abs(self.outcome) if self.outcome else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A method over the posts that every compared method has a forecast for. ``error``: the errors' sizes together."""

    method: Method
    posts: int
    error: Decimal
    share: Decimal | None
    best: bool


def compare(misses: Iterable[Mapping[Method, Miss]]) -> list[Hit]:
    """How the methods did over posts, each given as its misses by method; best first.

    Methods with no forecast at all are left out. The others are compared on the posts that all of them cover, as a
    method would else win by saying nothing of the hard ones. Methods that tie are best together.
    """
    posts = list(misses)
    methods = [one for one in Method if any(one in post for post in posts)]
    common = [post for post in posts if all(one in post for one in methods)]
    if not methods or not common:
        return []
    errors = {one: sum((abs(post[one].error) for post in common), NOTHING) for one in methods}
    outcome = sum((abs(post[methods[0]].outcome) for post in common), NOTHING)
    lowest = min(errors.values())
    found = [
        Hit(one, len(common), error, error / outcome if outcome else None, error == lowest)
        for one, error in errors.items()
    ]
    return sorted(found, key=lambda hit: hit.error)
