"""Controls, each time that they are done, and what is done about the deviations that they find."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.archive.models import Document
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.control.access import Permission, require_in
from styrhus.control.models import (
    Control,
    ControlMeasure,
    Cycle,
    CycleState,
    Performance,
    PlannedControl,
    Result,
    SystemText,
    TextKind,
)
from styrhus.control.rules import times_a_year
from styrhus.identity import clock
from styrhus.identity.models import Department, Organisation, User
from styrhus.notices.actions import notify
from styrhus.steering.actions.owners import works_in
from styrhus.steering.models import Duty

from .cycles import locked_cycle

FIELDS = ("title", "answers", "procedure", "nature", "level", "frequency", "owner", "department", "duty")


def check_owner(agency: int, owner: User | None, department: Department | None) -> None:
    """Raises: ValidationError when owner or department belong to another body."""
    if department and department.organisation_id != agency:
        raise ValidationError(_("Avdelingen er ikke en del av virksomheten."))
    if owner and not works_in(owner, agency):
        raise ValidationError(_("%(name)s har ingen rolle i virksomheten i dag.") % {"name": owner.name})


def check_document(agency: int, document: Document | None) -> None:
    if document and document.organisation_id != agency:
        raise ValidationError(_("Dokumentet må være virksomhetens eget. Registrer det under Dokumenter først."))


def check_not_future(day: date) -> None:
    if day > clock.today():
        raise ValidationError(_("Datoen er ikke kommet ennå. Skriv en dato til og med i dag."))


@transaction.atomic
def add_control(
    *,
    agency: Organisation,
    title: str,
    answers: str,
    nature: str,
    level: str,
    frequency: str,
    owner: User | None,
    department: Department | None,
    by: User | None,
    procedure: str = "",
    duty: Duty | None = None,
) -> Control:
    """Make a control, which joins the year that is planned now. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.PLAN_CONTROLS, agency.pk)
    check_owner(agency.pk, owner, department)
    if owner is None and department is None:
        raise ValidationError(_("Velg hvem som utfører kontrollen: en person, en avdeling eller begge."))
    if duty and duty.plan.agency_id != agency.pk:
        raise ValidationError(_("Plikten hører til en annen virksomhet."))
    if Control.objects.filter(agency=agency, title=title.strip(), ended_on=None).exists():
        raise ValidationError(_("Det finnes alt en kontroll som heter det samme."))
    control = Control(
        agency=agency, title=title, answers=answers, procedure=procedure, nature=nature, level=level,
        frequency=frequency, owner=owner, department=department, duty=duty, made_at=clock.now(),
    )  # fmt: skip
    save_checked(control)
    record(act="control.add_control", subject=control, by=by, new=snapshot(control, *FIELDS))
    for cycle in Cycle.objects.select_for_update(of=("self",)).filter(agency=agency, state=CycleState.PLANNED):
        PlannedControl.objects.create(cycle=cycle, control=control, times=times_a_year(frequency))
    return control


@transaction.atomic
def change_control(*, control: Control, by: User | None, why: str, **values: Any) -> Control:
    """Change fields of a control (those of ``FIELDS``); past years keep their number of times. Raises: as add_control."""
    require_in(by, Permission.PLAN_CONTROLS, control.agency_id)
    control = Control.objects.select_for_update(of=("self",)).get(pk=control.pk)
    if control.ended_on:
        raise ValidationError(_("Kontrollen er avsluttet."))
    check_owner(control.agency_id, values.get("owner"), values.get("department"))
    old = snapshot(control, *FIELDS)
    for name in FIELDS:
        if name in values:
            setattr(control, name, values[name])
    if control.owner_id is None and control.department_id is None:
        raise ValidationError(_("Velg hvem som utfører kontrollen: en person, en avdeling eller begge."))
    same = Control.objects.filter(agency=control.agency_id, title=control.title.strip(), ended_on=None)
    if same.exclude(pk=control.pk).exists():
        raise ValidationError(_("Det finnes alt en kontroll som heter det samme."))
    save_checked(control, only=FIELDS)
    new = snapshot(control, *FIELDS)
    if new != old:
        record(act="control.change_control", subject=control, by=by, old=old, new=new, why=why)
        if new["frequency"] != old["frequency"]:
            running = PlannedControl.objects.filter(control=control, cycle__state=CycleState.PLANNED)
            running.update(times=times_a_year(control.frequency))
    return control


