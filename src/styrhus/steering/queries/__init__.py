"""Reads of plans. What a person may see is decided in the query sets: everything starts from ``visible_plans``."""

from .calendar import DueItem, DueKind, deadlines_for
from .duties import duties_of, duty_counts
from .items import (
    assignment_for,
    bindings_of,
    deadline_for,
    documents_to_choose,
    history_of_item,
    listings_of,
    money_of_goal,
    owned_item,
    with_next_deadline,
)
from .mine import OwnedRow, department_items, my_items
from .plans import (
    GoalCard,
    PlanFigures,
    awaiting_confirmation,
    chosen_plan,
    departments_of,
    goal_cards,
    people_of,
    plan_figures,
    visible_plans,
)
from .search import search

__all__ = (
    "DueItem",
    "DueKind",
    "GoalCard",
    "OwnedRow",
    "PlanFigures",
    "assignment_for",
    "awaiting_confirmation",
    "bindings_of",
    "chosen_plan",
    "deadline_for",
    "deadlines_for",
    "department_items",
    "departments_of",
    "documents_to_choose",
    "duties_of",
    "duty_counts",
    "goal_cards",
    "history_of_item",
    "listings_of",
    "money_of_goal",
    "my_items",
    "owned_item",
    "people_of",
    "plan_figures",
    "search",
    "visible_plans",
    "with_next_deadline",
)
