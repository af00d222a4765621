"""One of everything that the addresses of the money need: the demo's own rows."""

from __future__ import annotations

from typing import Any

from styrhus.economy.models import BudgetAuthorisation, BudgetHolder, ChargeAuthorisation, Commitment
from styrhus.identity.models import User
from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    """Keys by name. The commitment and the budget are those of the demo's department head."""
    department = User.objects.get(name="Demo Avdelingsleder Bosetting").department
    of_year = {"post__chapter__agency": plan.agency, "post__chapter__year": plan.year}
    return {
        "economy_authorisation": BudgetAuthorisation.objects.filter(**of_year).order_by("pk")[0].pk,
        "economy_charge": ChargeAuthorisation.objects.filter(**of_year).order_by("pk")[0].pk,
        "economy_commitment": Commitment.objects.filter(**of_year, department=department).order_by("pk")[0].pk,
        "economy_holder": BudgetHolder.objects.get(department=department, year=plan.year).pk,
    }