@transaction.atomic
def end_control(*, control: Control, why: str, by: User | None) -> Control:
    """Stop doing a control; what was done stays. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.PLAN_CONTROLS, control.agency_id)
    control = Control.objects.select_for_update(of=("self",)).get(pk=control.pk)
    if control.ended_on:
        raise ValidationError(_("Kontrollen er avsluttet."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor kontrollen avsluttes."))
    control.ended_on, control.ended_why = clock.today(), why
    save_checked(control, only=("ended_on", "ended_why"))
    record(act="control.end_control", subject=control, by=by, new=snapshot(control, "ended_on"), why=why)
    return control


@transaction.atomic
def perform_control(
    *,
    planned: PlannedControl,
    performed_on: date,
    result: Result | str,
    evidence: str,
    by: User,
    document: Document | None = None,
    deviation: str = "",
    measure: str = "",
    measure_owner: User | None = None,
    measure_deadline: date | None = None,
) -> Performance:
    """Log that a control was done. A deviation gets its words and a measure with owner and deadline.

    Whoever does it has the control as their own, or that of their department, or plans the controls.
    Raises: AccessDenied, ValidationError.
    """
    control = planned.control
    require_in(by, Permission.PERFORM_CONTROLS, control.agency_id)
    if not may_perform(by, control):
        raise ValidationError(_("Kontrollen føres av den som har ansvaret for den, avdelingen eller controller."))
    cycle = locked_cycle(planned.cycle)
    check_not_future(performed_on)
    if performed_on.year != cycle.year:
        raise ValidationError(_("Datoen må ligge i %(year)s.") % {"year": cycle.year})
    check_document(control.agency_id, document)
    deviates = str(result) == Result.DEVIATION
    if deviates and not (deviation.strip() and measure.strip() and measure_owner and measure_deadline):
        raise ValidationError(_("Et avvik trenger ord, et tiltak, en ansvarlig og en frist."))
    if not deviates and (deviation.strip() or measure.strip()):
        raise ValidationError(_("Velg resultatet «Avvik», eller ta bort avviket og tiltaket."))
    check_owner(control.agency_id, measure_owner, None)
    row = Performance(
        planned=planned, performed_on=performed_on, performed_by=by, result=str(result), evidence=evidence,
        document=document, deviation=deviation, made_at=clock.now(),
    )  # fmt: skip
    save_checked(row)
    new = snapshot(row, "performed_on", "result", "evidence", "deviation", "document")
    record(act="control.perform_control", subject=control, by=by, new=new)
    if deviates and measure_owner and measure_deadline:
        _add_measure(row, measure, measure_owner, measure_deadline, by)
    return row


def may_perform(user: User, control: Control) -> bool:
    """Its owner, somebody of its department, or who plans the controls."""
    if user.may(Permission.PLAN_CONTROLS, control.agency_id) or control.owner_id == user.pk:
        return True
    return control.department_id is not None and control.department_id in {r.department_id for r in user.current_roles}


def _add_measure(performance: Performance, text: str, owner: User, deadline: date, by: User) -> ControlMeasure:
    control = performance.planned.control
    measure = ControlMeasure(
        control=control, performance=performance, text=text, owner=owner, department=owner.department,
        deadline=deadline, made_at=clock.now(),
    )  # fmt: skip
    save_checked(measure)
    record(act="control.add_measure", subject=control, by=by, new=snapshot(measure, "text", "owner", "deadline"))
    notify(
        users=[owner] if owner != by else [],
        kind="control.measure",
        text=lambda: _("Du har fått et tiltak etter kontrollen «%(control)s».") % {"control": control.title},
        url=reverse("control:control", args=(control.pk,)),
        key=f"control.measure-{measure.pk}",
    )
    return measure


@transaction.atomic
def finish_measure(*, measure: ControlMeasure, done_text: str, by: User) -> ControlMeasure:
    """Say that a measure is done; its owner or who plans the controls may. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.PERFORM_CONTROLS, measure.control.agency_id)
    measure = ControlMeasure.objects.select_for_update(of=("self",)).select_related("control").get(pk=measure.pk)
    if measure.owner_id != by.pk and not by.may(Permission.PLAN_CONTROLS, measure.control.agency_id):
        raise ValidationError(_("Tiltaket føres som gjennomført av den som har ansvaret for det, eller av controller."))
    if measure.done_on:
        raise ValidationError(_("Tiltaket er alt gjennomført."))
    if not done_text.strip():
        raise ValidationError(_("Skriv hva som ble gjort."))
    measure.done_on, measure.done_by, measure.done_text = clock.today(), by, done_text
    save_checked(measure, only=("done_on", "done_by", "done_text"))
    record(
        act="control.finish_measure",
        subject=measure.control,
        by=by,
        new=snapshot(measure, "text", "done_on"),
        why=done_text,
    )
    return measure


@transaction.atomic
def describe_system(
    *,
    agency: Organisation,
    kind: TextKind | str,
    text: str,
    valid_from: date,
    by: User | None,
    document: Document | None = None,
) -> SystemText:
    """Write a new version of a description; earlier ones stay. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.DESCRIBE_SYSTEM, agency.pk)
    check_document(agency.pk, document)
    Organisation.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    earlier = SystemText.objects.filter(agency=agency, kind=str(kind))
    last = earlier.aggregate(last=Max("version"))["last"] or 0
    newest = earlier.order_by("-version").first()
    if newest and valid_from < newest.valid_from:
        raise ValidationError(_("Den nye versjonen kan ikke gjelde fra en dag før den forrige."))
    row = SystemText(
        agency=agency, kind=str(kind), version=last + 1, text=text, document=document, valid_from=valid_from,
        made_by=by, made_at=clock.now(),
    )  # fmt: skip
    save_checked(row)
    record(act="control.describe_system", subject=row, by=by, new=snapshot(row, "kind", "version", "valid_from"))
    return row
