"""What waits in the follow-up for one user, as cards of the front page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.ui.cards import Card, CardLine
from styrhus.ui.formats import date_long, date_short

from . import queries
from .access import Permission
from .models import Plan
from .queries import DeliveryRow, FollowUpRow
from .queries.followup import COLOUR_WEIGHT
from .rules_followup import Progress
from .texts_followup import DELIVERY_KINDS, DELIVERY_TEXTS, PROGRESS_KINDS, progress_text

SHOWN = 5
PRESSING = (Progress.OVERDUE, Progress.RETURNED, Progress.MORE_REQUESTED, Progress.MILESTONE_MISSED, Progress.DUE_SOON)


def followup_cards(user: User, plan: Plan, sight: str) -> list[Card]:
    """``sight`` is "mine", "avdeling", "virksomheten" or "departementet". Empty when nothing waits."""
    if not user.may(Permission.SEE_PLAN):
        return []
    if sight == "departementet":
        return _to_receive(user, plan)
    if not queries.sees_inside(user, plan):
        return []
    today = clock.today()
    rows = [row for row in queries.followup_rows(plan, today) if _counts(row)]
    if sight == "mine":
        rows = [row for row in rows if row.assignment.owner_id == user.pk]
    elif sight == "avdeling" and user.department:
        rows = [row for row in rows if row.assignment.department_id == user.department.pk]
    return _working(plan, rows, mine=sight == "mine") + _milestones(user, plan, sight)


def _counts(row: FollowUpRow) -> bool:
    """What presses, or is judged red; whole assignments, so that none is counted once for each part."""
    return not row.part and (row.progress in PRESSING or row.colour == "red")


def _working(plan: Plan, rows: list[FollowUpRow], *, mine: bool) -> list[Card]:
    if not rows:
        return []
    rows = sorted(rows, key=lambda row: (-row.progress.weight, -COLOUR_WEIGHT.get(row.colour, 0), row.number))
    late = any(row.progress.late or row.colour == "red" for row in rows)
    url = reverse("steering:board", args=(plan.pk,)) + ("?mine=on" if mine else "")
    return [
        Card(
            title=_("Oppdrag som krever noe"),
            url=url,
            count=len(rows),
            lines=[_line(row) for row in rows[:SHOWN]],
            urgent=late,
            order=10,
        )
    ]


def _line(row: FollowUpRow) -> CardLine:
    note = date_short(row.deadline) if row.deadline else row.deadline_text
    if row.colour == "red" and row.progress not in PRESSING:
        return CardLine(_named(row), row.url, note, gettext("Vurdert rødt"), "danger")
    return CardLine(_named(row), row.url, note, progress_text(row.progress), PROGRESS_KINDS[row.progress])


def _named(row: FollowUpRow) -> str:
    return f"{row.number} {row.title}".strip()


def _milestones(user: User, plan: Plan, sight: str) -> list[Card]:
    """The milestones that the user is to do oneself and that have passed or come within 14 days."""
    if sight != "mine":
        return []
    near = list(queries.milestones_near(user, plan, clock.today()))
    if not near:
        return []
    today = clock.today()
    lines = [
        CardLine(
            one.title,
            reverse("steering:milestone", args=(one.pk,)),
            date_long(one.date),
            gettext("Ikke nådd") if one.date < today else gettext("Innen 14 dager"),
            "warning" if one.date < today else "info",
        )
        for one in near[:SHOWN]
    ]
    url = reverse("steering:board", args=(plan.pk,))
    return [Card(_("Milepælene mine"), url, len(near), lines, any(one.date < today for one in near), 15)]


def _to_receive(user: User, plan: Plan) -> list[Card]:
    waiting = [row for row in queries.delivery_rows(user, plan) if row.waits_for_ministry]
    if not waiting or not user.may(Permission.REPLY_TO_DELIVERY, plan.ministry_id):
        return []
    lines = [_delivery_line(row) for row in reversed(waiting[-SHOWN:])]
    url = reverse("steering:deliveries") + "?waiting=on"
    return [Card(_("Leveranser å svare på"), url, len(waiting), lines, urgent=True, order=10)]


def _delivery_line(row: DeliveryRow) -> CardLine:
    text: Any = DELIVERY_TEXTS[row.state]
    return CardLine(
        str(row.delivery), row.url, date_long(row.delivery.delivered_at.date()), str(text), DELIVERY_KINDS[row.state]
    )
