"""Changing what a plan says when a later letter says otherwise: titles, parameters, money and reports.

Each change names the document that makes it; the row then points to that document's lines, and the event keeps
what stood before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from styrhus.archive.sourced import Place
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity.models import User
from styrhus.steering.access import Permission, require_in
from styrhus.steering.models import Assignment, Funding, Goal, Parameter, ReportingDemand


@transaction.atomic
def change_goal(*, goal: Goal, title: str, place: Place, by: User | None, why: str = "") -> Goal:
    """Give a goal the title of a later letter. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MAKE_PLAN, goal.plan.agency_id)
    goal = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    _change(goal, {"title": title}, "steering.change_goal", place=place, by=by, why=why)
    return goal


@transaction.atomic
def change_parameter(
    *,
    parameter: Parameter,
    text: str,
    baseline: str,
    target: str,
    unit: str,
    place: Place,
    by: User | None,
    why: str = "",
) -> Parameter:
    """Change a steering parameter's words or numbers. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MAKE_PLAN, parameter.plan.agency_id)
    parameter = Parameter.objects.select_for_update(of=("self",)).get(pk=parameter.pk)
    fields = {"text": text, "baseline": baseline, "target": target, "unit": unit}
    _change(parameter, fields, "steering.change_parameter", place=place, by=by, why=why)
    return parameter


@transaction.atomic
def change_assignment_title(
    *, assignment: Assignment, title: str, place: Place, by: User | None, why: str = ""
) -> Assignment:
    """Give an assignment the title of a later letter; it keeps pointing to the letter that gave it.

    Raises: AccessDenied, ValidationError.
    """
    require_in(by, Permission.MAKE_PLAN, assignment.agency_id)
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    _change(assignment, {"title": title}, "steering.change_assignment", place=place, by=by, why=why, keep_source=True)
    return assignment


@transaction.atomic
def change_funding(*, funding: Funding, amount: int, place: Place, by: User | None, why: str = "") -> Funding:
    """Change the amount (kroner) that an assignment is financed with; the event is the assignment's.

    Raises: AccessDenied, ValidationError.
    """
    require_in(by, Permission.MAKE_PLAN, funding.assignment.agency_id)
    funding = Funding.objects.select_for_update(of=("self",)).get(pk=funding.pk)
    _change(funding, {"amount": amount}, "steering.change_funding", place=place, by=by, why=why, of=funding.assignment)
    return funding


@transaction.atomic
def change_reporting_demand(
    *,
    demand: ReportingDemand,
    deadline: date | None,
    cut_off: date | None,
    place: Place,
    by: User | None,
    why: str = "",
) -> ReportingDemand:
    """Move the deadline or the cut-off date of a report. Raises: AccessDenied, ValidationError (due before cut-off)."""
    require_in(by, Permission.MAKE_PLAN, demand.plan.agency_id)
    demand = ReportingDemand.objects.select_for_update(of=("self",)).get(pk=demand.pk)
    if cut_off and deadline and deadline < cut_off:
        raise ValidationError(_("Fristen for rapporteringen ligger før telletidspunktet."))
    fields = {"deadline": deadline, "cut_off": cut_off}
    _change(demand, fields, "steering.change_reporting_demand", place=place, by=by, why=why)
    return demand


def _change(
    row: models.Model,
    fields: Mapping[str, object],
    act: str,
    *,
    place: Place,
    by: User | None,
    why: str,
    of: models.Model | None = None,
    keep_source: bool = False,
) -> None:
    """Set ``fields`` and the place, and write the event of ``of`` (or of the row). A change needs its document."""
    if place.document is None:
        raise ValidationError(_("Velg dokumentet som gjør endringen. Planen endres ikke uten en skriftlig beslutning."))
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if not changed:
        raise ValidationError(_("Det er ingenting å endre: planen sier det samme."))
    names = (*changed, "document", "lines")
    old = snapshot(row, *names)
    for name in changed:
        setattr(row, name, fields[name])
    new = {name: fields[name] for name in changed} | place.as_fields()
    if not keep_source:
        for name, value in place.as_fields().items():
            setattr(row, name, value)
    save_checked(row)
    record(act=act, subject=of or row, by=by, old=old, new=new, why=why)
