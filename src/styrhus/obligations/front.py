"""The room's card on the front page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.ui.cards import Card, CardLine

from .waiting import waiting_for

SHOWN = 4


def cards(user: User, plan: Plan, sight: str) -> list[Card]:
    """One card with what waits for ``user`` in the agency's registers; none when nothing does."""
    rows = waiting_for(user, [plan.agency])
    if not rows:
        return []
    lines = tuple(CardLine(row.text, row.url, row.note, "", row.kind) for row in rows[:SHOWN])
    urgent = any(row.kind == "danger" for row in rows)
    return [Card(_("Andre krav til virksomheten"), reverse("obligations:overview"), len(rows), lines, urgent, order=70)]
