"""One of everything that the addresses of risk name: an open one, one that waits for a decision, one that is raised."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from styrhus.identity import clock
from styrhus.risk import actions
from styrhus.risk.actions.risks import Threatened
from styrhus.risk.models import Risk
from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    internal, waiting, raised = _risk(plan, "intern"), _risk(plan, "til beslutning"), _risk(plan, "løftet")
    actions.raise_risk(risk=raised, why="Prøve av listen over adresser.", by=None)
    department = plan.agency.departments.get(name="Bosetting")
    measure = actions.add_measure(
        risk=internal, title="Prøvetiltak", effect="Ingen", owner=None, department=department,
        due=clock.today() + timedelta(days=30), by=None,
    )  # fmt: skip
    snapshot = actions.take_snapshot(plan=plan, title="Prøvemøte", on=_day(plan), by=None)
    return {
        "risk": internal.pk,
        "risk_waiting": waiting.pk,
        "risk_raised": raised.pk,
        "risk_measure": measure.pk,
        "risk_snapshot": snapshot.pk,
    }


def _risk(plan: Plan, name: str) -> Risk:
    """A risk of the department that the demo's head and case officer work in."""
    risk = actions.register_risk(
        plan=plan, event=f"Prøverisiko {name}", cause="Prøve", consequence="Prøve", owner=None,
        department=plan.agency.departments.get(name="Bosetting"),
        threatens=Threatened(goals=plan.goals.order_by("order")[:1]), by=None,
    )  # fmt: skip
    actions.assess(risk=risk, before=(4, 4), after=(2, 3), words="Prøve av listen over adresser.", by=None)
    return risk


def _day(plan: Plan) -> date:
    last = plan.risk_snapshots.order_by("-on").first()
    return max(last.on, clock.today()) if last else clock.today()
