"""Rows of follow-up that a test begins with, made straight in the database so that no event of an act is written."""

from __future__ import annotations

from datetime import date

from styrhus.archive.sourced import Place
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.actions import add_deadline
from styrhus.steering.models import Assignment, Deadline, DropRequest, Duty, DutyEntry, Occurrence, Plan


def recurring(of: Assignment, text: str = "2 ganger i året (30.6 og 31.12)") -> Deadline:
    place = Place(of.document, (22,))
    return add_deadline(assignment=of, part="", text=text, kind="recurring", date=None, place=place, by=None)


def an_entry(duty: Duty, by: User, period: str = "", done_on: date = date(2023, 3, 1)) -> DutyEntry:
    return DutyEntry.objects.create(
        duty=duty, period=period, done_on=done_on, done_by=by, entered_by=by, entered_at=clock.now()
    )


def an_occurrence(of: Assignment, due: date = date(2023, 6, 30), done_by: User | None = None) -> Occurrence:
    done_on = date(2023, 6, 1) if done_by else None
    return Occurrence.objects.create(deadline=recurring(of), due=due, done_on=done_on, done_by=done_by)


def an_open_request(plan: Plan, item: Assignment | Duty, by: User, **fields: object) -> DropRequest:
    """A request that waits for the ministry."""
    subject = {"assignment": item} if isinstance(item, Assignment) else {"duty": item}
    values = {
        "kind": "lower",
        "reason": "Prøvegrunn",
        "consequences": "Prøvefølge",
        "wanted_from": date(2200, 1, 1),
        "asked_by": by,
        "asked_at": clock.now(),
    }
    return DropRequest.objects.create(plan=plan, **(values | subject | fields))
