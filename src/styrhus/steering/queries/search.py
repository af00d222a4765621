"""Full-text search over the plans that a person may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, OuterRef, QuerySet, Subquery

from styrhus.archive.search import Hit, matching, snippet, typed_query
from styrhus.identity.models import User
from styrhus.steering.models import (
    Assignment,
    Directive,
    Duty,
    Goal,
    Listing,
    Meeting,
    Parameter,
    Plan,
    ReportingDemand,
)

from .plans import visible_plans

# Kind → (the field that the snippet is cut out of, the page of one).
SEARCHED: dict[type[Model], tuple[str, str]] = {
    Goal: ("title", "steering:goal"),
    Parameter: ("text", "steering:parameter"),
    Duty: ("text", "steering:duty"),
    ReportingDemand: ("title", "steering:report"),
    Meeting: ("title", "steering:meeting"),
    Directive: ("text", "steering:directive"),
}


def search(user: User, text: str, limit: int = 50) -> list[Hit]:
    """The best hits over goals, parameters, assignments, duties, reports, meetings and directives, best first.

    ``text`` is what a person typed, in the syntax of web search; any text is safe.
    """
    query = typed_query(text)
    if query is None or limit < 1:
        return []
    plans = visible_plans(user).order_by()
    names = {plan.pk: str(plan) for plan in plans}
    hits = [
        _hit(row, "steering:assignment", names) for row in matching(_assignments(plans), query, "description", limit)
    ]
    for kind, (shown, page) in SEARCHED.items():
        rows = kind._default_manager.filter(plan__in=plans)
        hits += [_hit(row, page, names) for row in matching(rows, query, shown, limit)]
    return sorted(hits, key=lambda hit: -hit.rank)[:limit]


def _assignments(plans: QuerySet[Plan]) -> QuerySet[Assignment]:
    listed = Listing.objects.filter(plan__in=plans)
    newest = listed.filter(assignment=OuterRef("pk")).order_by("-plan__year", "pk").values("plan")[:1]
    return Assignment.objects.filter(pk__in=listed.values("assignment")).annotate(plan_id=Subquery(newest))


def _hit(row: Any, page: str, names: dict[int, str]) -> Hit:
    return Hit(
        kind=row._meta.verbose_name,
        title=str(row),
        snippet=snippet(row.headline or ""),
        url_name=page,
        url_args=(row.pk,),
        rank=row.rank,
        plan=names.get(row.plan_id, ""),
    )
