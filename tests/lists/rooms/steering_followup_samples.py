"""One of everything of the follow-up, made through its acts on an assignment of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from styrhus.identity.models import User
from styrhus.steering import actions
from styrhus.steering.actions import Upload
from styrhus.steering.models import Plan
from tests import factories


def values(plan: Plan) -> dict[str, Any]:
    assignment = factories.assignment(plan, f"{plan.year}-PRØVE", title="Prøve av oppfølging")
    factories.deadline(assignment, date(plan.year, 11, 1))
    # in the department of the demo's department head and case officer, and owned by the latter
    officer = User.objects.get(email__startswith="saksbehandler@", roles__organisation=plan.agency)
    actions.set_owner(item=assignment, owner=officer, department=officer.department, by=None)
    step = actions.add_milestone(assignment=assignment, title="Prøve av milepæl", date=date(plan.year, 9, 1), by=None)
    note = actions.write_note(item=assignment, text="Prøve av notat.", by=None)
    actions.judge(item=assignment, colour="yellow", reason="Prøve av vurdering.", by=None)
    upload = Upload("prove.txt", "text/plain", b"Proeve av leveranse.", "Prøve av leveranse.")
    delivery = actions.deliver(plan=plan, item=assignment, message="Prøve av leveranse.", uploads=[upload], by=None)
    return {
        "steering_followed": assignment.pk,
        "steering_milestone": step.pk,
        "steering_note": note.pk,
        "steering_delivery": delivery.pk,
    }
