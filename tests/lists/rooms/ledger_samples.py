"""One of everything that the addresses of the ledger need."""

from __future__ import annotations

from typing import Any

from styrhus.ledger import actions
from styrhus.ledger.models import Entry, Month
from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    """Keys by name: the demo's entries, and a month that is locked here (a year that the demo posts nothing in)."""
    entries = Entry.objects.filter(agency=plan.agency, key__startswith="demo-")
    locked = Month.objects.standing().filter(agency=plan.agency).first()
    locked = locked or actions.lock_month(agency=plan.agency, year=plan.year - 1, month=12, by=None)
    return {
        "ledger_entry": entries.get(key="demo-salary-1").pk,
        "ledger_account": "630",
        "ledger_month": locked.pk,
        "ledger_lockable_month": 1,
    }
