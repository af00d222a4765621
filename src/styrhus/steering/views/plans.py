"""The plan's front page, its goals and its steering parameters."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from styrhus.economy.queries import year_amounts
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.steering import queries
from styrhus.steering.access import Permission
from styrhus.steering.models import Goal, Parameter
from styrhus.steering.pages import choose, may, may_order, sections_of
from styrhus.steering.tables import GoalAssignmentTable, ParameterTable
from styrhus.ui.tables import table_response

from .followed import parameter_followed
from .items import item_context

UPCOMING = 6  # deadlines on the front page


def no_plan(request: HttpRequest) -> HttpResponse:
    return render(request, "steering/no_plan.html")


@requires(Permission.SEE_PLAN)
def plan(request: HttpRequest, plan: int | None = None) -> HttpResponse:
    chosen = choose(request.user, plan, "plan")
    if chosen is None:
        return no_plan(request)
    today = clock.today()
    items = queries.deadlines_for(request.user, chosen.plan, today=today)
    coming = [item for item in items if item.date and item.date >= today][:UPCOMING]
    context = {
        "chosen": chosen,
        "plan": chosen.plan,
        "figures": queries.plan_figures(chosen.plan),
        "goals": queries.goal_cards(chosen.plan, today),
        "money": year_amounts(request.user, chosen.plan.agency, chosen.plan.year),
        "awaiting": queries.awaiting_confirmation(chosen.plan),
        "coming": coming,
        "last": [item for item in items if item.date and item.date < today][-UPCOMING:] if not coming else [],
        "today": today,
        "may_order": may_order(request.user, chosen.plan),
    }
    return render(request, "steering/plan.html", context)


@requires(Permission.SEE_PLAN)
def goals(request: HttpRequest, plan: int | None = None) -> HttpResponse:
    chosen = choose(request.user, plan, "goals")
    if chosen is None:
        return no_plan(request)
    context = {"chosen": chosen, "plan": chosen.plan, "goals": queries.goal_cards(chosen.plan)}
    return render(request, "steering/goals.html", context)


@requires(Permission.SEE_PLAN)
def goal(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Parameters, assignments, money and deadlines of a goal on one page."""
    found = (
        Goal.objects.filter(pk=pk, plan__in=queries.visible_plans(request.user).order_by())
        .select_related("plan__agency", "plan__ministry", "document", "parent")
        .first()
    )
    if found is None:
        raise Http404
    listings = queries.listings_of(found.plan).filter(goal=found)
    money = list(queries.money_of_goal(found))
    context: dict[str, Any] = {
        "goal": found,
        "plan": found.plan,
        "sections": sections_of(found.plan, "goals"),
        "parameters": found.parameters.select_related("owner", "department").order_by("order"),
        "new": GoalAssignmentTable(listings.filter(earlier=False), request, plan=found.plan, prefix="new", bare=True),
        "earlier": GoalAssignmentTable(
            listings.filter(earlier=True), request, plan=found.plan, prefix="earlier", bare=True
        ),
        "money": money,
        "money_sum": sum(link.binding.amount or 0 for link in money),
        "due": queries.deadlines_for(request.user, found.plan, goal=found.pk),
        "children": found.children.order_by("order"),
    }
    return render(request, "steering/goal.html", context)


@requires(Permission.SEE_PLAN)
def parameters(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, plan, "parameters")
    if chosen is None:
        return no_plan(request)
    rows = Parameter.objects.filter(plan=chosen.plan).select_related("goal", "owner", "department", "document")
    table = ParameterTable(rows, request, plan=chosen.plan)
    return table_response(request, table, "steering/parameters.html", {"chosen": chosen, "plan": chosen.plan})


@requires(Permission.SEE_PLAN)
def parameter(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.owned_item(request.user, Parameter, pk)
    if found is None:
        raise Http404
    may_own = may(request.user, Permission.ASSIGN_OWNERS, found.plan)
    context = item_context(found, "parameters") | {"may_own": may_own} | parameter_followed(request.user, found)  # type: ignore[arg-type]
    return render(request, "steering/parameter.html", context)
