"""Assignments and the other things of a plan, one by one and in lists."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, CharField, DateField, Exists, Model, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from styrhus.archive.models import Document
from styrhus.archive.queries import documents_visible_to
from styrhus.audit.models import Event
from styrhus.audit.queries import history_of
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import (
    Assignment,
    AssignmentBinding,
    AssignmentState,
    Deadline,
    Directive,
    Duty,
    Goal,
    Listing,
    Meeting,
    Parameter,
    Plan,
    ReportingDemand,
)
from styrhus.steering.rules import SOON, Status

from .plans import visible_plans

PLAN_ITEMS: tuple[type[Model], ...] = (Parameter, ReportingDemand, Meeting, Directive, Duty)


def with_next_deadline(listings: QuerySet[Listing], today: date | None = None) -> QuerySet[Listing]:
    """Each listing with ``next_date``, ``next_text`` (as printed) and ``status`` (a value of rules.Status).

    The next deadline is the first standing one that has not passed, else the last that has, else one without a date.
    """
    day = today or clock.today()
    standing = Deadline.objects.filter(assignment=OuterRef("assignment"), replaced_by=None)
    coming = standing.filter(date__gte=day).order_by("date", "pk")
    passed = standing.filter(date__lt=day).order_by("-date", "pk")
    undated = standing.filter(date=None).order_by("pk")
    return listings.annotate(
        next_date=Coalesce(Subquery(coming.values("date")[:1]), Subquery(passed.values("date")[:1])),
        next_text=Coalesce(
            Subquery(coming.values("text")[:1]),
            Subquery(passed.values("text")[:1]),
            Subquery(undated.values("text")[:1]),
            Value(""),
            output_field=CharField(),
        ),
    ).annotate(
        status=Case(
            When(assignment__state=AssignmentState.WITHDRAWN, then=Value(Status.WITHDRAWN.value)),
            When(next_date=None, then=Value(Status.NO_DATE.value)),
            When(next_date__lt=Value(day, DateField()), then=Value(Status.PASSED.value)),
            When(next_date__lte=Value(day + SOON, DateField()), then=Value(Status.SOON.value)),
            default=Value(Status.COMING.value),
            output_field=CharField(),
        )
    )


def listings_of(plan: Plan, today: date | None = None) -> QuerySet[Listing]:
    """The plan's assignments with goal, owner, department and next deadline, for lists."""
    rows = Listing.objects.filter(plan=plan).select_related(
        "plan", "goal", "assignment", "assignment__owner", "assignment__department", "assignment__document"
    )
    return with_next_deadline(rows, today)


def assignment_for(user: User, pk: int) -> Assignment | None:
    """The assignment, when a plan that ``user`` may see lists it."""
    seen = Listing.objects.filter(assignment=OuterRef("pk"), plan__in=visible_plans(user).order_by())
    return (
        Assignment.objects.filter(Exists(seen), pk=pk)
        .annotate(newest_plan=Subquery(seen.order_by("-plan__year", "pk").values("plan")[:1]))
        .select_related("agency", "owner", "department", "document", "confirmation", "entered_by")
        .first()
    )


def deadline_for(user: User, pk: int) -> Deadline | None:
    """A standing deadline of an assignment that ``user`` may see."""
    listed = Listing.objects.filter(plan__in=visible_plans(user).order_by()).values("assignment")
    rows = Deadline.objects.standing().filter(pk=pk, assignment__in=listed)
    return rows.select_related("assignment", "assignment__agency", "document").first()


def owned_item(user: User, kind: type[Model], pk: int) -> Model | None:
    """A parameter, reporting demand, meeting, directive or duty of a plan that ``user`` may see."""
    relations = ["plan", "plan__agency", "plan__ministry", "document"]
    if kind is not Meeting:
        relations += ["owner", "department"]
    if kind is Parameter:
        relations.append("goal")
    rows = kind._default_manager.filter(pk=pk, plan__in=visible_plans(user).order_by())
    return rows.select_related(*relations).first()


def bindings_of(assignment: Assignment) -> QuerySet[AssignmentBinding]:
    """The money that is set aside for the assignment, with its post and chapter, newest year first."""
    return assignment.binding_links.select_related("binding__post__chapter", "binding__document").order_by(
        "-binding__post__chapter__year", "binding__post__chapter__number", "binding__post__number", "pk"
    )


def documents_to_choose(user: User, plan: Plan) -> QuerySet[Document]:
    """Documents of the agency or its ministry that ``user`` may see, newest first."""
    rows = documents_visible_to(user).filter(organisation__in=(plan.agency_id, plan.ministry_id))
    return rows.order_by("-journal_date", "-pk")


def history_of_item(item: Model) -> QuerySet[Event]:
    """The item's events, newest first, at most 200: the whole log stands in the event log's own list."""
    return history_of(item).order_by("-number")[:200]


def money_of_goal(goal: Goal) -> QuerySet[AssignmentBinding]:
    """What is set aside in the plan's year for the goal's assignments, with post and assignment."""
    return (
        AssignmentBinding.objects.filter(
            assignment__listings__goal=goal,
            binding__post__chapter__year=goal.plan.year,
            binding__withdrawn=False,
            binding__depth=0,
        )
        .select_related("assignment", "binding__post__chapter", "binding__document")
        .order_by("binding__post__chapter__number", "binding__post__number", "pk")
    )
