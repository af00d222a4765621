"""What the addresses of imports name: the demo's file with wrong lines, and its mapping."""

from __future__ import annotations

from typing import Any

from styrhus.ledger.models import AccountsImport, ImportMapping
from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    waiting = AccountsImport.objects.filter(agency=plan.agency, wrong_lines__gt=0)
    return {
        "ledger_import": waiting.latest("pk").pk,
        "ledger_mapping": ImportMapping.objects.in_use().filter(agency=plan.agency).latest("pk").pk,
    }
