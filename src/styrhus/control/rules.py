"""Arithmetic of internal control, and who may commit the state's money. Pure functions on plain data.

The agency's head holds the whole authority to commit the budget; it is delegated in writing, and nobody can hand on more
than they hold (Instruksen, om delegering av budsjettdisponeringsmyndighet; Reglement for økonomistyring § 14).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# How many times a control of each frequency is to be done in a year. What is continuous or done when needed is held to once.
TIMES_A_YEAR = {"monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1, "continuous": 1, "when_needed": 0}


def times_a_year(frequency: str) -> int:
    return TIMES_A_YEAR.get(frequency, 1)


class Outcome(StrEnum):
    """How a planned control stands."""

    NOT_DUE = "not_due"  # nothing is planned before today that lacks
    BEHIND = "behind"
    FAILED = "failed"  # the newest performance found a deviation
    DONE = "done"


def outcome(*, planned: int, done: int, last_deviates: bool, expected: int) -> Outcome:
    """``planned`` times in the year, ``done`` so far, of which ``expected`` by today."""
    if last_deviates:
        return Outcome.FAILED
    if done and done >= planned:
        return Outcome.DONE
    return Outcome.BEHIND if done < expected else Outcome.NOT_DUE


def expected_by(planned: int, year: int, today: date) -> int:
    """How many of ``planned`` times, spread evenly over ``year``, should have been done when ``today`` begins."""
    if today.year != year:
        return planned if today.year > year else 0
    return planned * (today.timetuple().tm_yday - 1) // (366 if _is_leap(year) else 365)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


# -- delegations


@dataclass(frozen=True, slots=True)
class Holding:
    """What a delegation gives.

    ``posts``           codes such as "671" (the whole chapter) and "671.21"; empty: all posts
    ``per_commitment``  whole kroner; None: no limit of its own
    ``per_year``        whole kroner for all commitments of a calendar year; None: no limit of its own
    ``begin``, ``end``  the first and the last day that it holds; None: until it is withdrawn
    """

    posts: frozenset[str] = frozenset()
    per_commitment: int | None = None
    per_year: int | None = None
    begin: date = date.min
    end: date | None = None


class Excess(StrEnum):
    """Why a delegation would give more than its giver holds."""

    POSTS = "posts"
    PER_COMMITMENT = "per_commitment"
    PER_YEAR = "per_year"
    PERIOD = "period"


class Refusal(StrEnum):
    """Why a commitment is outside a delegation."""

    PERIOD = "period"
    POST = "post"
    PER_COMMITMENT = "per_commitment"
    PER_YEAR = "per_year"


def covers(posts: frozenset[str], code: str) -> bool:
    """Whether a post such as "671.21" lies within ``posts``."""
    return not posts or code in posts or code.split(".", maxsplit=1)[0] in posts


def overlap(one: Holding, other: Holding) -> bool:
    """Whether two holdings have a post and a day in common."""
    same_day = (one.end is None or other.begin <= one.end) and (other.end is None or one.begin <= other.end)
    if not same_day:
        return False
    if not one.posts or not other.posts:
        return True
    return any(covers(other.posts, code) for code in one.posts) or any(covers(one.posts, code) for code in other.posts)


def excess(child: Holding, parent: Holding) -> Excess | None:
    """The first respect in which ``child`` gives more than ``parent`` holds; None when it stays within."""
    if parent.posts and (not child.posts or not all(covers(parent.posts, code) for code in child.posts)):
        return Excess.POSTS
    if _above(child.per_commitment, parent.per_commitment):
        return Excess.PER_COMMITMENT
    if _above(child.per_year, parent.per_year):
        return Excess.PER_YEAR
    if child.begin < parent.begin or (parent.end is not None and (child.end is None or child.end > parent.end)):
        return Excess.PERIOD
    return None


def _above(value: int | None, limit: int | None) -> bool:
    return limit is not None and (value is None or value > limit)


def holds_on(holding: Holding, day: date) -> bool:
    """From the first day to the last, both included."""
    return holding.begin <= day and (holding.end is None or day <= holding.end)


def refusal(
    chain: Sequence[Holding], *, code: str, amount: int, on: date, used: Sequence[int]
) -> tuple[Refusal, int] | None:
    """Why ``amount`` kroner on the post ``code`` can't be committed that day, and which link of the chain says so.

    ``chain`` runs from the delegation itself to its root; ``used`` is, for each link, the kroner committed in the year
    under it and under all that was delegated from it. None: it may be committed.
    """
    for place, link in enumerate(chain):
        if not holds_on(link, on):
            return Refusal.PERIOD, place
        if not covers(link.posts, code):
            return Refusal.POST, place
        if link.per_commitment is not None and amount > link.per_commitment:
            return Refusal.PER_COMMITMENT, place
        if link.per_year is not None and used[place] + amount > link.per_year:
            return Refusal.PER_YEAR, place
    return None


# -- findings


def is_late(deadline: date | None, closed: bool, today: date) -> bool:
    """A deadline passes when its day is over."""
    return deadline is not None and not closed and deadline < today


def is_high_priority(body: str) -> bool:
    """Remarks from Riksrevisjonen have high priority (Instruksen, om Riksrevisjonen)."""
    return body == "riksrevisjonen"
