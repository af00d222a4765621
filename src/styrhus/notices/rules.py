"""When mail may be sent to a user, when it is tried again, and what a digest holds: pure functions on plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from styrhus.common.working_days import is_working_day

# After each try that did not come through, how long the next one waits; then it is given up.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
SOON = timedelta(days=7)
LONGEST_SILENCE = 30  # days that are looked ahead; no run of days off is as long


@dataclass(frozen=True, slots=True)
class Quiet:
    """A user's quiet time by the wall clock. Without hours every hour will do; ``weekends``: days off will do too."""

    begin: time | None
    end: time | None
    weekends: bool


def is_quiet(moment: datetime, quiet: Quiet) -> bool:
    """Whether ``moment`` (local and aware) lies in quiet time. The begin is quiet, the end no longer is."""
    if not quiet.weekends and not is_working_day(moment.date()):
        return True
    if quiet.begin is None or quiet.end is None:
        return False
    clock = moment.time().replace(tzinfo=None)
    if quiet.begin < quiet.end:
        return quiet.begin <= clock < quiet.end
    return clock >= quiet.begin or clock < quiet.end  # across midnight


def next_open(moment: datetime, quiet: Quiet) -> datetime:
    """The first moment from ``moment`` on that is not quiet, in the same time zone.

    A wall clock time that the change to summer time skips is the moment that the clock shows instead.
    """
    if not is_quiet(moment, quiet):
        return moment
    opens = quiet.end if quiet.begin is not None and quiet.end is not None else time(0)
    for ahead in range(LONGEST_SILENCE + 1):
        day = moment.date() + timedelta(days=ahead)
        for at in dict.fromkeys((opens, time(0))):  # midnight too: a day off may end in an hour that is not quiet
            for fold in (0, 1):
                candidate = datetime.combine(day, at, moment.tzinfo).replace(fold=fold)
                real = candidate.astimezone(UTC).astimezone(moment.tzinfo)
                if real.astimezone(UTC) > moment.astimezone(UTC) and not is_quiet(real, quiet):
                    return real
    raise ValueError("No moment that is not quiet was found.")


def digest_is_due(moment: datetime, hour: int) -> bool:
    """Whether the day's digest is to be sent at ``moment``: on working days, from the user's hour on."""
    return is_working_day(moment.date()) and moment.hour >= hour


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many tries; None when there is to be no further one."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def group_of(urgent: bool, due: date | None, today: date) -> str:
    """Where a notice stands in the digest: "urgent", "soon" (due within seven days) or "other"."""
    if urgent or (due is not None and due < today):
        return "urgent"
    return "soon" if due is not None and due <= today + SOON else "other"
