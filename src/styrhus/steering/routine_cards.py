"""What waits among standing duties, recurring assignments and requests to drop work: cards and points of the agenda."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.ui.cards import Card, CardLine
from styrhus.ui.formats import date_long, date_short

from . import queries
from .access import Permission
from .agenda_point import AgendaPoint
from .models import Plan
from .queries import DutyStanding
from .rules import SOON, Status
from .rules_periods import Follow
from .texts_routines import FOLLOW_KINDS, FOLLOW_TEXTS, OCCURRENCE_KINDS, OCCURRENCE_TEXTS, period_text

SHOWN = 5
MINE, DEPARTMENT, MINISTRY = "mine", "avdeling", "departementet"


def routine_cards(user: User, plan: Plan, sight: str) -> list[Card]:
    """Duties to be done, occurrences that are near, and requests that wait for the ministry's answer."""
    if sight == MINISTRY:
        return _to_answer(user, plan)
    if not queries.sees_log(user, plan):
        return []
    return [*_duties(user, plan, sight), *_occurrences(user, plan, sight), *_asked(user, plan, sight)]


def _in_sight(user: User, owner: int | None, department: int | None, sight: str) -> bool:
    if sight == MINE:
        return owner == user.pk
    if sight == DEPARTMENT and user.department:
        return department == user.department.pk
    return True


def _duties(user: User, plan: Plan, sight: str) -> Iterator[Card]:
    """Those that are late; one's own and the department's also when they are due within 14 days."""
    near = clock.today() + SOON if sight in (MINE, DEPARTMENT) else None
    found = [
        one
        for one in queries.standings_of(queries.duties_of(plan))
        if (one.follow is Follow.LATE or _is_near(one, near))
        and _in_sight(user, one.duty.owner_id, one.duty.department_id, sight)
    ]
    if not found:
        return
    found.sort(
        key=lambda one: (one.follow is not Follow.LATE, one.next_period.due if one.next_period else clock.today())
    )
    late = found[0].follow is Follow.LATE
    address = reverse("steering:duties", args=(plan.pk,)) + ("?follow=late" if late else "?follow=now")
    yield Card(_("Faste plikter å gjøre"), address, len(found), [_line(one) for one in found[:SHOWN]], late, order=30)


def _is_near(one: DutyStanding, near: date | None) -> bool:
    return bool(near and one.follow is Follow.NOW and one.next_period and one.next_period.due <= near)


def _line(one: DutyStanding) -> CardLine:
    period = one.next_period
    return CardLine(
        one.duty.text[:160],
        reverse("steering:duty", args=(one.duty.pk,)),
        period_text(period.code) if period else "",
        str(FOLLOW_TEXTS[one.follow]),
        FOLLOW_KINDS[one.follow],
    )


def _occurrences(user: User, plan: Plan, sight: str) -> Iterator[Card]:
    near = (Status.PASSED.value, Status.SOON.value)
    rows = [
        one
        for one in queries.occurrences_of(plan).filter(status__in=near)
        if _in_sight(user, one.deadline.assignment.owner_id, one.deadline.assignment.department_id, sight)
    ]
    if not rows:
        return
    lines = [
        CardLine(
            f"{one.deadline.assignment.number} {one.deadline.assignment.title}".strip(),
            reverse("steering:occurrence", args=(one.pk,)),
            date_short(one.due),
            str(OCCURRENCE_TEXTS[one.status]),
            OCCURRENCE_KINDS[one.status],
        )
        for one in rows[:SHOWN]
    ]
    late = any(one.status == Status.PASSED.value for one in rows)
    yield Card(
        _("Gjentatte oppdrag å gjøre"), reverse("steering:occurrences", args=(plan.pk,)), len(rows), lines, late, 25
    )


def _asked(user: User, plan: Plan, sight: str) -> Iterator[Card]:
    """What the agency itself waits for, for those who may ask."""
    if sight == DEPARTMENT or not user.may(Permission.ASK_TO_DROP, plan.agency_id):
        return
    if lines := _requests(plan):
        address = reverse("steering:drops") + "?state=sent"
        yield Card(_("Venter på departementets svar"), address, len(lines), lines[:SHOWN], order=60)


def _to_answer(user: User, plan: Plan) -> list[Card]:
    if not user.may(Permission.ANSWER_DROP, plan.ministry_id):
        return []
    lines = _requests(plan)
    address = reverse("steering:drops") + "?state=sent"
    return (
        [Card(_("Ønsker om nedprioritering å svare på"), address, len(lines), lines[:SHOWN], True, 20)] if lines else []
    )


def _requests(plan: Plan) -> list[CardLine]:
    return [
        CardLine(
            str(request),
            reverse("steering:drop", args=(request.pk,)),
            gettext("sendt %(day)s") % {"day": date_short(request.asked_at)},
        )
        for request in queries.awaiting_answer(plan=plan)
    ]


DROPS, REPEATED = _("Nedprioriteringer"), _("Gjentatte oppdrag")


def routine_points(plan: Plan) -> Iterator[AgendaPoint]:
    """Requests without an answer and occurrences that are late: what both sides may read. Duties stay inside."""
    for request in queries.awaiting_answer(plan=plan):
        url = reverse("steering:drop", args=(request.pk,))
        note = gettext("Sendt %(day)s") % {"day": date_long(request.asked_at)}
        yield AgendaPoint("steering.drop", DROPS, str(request), url, note, 3, f"drop-{request.pk}")
    for one in queries.occurrences_of(plan).filter(status=Status.PASSED.value):
        assignment = one.deadline.assignment
        yield AgendaPoint(
            "steering.occurrence",
            REPEATED,
            f"{assignment.number} {assignment.title}".strip(),
            reverse("steering:occurrence", args=(one.pk,)),
            gettext("Frist %(day)s") % {"day": date_long(one.due)},
            2,
            f"occurrence-{one.pk}",
        )
