"""The plan as the rules see it, read with a fixed number of queries whatever its size."""

from __future__ import annotations

from collections import defaultdict

from styrhus.economy.models import Binding, Chapter, NamedGrant, Post
from styrhus.steering.models import Assignment, AssignmentState, Plan

from .models import LetterKind, Reading
from .queries import plan_of, standing_rows
from .rules.changes import Change
from .rules.difference import differences
from .rules.picture import (
    Picture,
    PlanAssignment,
    PlanBinding,
    PlanDeadline,
    PlanFunding,
    PlanGoal,
    PlanGrant,
    PlanParameter,
    PlanPost,
    PlanReport,
    PlanText,
)


def picture_of(plan: Plan) -> Picture:
    """Everything in ``plan`` that a later letter may change."""
    money = {"post__chapter__agency": plan.agency_id, "post__chapter__year": plan.year}
    return Picture(
        goals=tuple(PlanGoal(*row) for row in plan.goals.values_list("pk", "number", "title")),
        parameters=tuple(
            PlanParameter(*row)
            for row in plan.parameters.values_list("pk", "label", "text", "baseline", "target", "unit")
        ),
        assignments=tuple(_assignments(plan)),
        chapters=tuple(Chapter.objects.filter(agency=plan.agency_id, year=plan.year).values_list("number", flat=True)),
        posts=tuple(
            PlanPost(row.pk, f"{row.chapter.number}.{row.number}", row.name, row.appropriated, row.disposable)
            for row in Post.objects.filter(chapter__agency=plan.agency_id, chapter__year=plan.year)
            .select_related("chapter")
            .with_amounts()
        ),
        bindings=tuple(_bindings(money)),
        grants=tuple(
            PlanGrant(row.pk, f"{row.post.chapter.number}.{row.post.number}", row.recipient, row.amount)
            for row in NamedGrant.objects.filter(**money).select_related("post__chapter")
        ),
        reports=tuple(
            PlanReport(*row) for row in plan.reporting_demands.values_list("pk", "kind", "title", "deadline")
        ),
        directives=tuple(PlanText(*row) for row in plan.directives.values_list("pk", "title")),
        meetings=tuple(PlanText(*row) for row in plan.meetings.values_list("pk", "title")),
        duties=tuple(PlanText(*row) for row in plan.duties.values_list("pk", "text")),
    )


def _assignments(plan: Plan) -> list[PlanAssignment]:
    rows = Assignment.objects.filter(listings__plan=plan).prefetch_related("parts", "funding__post__chapter")
    deadlines: dict[int, list[PlanDeadline]] = defaultdict(list)
    standing = plan.listings.filter(assignment__deadlines__replaced_by=None, assignment__deadlines__isnull=False)
    fields = ("assignment_id", *(f"assignment__deadlines__{name}" for name in ("pk", "part", "kind", "text", "date")))
    for assignment, *deadline in standing.order_by("assignment__deadlines__pk").values_list(*fields):
        deadlines[assignment].append(PlanDeadline(*deadline))
    return [
        PlanAssignment(
            id=row.pk,
            number=row.number,
            title=row.title,
            withdrawn=row.state == AssignmentState.WITHDRAWN,
            parts=tuple(part.label for part in row.parts.all()),
            deadlines=tuple(deadlines[row.pk]),
            funding=tuple(
                PlanFunding(
                    one.pk,
                    one.part,
                    f"{one.post.chapter.number}.{one.post.number}" if one.post else "",
                    one.amount,
                )
                for one in row.funding.all()
            ),
        )
        for row in rows
    ]


def _bindings(money: dict[str, int]) -> list[PlanBinding]:
    rows = Binding.objects.filter(withdrawn=False, **money).select_related(
        "post__chapter", "assignment_link__assignment"
    )
    found = []
    for row in rows:
        link = getattr(row, "assignment_link", None)
        place = f"{row.post.chapter.number}.{row.post.number}"
        number, part = (link.assignment.number, link.part) if link else ("", "")
        found.append(PlanBinding(row.pk, place, row.text, row.amount, number, part))
    return found


def changes_of(reading: Reading) -> tuple[Change, ...]:
    """What the letter changes in its plan as both stand now. Empty where there is no plan."""
    plan = plan_of(reading)
    if plan is None:
        return ()
    complete = reading.kind == LetterKind.ALLOCATION
    return differences(standing_rows(reading), picture_of(plan), complete=complete)
