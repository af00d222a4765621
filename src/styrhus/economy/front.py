"""What waits in this room for the one who looks: posts that are bound for too much, and budgets that are soon locked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.ui.cards import Card, CardLine
from styrhus.ui.formats import date_short, kroner

from . import queries
from .access import Permission
from .models import BudgetHolder, HolderState

SHOWN = 4
SOON = timedelta(days=30)


def cards(user: User, plan: Any, sight: str) -> list[Card]:
    """For the agency alone: what is bound is its own business. ``plan`` has an agency and a year."""
    if sight == "departementet" or not user.may(Permission.SEE_COMMITMENTS, plan.agency):
        return []
    return [card for card in (_exceeded(user, plan, sight), _locked(user, plan, sight)) if card]


def _exceeded(user: User, plan: Any, sight: str) -> Card | None:
    """Those who make or head the budget are shown it as theirs; others see it for the whole agency."""
    if sight == "avdeling" or (sight == "mine" and not user.may(Permission.OPEN_BUDGETS, plan.agency)):
        return None
    budget = queries.Budget(plan.agency, plan.year)
    rows = [row.budget for row in queries.shown_budgets(user, budget, clock.today()) if row.budget.overbound]
    lines = [
        CardLine(
            f"{row.code} {row.post.name}",
            reverse("economy:post", args=(row.post.pk,)),
            _("%(amount)s for mye") % {"amount": kroner(row.overbound)},
            _("Bundet for mye"),
            "danger",
        )
        for row in rows
    ]
    if not lines:
        return None
    url = reverse("economy:money", args=(plan.agency.pk, plan.year))
    return Card(_("Poster som er bundet for mye"), url, len(lines), lines[:SHOWN], urgent=True, order=15)


def _locked(user: User, plan: Any, sight: str) -> Card | None:
    today = clock.today()
    rows = BudgetHolder.objects.visible_to(user).filter(agency=plan.agency, year=plan.year)
    rows = rows.filter(Q(state=HolderState.CLOSED) | Q(locked_from__lte=today + SOON))
    if sight in ("mine", "avdeling") and not (sight == "mine" and user.may(Permission.OPEN_BUDGETS, plan.agency)):
        rows = rows.filter(department=user.department)
    lines = [
        CardLine(
            row.department.name,
            reverse("economy:holder", args=(row.pk,)),
            _("Låst fra %(day)s") % {"day": date_short(row.locked_from)} if row.locked_from else "",
            _("Åpen") if row.is_open_on(today) else _("Stengt"),
            "info" if row.is_open_on(today) else "warning",
        )
        for row in rows.select_related("department").order_by("locked_from", "department__name")
    ]
    if not lines:
        return None
    url = reverse("economy:holders", args=(plan.agency.pk, plan.year))
    return Card(_("Delegerte budsjetter som er eller blir låst"), url, len(lines), lines[:SHOWN], order=60)
