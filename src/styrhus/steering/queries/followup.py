"""How the work goes, strand by strand: computed status, judgement, milestones, notes and deliveries.

Other rooms read ``followup_rows(plan, today)`` (one row for each assignment and for each of its parts),
``report_rows(plan, today)`` (the reports asked for) and ``parameter_rows(plan)``. Each takes ``inside``: True is the agency's
and the auditor's eye; False the ministry's, which sees judgements and notes marked for it and no milestones: its status
is computed from deadlines and deliveries, and from whether the work has begun at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.access import Permission
from styrhus.steering.models import (
    Assignment,
    AssignmentPart,
    AssignmentState,
    Deadline,
    DeadlineKind,
    Delivery,
    DeliveryReply,
    Judgement,
    Listing,
    Milestone,
    Parameter,
    Plan,
    ProgressNote,
    ReportingDemand,
)
from styrhus.steering.rules_followup import (
    DeliveryState,
    Due,
    Progress,
    Step,
    delivery_state,
    due_progress,
    next_step,
    strand_progress,
    worst,
)

CONTINUING = (DeadlineKind.CONTINUOUS, DeadlineKind.RECURRING)
COLOUR_WEIGHT = {"green": 0, "yellow": 1, "red": 2}


def sees_inside(user: User, plan: Plan) -> bool:
    """Whether ``user`` reads the agency's own follow-up of ``plan``: the agency itself, and the auditor."""
    return user.may(Permission.SEE_ALL_PLANS) or user.may(Permission.SEE_PLAN, plan.agency_id)


@dataclass(slots=True)
class Strand:
    """What is followed by itself: a part of an assignment, or the whole (``label`` empty). Newest first in each list."""

    label: str
    part: AssignmentPart | None = None
    progress: Progress = Progress.NOT_STARTED
    deadlines: list[Deadline] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)  # by date
    judgements: list[Judgement] = field(default_factory=list)
    notes: list[ProgressNote] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)

    @property
    def judgement(self) -> Judgement | None:
        return self.judgements[0] if self.judgements else None

    @property
    def next_milestone(self) -> Milestone | None:
        """The earliest milestone that is neither done nor dropped."""
        open_ones = [one for one in self.milestones if not one.dropped_on]
        index = next_step([Step(one.date, bool(one.done_on)) for one in open_ones])
        return None if index is None else open_ones[index]

    @property
    def updated_on(self) -> date | None:
        """The last day that somebody noted, judged, finished a milestone or delivered."""
        days = [timezone.localtime(row.made_at).date() for row in (*self.notes[:1], *self.judgements[:1])]
        days += [timezone.localtime(row.delivered_at).date() for row in self.deliveries[:1]]
        days += [row.done_on for row in self.milestones if row.done_on]
        return max(days, default=None)


@dataclass(slots=True)
class FollowUp:
    """An assignment as it is followed. ``progress`` is the worst of the strands'; ``whole`` holds what is about it all."""

    assignment: Assignment
    whole: Strand
    strands: list[Strand]
    progress: Progress

    @property
    def judgement(self) -> Judgement | None:
        """The judgement of the whole, else the worst of the parts'."""
        of_parts = [strand.judgement for strand in self.strands if strand.judgement]
        return self.whole.judgement or max(of_parts, key=lambda one: COLOUR_WEIGHT[one.colour], default=None)

    @property
    def updated_on(self) -> date | None:
        days = [strand.updated_on for strand in (self.whole, *self.strands)]
        return max((day for day in days if day), default=None)

    @property
    def next_milestone(self) -> Milestone | None:
        found = [one.next_milestone for one in (self.whole, *self.strands) if one.next_milestone]
        return min(found, key=lambda one: one.date, default=None)

    @property
    def parts(self) -> list[Strand]:
        """The strands that are parts; empty where the assignment is followed as one."""
        return [strand for strand in self.strands if strand.label]


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A line of the follow-up board: an assignment, or a part of it (``part``), with how it goes on the day asked for."""

    plan: Plan
    assignment: Assignment
    part: str
    progress: Progress
    judgement: Judgement | None
    updated_on: date | None
    next_milestone: Milestone | None
    deadline: date | None  # the next standing one, else the last that has passed
    deadline_text: str  # as printed
    silent_days: int | None  # days since the last update; None where there has been none

    @property
    def number(self) -> str:
        return self.assignment.number

    @property
    def title(self) -> str:
        """The title, and the part after it."""
        return f"{self.assignment.title} – {self.part}" if self.part else self.assignment.title

    @property
    def colour(self) -> str:
        return self.judgement.colour if self.judgement else ""

    @property
    def url(self) -> str:
        return reverse("steering:assignment", args=(self.assignment.pk,))


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report asked for, with how its delivery goes."""

    demand: ReportingDemand
    progress: Progress
    deliveries: list[Delivery]

    @property
    def url(self) -> str:
        return reverse("steering:report", args=(self.demand.pk,))


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A steering parameter with its newest judgement and note, if any."""

    parameter: Parameter
    judgement: Judgement | None
    note: ProgressNote | None

    @property
    def url(self) -> str:
        return reverse("steering:parameter", args=(self.parameter.pk,))


def state_of(delivery: Delivery) -> DeliveryState:
    """Where a delivery stands. Ask for its replies and what follows it beforehand (``with_answers``)."""
    answers = [reply.kind for reply in delivery.replies.all()]
    return delivery_state(answers, replaced=hasattr(delivery, "followed_by"))


def with_answers(rows: Any) -> Any:
    """Deliveries with what their pages and states need, in a few queries."""
    related = ("plan__agency", "plan__ministry", "assignment", "demand", "deadline", "delivered_by", "followed_by")
    return rows.select_related(*related, "entry__case_file").prefetch_related("replies__made_by", "files__document")


def followup_rows(plan: Plan, today: date | None = None, *, inside: bool = True) -> list[FollowUpRow]:
    """Every assignment of the plan, each followed by its parts, in the plan's order. Eight queries."""
    day = today or clock.today()
    listings = Listing.objects.filter(plan=plan).select_related("assignment__owner", "assignment__department")
    followed = follow_up([listing.assignment for listing in listings.order_by("pk")], day, inside=inside)
    return [row for one in followed for row in _rows(one, plan, day)]


