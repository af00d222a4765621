"""The year of internal control, from plan to the approved assessment."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.control.access import Permission, require_in
from styrhus.control.models import Control, Cycle, CycleState, Grade, PlannedControl, SelfAssessment
from styrhus.control.rules import times_a_year
from styrhus.identity import clock
from styrhus.identity.models import Department, Organisation, User


def locked_cycle(cycle: Cycle) -> Cycle:
    """The row as it stands, held for the rest of the transaction. Raises: ValidationError when it is approved."""
    row: Cycle = Cycle.objects.select_for_update(of=("self",)).select_related("agency").get(pk=cycle.pk)
    if row.is_locked:
        raise ValidationError(_("Året er godkjent og låst."))
    return row


@transaction.atomic
def plan_cycle(*, agency: Organisation, year: int, by: User | None) -> Cycle:
    """Begin a year of internal control with all controls that run. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.PLAN_CONTROLS, agency.pk)
    if Cycle.objects.filter(agency=agency, year=year).exists():
        raise ValidationError(_("Internkontrollen for %(year)s er alt planlagt.") % {"year": year})
    cycle = Cycle(agency=agency, year=year)
    save_checked(cycle)
    for control in Control.objects.filter(agency=agency, ended_on=None).order_by("pk"):
        PlannedControl.objects.create(cycle=cycle, control=control, times=times_a_year(control.frequency))
    for department in Department.objects.filter(organisation=agency).order_by("pk"):
        SelfAssessment.objects.create(cycle=cycle, department=department)
    record(act="control.plan_cycle", subject=cycle, by=by, new={"year": year, "controls": cycle.planned.count()})
    return cycle


@transaction.atomic
def finish_controls(*, cycle: Cycle, shortfall: str, by: User | None) -> Cycle:
    """Say that the year's controls are carried out. What was done fewer times than planned needs words.

    Raises: AccessDenied, ValidationError.
    """
    require_in(by, Permission.PLAN_CONTROLS, cycle.agency_id)
    cycle = locked_cycle(cycle)
    _expect(cycle, CycleState.PLANNED)
    planned = list(cycle.planned.select_related("control").prefetch_related("performances").order_by("control__title"))
    if not planned:
        raise ValidationError(_("Året har ingen kontroller. Legg inn kontrollene først."))
    lacking = [row for row in planned if len(row.performances.all()) < row.times]
    if lacking and not shortfall.strip():
        first = lacking[0]
        raise ValidationError(
            _("«%(control)s» er gjennomført %(done)s av %(times)s ganger. Skriv hvorfor noe ikke ble gjort.")
            % {"control": first.control.title, "done": len(first.performances.all()), "times": first.times}
        )
    cycle.shortfall = shortfall
    return _step(cycle, CycleState.CARRIED_OUT, by, "control.finish_controls", "shortfall")


@transaction.atomic
def finish_self_assessment(*, cycle: Cycle, by: User | None) -> Cycle:
    """Say that all departments have answered. Raises: AccessDenied, ValidationError that names who has not."""
    require_in(by, Permission.PLAN_CONTROLS, cycle.agency_id)
    cycle = locked_cycle(cycle)
    _expect(cycle, CycleState.CARRIED_OUT)
    missing = cycle.assessments.filter(submitted_at=None).select_related("department").order_by("department__name")
    if missing:
        names = ", ".join(row.department.name for row in missing)
        raise ValidationError(_("Egenvurdering mangler fra %(departments)s.") % {"departments": names})
    return _step(cycle, CycleState.SELF_ASSESSED, by, "control.finish_self_assessment")


@transaction.atomic
def assess_overall(*, cycle: Cycle, grade: Grade | str, overall: str, matters: str, by: User) -> Cycle:
    """Write the overall assessment for chapter IV of the annual report; it may be written anew until it is approved.

    Raises: AccessDenied, ValidationError.
    """
    require_in(by, Permission.PLAN_CONTROLS, cycle.agency_id)
    cycle = locked_cycle(cycle)
    if cycle.state not in (CycleState.SELF_ASSESSED, CycleState.ASSESSED):
        raise ValidationError(_("Kontrollene og egenvurderingene må være ferdige før den samlede vurderingen."))
    if not overall.strip():
        raise ValidationError(_("Skriv den overordnede vurderingen."))
    if grade in (Grade.WEAK, Grade.FAILING) and not matters.strip():
        raise ValidationError(_("Skriv de vesentlige forholdene som karakteren bygger på."))
    cycle.grade, cycle.overall, cycle.matters = str(grade), overall, matters
    cycle.assessed_by, cycle.assessed_at = by, clock.now()
    fields = ("grade", "overall", "matters", "assessed_by", "assessed_at")
    return _step(cycle, CycleState.ASSESSED, by, "control.assess_overall", *fields)


@transaction.atomic
def approve_cycle(*, cycle: Cycle, by: User) -> Cycle:
    """The director approves the year and locks it. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.APPROVE_CYCLE, cycle.agency_id)
    cycle = locked_cycle(cycle)
    _expect(cycle, CycleState.ASSESSED)
    if cycle.assessed_by_id == by.pk:
        raise ValidationError(_("En annen enn den som skrev vurderingen, må godkjenne den."))
    cycle.approved_by, cycle.approved_at = by, clock.now()
    return _step(cycle, CycleState.APPROVED, by, "control.approve_cycle", "approved_by", "approved_at")


def _expect(cycle: Cycle, state: CycleState) -> None:
    if cycle.state != state:
        raise ValidationError(
            _("Året er «%(state)s», så dette steget kan ikke tas nå.") % {"state": cycle.get_state_display()}
        )


def _step(cycle: Cycle, state: CycleState, by: User | None, act: str, *fields: str) -> Cycle:
    old = {"state": cycle.state}
    cycle.state = state
    save_checked(cycle, only=("state", *fields))
    record(act=act, subject=cycle, by=by, old=old, new=snapshot(cycle, "state", *fields))
    return cycle
