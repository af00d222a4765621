"""Registering risks, changing their words, and closing them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import Department, User
from styrhus.risk.access import Permission, departments_in, require_work
from styrhus.risk.models import Measure, Risk
from styrhus.steering.access import require_in
from styrhus.steering.actions.owners import works_in
from styrhus.steering.models import Assignment, Duty, Goal, Listing, Parameter, Plan

from .scales import scale_in_force

WORDS = ("event", "cause", "consequence", "owner", "department")


@dataclass(frozen=True, slots=True)
class Threatened:
    """What a risk threatens: rows of the risk's own plan."""

    goals: Iterable[Goal] = field(default_factory=tuple)
    parameters: Iterable[Parameter] = field(default_factory=tuple)
    assignments: Iterable[Assignment] = field(default_factory=tuple)
    duties: Iterable[Duty] = field(default_factory=tuple)

    def by_name(self) -> dict[str, list[Goal] | list[Parameter] | list[Assignment] | list[Duty]]:
        return {
            "goals": list(self.goals),
            "parameters": list(self.parameters),
            "assignments": list(self.assignments),
            "duties": list(self.duties),
        }


@transaction.atomic
def register_risk(
    *,
    plan: Plan,
    event: str,
    cause: str,
    consequence: str,
    owner: User | None,
    department: Department | None,
    threatens: Threatened,
    by: User | None,
) -> Risk:
    """Enter a risk, which gets the plan's next number. It is internal until somebody raises it.

    Raises: AccessDenied (also for another department's risk), ValidationError.
    """
    require_in(by, Permission.WORK, plan.agency_id)
    _require_own_department(by, plan, owner, department)
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    _check_people(plan, owner, department)
    scale_in_force(plan.agency)
    last = Risk.objects.filter(plan=plan).order_by("-number").first()
    risk = Risk(
        plan=plan,
        number=last.number + 1 if last else 1,
        event=event,
        cause=cause,
        consequence=consequence,
        owner=owner,
        department=department,
        registered_by=by,
        registered_on=clock.today(),
    )
    save_checked(risk)
    _link(risk, threatens)
    new = snapshot(risk, *WORDS) | {"number": risk.code} | _named(risk)
    record(act="risk.register_risk", subject=risk, by=by, new=new)
    return risk


@transaction.atomic
def change_risk(
    *,
    risk: Risk,
    event: str,
    cause: str,
    consequence: str,
    owner: User | None,
    department: Department | None,
    threatens: Threatened,
    by: User | None,
) -> Risk:
    """Change a risk's words, who answers for it and what it threatens. Its assessments keep the words they were on.

    Raises: AccessDenied, ValidationError (closed, or a person or department from elsewhere).
    """
    require_work(by, risk)
    _require_own_department(by, risk.plan, owner, department)
    risk = lock_open(risk)
    _check_people(risk.plan, owner, department)
    old = snapshot(risk, *WORDS) | _named(risk)
    risk.event, risk.cause, risk.consequence = event, cause, consequence
    risk.owner, risk.department = owner, department
    save_checked(risk, only=WORDS)
    _link(risk, threatens)
    new = snapshot(risk, *WORDS) | _named(risk)
    changed = [name for name in new if new[name] != old[name]]
    if changed:
        record(
            act="risk.change_risk",
            subject=risk,
            by=by,
            old={name: old[name] for name in changed},
            new={name: new[name] for name in changed},
        )
    return risk


@transaction.atomic
def close_risk(*, risk: Risk, why: str, by: User | None) -> Risk:
    """Close a risk that no longer threatens anything. It is locked from then on.

    Raises: AccessDenied, ValidationError (no reason, or measures that are neither done nor dropped).
    """
    require_work(by, risk)
    risk = lock_open(risk)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor risikoen avsluttes."))
    if Measure.objects.filter(risk=risk, ended_on=None).exists():
        raise ValidationError(_("Risikoen har tiltak som gjenstår. Gjennomfør dem, eller stryk dem med en grunn."))
    risk.closed_on, risk.closed_by, risk.closed_why = clock.today(), by, why
    save_checked(risk, only=("closed_on", "closed_by", "closed_why"))
    record(act="risk.close_risk", subject=risk, by=by, new={"closed_on": risk.closed_on}, why=why)
    return risk


def lock_open(risk: Risk) -> Risk:
    """The risk's row, held until the act is over. Raises: ValidationError for one that is closed."""
    held = Risk.objects.select_for_update(of=("self",)).select_related("plan__agency", "plan__ministry").get(pk=risk.pk)
    if held.closed_on:
        raise ValidationError(_("Risikoen er avsluttet og kan ikke endres."))
    return held


def _require_own_department(by: User | None, plan: Plan, owner: User | None, department: Department | None) -> None:
    """Who works in one department can't put a risk into another's, unless they own it themselves."""
    if by is None or by.may(Permission.WORK_EVERYWHERE, plan.agency_id) or owner == by:
        return
    if department is None or department.pk not in departments_in(by, plan.agency_id):
        raise AccessDenied(_("Velg din egen avdeling, eller sett deg selv som ansvarlig."))


def _check_people(plan: Plan, owner: User | None, department: Department | None) -> None:
    if department and department.organisation_id != plan.agency_id:
        raise ValidationError(_("Avdelingen hører til en annen virksomhet."))
    if owner and not works_in(owner, plan.agency_id):
        raise ValidationError(_("%(name)s har ingen rolle i virksomheten.") % {"name": owner.name})


def _link(risk: Risk, threatens: Threatened) -> None:
    for name, rows in threatens.by_name().items():
        for row in rows:
            if not _in_plan(row, risk.plan):
                raise ValidationError(_("«%(row)s» hører til en annen plan.") % {"row": str(row)[:80]})
        getattr(risk, name).set(rows)


def _in_plan(row: Goal | Parameter | Assignment | Duty, plan: Plan) -> bool:
    if isinstance(row, Assignment):
        return Listing.objects.filter(plan=plan, assignment=row).exists()
    return row.plan_id == plan.pk


def _named(risk: Risk) -> dict[str, str]:
    """Who answers for the risk and what it threatens, as the event log writes it."""
    return {
        "owner_name": risk.owner.name if risk.owner else "",
        "department_name": risk.department.name if risk.department else "",
        "goals": ", ".join(risk.goals.order_by("order").values_list("number", flat=True)),
        "parameters": ", ".join(risk.parameters.order_by("order").values_list("label", flat=True)),
        "assignments": ", ".join(risk.assignments.order_by("number").values_list("number", flat=True)),
        "duties": ", ".join(str(duty) for duty in risk.duties.order_by("pk")),
    }