def _rows(one: FollowUp, plan: Plan, day: date) -> Iterable[FollowUpRow]:
    every = [deadline for strand in (one.whole, *one.parts) for deadline in strand.deadlines]
    yield _row(one.assignment, "", plan, one, every, day)
    for strand in one.parts:
        yield _row(one.assignment, strand.label, plan, strand, strand.deadlines or one.whole.deadlines, day)


def _row(  # noqa: PLR0917 - the parts of one line
    assignment: Assignment, part: str, plan: Plan, one: FollowUp | Strand, deadlines: Sequence[Deadline], day: date
) -> FollowUpRow:
    chosen = _next_deadline(deadlines, day)
    return FollowUpRow(
        plan=plan,
        assignment=assignment,
        part=part,
        progress=one.progress,
        judgement=one.judgement,
        updated_on=one.updated_on,
        next_milestone=one.next_milestone,
        deadline=chosen.date if chosen else None,
        deadline_text=chosen.text if chosen else "",
        silent_days=(day - one.updated_on).days if one.updated_on else None,
    )


def _next_deadline(deadlines: Sequence[Deadline], day: date) -> Deadline | None:
    dated = sorted((row for row in deadlines if row.date), key=lambda row: row.date or day)
    coming = [row for row in dated if row.date and row.date >= day]
    return (coming or dated[-1:] or list(deadlines) or [None])[0]


def follow_up(assignments: Sequence[Assignment], today: date, *, inside: bool = True) -> list[FollowUp]:
    """How each of ``assignments`` goes, in their order. Seven queries for all of them."""
    material = _Material([assignment.pk for assignment in assignments])
    return [_followed(assignment, material, today, inside) for assignment in assignments]


