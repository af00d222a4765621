"""The room's cards on the front page."""

from __future__ import annotations

from styrhus.identity.models import User
from styrhus.ui.cards import Card

from .front_followup import followup_cards
from .models import Plan
from .routine_cards import routine_cards


def cards(user: User, plan: Plan, sight: str) -> list[Card]:
    """What waits for ``user`` in the plan, seen as ``sight`` (mine, avdeling, virksomheten, departementet)."""
    return [*followup_cards(user, plan, sight), *routine_cards(user, plan, sight)]
