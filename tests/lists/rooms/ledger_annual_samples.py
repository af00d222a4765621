"""What the addresses of the annual accounts name: a row of the accounts by type."""

from __future__ import annotations

from typing import Any

from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    return {"annual_part": "rad-salaries"}