class _Material:
    """The rows of some assignments, each kind fetched once and laid by assignment and part."""

    def __init__(self, keys: Sequence[int]) -> None:
        self.parts = self._by_assignment(AssignmentPart.objects.filter(assignment__in=keys).order_by("pk"))
        self.deadlines = self._by_assignment(Deadline.objects.filter(assignment__in=keys).order_by("date", "pk"))
        rows = Milestone.objects.filter(assignment__in=keys).select_related("owner", "done_by", "assignment")
        self.milestones = self._by_assignment(rows.order_by("date", "order", "pk"))
        judged = Judgement.objects.filter(assignment__in=keys).select_related("made_by", "assignment")
        self.judgements = self._by_assignment(judged.order_by("-made_at", "-pk"))
        noted = ProgressNote.objects.filter(assignment__in=keys).newest().select_related("made_by", "assignment")
        self.notes = self._by_assignment(noted.order_by("-made_at", "-pk"))
        delivered = with_answers(Delivery.objects.filter(assignment__in=keys))
        self.deliveries = self._by_assignment(delivered.order_by("-delivered_at", "-pk"))

    @staticmethod
    def _by_assignment(rows: Iterable[Any]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            found[row.assignment_id].append(row)
        return found


def _followed(assignment: Assignment, material: _Material, today: date, inside: bool) -> FollowUp:
    deadlines = material.deadlines[assignment.pk]
    standing = [row for row in deadlines if row.replaced_by_id is None]
    strands = {"": Strand("")}
    for part in material.parts[assignment.pk]:
        strands[part.label] = Strand(part.label, part)
    for row in standing:
        strands.setdefault(row.part, Strand(row.part)).deadlines.append(row)
    for name in ("milestones", "judgements", "notes", "deliveries"):
        for row in getattr(material, name)[assignment.pk]:
            getattr(strands.setdefault(row.part, Strand(row.part)), name).append(row)
    withdrawn = assignment.state == AssignmentState.WITHDRAWN
    now_standing = _standing_of(deadlines)
    whole = strands.pop("")
    parts = list(strands.values())
    begun = bool(whole.notes or whole.judgements or any(one.done_on for one in whole.milestones))
    for strand in (whole, *parts):
        # a part without a deadline of its own is due with the whole, and is delivered with it
        inherits = strand is not whole and not strand.deadlines
        dues = _dues(strand, whole if inherits else None, now_standing)
        steps = [Step(one.date, bool(one.done_on)) for one in strand.milestones if not one.dropped_on] if inside else []
        done = any(one.done_on for one in strand.milestones)
        strand.progress = strand_progress(
            dues, steps, today, begun=begun or done or bool(strand.notes or strand.judgements), withdrawn=withdrawn
        )
        if not inside:
            strand.milestones = []
            strand.judgements = [one for one in strand.judgements if one.shared]
            strand.notes = [one for one in strand.notes if one.shared]
    alone = bool(whole.milestones or whole.deliveries) or (
        bool(whole.deadlines) and any(one.deadlines for one in parts)
    )
    counted = [*([whole] if alone or not parts else []), *parts]
    return FollowUp(assignment, whole, counted, worst(strand.progress for strand in counted))


def _standing_of(deadlines: Sequence[Deadline]) -> dict[int, int]:
    """Each deadline's key → the key of the one that holds in its place."""
    following = {row.pk: row.replaced_by_id for row in deadlines}
    found = {}
    for key in following:
        current = key
        while later := following.get(current):
            current = later
        found[key] = current
    return found


def _dues(strand: Strand, whole: Strand | None, now_standing: dict[int, int]) -> list[Due]:
    deadlines = strand.deadlines or (whole.deadlines if whole else [])
    deliveries = [*strand.deliveries, *(whole.deliveries if whole else [])]
    if not deadlines:
        return [_due(None, deliveries[0] if deliveries else None)]
    return [_due(row, _delivery_for(row, deliveries, now_standing)) for row in deadlines]


def _delivery_for(deadline: Deadline, deliveries: Sequence[Delivery], now_standing: dict[int, int]) -> Delivery | None:
    """The newest delivery for the deadline (or one that it replaced), else the newest that names no deadline."""
    named = [one for one in deliveries if one.deadline_id and now_standing.get(one.deadline_id) == deadline.pk]
    return next(iter(named), None) or next((one for one in deliveries if one.deadline_id is None), None)


def _due(deadline: Deadline | None, delivery: Delivery | None) -> Due:
    replies: list[DeliveryReply] = list(delivery.replies.all()) if delivery else []
    asked = [reply.due for reply in replies if reply.kind == "more"]
    return Due(
        day=deadline.date if deadline else None,
        continuing=bool(deadline and deadline.kind in CONTINUING),
        state=state_of(delivery) if delivery else None,
        more_by=asked[-1] if asked else None,
    )


def report_rows(plan: Plan, today: date | None = None) -> list[ReportRow]:
    """The reports that the ministry asks for, by deadline, with their deliveries, newest first. Four queries."""
    day = today or clock.today()
    demands = ReportingDemand.objects.filter(plan=plan).select_related("owner", "department", "plan")
    return [report_row(demand, delivered, day) for demand, delivered in _with_deliveries(list(demands))]


def _with_deliveries(demands: list[ReportingDemand]) -> Iterable[tuple[ReportingDemand, list[Delivery]]]:
    found: dict[int | None, list[Delivery]] = defaultdict(list)
    for row in with_answers(Delivery.objects.filter(demand__in=demands)).order_by("-delivered_at", "-pk"):
        found[row.demand_id].append(row)
    return [(demand, found[demand.pk]) for demand in demands]


def report_row(demand: ReportingDemand, deliveries: list[Delivery], today: date) -> ReportRow:
    newest = deliveries[0] if deliveries else None
    asked = [reply.due for reply in newest.replies.all() if reply.kind == "more"] if newest else []
    due = Due(demand.deadline, False, state_of(newest) if newest else None, asked[-1] if asked else None)
    return ReportRow(demand, due_progress(due, today, begun=False), deliveries)


def report_followed(demand: ReportingDemand, today: date) -> ReportRow:
    """One report with its deliveries."""
    deliveries = list(with_answers(Delivery.objects.filter(demand=demand)).order_by("-delivered_at", "-pk"))
    return report_row(demand, deliveries, today)


def parameter_rows(plan: Plan, *, inside: bool = True) -> list[ParameterRow]:
    """The steering parameters in order, each with its newest judgement and note. Three queries."""
    judgements = Judgement.objects.filter(parameter__plan=plan).select_related("made_by")
    notes = ProgressNote.objects.filter(parameter__plan=plan).newest().select_related("made_by")
    if not inside:
        judgements, notes = judgements.shared(), notes.shared()
    judged, noted = _newest(judgements.order_by("made_at", "pk")), _newest(notes.order_by("made_at", "pk"))
    parameters = (
        Parameter.objects.filter(plan=plan).select_related("goal", "owner", "department").order_by("order", "pk")
    )
    return [ParameterRow(one, judged.get(one.pk), noted.get(one.pk)) for one in parameters]


def _newest(rows: Iterable[Any]) -> dict[int, Any]:
    return {row.parameter_id: row for row in rows}
