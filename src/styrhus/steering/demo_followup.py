"""An invented year of follow-up for the demo: milestones, notes, judgements and deliveries, made by rules.

Every text says of itself that it is for the demo.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from styrhus.identity import clock
from styrhus.identity.models import User

from .actions import (
    Upload,
    add_milestone,
    deliver,
    describe_partner,
    finish_milestone,
    judge,
    reply_to_delivery,
    write_note,
)
from .models import Answer, Assignment, AssignmentState, Colour, Deadline, Listing, Milestone, Parameter, Plan

STEPS = ("Prosjektplan er vedtatt", "Kunnskapsgrunnlag er innhentet", "Utkast er drøftet med samarbeidsparter")
FOLLOWED = 8  # assignments of the plan's own year that get a history


@transaction.atomic
def make_demo_followup(*, plan: Plan, by: User, official: User) -> None:
    """Follow up some of the plan's assignments and parameters, unless somebody has begun. ``official`` answers."""
    if Milestone.objects.filter(assignment__agency=plan.agency).exists():
        return
    today = clock.today()
    listed = Listing.objects.filter(plan=plan, assignment__state=AssignmentState.ACTIVE)
    rows = listed.select_related("assignment__agency").order_by("earlier", "pk")
    assignments = [listing.assignment for listing in rows]
    for place, assignment in enumerate(assignments[:FOLLOWED]):
        _follow(assignment, place, by, today)
    _parameters(plan, by)
    _deliveries(plan, assignments, by, official, today)


def _follow(assignment: Assignment, place: int, by: User, today: date) -> None:
    owner = assignment.owner
    last = _last_day(assignment, today)
    first = date(today.year, 2, 1)
    span = max((last - first).days // (len(STEPS) + 1), 14)
    for number, title in enumerate(STEPS[: 2 + place % 2]):
        day = first + timedelta(days=span * number + place)
        milestone = add_milestone(assignment=assignment, title=title, date=day, owner=owner, by=by)
        if day < today and place != 2:  # the third assignment of the demo has missed one
            finish_milestone(milestone=milestone, done_on=day, by=by)
    if place % 2 == 0:
        text = "Demotekst: Arbeidet er i gang, og prosjektgruppa møtes hver annen uke. Neste møte er i mars."
        write_note(item=assignment, text=text, shared=place % 4 == 0, by=by)
    judgements = {
        0: (Colour.GREEN, "", True),
        2: (
            Colour.YELLOW,
            "Demotekst: Datagrunnlaget kom tre uker for sent. Vi tar igjen tiden ved å slå sammen to delrunder.",
            True,
        ),
        3: (Colour.GREEN, "Demotekst: Går etter planen.", False),
        5: (
            Colour.RED,
            "Demotekst: Vi mangler to årsverk til utredningen. Uten omprioritering rekker vi ikke fristen.",
            False,
        ),
    }
    if place in judgements:
        colour, reason, shared = judgements[place]
        judge(item=assignment, colour=colour, reason=reason, shared=shared, by=by)
    for name in assignment.partners[:1]:
        agreed = "Demotekst: De gir data innen utgangen av april og leser utkastet før det leveres."
        describe_partner(assignment=assignment, name=name, contact="Demo Kontakt", agreed=agreed, by=by)


def _last_day(assignment: Assignment, today: date) -> date:
    days = Deadline.objects.filter(assignment=assignment, replaced_by=None, date__gt=today).values_list(
        "date", flat=True
    )
    return max((day for day in days if day), default=date(today.year, 12, 1))


def _parameters(plan: Plan, by: User) -> None:
    for place, parameter in enumerate(Parameter.objects.filter(plan=plan).order_by("order")[:4]):
        if place == 1:
            reason = (
                "Demotekst: Tallene for januar ligger under måltallet. Vi følger kommunene tettere i første halvår."
            )
            judge(item=parameter, colour=Colour.YELLOW, reason=reason, shared=True, by=by)
        elif place == 3:
            reason = "Demotekst: Tallet faller for tredje kvartal på rad, og tiltakene virker ikke før neste år."
            judge(item=parameter, colour=Colour.RED, reason=reason, shared=True, by=by)
        else:
            judge(item=parameter, colour=Colour.GREEN, reason="", by=by)
        if place == 0:
            text = "Demotekst: Første tall for året kommer i april."
            write_note(item=parameter, text=text, shared=True, by=by)


def _deliveries(plan: Plan, assignments: list[Assignment], by: User, official: User, today: date) -> None:
    """One that is received, one that more is asked of, and one accepted; of earlier years' assignments that are due."""
    due = [one for one in assignments if _first_day(one) and _is_single(one)]
    due.sort(key=lambda one: _first_day(one) or today)
    answers = [
        (Answer.ACCEPTED, "", None),
        (Answer.MORE, "Demotekst: Vi trenger også tall per fylke.", 21),
        (None, "", None),
    ]
    for assignment, (answer, text, days) in zip(due, answers, strict=False):
        content = f"Demotekst: Leveranse på oppdrag {assignment.number}.\n\nRapporten er laget for demoen.\n"
        upload = Upload(f"leveranse-{assignment.number}.txt", "text/plain", content.encode(), content)
        delivery = deliver(
            plan=plan,
            item=assignment,
            message=f"Demotekst: Vi leverer rapporten på oppdrag {assignment.number}.",
            deadline=assignment.deadlines.filter(replaced_by=None).first(),
            part=assignment.deadlines.filter(replaced_by=None).first().part,  # type: ignore[union-attr]
            uploads=[upload],
            by=by,
        )
        if answer:
            due_day = today + timedelta(days=days) if days else None
            reply_to_delivery(delivery=delivery, kind=answer, text=text, due=due_day, by=official)


def _first_day(assignment: Assignment) -> date | None:
    return min((row.date for row in assignment.deadlines.filter(replaced_by=None) if row.date), default=None)


def _is_single(assignment: Assignment) -> bool:
    return assignment.deadlines.filter(replaced_by=None).count() == 1
