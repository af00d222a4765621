"""What the front page of each role shows, what a search finds, and what the calendar feed holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from styrhus.archive.access import Permission as ArchivePermission
from styrhus.archive.queries import search as search_documents
from styrhus.archive.search import Hit
from styrhus.economy.queries import search as search_economy
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.steering.access import Permission
from styrhus.steering.models import Assignment, Plan
from styrhus.steering.queries import (
    DueItem,
    GoalCard,
    OwnedRow,
    PlanFigures,
    awaiting_confirmation,
    chosen_plan,
    deadlines_for,
    department_items,
    goal_cards,
    my_items,
    plan_figures,
    visible_plans,
)
from styrhus.steering.queries import search as search_steering
from styrhus.steering.rules import Status
from styrhus.ui.cards import Card
from styrhus.ui.formats import date_long
from styrhus.ui.rooms import offered

SHOWN = 12  # things owned on the front page
NEXT = 6  # things due on the front page; the year wheel shows them all
SEARCH_LIMIT = 60


class Sight(Enum):
    """Whose year the front page shows."""

    MINE = "mine"
    DEPARTMENT = "avdeling"
    AGENCY = "virksomheten"
    MINISTRY = "departementet"


SIGHT_NAMES = {
    Sight.MINE: _("Mitt ansvar"),
    Sight.DEPARTMENT: _("Min avdeling"),
    Sight.AGENCY: _("Hele virksomheten"),
    Sight.MINISTRY: _("Departementets blikk"),
}


def sights_of(user: User) -> list[Sight]:
    """The views of the year that ``user`` has, the one shown first in front."""
    if not user.may(Permission.SEE_PLAN):
        return []
    if user.has_role(Role.MINISTRY_OFFICIAL):
        return [Sight.MINISTRY]
    if user.has_role(Role.AUDITOR):
        return [Sight.AGENCY]
    if user.has_role(Role.CONTROLLER, Role.DIRECTOR):
        return [Sight.AGENCY, Sight.MINE, *([Sight.DEPARTMENT] if user.department else [])]
    if user.department and user.has_role(Role.DEPARTMENT_HEAD):
        return [Sight.DEPARTMENT, Sight.MINE, Sight.AGENCY]
    return [Sight.MINE, *([Sight.DEPARTMENT] if user.department else []), Sight.AGENCY]


@dataclass
class Front:
    """One front page. ``due`` is what comes next, by date; ``passed`` counts the deadlines before today."""

    plan: Plan
    sight: Sight
    due: list[DueItem]
    passed: int
    soon: int
    owned: list[OwnedRow] = field(default_factory=list)
    figures: PlanFigures | None = None
    goals: list[GoalCard] = field(default_factory=list)
    oral: list[Assignment] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)  # what waits in the rooms, the urgent first

    @property
    def owned_shown(self) -> list[OwnedRow]:
        return self.owned[:SHOWN]

    @property
    def owned_hidden(self) -> int:
        return max(0, len(self.owned) - SHOWN)


def front(user: User, wanted: str | None, plan_key: int | None = None) -> tuple[Front | None, list[Sight], list[Plan]]:
    """The front page that ``user`` asks for (or their first), with all sights and plans that they may choose."""
    sights = sights_of(user)
    plan, plans = chosen_plan(user, plan_key)
    if plan is None or not sights:
        return None, sights, plans
    sight = next((one for one in sights if one.value == wanted), sights[0])
    department = user.department if sight is Sight.DEPARTMENT else None
    due = deadlines_for(user, plan, mine=sight is Sight.MINE, department=department)
    coming = [item for item in due if item.status in (Status.SOON, Status.COMING)]
    page = Front(
        plan=plan,
        sight=sight,
        due=coming[:NEXT],
        passed=sum(item.status is Status.PASSED for item in due),
        soon=sum(item.status is Status.SOON for item in due),
    )
    if sight is Sight.MINE:
        page.owned = my_items(user)
    elif department is not None:
        page.owned = department_items(user, department)
    else:
        page.figures = plan_figures(plan)
        page.goals = goal_cards(plan)
        page.oral = list(awaiting_confirmation(plan))
    page.cards = cards_of_rooms(user, plan, sight)
    return page, sights, plans


def cards_of_rooms(user: User, plan: Plan, sight: Sight) -> list[Card]:
    """What waits for ``user`` in each room that has something to say, the urgent first."""
    found = [card for _room, module in offered("front") for card in module.cards(user, plan, sight.value)]
    return sorted(found, key=lambda card: (not card.urgent, card.order))


def search(user: User, text: str) -> list[Hit]:
    """The best hits over everything that ``user`` may see, best first."""
    rooms: list[Callable[[User, str, int], list[Hit]]] = [search_steering, search_economy]
    if user.may(ArchivePermission.SEE_DOCUMENTS):
        rooms.append(search_documents)
    hits = [hit for room in rooms for hit in room(user, text, SEARCH_LIMIT)]
    return sorted(hits, key=lambda hit: -hit.rank)[:SEARCH_LIMIT]


def feed_owner(key: str) -> User | None:
    """The active user whose calendar feed has the secret address ``key``."""
    return User.objects.filter(feed_key=key, is_active=True).first() if len(key) >= 32 else None


def feed_items(user: User, mine: bool) -> list[DueItem]:
    """All that has a date in every plan that ``user`` may see (``mine``: what they own)."""
    plans = visible_plans(user)
    return [item for plan in plans for item in deadlines_for(user, plan, mine=mine) if item.date is not None]


def facts_of(plan: Plan) -> list[tuple[Any, Any]]:
    """The letter behind the plan, in a few lines."""
    return [
        (_("Departement"), plan.ministry.name),
        (_("Brevets dato"), date_long(plan.letter_date)),
        (_("Referanse"), plan.reference),
    ]
