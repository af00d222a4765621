"""What a person or a department answers for, across the plans that they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Model, Q, QuerySet

from styrhus.identity import clock
from styrhus.identity.models import Department, User
from styrhus.steering.models import Directive, Duty, Listing, Parameter, Plan, ReportingDemand
from styrhus.steering.rules import Status, status_by_date

from .items import with_next_deadline
from .plans import visible_plans

PAGES: dict[type[Model], str] = {
    Parameter: "steering:parameter",
    ReportingDemand: "steering:report",
    Directive: "steering:directive",
    Duty: "steering:duty",
}


@dataclass(frozen=True, slots=True)
class OwnedRow:
    """One thing that somebody answers for. ``kind`` is its name in words; ``date`` its next deadline, if any."""

    kind: str
    title: str
    number: str
    date: date | None
    text: str  # the deadline as printed, or how often a duty is done
    status: Status
    owner: str
    department: str
    url_name: str
    url_args: tuple[int, ...]
    plan: Plan


def my_items(user: User, today: date | None = None) -> list[OwnedRow]:
    """What ``user`` answers for in the newest plan of each agency that they may see."""
    return _items(user, Q(owner=user), today)


def department_items(user: User, department: Department, today: date | None = None) -> list[OwnedRow]:
    """What ``department`` answers for, as far as ``user`` may see it."""
    return _items(user, Q(department=department), today)


def _items(user: User, whose: Q, today: date | None) -> list[OwnedRow]:
    day = today or clock.today()
    plans = _newest(visible_plans(user))
    found = _assignments(plans, whose, day)
    for kind in PAGES:
        rows = kind._default_manager.filter(whose, plan__in=plans).select_related("plan__agency", "owner", "department")
        found += [_row(item, day) for item in rows.order_by("pk")]
    return sorted(found, key=lambda row: (row.date is None, row.date or date.max, row.number, row.title))


def _newest(plans: QuerySet[Plan]) -> list[int]:
    """Keys of the newest plan of each agency."""
    newest = plans.order_by().values("agency").annotate(newest=Max("year")).values_list("agency", "newest")
    wanted = set(newest)
    return [pk for pk, agency, year in plans.values_list("pk", "agency", "year") if (agency, year) in wanted]


def _assignments(plans: list[int], whose: Q, today: date) -> list[OwnedRow]:
    mine = Q(*[(f"assignment__{name}", value) for name, value in whose.children])
    listings = Listing.objects.filter(mine, plan__in=plans, assignment__state="active").select_related(
        "plan__agency", "assignment__owner", "assignment__department"
    )
    return [
        OwnedRow(
            kind=str(listing.assignment._meta.verbose_name),
            title=listing.assignment.title,
            number=listing.assignment.number,
            date=listing.next_date,
            text=listing.next_text,
            status=Status(listing.status),
            owner=_name(listing.assignment.owner),
            department=_name(listing.assignment.department),
            url_name="steering:assignment",
            url_args=(listing.assignment_id,),
            plan=listing.plan,
        )
        for listing in with_next_deadline(listings, today)
    ]


def _row(item: Any, today: date) -> OwnedRow:
    day = item.deadline if isinstance(item, ReportingDemand) else None
    return OwnedRow(
        kind=str(item._meta.verbose_name),
        title=item.text if isinstance(item, Duty | Parameter) else item.title,
        number=item.label if isinstance(item, Parameter) else "",
        date=day,
        text=item.get_frequency_display() if isinstance(item, Duty) and item.frequency else "",
        status=status_by_date(day, today),
        owner=_name(item.owner),
        department=_name(item.department),
        url_name=PAGES[type(item)],
        url_args=(item.pk,),
        plan=item.plan,
    )


def _name(named: User | Department | None) -> str:
    return named.name if named else ""
