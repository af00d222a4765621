"""What the pages of an assignment, a parameter and a report show of the follow-up."""

from __future__ import annotations

from typing import Any

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering import queries
from styrhus.steering.access import may_answer_for, may_follow_up
from styrhus.steering.models import Assignment, AssignmentState, Parameter, Plan, ReportingDemand
from styrhus.steering.queries import FollowUp
from styrhus.steering.rules_followup import Progress
from styrhus.steering.texts_followup import next_thing

ASKS_DELIVERY = (Progress.OVERDUE, Progress.DUE_SOON, Progress.RETURNED, Progress.MORE_REQUESTED)


def assignment_followed(user: User, assignment: Assignment, plan: Plan) -> dict[str, Any]:
    """The context of the follow-up on an assignment's page."""
    today, inside = clock.today(), queries.sees_inside(user, plan)
    followed = queries.follow_up([assignment], today, inside=inside)[0]
    running = assignment.state == AssignmentState.ACTIVE
    may_answer = running and may_answer_for(user, assignment, assignment.agency_id)
    agreements = queries.agreements_of(user, assignment)
    return {
        "followed": followed,
        "inside": inside,
        "may_follow": running and may_follow_up(user, assignment, assignment.agency_id),
        "may_answer": may_answer,
        "deliver_first": may_answer and followed.progress in ASKS_DELIVERY,
        "next_thing": next_thing(followed, today) if inside and running else "",
        "words": words_of(followed),
        "milestones": sorted(
            (one for strand in (followed.whole, *followed.parts) for one in strand.milestones),
            key=lambda one: (one.date, one.order, one.pk),
        ),
        "deliveries": sorted(
            ((row, queries.state_of(row)) for strand in (followed.whole, *followed.parts) for row in strand.deliveries),
            key=lambda pair: pair[0].delivered_at,
            reverse=True,
        ),
        "partners": [(name, agreements.get(name)) for name in dict.fromkeys([*assignment.partners, *agreements])],
        "today": today,
    }


def words_of(followed: FollowUp) -> list[Any]:
    """Judgements and notes of all the strands together, newest first."""
    rows = [row for strand in (followed.whole, *followed.parts) for row in (*strand.judgements, *strand.notes)]
    return sorted(rows, key=lambda row: (row.made_at, row.pk), reverse=True)


def parameter_followed(user: User, parameter: Parameter) -> dict[str, Any]:
    """The context of the follow-up on a parameter's page."""
    judgements = list(queries.judgements_about(user, parameter))
    notes = list(queries.notes_about(user, parameter))
    return {
        "judgement": judgements[0] if judgements else None,
        "words": sorted([*judgements, *notes], key=lambda row: (row.made_at, row.pk), reverse=True),
        "inside": queries.sees_inside(user, parameter.plan),
        "may_follow": may_follow_up(user, parameter, parameter.plan.agency_id),
        "may_answer": may_answer_for(user, parameter, parameter.plan.agency_id),
    }


def report_delivered(user: User, demand: ReportingDemand) -> dict[str, Any]:
    """The context of the deliveries on a report's page."""
    row = queries.report_followed(demand, clock.today())
    return {
        "progress": row.progress,
        "deliveries": [(one, queries.state_of(one)) for one in row.deliveries],
        "may_answer": may_answer_for(user, demand, demand.plan.agency_id),
        "deliver_first": row.progress in ASKS_DELIVERY,
    }
