"""Measures against a risk."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import Department, User
from styrhus.risk.access import Permission, in_area, require_work
from styrhus.risk.models import Measure, MeasureState, Risk
from styrhus.steering.access import require_in
from styrhus.steering.actions.owners import works_in

from .risks import lock_open

FIELDS = ("title", "effect", "owner", "department", "due")


@transaction.atomic
def add_measure(
    *,
    risk: Risk,
    title: str,
    effect: str,
    owner: User | None,
    department: Department | None,
    due: date,
    by: User | None,
) -> Measure:
    """Plan a measure with its expected effect, who does it and by when. Raises: AccessDenied, ValidationError."""
    require_work(by, risk)
    risk = lock_open(risk)
    _check_people(risk, owner, department)
    measure = Measure(risk=risk, title=title, effect=effect, owner=owner, department=department, due=due)
    save_checked(measure)
    record(act="risk.add_measure", subject=risk, by=by, new=_words(measure))
    return measure


@transaction.atomic
def change_measure(
    *,
    measure: Measure,
    title: str,
    effect: str,
    owner: User | None,
    department: Department | None,
    due: date,
    by: User | None,
) -> Measure:
    """Change a measure that is not ended. Raises: AccessDenied, ValidationError."""
    require_work(by, measure.risk)
    risk = lock_open(measure.risk)
    measure = _lock_open(measure)
    _check_people(risk, owner, department)
    old = _words(measure)
    measure.title, measure.effect, measure.owner, measure.department, measure.due = (
        title, effect, owner, department, due,
    )  # fmt: skip
    save_checked(measure, only=FIELDS)
    record(act="risk.change_measure", subject=risk, by=by, old=old, new=_words(measure))
    return measure


@transaction.atomic
def set_measure_state(*, measure: Measure, state: str, note: str, by: User | None) -> Measure:
    """Say that a measure is started, done or dropped. One that is ended stays so; its owner may say it as well.

    Raises: AccessDenied, ValidationError (dropped without a reason).
    """
    risk = measure.risk
    if by is not None:
        require_in(by, Permission.WORK, risk.plan.agency_id)
        if not in_area(by, risk) and measure.owner_id != by.pk:
            raise AccessDenied(_("Tiltaket hører til en annen avdeling. Spør den som har ansvaret."))
    risk = lock_open(risk)
    measure = _lock_open(measure)
    if state not in MeasureState.values:
        raise ValidationError(_("Velg hvordan det står til med tiltaket."))
    if state == MeasureState.DROPPED and not note.strip():
        raise ValidationError(_("Skriv hvorfor tiltaket strykes."))
    old = {"state": MeasureState(measure.state).label, "note": measure.note}
    measure.state, measure.note = state, note
    measure.ended_on = clock.today() if state in (MeasureState.DONE, MeasureState.DROPPED) else None
    save_checked(measure, only=("state", "note", "ended_on"))
    new = {"state": MeasureState(state).label, "note": note, "measure": measure.title}
    record(act="risk.set_measure_state", subject=risk, by=by, old=old, new=new)
    return measure


def _lock_open(measure: Measure) -> Measure:
    held = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if held.ended_on:
        raise ValidationError(_("Tiltaket er avsluttet og kan ikke endres. Legg heller inn et nytt."))
    return held


def _check_people(risk: Risk, owner: User | None, department: Department | None) -> None:
    if owner is None and department is None:
        raise ValidationError(_("Velg hvem som har ansvaret for tiltaket: en person, en avdeling eller begge."))
    if department and department.organisation_id != risk.plan.agency_id:
        raise ValidationError(_("Avdelingen hører til en annen virksomhet."))
    if owner and not works_in(owner, risk.plan.agency_id):
        raise ValidationError(_("%(name)s har ingen rolle i virksomheten.") % {"name": owner.name})


def _words(measure: Measure) -> dict[str, object]:
    return {
        "measure": measure.title,
        "effect": measure.effect,
        "owner_name": measure.owner.name if measure.owner else "",
        "department_name": measure.department.name if measure.department else "",
        "due": measure.due,
    }
