"""How the work of an assignment goes, computed from dates and acts alone: pure functions on plain data.

The status is what can be computed, and nothing else: whether the day has come, whether a milestone was met, what was
handed over and what the ministry answered. What the owner thinks of it is a judgement, kept apart (``models.Judgement``).

An assignment is followed strand by strand: one strand for each part, and one for the whole where the whole has
deadlines of its own. Each strand has its dues (what is to be delivered); its status is the worst of theirs and of its
milestones, and the assignment's status the worst of its strands'.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from .rules import SOON


class Progress(Enum):
    """From best to worst, but for WITHDRAWN, which is of no concern any more."""

    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"  # delivered, and the ministry has accepted it
    DELIVERED = "delivered"  # handed over; the ministry has not decided
    CONTINUOUS = "continuous"  # work without an end date
    ON_TRACK = "on_track"  # begun, and no date has passed
    NOT_STARTED = "not_started"  # no note, no judgement, no milestone done
    DUE_SOON = "due_soon"  # the deadline is today or within 14 days
    MORE_REQUESTED = "more_requested"  # the ministry has asked for more, by a day that has not passed
    MILESTONE_MISSED = "milestone_missed"
    RETURNED = "returned"  # the ministry has sent it back
    OVERDUE = "overdue"

    @property
    def weight(self) -> int:
        return _ORDER[self]

    @property
    def late(self) -> bool:
        """What should have been done by now is not."""
        return self in (Progress.OVERDUE, Progress.RETURNED, Progress.MILESTONE_MISSED)

    @property
    def closed(self) -> bool:
        return self in (Progress.WITHDRAWN, Progress.ACCEPTED)


_ORDER = {progress: place for place, progress in enumerate(Progress)}


class DeliveryState(Enum):
    """Where a delivery stands, read from the ministry's answers."""

    DELIVERED = "delivered"
    RECEIVED = "received"
    MORE_REQUESTED = "more_requested"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REPLACED = "replaced"  # a newer delivery has taken its place

    @property
    def waits_for_ministry(self) -> bool:
        return self in (DeliveryState.DELIVERED, DeliveryState.RECEIVED)

    @property
    def waits_for_agency(self) -> bool:
        return self in (DeliveryState.MORE_REQUESTED, DeliveryState.RETURNED)


# The ministry's answers, as the rows of replies name them.
_AFTER = {
    "received": DeliveryState.RECEIVED,
    "more": DeliveryState.MORE_REQUESTED,
    "accepted": DeliveryState.ACCEPTED,
    "returned": DeliveryState.RETURNED,
}


def delivery_state(answers: Sequence[str], *, replaced: bool = False) -> DeliveryState:
    """The state after ``answers`` (received, more, accepted, returned) in the order they came.

    A receipt after something weightier changes nothing. What was accepted stays so, also when more came later.
    """
    state = DeliveryState.DELIVERED
    for answer in answers:
        after = _AFTER[answer]
        if after is not DeliveryState.RECEIVED or state is DeliveryState.DELIVERED:
            state = after
    return DeliveryState.REPLACED if replaced and state is not DeliveryState.ACCEPTED else state


def answers_open(answers: Sequence[str], *, replaced: bool = False) -> tuple[str, ...]:
    """Which answers the ministry can still give: none to what is decided or replaced, one receipt."""
    if replaced or {"accepted", "returned"} & set(answers):
        return ()
    return ("more", "accepted", "returned") if answers else ("received", "more", "accepted", "returned")


@dataclass(frozen=True, slots=True)
class Due:
    """Something to deliver. ``day`` None: no day is given. ``continuing``: the work goes on after each delivery.

    ``state`` is that of the newest delivery for it, None where there is none; ``more_by`` the day that more is asked by.
    """

    day: date | None = None
    continuing: bool = False
    state: DeliveryState | None = None
    more_by: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone. Those that are dropped are not handed in."""

    day: date
    done: bool = False


def due_progress(due: Due, today: date, *, begun: bool) -> Progress:  # noqa: PLR0911 - one line a state reads best
    """The status of one thing to deliver. A deadline is OVERDUE from the day after it."""
    match due.state:
        case DeliveryState.RETURNED:
            return Progress.RETURNED
        case DeliveryState.MORE_REQUESTED:
            return Progress.OVERDUE if due.more_by and due.more_by < today else Progress.MORE_REQUESTED
        case DeliveryState.ACCEPTED if not due.continuing:
            return Progress.ACCEPTED
        case DeliveryState.DELIVERED | DeliveryState.RECEIVED:
            return Progress.DELIVERED
        case _ if due.continuing:
            return Progress.CONTINUOUS
        case _ if due.day and due.day < today:
            return Progress.OVERDUE
        case _ if due.day and due.day <= today + SOON:
            return Progress.DUE_SOON
    return Progress.ON_TRACK if begun else Progress.NOT_STARTED


def strand_progress(
    dues: Sequence[Due], steps: Sequence[Step], today: date, *, begun: bool = False, withdrawn: bool = False
) -> Progress:
    """The status of an assignment or a part. ``begun``: somebody has noted or judged it; a done step begins it too.

    A milestone counts as missed from the day after it, until all that is due has been handed over.
    """
    if withdrawn:
        return Progress.WITHDRAWN
    begun = begun or any(step.done for step in steps)
    status = worst(due_progress(due, today, begun=begun) for due in dues or (Due(),))
    handed_over = bool(dues) and all(due.state for due in dues)
    missed = any(not step.done and step.day < today for step in steps)
    return worst((status, Progress.MILESTONE_MISSED)) if missed and not handed_over else status


def worst(statuses: Iterable[Progress]) -> Progress:
    """The worst of them; WITHDRAWN where there are none."""
    return max(statuses, key=lambda status: status.weight, default=Progress.WITHDRAWN)


def next_step(steps: Sequence[Step]) -> int | None:
    """The index of the milestone that comes next: the earliest that is not done."""
    waiting = [index for index, step in enumerate(steps) if not step.done]
    return min(waiting, key=lambda index: steps[index].day, default=None)
