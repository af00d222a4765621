"""One of everything that the addresses of internal control, delegations and audit follow-up need."""

from __future__ import annotations

from datetime import date
from typing import Any

from styrhus.control import actions
from styrhus.control.models import (
    AuditCase,
    AuditReply,
    Control,
    ControlMeasure,
    Cycle,
    Delegation,
    Finding,
    FindingMeasure,
    FindingState,
    PlannedControl,
)
from styrhus.identity.models import User
from styrhus.steering.models import Plan
from tests import factories


def values(plan: Plan) -> dict[str, Any]:
    """Keys by name. The demo's rows where it has them; a reply that is not sent is made here."""
    agency = plan.agency
    cycle = Cycle.objects.get(agency=agency, year=plan.year)
    findings = Finding.objects.filter(case__agency=agency)
    officer = User.objects.get(name="Demo Saksbehandler")
    return {
        "control_cycle": cycle.pk,
        "control_assessed_cycle": Cycle.objects.get(agency=agency, year=plan.year - 1).pk,
        "control_assessment": cycle.assessments.get(department=officer.department).pk,
        "control_control": Control.objects.filter(agency=agency, owner=officer).order_by("pk")[0].pk,
        "control_planned": PlannedControl.objects.filter(cycle=cycle, control__owner=officer).order_by("pk")[0].pk,
        "control_measure": ControlMeasure.objects.filter(control__agency=agency, done_on=None).order_by("pk")[0].pk,
        "control_kind": "roles",
        "control_delegation": Delegation.objects.get(agency=agency, receiver=officer).pk,
        "control_case": AuditCase.objects.filter(agency=agency).order_by("pk")[0].pk,
        "control_finding": findings.filter(state=FindingState.OPEN, owner=officer).order_by("pk")[0].pk,
        "control_proposed": findings.filter(state=FindingState.PROPOSED).order_by("pk")[0].pk,
        "control_finding_measure": FindingMeasure.objects.filter(finding__case__agency=agency, done_on=None)
        .order_by("pk")[0]
        .pk,
        "control_reply": _unsent_reply(plan).pk,
    }


def _unsent_reply(plan: Plan) -> AuditReply:
    case = AuditCase.objects.filter(agency=plan.agency, received_on__gte=date(plan.year, 1, 1)).order_by("pk")[0]
    return actions.draft_reply(
        case=case,
        title="Prøve av svar som ikke er sendt",
        document=factories.document(plan.agency, title="Prøve av svar"),
        by=User.objects.get(name="Demo Controller"),
    )
