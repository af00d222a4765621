"""Every risk of a plan with what stands on it today, read in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from django.db.models import Prefetch, Q

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.risk.access import Permission
from styrhus.risk.models import (
    Acceptance,
    Assessment,
    Decider,
    Measure,
    MinistryAssessment,
    Risk,
    ScaleCell,
    SnapshotRow,
    Then,
)
from styrhus.risk.rules import Level, Movement, is_opened, movement, review_due
from styrhus.steering.models import Plan

from .snapshots import last_snapshot


class Standing(Enum):
    """Where a risk stands on the way from registered to decided."""

    NOT_ASSESSED = "not_assessed"
    CHANGED = "changed"  # its words have changed since the assessment
    NO_DECISION_NEEDED = "no_decision_needed"
    WAITS_FOR_HEAD = "waits_for_head"
    WAITS_FOR_DIRECTOR = "waits_for_director"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    CLOSED = "closed"
    HIDDEN = "hidden"  # to the ministry, until both parties have assessed the risk


WAITING = (Standing.WAITS_FOR_HEAD, Standing.WAITS_FOR_DIRECTOR)


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk and what ``user`` may see of how it stands.

    ``assessment``, ``decision`` and ``ministry`` are the newest; None where there is none or it is hidden.
    ``hidden``: the agency has assessed the risk, and the reader (the ministry) does not see it yet.
    ``earlier``: the level after measures at the last snapshot. ``opened``: both parties see both assessments.
    """

    risk: Risk
    assessment: Assessment | None
    decision: Acceptance | None
    passed_on: Acceptance | None
    ministry: MinistryAssessment | None
    standing: Standing
    movement: Movement | None
    earlier: ScaleCell | None
    open_measures: int
    late_measures: int
    next_due: date | None
    review_on: date | None
    opened: bool
    hidden: bool
    measures: list[Measure] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        return self.standing in WAITING

    @property
    def is_late_for_review(self) -> bool:
        return self.review_on is not None and self.review_on < clock.today()


def level_of(cell: ScaleCell | None) -> Level | None:
    return Level(cell.scale_id, cell.likelihood, cell.consequence, cell.band.order) if cell else None


def lines_for(user: User, plan: Plan, wanted: Q | None = None) -> list[RiskLine]:
    """The risks of ``plan`` that ``user`` may see, by number; what the ministry may not see yet is left out of them."""
    agency_side = user.may(Permission.SEE_ALL) or user.may(Permission.SEE, plan.agency_id)
    visible = Q(pk__in=Risk.objects.visible_to(user).values("pk"))
    return lines_of(plan, visible & wanted if wanted is not None else visible, as_ministry=not agency_side)


def line_of(user: User, risk: Risk) -> RiskLine:
    """One risk that ``user`` is known to see."""
    return lines_for(user, risk.plan, Q(pk=risk.pk))[0]


def lines_of(plan: Plan, wanted: Q | None = None, *, as_ministry: bool = False) -> list[RiskLine]:
    """The risks of ``plan``, by number, as the agency sees them; ``as_ministry``: as its ministry does."""
    cells = ("before__band", "after__band", "assessed_by")
    risks = (
        Risk.objects.filter(wanted if wanted is not None else Q(), plan=plan)
        .select_related("plan__agency", "plan__ministry", "owner", "department", "registered_by", "raised_by")
        .prefetch_related(
            Prefetch("assessments", Assessment.objects.select_related(*cells).order_by("-version"), "all_assessments"),
            Prefetch(
                "ministry_assessments",
                MinistryAssessment.objects.select_related("cell__band", "assessed_by").order_by("-version"),
                "all_ministry",
            ),
            Prefetch(
                "measures", Measure.objects.select_related("owner", "department").order_by("due", "pk"), "all_measures"
            ),
            "goals",
        )
        .order_by("number")
    )
    found = list(risks)
    decisions = _decisions(found)
    last = last_snapshot(plan)
    earlier = _earlier(last.pk, as_ministry) if last else None
    reviews = plan.agency.risk_scales.filter(valid_from__lte=clock.today()).order_by("-version")
    review_days = reviews.values_list("review_days", flat=True).first()
    return [_line(risk, decisions, earlier, review_days, as_ministry) for risk in found]


