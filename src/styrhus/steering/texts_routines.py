"""The words and colours of periods, duties, occurrences and requests to drop work."""

from __future__ import annotations

from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .models import Assignment, DropState, Duty, DutyState
from .queries.occurrences import DONE
from .rules import Status
from .rules_periods import Follow, Mark, Period, period_of_code
from .texts import STATUS_TEXTS

FOLLOW_TEXTS: dict[Follow, Any] = {
    Follow.LATE: _("Forsinket"),
    Follow.NOW: _("Perioden løper"),
    Follow.COMING: _("Kommer"),
    Follow.DONE: _("Gjort for året"),
    Follow.CONTINUOUS: _("Løpende eller ved behov"),
    Follow.NOT_SET: _("Frekvens mangler"),
    Follow.RESTS: _("Stilt i bero"),
    Follow.ENDED: _("Avsluttet"),
}
FOLLOW_KINDS = {
    Follow.LATE: "danger",
    Follow.NOW: "info",
    Follow.COMING: "neutral",
    Follow.DONE: "success",
    Follow.CONTINUOUS: "neutral",
    Follow.NOT_SET: "neutral",
    Follow.RESTS: "neutral",
    Follow.ENDED: "neutral",
}
MARK_TEXTS: dict[Mark, Any] = {
    Mark.DONE: _("Gjort"),
    Mark.LATE: _("Forsinket"),
    Mark.NOW: _("Perioden løper"),
    Mark.COMING: _("Kommer"),
    Mark.EXCUSED: _("Følges ikke"),
}
MARK_KINDS = {
    Mark.DONE: "success",
    Mark.LATE: "danger",
    Mark.NOW: "info",
    Mark.COMING: "neutral",
    Mark.EXCUSED: "neutral",
}
OCCURRENCE_TEXTS: dict[str, Any] = {
    DONE: _("Gjort"),
    Status.PASSED.value: _("Forsinket"),
    Status.SOON.value: STATUS_TEXTS[Status.SOON],
    Status.COMING.value: STATUS_TEXTS[Status.COMING],
}
OCCURRENCE_KINDS = {
    DONE: "success",
    Status.PASSED.value: "danger",
    Status.SOON.value: "warning",
    Status.COMING.value: "info",
}
DROP_KINDS: dict[str, str] = {
    DropState.SENT: "warning",
    DropState.GRANTED: "success",
    DropState.CONDITIONAL: "success",
    DropState.REFUSED: "danger",
    DropState.RECALLED: "neutral",
}


def period_text(code: str) -> str:
    """A period in words: "mars 2023", "1. kvartal 2023", "1. halvår 2023", "hele 2023"; the code where it is none."""
    period = period_of_code(code)
    if period is None:
        return code
    values = {"number": period.number, "year": period.start.year, "month": MONTHS[period.start.month]}
    pattern = {
        "M": _now("%(month)s %(year)s"),
        "Q": _now("%(number)s. kvartal %(year)s"),
        "H": _now("%(number)s. halvår %(year)s"),
        "Y": _now("hele %(year)s"),
    }[code[5]]
    return pattern % values


def period_choices(periods: list[Period]) -> list[tuple[str, str]]:
    return [(one.code, period_text(one.code)) for one in periods]


def state_text(duty: Duty) -> str:
    """What the ministry has let happen to a duty, in words; empty for one that runs."""
    if duty.state == DutyState.RUNNING or duty.state_from is None:
        return ""
    values = {
        "first": f"{duty.state_from:%d.%m.%Y}",
        "last": f"{duty.paused_until:%d.%m.%Y}" if duty.paused_until else "",
    }
    if duty.state == DutyState.ENDED:
        return _now("Avsluttet fra %(first)s") % values
    if duty.paused_until:
        return _now("Stilt i bero fra %(first)s til %(last)s") % values
    return _now("Stilt i bero fra %(first)s, inntil videre") % values


def lowered_text(assignment: Assignment) -> str:
    """That the ministry lets an assignment have lower priority, in words; empty where it does not."""
    first, last = assignment.lowered_from, assignment.lowered_until
    if first is None:
        return ""
    values = {"first": f"{first:%d.%m.%Y}", "last": f"{last:%d.%m.%Y}" if last else ""}
    if last:
        return _now("Nedprioritert fra %(first)s til %(last)s") % values
    return _now("Nedprioritert fra %(first)s, inntil videre") % values


REMINDER_TEXTS: dict[str, Any] = {
    "due_soon": _("Frist for oppdrag eller rapport kommer"),
    "overdue": _("Frist for oppdrag eller rapport er passert"),
    "silent": _("Ikke noe nytt om et oppdrag som har en ansvarlig"),
    "milestone_missed": _("Milepæl er ikke nådd"),
    "duty_late": _("Fast plikt er ikke ført som gjort"),
    "occurrence_due": _("Gjentatt oppdrag kommer eller er forsinket"),
    "drop_waiting": _("Ønske om nedprioritering venter på svar"),
}
WHO_TEXTS: dict[str, Any] = {
    "owner": _("den ansvarlige"),
    "department_head": _("avdelingslederen"),
    "controller": _("controlleren"),
    "ministry": _("etatsstyreren i departementet"),
}
