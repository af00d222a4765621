"""How a report goes from one state to the next, who it waits for, and what its due day means: plain tables, no Django."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    READY = "ready"
    APPROVED = "approved"
    SENT = "sent"
    RECEIVED = "received"
    COMMENTED = "commented"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REPLACED = "replaced"


class Act(StrEnum):
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    APPROVE = "approve"
    REPLACE = "replace"
    SEND = "send"
    RECEIVE = "receive"
    COMMENT = "comment"
    RETURN = "return"
    ACCEPT = "accept"


# What may be done in which state, and where it leads. What is not here is refused.
TRANSITIONS: dict[tuple[State, Act], State] = {
    (State.DRAFT, Act.SUBMIT): State.READY,
    (State.READY, Act.TAKE_BACK): State.DRAFT,
    (State.READY, Act.APPROVE): State.APPROVED,
    (State.APPROVED, Act.REPLACE): State.REPLACED,
    (State.APPROVED, Act.SEND): State.SENT,
    (State.SENT, Act.RECEIVE): State.RECEIVED,
    (State.RECEIVED, Act.COMMENT): State.COMMENTED,
    (State.COMMENTED, Act.COMMENT): State.COMMENTED,
    (State.RECEIVED, Act.RETURN): State.RETURNED,
    (State.COMMENTED, Act.RETURN): State.RETURNED,
    (State.RECEIVED, Act.ACCEPT): State.ACCEPTED,
    (State.COMMENTED, Act.ACCEPT): State.ACCEPTED,
}

OPEN = (State.DRAFT, State.READY)  # texts can still be changed, if need be after taking the report back
OUT = (State.SENT, State.RECEIVED, State.COMMENTED, State.RETURNED, State.ACCEPTED)  # the ministry has it
WITH_MINISTRY = (State.SENT, State.RECEIVED, State.COMMENTED)
UNSENT = (State.DRAFT, State.READY, State.APPROVED)
SOON = 14  # days before the due day from which it is marked; the program's own rule


def next_state(state: State | str, act: Act) -> State | None:
    """Where ``act`` leads from ``state``; None where it is refused."""
    return TRANSITIONS.get((State(state), act))


class Timing(StrEnum):
    NO_DUE = "no_due"
    AHEAD = "ahead"
    SOON = "soon"
    LATE = "late"
    ON_TIME = "on_time"
    SENT_LATE = "sent_late"
    NOT_NEEDED = "not_needed"


def timing(state: State | str, due: date | None, sent_on: date | None, today: date) -> Timing:
    """What the due day means for a report on the day ``today``; ``sent_on`` is the day it went to the ministry.

    >>> timing("draft", date(2023, 8, 18), None, date(2023, 8, 19))
    <Timing.LATE: 'late'>
    """
    if State(state) is State.REPLACED:
        return Timing.NOT_NEEDED
    if due is None:
        return Timing.NO_DUE
    if sent_on is not None:
        return Timing.ON_TIME if sent_on <= due else Timing.SENT_LATE
    if today > due:
        return Timing.LATE
    return Timing.SOON if (due - today).days <= SOON else Timing.AHEAD


def joined(kept: str, mine: str) -> str:
    """Both writers' texts, one after the other: nothing is lost when two wrote at once.

    A text that holds the other whole stands alone.
    """
    kept, mine = kept.strip(), mine.strip()
    if mine in kept:
        return kept
    return mine if kept in mine else f"{kept}\n\n{mine}"