def _decisions(risks: Iterable[Risk]) -> dict[int, list[Acceptance]]:
    """The decisions on each assessment, by the assessment's key."""
    newest = [risk.all_assessments[0].pk for risk in risks if risk.all_assessments]  # type: ignore[attr-defined]
    found: dict[int, list[Acceptance]] = {}
    for row in Acceptance.objects.filter(assessment__in=newest).select_related("decided_by").order_by("pk"):
        found.setdefault(row.assessment_id, []).append(row)
    return found


def _earlier(snapshot: int, as_ministry: bool) -> dict[int, SnapshotRow]:
    """The rows of a snapshot by risk. The ministry compares only with what was open to it then."""
    rows = SnapshotRow.objects.filter(snapshot=snapshot, closed=False).select_related("after__band")
    return {row.risk_id: row for row in (rows.filter(opened=True) if as_ministry else rows)}


def _line(
    risk: Risk,
    decisions: dict[int, list[Acceptance]],
    earlier: dict[int, SnapshotRow] | None,
    review_days: int | None,
    as_ministry: bool,
) -> RiskLine:
    today = clock.today()
    assessments: list[Assessment] = risk.all_assessments  # type: ignore[attr-defined]
    ministry: list[MinistryAssessment] = risk.all_ministry  # type: ignore[attr-defined]
    measures: list[Measure] = risk.all_measures  # type: ignore[attr-defined]
    opened = is_opened(
        raised=risk.raised_on is not None, shared=risk.shared_at is not None, ministry_has_assessed=bool(ministry)
    )
    hidden = as_ministry and not opened
    newest = assessments[0] if assessments and not hidden else None
    made = decisions.get(newest.pk, []) if newest else []
    decision = next((row for row in made if row.then != Then.DIRECTOR), None)
    passed_on = next((row for row in made if row.then == Then.DIRECTOR), None)
    before = earlier.get(risk.pk) if earlier is not None else None
    remaining = [measure for measure in measures if measure.is_open]
    closed = risk.closed_on is not None
    return RiskLine(
        risk=risk,
        assessment=newest,
        decision=decision,
        passed_on=passed_on,
        ministry=ministry[0] if ministry else None,
        standing=Standing.HIDDEN if hidden else _standing(risk, newest, decision, passed_on),
        movement=_moved(earlier, before, newest, closed, hidden),
        earlier=before.after if before else None,
        open_measures=len(remaining),
        late_measures=sum(measure.due < today for measure in remaining),
        next_due=min((measure.due for measure in remaining), default=None),
        review_on=None
        if closed or hidden or review_days is None
        else review_due(newest.assessed_on if newest else None, risk.registered_on, review_days),
        opened=opened,
        hidden=hidden,
        measures=measures,
    )


def _moved(
    earlier: dict[int, SnapshotRow] | None, before: SnapshotRow | None, newest: Assessment | None, closed: bool,
    hidden: bool,
) -> Movement | None:  # fmt: skip
    """None where there is no snapshot to compare with, or nothing that may be compared."""
    if earlier is None or hidden:
        return None
    if closed:
        return Movement.CLOSED
    if before is None:
        return Movement.NEW
    if before.after is None or newest is None:
        return None if before.after is None and newest is None else Movement.NEW
    return movement(level_of(before.after), level_of(newest.after))


def _standing(
    risk: Risk, newest: Assessment | None, decision: Acceptance | None, passed_on: Acceptance | None
) -> Standing:
    if risk.closed_on:
        return Standing.CLOSED
    if newest is None:
        return Standing.NOT_ASSESSED
    if decision:
        return Standing.ACCEPTED if decision.accepted else Standing.NOT_ACCEPTED
    if any(getattr(risk, name) != getattr(newest, name) for name in ("event", "cause", "consequence")):
        return Standing.CHANGED
    return _waits_for(risk, newest.after.band.accepted_by, passed_on is not None)


def _waits_for(risk: Risk, needed: str, passed_on: bool) -> Standing:
    """Whom an undecided risk waits for. A risk without a department has no head, so the director decides."""
    if passed_on or needed == Decider.DIRECTOR or (needed == Decider.HEAD and risk.department_id is None):
        return Standing.WAITS_FOR_DIRECTOR
    return Standing.WAITS_FOR_HEAD if needed == Decider.HEAD else Standing.NO_DECISION_NEEDED
