"""One of everything that the addresses of standing duties, recurring assignments and requests need."""

from __future__ import annotations

from datetime import date
from typing import Any

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Duty, DutyEntry, Plan
from tests import factories
from tests.steering.followed import an_entry, an_occurrence, an_open_request


def values(plan: Plan) -> dict[str, Any]:
    """An entry of the log, an occurrence with its deadline, and a request that waits, of the demo's plan."""
    by = User.objects.get(name="Demo Controller")
    duty = Duty.objects.filter(plan=plan).order_by("pk").first()
    assert duty is not None
    assignment = factories.assignment(plan, "2023-96", "Et gjentatt prøveoppdrag")
    occurrence = an_occurrence(assignment, due=date(plan.year, 12, 15))
    entry: DutyEntry = an_entry(duty, by, done_on=min(clock.today(), date(plan.year, 3, 1)))
    return {
        "steering_entry": entry.pk,
        "steering_occurrence": occurrence.pk,
        "steering_recurring": occurrence.deadline_id,
        "steering_drop": an_open_request(plan, factories.assignment(plan, "2023-95", "Et prøveoppdrag"), by).pk,
    }
