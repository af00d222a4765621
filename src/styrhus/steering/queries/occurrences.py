"""The occurrences of recurring assignments."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Assignment, AssignmentState, Deadline, DeadlineKind, Listing, Occurrence, Plan
from styrhus.steering.rules import SOON, Status
from styrhus.steering.rules_periods import applies_in

from .plans import visible_plans

DONE = "done"


def _with_status(rows: QuerySet[Occurrence], today: date) -> QuerySet[Occurrence]:
    """Each with ``status``: a value of rules.Status, or "done"."""
    return rows.annotate(
        status=Case(
            When(done_on__isnull=False, then=Value(DONE)),
            When(due__lt=today, then=Value(Status.PASSED.value)),
            When(due__lte=today + SOON, then=Value(Status.SOON.value)),
            default=Value(Status.COMING.value),
            output_field=CharField(),
        )
    ).select_related(
        "deadline__assignment__owner", "deadline__assignment__department", "deadline__assignment__agency", "done_by"
    )


def standing_occurrences() -> QuerySet[Occurrence]:
    """Those of deadlines that hold, of running assignments; what was done stays whatever became of its deadline."""
    runs = Q(deadline__replaced_by=None, deadline__assignment__state=AssignmentState.ACTIVE)
    return Occurrence.objects.filter(runs | Q(done_on__isnull=False))


def occurrences_of(plan: Plan, today: date | None = None) -> QuerySet[Occurrence]:
    """The year's occurrences of the plan's assignments."""
    listed = Listing.objects.filter(plan=plan).values("assignment")
    rows = standing_occurrences().filter(deadline__assignment__in=listed, due__year=plan.year)
    return _with_status(rows, today or clock.today()).order_by("due", "pk")


def occurrences_of_assignment(assignment: Assignment, today: date | None = None) -> QuerySet[Occurrence]:
    """All occurrences of an assignment, by day."""
    rows = standing_occurrences().filter(deadline__assignment=assignment)
    return _with_status(rows, today or clock.today()).order_by("due", "pk")


def occurrence_for(user: User, pk: int) -> Occurrence | None:
    """An occurrence of an assignment in a plan that ``user`` may see."""
    listed = Listing.objects.filter(plan__in=visible_plans(user).order_by()).values("assignment")
    rows = Occurrence.objects.filter(pk=pk, deadline__assignment__in=listed)
    return _with_status(rows, clock.today()).select_related("deadline__assignment__agency", "document").first()


def recurring_without_rule(plan: Plan) -> list[Deadline]:
    """Standing deadlines that recur in the plan's year and have no occurrence there yet."""
    listed = Listing.objects.filter(plan=plan).values("assignment")
    made = Occurrence.objects.filter(due__year=plan.year).values("deadline")
    rows = (
        Deadline.objects.standing()
        .filter(kind=DeadlineKind.RECURRING, assignment__in=listed)
        .exclude(pk__in=made)
        .select_related("assignment")
        .order_by("assignment__number", "pk")
    )
    return [deadline for deadline in rows if applies_in(deadline.text, plan.year)]
