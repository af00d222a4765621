"""Requests to end or down-prioritise running work, and what can be asked for."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from styrhus.identity.models import User
from styrhus.steering.models import Assignment, AssignmentState, DropRequest, DropState, Duty, DutyState, Plan

from .plans import visible_plans


def drops_visible_to(user: User) -> QuerySet[DropRequest]:
    """Requests in the plans that ``user`` may see: the agency's own, and its ministry's, to whom they are sent."""
    return (
        DropRequest.objects.filter(plan__in=visible_plans(user).order_by())
        .select_related(
            "plan__agency", "plan__ministry", "assignment__owner", "duty__owner", "asked_by", "decided_by",
            "letter__document", "letter__case_file", "answer_letter__document", "answer_letter__case_file",
        )
        .order_by("-asked_at", "-pk")
    )  # fmt: skip


def awaiting_answer(user: User | None = None, plan: Plan | None = None) -> QuerySet[DropRequest]:
    """Requests that the ministry has not answered, the oldest first; of what ``user`` may see, and of one plan."""
    rows = DropRequest.objects.filter(state=DropState.SENT).select_related(
        "plan__agency", "plan__ministry", "assignment", "duty", "asked_by"
    )
    if user:
        rows = rows.filter(plan__in=visible_plans(user).order_by())
    return (rows.filter(plan=plan) if plan else rows).order_by("asked_at", "pk")


def droppable_assignments(plan: Plan) -> QuerySet[Assignment]:
    """Running assignments of the plan without a request that waits."""
    waits = DropRequest.objects.filter(assignment=OuterRef("pk"), state=DropState.SENT)
    running = Assignment.objects.filter(listings__plan=plan, state=AssignmentState.ACTIVE)
    return running.exclude(Exists(waits)).order_by("number", "pk")


def droppable_duties(plan: Plan) -> QuerySet[Duty]:
    """The plan's duties that have not ended and have no request that waits."""
    waits = DropRequest.objects.filter(duty=OuterRef("pk"), state=DropState.SENT)
    return Duty.objects.filter(plan=plan).exclude(state=DutyState.ENDED).exclude(Exists(waits)).order_by("pk")
