"""A meeting from planning to the day it is held."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.dialogue import invitations, letters
from styrhus.dialogue.access import Permission
from styrhus.dialogue.models import CalledMeeting, MeetingState, Minutes, MinutesPart
from styrhus.dialogue.rules import Act
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.identity.queries import holders_of
from styrhus.risk.access import Permission as Risk
from styrhus.risk.actions import take_snapshot
from styrhus.steering.access import Permission as Steering
from styrhus.steering.actions import set_meeting_date
from styrhus.steering.models import Meeting, MeetingKind, Plan, ReportingDemand

from .participants import add_users
from .shared import (
    held_meeting_row,
    require_owner_of_a_party,
    require_party,
    side_of,
    state_after,
)

FIELDS = ("kind", "title", "starts_at", "ends_at", "venue", "video", "chair", "announced")


@transaction.atomic
def plan_meeting(
    *,
    plan: Plan,
    kind: MeetingKind | str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    by: User | None,
    announced: Meeting | None = None,
    venue: str = "",
    video: str = "",
    chair: User | None = None,
    builds_on: Iterable[ReportingDemand] = (),
) -> CalledMeeting:
    """Put a meeting in the calendar. Those who approve minutes on both sides are proposed as participants.

    Raises: AccessDenied, ValidationError (ends before it begins, or another plan's things).
    """
    require_party(by, Permission.LEAD_DIALOGUE, plan)
    reports = list(builds_on)
    meeting = CalledMeeting(
        plan=plan,
        kind=str(kind),
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        announced=announced,
        venue=venue,
        video=video,
        chair=chair,
        uid=f"mote-{secrets.token_hex(12)}@styrhus",
        entered_by=by,
    )
    _check(meeting, reports)
    save_checked(meeting)
    meeting.builds_on.set(reports)
    new = snapshot(meeting, *FIELDS) | {"plan": plan, "builds_on": [report.title for report in reports]}
    record(act="dialogue.plan_meeting", subject=meeting, by=by, new=new)
    people = [
        *holders_of(Permission.APPROVE_MINUTES, plan.agency),
        *holders_of(Permission.APPROVE_MINUTES, plan.ministry),
    ]
    add_users(meeting, [*people, *([chair] if chair else [])])
    _tell_the_plan(announced, by)
    return meeting


@transaction.atomic
def change_meeting(*, meeting: CalledMeeting, values: dict[str, Any], by: User | None) -> CalledMeeting:
    """Change what ``values`` holds of FIELDS and "builds_on". One that is called already is sent out anew.

    Raises: AccessDenied, ValidationError.
    """
    require_party(by, Permission.LEAD_DIALOGUE, meeting.plan)
    meeting = held_meeting_row(meeting)
    state_after(meeting, Act.CHANGE)
    names = [name for name in FIELDS if name in values]
    reports = list(values.get("builds_on", meeting.builds_on.all()))
    before, announced_before = snapshot(meeting, *names), meeting.announced
    old_reports = sorted(report.pk for report in meeting.builds_on.all())
    for name in names:
        setattr(meeting, name, values[name])
    _check(meeting, reports)
    after = snapshot(meeting, *names)
    changed = [name for name in names if before[name] != after[name]]
    if not changed and old_reports == sorted(report.pk for report in reports):
        return meeting
    called = meeting.state == MeetingState.CALLED
    meeting.sequence += called and bool(changed)
    save_checked(meeting)
    meeting.builds_on.set(reports)
    new = {name: after[name] for name in changed} | {"builds_on": [report.title for report in reports]}
    record(act="dialogue.change_meeting", subject=meeting, by=by, old={name: before[name] for name in changed}, new=new)
    if called and changed:
        invitations.send(meeting, invitations.CHANGED, by=by)
    for announced in {announced_before, meeting.announced}:
        _tell_the_plan(announced, by)
    return meeting


@transaction.atomic
def call_meeting(*, meeting: CalledMeeting, by: User | None) -> CalledMeeting:
    """Send the invitation to everyone asked, with the agenda as far as it is made, and journal it.

    An agenda that goes with it is locked from then on. Raises: AccessDenied, ValidationError (nobody to ask).
    """
    require_party(by, Permission.LEAD_DIALOGUE, meeting.plan)
    meeting = held_meeting_row(meeting)
    old = snapshot(meeting, "state")
    meeting.state = state_after(meeting, Act.CALL)
    if not meeting.participants.exists():
        raise ValidationError(_("Møtet har ingen deltakere. Legg til minst én før du kaller inn."))
    meeting.called_by, meeting.called_at = by, clock.now()
    if meeting.items.filter(included=True).exists():
        meeting.agenda_sent_by, meeting.agenda_sent_at = by, meeting.called_at
    save_checked(meeting)
    new = snapshot(meeting, "state", "called_at", "agenda_sent_at")
    record(act="dialogue.call_meeting", subject=meeting, by=by, old=old, new=new)
    invitations.send(meeting, invitations.CALLED, by=by)
    letters.journal_call(meeting, from_ministry=side_of(by, meeting.plan) == "ministry", by=by)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: CalledMeeting, why: str, by: User | None) -> CalledMeeting:
    """Call the meeting off; whoever was invited is told. Raises: AccessDenied, ValidationError (no reason)."""
    require_party(by, Permission.LEAD_DIALOGUE, meeting.plan)
    meeting = held_meeting_row(meeting)
    old = snapshot(meeting, "state")
    after = state_after(meeting, Act.CANCEL)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor møtet avlyses, så de inviterte forstår det."))
    called = meeting.state == MeetingState.CALLED
    meeting.state, meeting.cancelled_why = after, why
    meeting.cancelled_by, meeting.cancelled_at = by, clock.now()
    meeting.sequence += called
    save_checked(meeting)
    record(act="dialogue.cancel_meeting", subject=meeting, by=by, old=old, new=snapshot(meeting, "state"), why=why)
    if called:
        invitations.send(meeting, invitations.CANCELLED, by=by)
    _tell_the_plan(meeting.announced, by)
    return meeting


@transaction.atomic
def hold_meeting(*, meeting: CalledMeeting, attended: Iterable[int], by: User | None) -> Minutes:
    """The meeting is held: note who came (keys of participants), and open the minutes with the items of the agenda.

    Raises: AccessDenied, ValidationError (not called, or its day has not come).
    """
    require_party(by, Permission.LEAD_DIALOGUE, meeting.plan)
    meeting = held_meeting_row(meeting)
    old = snapshot(meeting, "state")
    after = state_after(meeting, Act.HOLD)
    if meeting.day > clock.today():
        raise ValidationError(
            _("Møtet er ikke før %(day)s og kan ikke føres som holdt ennå.") % {"day": f"{meeting.day:%d.%m.%Y}"}
        )
    came = set(attended)
    for participant in meeting.participants.all():
        participant.attended = participant.pk in came
        save_checked(participant, only=("attended",))
    meeting.state, meeting.held_by, meeting.held_at = after, by, clock.now()
    save_checked(meeting)
    minutes = Minutes(meeting=meeting, made_by=by, made_at=meeting.held_at)
    save_checked(minutes)
    for order, item in enumerate(meeting.items.filter(included=True), 1):
        save_checked(MinutesPart(minutes=minutes, item=item, order=order, title=item.title))
    new = snapshot(meeting, "state") | {"attended": len(came)}
    record(act="dialogue.hold_meeting", subject=meeting, by=by, old=old, new=new)
    _keep_risks(meeting, by)
    _tell_the_plan(meeting.announced, by)
    return minutes


def _check(meeting: CalledMeeting, reports: list[ReportingDemand]) -> None:
    plan, starts_at, ends_at = meeting.plan, meeting.starts_at, meeting.ends_at
    if ends_at <= starts_at:
        raise ValidationError(_("Møtet slutter før det begynner. Rett klokkeslettet det slutter."))
    if abs(starts_at.year - plan.year) > 1:
        raise ValidationError(
            _("Møtet ligger i %(year)s, langt fra planens år. Rett datoen, eller velg planen for det året.")
            % {"year": starts_at.year}
        )
    if meeting.announced and meeting.announced.plan_id != plan.pk:
        raise ValidationError(_("Det varslede møtet hører til en annen plan."))
    if any(report.plan_id != plan.pk for report in reports):
        raise ValidationError(_("En av rapportene hører til en annen plan."))
    require_owner_of_a_party(meeting.chair, plan)


def _keep_risks(meeting: CalledMeeting, by: User | None) -> None:
    """Keep the risks as they stand when a steering meeting is held.

    One that is entered on a later day has no picture: the risks of that day are not known any more.
    """
    if meeting.kind == MeetingKind.STEERING and meeting.day == clock.today():
        parties = (meeting.plan.agency_id, meeting.plan.ministry_id)
        actor = by if by and any(by.may(Risk.TAKE_SNAPSHOT, party) for party in parties) else None
        take_snapshot(plan=meeting.plan, title=str(meeting), on=meeting.day, by=actor)


def _tell_the_plan(announced: Meeting | None, by: User | None) -> None:
    """Let the year wheel and the feed show the next day of what the letter announced, or the last when all are held.

    The plan is the agency's to change, so what the ministry's official sets is set by the program; the meeting's own
    event says who it was.
    """
    if announced is None:
        return
    rows = CalledMeeting.objects.filter(announced=announced).exclude(state=MeetingState.CANCELLED)
    days = sorted(row.day for row in rows)
    coming = [day for day in days if day >= clock.today()]
    day = coming[0] if coming else (days[-1] if days else None)
    announced = Meeting.objects.get(pk=announced.pk)
    if announced.date != day:
        actor = by if by and by.may(Steering.MAKE_PLAN, announced.plan.agency_id) else None
        set_meeting_date(meeting=announced, date=day, by=actor)
