"""Making the year's plan, its goals and its steering parameters."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from styrhus.archive.actions import share_document
from styrhus.archive.models import Document
from styrhus.archive.sourced import Place
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity.models import Organisation, User
from styrhus.identity.roles import OrganisationKind
from styrhus.steering.access import Permission, require_in
from styrhus.steering.models import Goal, Parameter, Plan


@transaction.atomic
def make_plan(
    *,
    agency: Organisation,
    ministry: Organisation,
    year: int,
    letter: Document,
    letter_date: date | None,
    reference: str,
    by: User | None,
) -> Plan:
    """Open the agency's plan of ``year`` on the allocation letter that it rests on. A year has one plan.

    Raises: AccessDenied, ValidationError (a plan exists, or the ministry is not the agency's own).
    """
    require_in(by, Permission.MAKE_PLAN, agency.pk)
    names = {"agency": agency.label, "ministry": ministry.label, "year": year}
    if ministry.kind != OrganisationKind.MINISTRY:
        raise ValidationError(_("%(ministry)s er ikke et departement.") % names)
    if agency.parent_id != ministry.pk:
        raise ValidationError(_("%(agency)s er ikke ført opp under %(ministry)s.") % names)
    plan = Plan(
        agency=agency, ministry=ministry, year=year, letter=letter, letter_date=letter_date, reference=reference,
        adopted_by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            save_checked(plan)
    except IntegrityError as error:
        raise ValidationError(_("%(agency)s har allerede en plan for %(year)s.") % names) from error
    new = snapshot(plan, "agency", "ministry", "year", "letter", "letter_date", "reference")
    record(act="steering.make_plan", subject=plan, by=by, new=new)
    for reader in (agency, ministry):  # the letter is known to both, whoever of them uploaded it
        share_document(document=letter, organisation=reader, by=None)
    return plan


@transaction.atomic
def add_goal(*, plan: Plan, number: str, title: str, place: Place, by: User | None, parent: Goal | None = None) -> Goal:
    """Add a goal last in the plan, under the main goal ``parent``. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MAKE_PLAN, plan.agency_id)
    if parent and parent.plan_id != plan.pk:
        raise ValidationError(_("Hovedmålet hører til en annen plan."))
    if Goal.objects.filter(plan=plan, number=number.strip()).exists():
        raise ValidationError(
            _("Mål %(number)s står allerede i planen for %(year)s.") % {"number": number, "year": plan.year}
        )
    goal = Goal(plan=plan, number=number, title=title, parent=parent, order=plan.goals.count() + 1, **place.as_fields())
    save_checked(goal)
    new = snapshot(goal, "plan", "number", "title", "parent", "document", "lines")
    record(act="steering.add_goal", subject=goal, by=by, new=new)
    return goal


@transaction.atomic
def add_parameter(
    *,
    plan: Plan,
    goal: Goal | None,
    label: str,
    text: str,
    place: Place,
    by: User | None,
    baseline: str = "",
    target: str = "",
    unit: str = "",
) -> Parameter:
    """Add a steering parameter last in the plan. One that stood in the year before keeps its owner.

    Raises: AccessDenied, ValidationError.
    """
    require_in(by, Permission.MAKE_PLAN, plan.agency_id)
    if goal and goal.plan_id != plan.pk:
        raise ValidationError(_("Målet hører til en annen plan."))
    last_year = Parameter.objects.filter(plan__agency=plan.agency_id, plan__year=plan.year - 1)
    before = last_year.filter(label=label, text=text).first()
    parameter = Parameter(
        plan=plan,
        goal=goal,
        label=label,
        text=text,
        baseline=baseline,
        target=target,
        unit=unit,
        owner_id=before.owner_id if before else None,
        department_id=before.department_id if before else None,
        order=plan.parameters.count() + 1,
        **place.as_fields(),
    )
    save_checked(parameter)
    fields = ("plan", "goal", "label", "text", "baseline", "target", "unit", "owner", "department", "document", "lines")
    record(act="steering.add_parameter", subject=parameter, by=by, new=snapshot(parameter, *fields))
    return parameter
