"""All that has a day, or is asked for without one: deadlines of assignments, reports and meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from styrhus.identity import clock
from styrhus.identity.models import Department, User
from styrhus.steering.models import AssignmentState, Deadline, Listing, Meeting, Plan, ReportingDemand
from styrhus.steering.rules import Status, status_by_date


class DueKind(TextChoices):
    ASSIGNMENT = "assignment", pgettext_lazy("one", "Oppdrag")
    REPORT = "report", _("Rapportering")
    MEETING = "meeting", _("Møte")


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing due. ``date`` is None where the letter gives no day; ``text`` is the deadline as printed."""

    date: date | None
    kind: DueKind
    text: str
    title: str
    number: str
    part: str
    status: Status
    url_name: str
    url_args: tuple[int, ...]
    plan: Plan
    goal: str = ""
    goal_id: int | None = None
    owner: str = ""
    owner_id: int | None = None
    department: str = ""
    department_id: int | None = None
    key: str = ""  # the same from day to day, for calendars that follow a feed: "deadline-17"
    awaits_confirmation: bool = False

    @property
    def label(self) -> str:
        """Number, title and part in one line."""
        named = f"{self.number} {self.title}".strip()
        return f"{named} – {self.part}" if self.part else named


def deadlines_for(
    user: User,
    plan: Plan,
    mine: bool = False,
    department: Department | int | None = None,
    *,
    goal: int | None = None,
    today: date | None = None,
) -> list[DueItem]:
    """Everything due in ``plan``, by date, what has no date last. Empty when ``user`` may not see the plan.

    ``mine`` keeps what ``user`` owns, ``department`` what that department answers for, ``goal`` what lies under it;
    meetings have no owner and come only with the whole plan. Five queries at most.
    """
    if not Plan.objects.visible_to(user).filter(pk=plan.pk).exists():
        return []
    day = today or clock.today()
    chosen = department.pk if isinstance(department, Department) else department
    owned = Q()
    if mine:
        owned &= Q(owner=user)
    if chosen is not None:
        owned &= Q(department=chosen)
    items = _assignments(plan, owned, goal, day)
    if goal is None:
        items += _reports(plan, owned, day)
    if goal is None and not owned:
        items += _meetings(plan, day)
    return sorted(items, key=lambda item: (item.date is None, item.date or date.max, item.number, item.title))


def _assignments(plan: Plan, owned: Q, goal: int | None, today: date) -> list[DueItem]:
    listings = Listing.objects.filter(plan=plan, assignment__state=AssignmentState.ACTIVE).select_related("goal")
    if goal is not None:
        listings = listings.filter(goal=goal)
    goals = {listing.assignment_id: listing.goal for listing in listings}
    prefixed = Q(*[(f"assignment__{name}", value) for name, value in owned.children]) if owned else Q()
    rows = (
        Deadline.objects.standing()
        .filter(prefixed, assignment__in=list(goals))  # keys, not a subquery: its plan must not hang on statistics
        .select_related("assignment", "assignment__owner", "assignment__department")
    )
    found = []
    for row in rows:
        listed_goal, assignment = goals[row.assignment_id], row.assignment
        found.append(
            DueItem(
                date=row.date,
                kind=DueKind.ASSIGNMENT,
                text=row.text,
                title=assignment.title,
                number=assignment.number,
                part=row.part,
                status=status_by_date(row.date, today),
                url_name="steering:assignment",
                url_args=(assignment.pk,),
                plan=plan,
                goal=str(listed_goal) if listed_goal else "",
                goal_id=listed_goal.pk if listed_goal else None,
                key=f"deadline-{row.pk}",
                awaits_confirmation=assignment.awaits_confirmation,
                **_answering(assignment),
            )
        )
    return found


def _reports(plan: Plan, owned: Q, today: date) -> list[DueItem]:
    rows = ReportingDemand.objects.filter(owned, plan=plan).select_related("owner", "department")
    return [
        DueItem(
            date=row.deadline,
            kind=DueKind.REPORT,
            text=row.get_kind_display(),
            title=row.title,
            number="",
            part="",
            status=status_by_date(row.deadline, today),
            url_name="steering:report",
            url_args=(row.pk,),
            plan=plan,
            key=f"report-{row.pk}",
            **_answering(row),
        )
        for row in rows
    ]


def _meetings(plan: Plan, today: date) -> list[DueItem]:
    return [
        DueItem(
            date=row.date,
            kind=DueKind.MEETING,
            text=row.when,
            title=row.title,
            number="",
            part="",
            status=status_by_date(row.date, today),
            url_name="steering:meeting",
            url_args=(row.pk,),
            plan=plan,
            key=f"meeting-{row.pk}",
        )
        for row in Meeting.objects.filter(plan=plan)
    ]


def _answering(row: object) -> dict[str, object]:
    owner, department = row.owner, row.department  # type: ignore[attr-defined]
    return {
        "owner": owner.name if owner else "",
        "owner_id": owner.pk if owner else None,
        "department": department.name if department else "",
        "department_id": department.pk if department else None,
    }
