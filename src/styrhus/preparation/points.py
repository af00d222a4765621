"""What the plan offers as points of a note: goals with their parameters and assignments, then reports and directives."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from styrhus.steering.models import AssignmentState, Goal, Listing, Plan

from .models import PointKind


@dataclass(frozen=True, slots=True)
class Available:
    """A reporting point of the plan. ``key`` is "kind-id", the same from year to year for what is the same row."""

    kind: str
    item_id: int
    heading: str  # what it stands under: its goal, or its kind
    label: str  # "SP 4", "2023-07"; empty where it has none
    title: str

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.item_id}"


def available_points(plan: Plan) -> list[Available]:
    """Every reporting point of ``plan`` in the letter's order. The headings are kept with the note, so in bokmål."""
    with override("nb"):
        return [*_under_goals(plan), *_reports_and_directives(plan)]


def _under_goals(plan: Plan) -> list[Available]:
    goals = list(plan.goals.order_by("order", "pk"))
    parameters: dict[int | None, list[Available]] = {}
    for one in plan.parameters.order_by("order", "pk"):
        made = Available(PointKind.PARAMETER, one.pk, "", one.label, one.text)
        parameters.setdefault(one.goal_id, []).append(made)
    assignments: dict[int | None, list[Available]] = {}
    running = Listing.objects.filter(plan=plan, assignment__state=AssignmentState.ACTIVE).select_related("assignment")
    for listing in running.order_by("earlier", "assignment__number", "pk"):
        row = listing.assignment
        made = Available(PointKind.ASSIGNMENT, row.pk, "", row.number, row.title)
        assignments.setdefault(listing.goal_id, []).append(made)
    found: list[Available] = []
    for goal in goals:
        heading = heading_of(goal)
        found.append(
            Available(PointKind.GOAL, goal.pk, heading, _("Mål %(number)s") % {"number": goal.number}, goal.title)
        )
        hanging = [*parameters.get(goal.pk, ()), *assignments.get(goal.pk, ())]
        found += [_under(one, heading) for one in hanging]
    loose = [*parameters.get(None, ()), *assignments.get(None, ())]
    return found + [_under(one, _("Oppdrag uten mål")) for one in loose]


def _reports_and_directives(plan: Plan) -> list[Available]:
    reports = plan.reporting_demands.order_by("deadline", "pk")
    directives = plan.directives.order_by("pk")
    return [
        *(Available(PointKind.REPORT, row.pk, _("Rapportering"), "", row.title) for row in reports),
        *(Available(PointKind.DIRECTIVE, row.pk, _("Fellesføringer"), "", row.title) for row in directives),
    ]


def heading_of(goal: Goal) -> str:
    return _("Mål %(number)s: %(title)s") % {"number": goal.number, "title": goal.title}


def _under(one: Available, heading: str) -> Available:
    return Available(one.kind, one.item_id, heading, one.label, one.title)
