"""Reads of the preparedness, each scoped to what the user may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from styrhus.identity.models import Organisation, User

from . import rules
from .access import Permission
from .models import (
    Contact,
    CriticalFunction,
    Dependency,
    Exercise,
    Incident,
    LearningPoint,
    Level,
    OfAgency,
    PlanVersion,
    PreparednessPlan,
    ProcessingRecord,
    Vulnerability,
)


def agency_of(user: User, permission: Permission = Permission.SEE_PREPAREDNESS) -> Organisation | None:
    """The agency that ``user`` acts in with ``permission``; the first by name where there are several."""
    return Organisation.objects.filter(pk__in=user.organisations_with(permission)).order_by("name", "pk").first()


def functions(user: User) -> QuerySet[CriticalFunction]:
    """Standing critical functions, with how many dependencies, vulnerabilities and open incidents each has."""
    return (
        CriticalFunction.objects.visible_to(user)
        .filter(ended_on=None)
        .select_related("owner", "department")
        .annotate(
            dependency_count=Count("dependencies", distinct=True),
            vulnerability_count=Count("vulnerabilities", distinct=True),
            open_incidents=Count("incidents", filter=Q(incidents__closed_on=None), distinct=True),
        )
    )


def dependencies(user: User) -> QuerySet[Dependency]:
    return Dependency.objects.visible_to(user).filter(function__ended_on=None).select_related("function")


def vulnerabilities(user: User) -> QuerySet[Vulnerability]:
    return (
        Vulnerability.objects.visible_to(user)
        .filter(function__ended_on=None)
        .select_related("function", "owner", "department")
    )


def gaps(user: User) -> list[rules.Gap]:
    """Where a function stops before it may: dependencies without an alternative that are lost too soon."""
    return rules.gaps(
        (row.function.name, row.function.tolerated_hours, row.name, row.tolerated_hours, bool(row.alternative))
        for row in dependencies(user)
    )


@dataclass(frozen=True, slots=True)
class MatrixCell:
    likelihood: int
    consequence: int
    concern: rules.Concern
    events: list[Vulnerability]


def matrix(rows: Iterable[Vulnerability]) -> list[list[MatrixCell]]:
    """The vulnerabilities by likelihood (rows, highest first) and consequence (columns, lowest first)."""
    rows = list(rows)
    return [
        [
            MatrixCell(
                likelihood,
                consequence,
                rules.concern(likelihood, consequence),
                [row for row in rows if (row.likelihood, row.consequence) == (likelihood, consequence)],
            )
            for consequence in Level.values
        ]
        for likelihood in reversed(Level.values)
    ]


def plans(user: User) -> QuerySet[PreparednessPlan]:
    """Plans with the number and the day of the version that holds, and when each was last exercised."""
    approved = PlanVersion.objects.filter(plan=OuterRef("pk"), approved_on__isnull=False).order_by("-number")
    return (
        PreparednessPlan.objects.visible_to(user)
        .select_related("owner", "department", "agency")
        .annotate(
            standing=Subquery(approved.values("number")[:1]),
            approved_on=Subquery(approved.values("approved_on")[:1]),
            exercised_on=Max("exercises__held_on"),
        )
    )


def review_due(plan: Any, today: date) -> bool:
    """Whether a plan of ``plans`` has no approved version, or one that is older than its own interval."""
    return plan.approved_on is None or rules.months_later(plan.approved_on, plan.review_months) <= today


def contacts(user: User) -> QuerySet[Contact]:
    return Contact.objects.visible_to(user).filter(removed_on=None).select_related("plan", "agency")


def exercises(user: User) -> QuerySet[Exercise]:
    return Exercise.objects.visible_to(user).select_related("plan", "owner").annotate(points=Count("learning"))


def incidents(user: User) -> QuerySet[Incident]:
    return Incident.objects.visible_to(user).select_related("agency__parent", "owner", "received_by")


def learning_points(user: User) -> QuerySet[LearningPoint]:
    return LearningPoint.objects.visible_to(user).select_related(
        "owner", "department", "exercise", "incident", "closed_by"
    )


def open_points(agency: Organisation | int) -> QuerySet[LearningPoint]:
    return LearningPoint.objects.filter(agency=agency, closed_on=None).select_related("owner", "exercise", "incident")


def processings(user: User) -> QuerySet[ProcessingRecord]:
    return ProcessingRecord.objects.visible_to(user).filter(ended_on=None).select_related("owner", "department")


def found(model: type[OfAgency], user: User, pk: int) -> Any:
    """A row of a register that ``user`` may change, else None."""
    own = user.organisations_with(Permission.KEEP_PREPAREDNESS)
    return model._default_manager.filter(agency__in=own, pk=pk).select_related("agency").first()
