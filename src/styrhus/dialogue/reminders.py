"""What the dialogue reminds of: a missing agenda, minutes that are late, approvals and decisions that wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from styrhus.identity.models import User
from styrhus.identity.queries import holders_of
from styrhus.notices.sources import Reminder
from styrhus.steering.models import Plan
from styrhus.ui.formats import date_short

from .access import Permission
from .models import CalledMeeting, MeetingState, Minutes, MinutesState, Resolution, Side
from .queries import overdue_minutes
from .rules import APPROVAL_DAYS, days_late, lacks_agenda


def due(today: date) -> Iterable[Reminder]:
    """Every reminder of ``today``; the same thing keeps its key from day to day."""
    yield from _agendas(today)
    yield from _late_minutes(today)
    yield from _approvals(today)
    yield from _decisions(today)


def _agendas(today: date) -> Iterator[Reminder]:
    waiting = CalledMeeting.objects.filter(state__in=(MeetingState.PLANNED, MeetingState.CALLED))
    for meeting in waiting.select_related("plan", "chair", "entered_by").order_by("starts_at", "pk"):
        if not lacks_agenda(meeting.day, meeting.items.filter(included=True).exists(), today):
            continue
        words = {"title": meeting.title, "date": date_short(meeting.day)}
        for user in _leaders(meeting.plan, meeting.chair, meeting.entered_by):
            yield Reminder(
                user=user,
                kind="dialogue.no_agenda",
                key=f"dialogue.no_agenda-{meeting.pk}",
                text=lambda words=words: _("Sakslisten mangler til «%(title)s» %(date)s.") % words,  # type: ignore[misc]
                url=reverse("dialogue:agenda", args=(meeting.pk,)),
            )


def _late_minutes(today: date) -> Iterator[Reminder]:
    for meeting, _days in overdue_minutes(today):
        minutes = meeting.minutes.filter(number=0).first()
        if minutes is None:
            continue
        words = {"title": meeting.title, "date": date_short(meeting.day)}
        for user in _leaders(meeting.plan, meeting.held_by, minutes.made_by):
            yield Reminder(
                user=user,
                kind="dialogue.late_minutes",
                key=f"dialogue.late_minutes-{meeting.pk}",
                text=lambda words=words: _("Referatet fra «%(title)s» %(date)s er ikke sendt ut.") % words,  # type: ignore[misc]
                url=reverse("dialogue:write", args=(minutes.pk,)),
            )


def _approvals(today: date) -> Iterator[Reminder]:
    rows = Minutes.objects.filter(state=MinutesState.SENT).select_related("meeting__plan").order_by("sent_at", "pk")
    for minutes in rows:
        if minutes.sent_at is None or not days_late(timezone.localtime(minutes.sent_at).date(), APPROVAL_DAYS, today):
            continue
        plan, words = minutes.meeting.plan, {"minutes": str(minutes)}
        waiting = [] if minutes.agency_approved_at else [plan.agency_id]
        waiting += [] if minutes.ministry_approved_at else [plan.ministry_id]
        for party in waiting:
            for user in holders_of(Permission.APPROVE_MINUTES, party):
                yield Reminder(
                    user=user,
                    kind="dialogue.approval",
                    key=f"dialogue.approval-{minutes.pk}-{minutes.sent_at:%Y%m%d%H%M}",
                    text=lambda words=words: _("«%(minutes)s» venter på godkjenning hos dere.") % words,  # type: ignore[misc]
                    url=minutes.get_absolute_url(),
                )


def _decisions(today: date) -> Iterator[Reminder]:
    rows = Resolution.objects.open().filter(due__lt=today).select_related("plan", "owner").order_by("due", "pk")
    for row in rows:
        words = {"text": row.text[:120], "date": date_short(row.due)}
        for user in [row.owner] if row.owner else _responsible(row):
            yield Reminder(
                user=user,
                kind="dialogue.decision_late",
                key=f"dialogue.decision_late-{row.pk}-{row.due}",
                text=lambda words=words: _("Fristen %(date)s er passert for: %(text)s") % words,  # type: ignore[misc]
                url=row.get_absolute_url(),
            )


def _leaders(plan: Plan, *preferred: User | None) -> list[User]:
    """Those who made the meeting what it is; without any, the agency's own who lead the dialogue."""
    named = list({user.pk: user for user in preferred if user and user.is_active}.values())
    return named or list(holders_of(Permission.APPROVE_MINUTES, plan.agency_id))


def _responsible(row: Resolution) -> list[User]:
    parties = {Side.AGENCY: [row.plan.agency_id], Side.MINISTRY: [row.plan.ministry_id]}.get(
        Side(row.side), [row.plan.agency_id, row.plan.ministry_id]
    )
    return [user for party in parties for user in holders_of(Permission.APPROVE_MINUTES, party)]
