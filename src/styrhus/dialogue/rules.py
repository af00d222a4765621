"""How meetings and minutes go from one state to the next, as plain tables."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    PLANNED = "planned"
    CALLED = "called"
    HELD = "held"
    MINUTES_OUT = "minutes_out"
    LOCKED = "locked"
    CANCELLED = "cancelled"


class Act(StrEnum):
    CALL = "call"
    CHANGE = "change"
    CANCEL = "cancel"
    HOLD = "hold"
    SEND_MINUTES = "send_minutes"
    TAKE_BACK = "take_back"
    LOCK = "lock"


# What may be done in which state, and where it leads. What is not here is refused.
TRANSITIONS: dict[tuple[State, Act], State] = {
    (State.PLANNED, Act.CALL): State.CALLED,
    (State.PLANNED, Act.CHANGE): State.PLANNED,
    (State.PLANNED, Act.CANCEL): State.CANCELLED,
    (State.CALLED, Act.CHANGE): State.CALLED,
    (State.CALLED, Act.CANCEL): State.CANCELLED,
    (State.CALLED, Act.HOLD): State.HELD,
    (State.HELD, Act.SEND_MINUTES): State.MINUTES_OUT,
    (State.MINUTES_OUT, Act.TAKE_BACK): State.HELD,
    (State.MINUTES_OUT, Act.LOCK): State.LOCKED,
}

BEFORE_MEETING = (State.PLANNED, State.CALLED)
FINAL = (State.LOCKED, State.CANCELLED)

AGENDA_DAYS = 14  # the instruction asks for the papers two weeks before the meeting
MINUTES_DAYS = 7  # the program's own rule for when somebody is reminded
APPROVAL_DAYS = 7


def next_state(state: State | str, act: Act) -> State | None:
    """Where ``act`` leads from ``state``; None where it is refused."""
    return TRANSITIONS.get((State(state), act))


def lacks_agenda(starts_on: date, has_agenda: bool, today: date) -> bool:
    """Whether the agenda should have been sent: the meeting is within ``AGENDA_DAYS`` and has none."""
    return not has_agenda and today <= starts_on <= today + timedelta(days=AGENDA_DAYS)


def days_late(day: date, limit: int, today: date) -> int:
    """How many days more than ``limit`` have gone since ``day``; 0 when the limit has not passed."""
    return max(0, (today - day).days - limit)


def missing_meetings(announced: int | None, called: int) -> int:
    """How many of the announced meetings are not yet in the calendar. Without a number, one is expected.

    >>> missing_meetings(2, 1)
    1
    """
    return max(0, (announced or 1) - called)


def joined(kept: str, mine: str) -> str:
    """Both writers' texts, one after the other: nothing is lost when two wrote at once.

    A text that holds the other whole stands alone.
    """
    kept, mine = kept.strip(), mine.strip()
    if mine in kept:
        return kept
    return mine if kept in mine else f"{kept}\n\n{mine}"
