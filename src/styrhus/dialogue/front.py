"""What waits in the dialogue for the one who looks at the front page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.ui.cards import Card, CardLine
from styrhus.ui.formats import date_short

from . import queries
from .access import Permission
from .models import CalledMeeting, MeetingState, Resolution, Side
from .pages import may
from .rules import lacks_agenda
from .tables import MEETING_KINDS

MOST = 5


def cards(user: User, plan: Plan, sight: str) -> list[Card]:
    """The next meeting, minutes that wait for the user's side, and decisions that wait for the user or their side."""
    if not CalledMeeting.objects.visible_to(user).filter(plan=plan).exists() and not may(
        user, Permission.SEE_DIALOGUE, plan
    ):
        return []
    if sight == "avdeling":  # the dialogue has no departments
        return _decisions(user, plan, sight)
    return [*_meeting(user, plan), *_minutes(user, plan), *_decisions(user, plan, sight)]


def _meeting(user: User, plan: Plan) -> list[Card]:
    found = queries.next_meeting(user, plan)
    if found is None:
        return []
    today = clock.today()
    no_agenda = may(user, Permission.LEAD_DIALOGUE, plan) and lacks_agenda(found.day, bool(found.item_count), today)
    line = CardLine(
        text=found.title,
        url=found.get_absolute_url(),
        note=_("Sakslisten mangler") if no_agenda else date_short(found.day),
        tag=found.get_state_display(),
        kind="danger" if no_agenda else MEETING_KINDS[found.state],
    )
    url = reverse("dialogue:meetings", args=(plan.pk,))
    return [Card(gettext_lazy("Neste møte"), url, 1, [line], urgent=no_agenda, order=40)]


def _minutes(user: User, plan: Plan) -> list[Card]:
    waiting = [row for row in queries.awaiting_approval(plan) if queries.may_approve_as(user, row)]
    lines = [
        CardLine(str(row), row.get_absolute_url(), tag=_("Venter på dere"), kind="warning") for row in waiting[:MOST]
    ]
    if may(user, Permission.LEAD_DIALOGUE, plan):
        unwritten = CalledMeeting.objects.filter(plan=plan, state=MeetingState.HELD).order_by("starts_at")
        lines += [
            CardLine(
                row.title, row.get_absolute_url(), note=date_short(row.day), tag=_("Referatet skrives"), kind="info"
            )
            for row in unwritten[:MOST]
        ]
    if not lines:
        return []
    url = reverse("dialogue:meetings", args=(plan.pk,))
    return [Card(gettext_lazy("Referater"), url, len(lines), lines[:MOST], urgent=bool(waiting), order=42)]


def _decisions(user: User, plan: Plan, sight: str) -> list[Card]:
    """In the sight "mine" what the user answers for; else what the user's own side has open."""
    rows = Resolution.objects.visible_to(user).open().filter(plan=plan)
    if sight in ("mine", "avdeling"):
        rows = rows.filter(_mine(user, sight))
    elif sight == "departementet":
        rows = rows.filter(side__in=(Side.MINISTRY, Side.BOTH))
    found = list(rows.order_by("due", "pk").distinct())
    if not found:
        return []
    today = clock.today()
    late = [row for row in found if row.due and row.due < today]
    lines = [_line(row, late=row in late) for row in found[:MOST]]
    url = f"{reverse('dialogue:resolutions', args=(plan.pk,))}?state=open"
    return [Card(gettext_lazy("Beslutninger som venter"), url, len(found), lines, urgent=bool(late), order=44)]


def _mine(user: User, sight: str) -> Q:
    if sight == "mine":
        return Q(owner=user)
    department = user.department
    return Q(owner__roles__department=department) if department else Q(pk=None)


def _line(row: Resolution, *, late: bool) -> CardLine:
    tag: dict[str, Any] = {"tag": _("Over fristen"), "kind": "danger"} if late else {"tag": row.get_kind_display()}
    return CardLine(row.text[:120], row.get_absolute_url(), note=date_short(row.due) if row.due else "", **tag)
