"""Plans, their figures and their goals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Count, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from styrhus.economy.models import Binding
from styrhus.identity import clock
from styrhus.identity.models import Department, Organisation, RoleAssignment, User
from styrhus.identity.ordering import NorwegianOrder
from styrhus.steering.access import Permission
from styrhus.steering.models import (
    Assignment,
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


def visible_plans(user: User) -> QuerySet[Plan]:
    """Every plan that ``user`` may see, newest first."""
    return (
        Plan.objects.visible_to(user)
        .select_related("agency", "ministry", "letter")
        .order_by("-year", "agency__name", "pk")
    )


def chosen_plan(user: User, plan: int | None) -> tuple[Plan | None, list[Plan]]:
    """The plan with key ``plan`` and all that ``user`` may choose; without a key the newest of their own agency.

    (None, …) when there is none, or when it is not theirs to see.
    """
    plans = list(visible_plans(user))
    if plan is not None:
        return next((one for one in plans if one.pk == plan), None), plans
    own = user.organisations_with(Permission.SEE_PLAN)
    return next((one for one in plans if one.agency_id in own), plans[0] if plans else None), plans


def people_of(agency: Organisation) -> QuerySet[User]:
    """Those who can be made owners: active users with a role in the agency today, in Norwegian order."""
    current = RoleAssignment.objects.current().filter(organisation=agency).values("user")
    return User.objects.filter(is_active=True, pk__in=current).order_by(NorwegianOrder("name"), "pk")


def departments_of(agency: Organisation) -> QuerySet[Department]:
    return Department.objects.filter(organisation=agency).order_by(NorwegianOrder("name"), "pk")


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """How many of each the plan holds; ``unowned_duties`` have neither a person nor a department."""

    goals: int
    parameters: int
    new_assignments: int
    earlier_assignments: int
    reports: int
    meetings: int
    directives: int
    duties: int
    unowned_duties: int


def plan_figures(plan: Plan) -> PlanFigures:
    """One query for all the counts."""

    def counted(rows: QuerySet) -> Subquery:
        grouped = rows.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(grouped, output_field=IntegerField()), Value(0))

    running = Listing.objects.exclude(assignment__state=AssignmentState.WITHDRAWN)
    found = Plan.objects.filter(pk=plan.pk).values(
        goals_=counted(Goal.objects.all()),
        parameters_=counted(Parameter.objects.all()),
        new_=counted(running.filter(earlier=False)),
        earlier_=counted(running.filter(earlier=True)),
        reports_=counted(ReportingDemand.objects.all()),
        meetings_=counted(Meeting.objects.all()),
        directives_=counted(Directive.objects.all()),
        duties_=counted(Duty.objects.all()),
        unowned_=counted(Duty.objects.filter(owner=None, department=None)),
    )[0]
    return PlanFigures(*found.values())


def awaiting_confirmation(plan: Plan) -> QuerySet[Assignment]:
    """Orders given orally that no document confirms yet."""
    return (
        Assignment.objects.filter(listings__plan=plan, confirmation=None, state=AssignmentState.ACTIVE)
        .exclude(oral_from="")
        .order_by("oral_on", "pk")
    )


@dataclass(frozen=True, slots=True)
class GoalCard:
    """A goal with what hangs on it. ``bound`` is in kroner; ``next_date`` the first deadline that has not passed."""

    goal: Goal
    parameters: int
    assignments: int
    bound: int
    next_date: date | None


def goal_cards(plan: Plan, today: date | None = None) -> list[GoalCard]:
    """Every goal of the plan in order, in one query."""
    day = today or clock.today()
    running = Listing.objects.filter(goal=OuterRef("pk")).exclude(assignment__state=AssignmentState.WITHDRAWN)
    listed = running.order_by().values("goal").annotate(n=Count("pk")).values("n")
    parameters = (
        Parameter.objects.filter(goal=OuterRef("pk")).order_by().values("goal").annotate(n=Count("pk")).values("n")
    )
    coming = (
        Deadline.objects.standing()
        .filter(assignment__listings__goal=OuterRef("pk"), date__gte=day)
        .order_by("date")
        .values("date")[:1]
    )
    money = (
        Binding.objects.counted()
        .filter(assignment_link__assignment__listings__goal=OuterRef("pk"), post__chapter__year=plan.year)
        .order_by()
        .values("assignment_link__assignment__listings__goal")
        .annotate(s=Sum("amount"))
        .values("s")
    )
    goals = plan.goals.select_related("parent").annotate(
        parameter_count=Coalesce(Subquery(parameters, output_field=IntegerField()), Value(0)),
        listing_count=Coalesce(Subquery(listed, output_field=IntegerField()), Value(0)),
        bound=Coalesce(Subquery(money, output_field=BigIntegerField()), Value(0, BigIntegerField())),
        next_date=Subquery(coming),
    )
    return [GoalCard(goal, goal.parameter_count, goal.listing_count, goal.bound, goal.next_date) for goal in goals]
