"""Minutes: those a user may read, those that wait, and for whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from styrhus.dialogue.access import Permission
from styrhus.dialogue.models import CalledMeeting, MeetingState, Minutes, MinutesState, Side
from styrhus.dialogue.rules import MINUTES_DAYS, days_late
from styrhus.identity.models import User
from styrhus.steering.models import Plan

PARTIES = ("meeting__plan__agency", "meeting__plan__ministry")


def minutes_for(user: User, pk: int) -> Minutes | None:
    approvals = ("made_by", "sent_by", "agency_approved_by", "ministry_approved_by", "record__document")
    return Minutes.objects.visible_to(user).filter(pk=pk).select_related(*PARTIES, *approvals).first()


def may_approve_as(user: User, minutes: Minutes) -> Side | None:
    """The party for which ``user`` may approve these minutes now; None when it is not theirs, or done."""
    if minutes.state != MinutesState.SENT or not user.is_active:
        return None
    plan = minutes.meeting.plan
    if user.may(Permission.APPROVE_MINUTES, plan.agency_id) and not minutes.agency_approved_at:
        return Side.AGENCY if minutes.ministry_approved_by_id != user.pk else None
    if user.may(Permission.APPROVE_MINUTES, plan.ministry_id) and not minutes.ministry_approved_at:
        return Side.MINISTRY if minutes.agency_approved_by_id != user.pk else None
    return None


def awaiting_approval(plan: Plan) -> QuerySet[Minutes]:
    """Minutes and addenda that are out, oldest first."""
    rows = Minutes.objects.filter(meeting__plan=plan, state=MinutesState.SENT)
    return rows.select_related(*PARTIES, "sent_by").order_by("sent_at", "pk")


def overdue_minutes(today: date, plans: Q | None = None) -> list[tuple[CalledMeeting, int]]:
    """Held meetings whose minutes are not out, and how many days too late they are."""
    rows = CalledMeeting.objects.filter(plans or Q(), state=MeetingState.HELD).select_related(
        "plan__agency", "plan__ministry", "held_by"
    )
    return [
        (row, late) for row in rows.order_by("starts_at", "pk") if (late := days_late(row.day, MINUTES_DAYS, today))
    ]
