"""One of everything that the addresses of forecasts name: one open, one frozen, one that is approved, one that is shared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from styrhus.forecast import actions, queries, rules
from styrhus.forecast.models import Version
from styrhus.identity import clock
from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    """The year's own versions are frozen first, whatever the demo left open."""
    standing = queries.open_version(plan.agency, plan.year)
    if standing:
        actions.freeze(version=standing, why="Prøve av listen over adresser.", by=None)
    shared = _frozen(plan, "delt")
    actions.approve(version=shared, words="", by=None)
    actions.share(version=shared, words="Prøve", by=None)
    approved = _frozen(plan, "godkjent")
    actions.approve(version=approved, words="", by=None)
    frozen = _frozen(plan, "frosset")
    opened = _open(plan, "åpen")
    department = plan.agency.departments.get(name="Bosetting")
    post = queries.rows_of(opened)[0].post
    actions.enter_estimate(
        version=opened, post=post, department=department, months=_ahead(opened), stated_total=None, reason="", by=None
    )
    return {
        "forecast_open": opened.pk,
        "forecast_frozen": frozen.pk,
        "forecast_approved": approved.pk,
        "forecast_shared": shared.pk,
        "forecast_department": department.pk,
        "forecast_post": post.pk,
    }


def _open(plan: Plan, name: str) -> Version:
    last = queries.latest_version(plan.agency, plan.year)
    month = rules.whole_months(plan.year, last.cut_off) if last else 0
    return actions.open_version(
        agency=plan.agency,
        year=plan.year,
        title=f"Prøveprognose {name}",
        cut_off=rules.month_end(plan.year, month),
        due_on=max(clock.today(), date(plan.year, 12, 1)),
        copy_from=None,
        by=None,
    )


def _frozen(plan: Plan, name: str) -> Version:
    return actions.freeze(version=_open(plan, name), why="Prøve av listen over adresser.", by=None)


def _ahead(version: Version) -> dict[int, Decimal]:
    return {month: Decimal(1000) for month in range(rules.whole_months(version.year, version.cut_off) + 1, 13)}
