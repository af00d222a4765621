"""Reporting demands, meetings, joint directives and standing duties."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.sourced import Place
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.access import Permission, require_in
from styrhus.steering.models import Directive, Duty, Frequency, Meeting, MeetingKind, Plan, ReportingDemand, ReportKind

from .routines import approve_routine, carry_over


@transaction.atomic
def add_reporting_demand(
    *,
    plan: Plan,
    kind: ReportKind | str,
    title: str,
    cut_off: date | None,
    deadline: date | None,
    place: Place,
    by: User | None,
) -> ReportingDemand:
    """Add a report that the ministry asks for. Raises: AccessDenied, ValidationError (due before its cut-off)."""
    require_in(by, Permission.MAKE_PLAN, plan.agency_id)
    if cut_off and deadline and deadline < cut_off:
        raise ValidationError(_("Fristen for rapporteringen ligger før telletidspunktet."))
    demand = ReportingDemand(
        plan=plan, kind=str(kind), title=title, cut_off=cut_off, deadline=deadline, **place.as_fields()
    )
    save_checked(demand)
    new = snapshot(demand, "plan", "kind", "title", "cut_off", "deadline", "document", "lines")
    record(act="steering.add_reporting_demand", subject=demand, by=by, new=new)
    return demand


@transaction.atomic
def add_meeting(
    *,
    plan: Plan,
    kind: MeetingKind | str,
    title: str,
    count: int | None,
    when: str,
    place: Place,
    by: User | None,
) -> Meeting:
    """Add a kind of meeting that the letter announces. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MAKE_PLAN, plan.agency_id)
    meeting = Meeting(plan=plan, kind=str(kind), title=title, count=count, when=when, **place.as_fields())
    save_checked(meeting)
    new = snapshot(meeting, "plan", "kind", "title", "count", "when", "document", "lines")
    record(act="steering.add_meeting", subject=meeting, by=by, new=new)
    return meeting


@transaction.atomic
def set_meeting_date(*, meeting: Meeting, date: date | None, by: User | None) -> Meeting:
    """Say when a meeting is held; None when it is called off. Raises: AccessDenied."""
    require_in(by, Permission.MAKE_PLAN, meeting.plan.agency_id)
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    old = snapshot(meeting, "date")
    meeting.date = date
    save_checked(meeting, only=("date",))
    record(act="steering.set_meeting_date", subject=meeting, by=by, old=old, new=snapshot(meeting, "date"))
    return meeting


@transaction.atomic
def add_directive(*, plan: Plan, title: str, text: str, place: Place, by: User | None) -> Directive:
    """Add a joint directive (fellesføring). Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MAKE_PLAN, plan.agency_id)
    directive = Directive(plan=plan, title=title, text=text, **place.as_fields())
    save_checked(directive)
    new = snapshot(directive, "plan", "title", "text", "document", "lines")
    record(act="steering.add_directive", subject=directive, by=by, new=new)
    return directive


@transaction.atomic
def add_duty(*, plan: Plan, section: str, text: str, place: Place, by: User | None) -> Duty:
    """Add a standing duty of the instruction.

    A duty that stood word for word in the year before keeps its owner, frequency and routine.
    Raises: AccessDenied, ValidationError.
    """
    require_in(by, Permission.MAKE_PLAN, plan.agency_id)
    before = Duty.objects.filter(plan__agency=plan.agency_id, plan__year=plan.year - 1, text=text).first()
    duty = Duty(
        plan=plan,
        section=section,
        text=text,
        owner_id=before.owner_id if before else None,
        department_id=before.department_id if before else None,
        frequency=before.frequency if before else Frequency.NOT_SET,
        routine=before.routine if before else "",
        **place.as_fields(),
    )
    save_checked(duty)
    fields = ("plan", "section", "text", "owner", "department", "frequency", "routine", "document", "lines")
    record(act="steering.add_duty", subject=duty, by=by, new=snapshot(duty, *fields))
    if before:
        carry_over(before, duty)
    return duty


@transaction.atomic
def set_duty_routine(
    *,
    duty: Duty,
    frequency: Frequency | str,
    routine: str,
    by: User | None,
    followed_from: date | None = None,
) -> Duty:
    """Say how often a duty is done and how. A routine in other words is a new version, approved by ``by`` today.

    ``followed_from``: periods that ended before that day are not asked for; None: all of the plan's year.
    Raises: AccessDenied, ValidationError (an unknown frequency).
    """
    require_in(by, Permission.DESCRIBE_DUTY, duty.plan.agency_id)
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    old = snapshot(duty, "frequency", "followed_from")
    duty.frequency, duty.followed_from = str(frequency), followed_from
    save_checked(duty, only=("frequency", "followed_from"))
    if (new := snapshot(duty, "frequency", "followed_from")) != old:
        record(act="steering.set_duty_routine", subject=duty, by=by, old=old, new=new)
    if routine.strip() and routine.strip() != duty.routine:
        approve_routine(duty=duty, text=routine, document=None, valid_from=clock.today(), by=by)
        duty.refresh_from_db()
    return duty
