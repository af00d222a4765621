"""The deadline view: every report of every year, and every demand of a letter that no report answers yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from styrhus.identity.models import User
from styrhus.reports.beginnings import labels
from styrhus.reports.models import PartState, Report, ReportState, Step, StepKind
from styrhus.reports.rules import Timing, timing
from styrhus.reports.texts import NOT_BEGUN, STATE_KINDS, TIMING_TEXTS
from styrhus.steering.models import Delivery, Plan, ReportingDemand

NOT_BEGUN_STATE = "not_begun"


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A report, or a demand that has none. ``state`` is a report's, or "not_begun"; ``delivered``: it was delivered
    without a report being made here.
    """

    title: str
    url: str
    kind: str
    agency: str
    year: int
    due: date | None
    state: str
    state_text: str
    timing: Timing
    sent_on: date | None
    ready: int
    parts: int
    report_id: int | None
    demand_id: int | None
    plan_id: int
    number: int = 1

    @property
    def state_kind(self) -> str:
        return STATE_KINDS[self.state]

    @property
    def timing_text(self) -> str:
        return str(TIMING_TEXTS[self.timing])

    @property
    def progress(self) -> str:
        return f"{self.ready}/{self.parts}" if self.parts else ""


def deadline_rows(user: User, today: date) -> list[DeadlineRow]:
    """What ``user`` may see, by due day. Replaced and returned versions are left out where a newer one stands."""
    names = labels()
    sent = Step.objects.filter(report=OuterRef("pk"), kind=StepKind.SENT).values("made_at")[:1]
    newer = Report.objects.visible_to(user).filter(follows=OuterRef("pk"))
    reports = (
        Report.objects.visible_to(user)
        .filter(~Exists(newer))
        .select_related("agency", "plan")
        .annotate(
            sent_at=Subquery(sent),
            part_count=Count("parts"),
            ready_count=Count("parts", filter=Q(parts__state=PartState.READY)),
        )
    )
    rows = []
    for report in reports:
        sent_on = timezone.localtime(report.sent_at).date() if report.sent_at else None
        rows.append(
            DeadlineRow(
                title=report.title,
                url=report.get_absolute_url(),
                kind=names.get(report.kind, report.kind),
                agency=report.agency.label,
                year=report.year,
                due=report.due,
                state=report.state,
                state_text=str(ReportState(report.state).label),
                timing=timing(report.state, report.due, sent_on, today),
                sent_on=sent_on,
                ready=report.ready_count,
                parts=report.part_count if report.is_open else 0,
                report_id=report.pk,
                demand_id=report.demand_id,
                plan_id=report.plan_id,
                number=report.number,
            )
        )
    rows += [_demand_row(demand, today) for demand in demands_without_report(user)]
    return sorted(rows, key=lambda row: (row.due is None, row.due or date.max, row.title))


def demands_without_report(user: User, plan: Plan | None = None) -> QuerySet[ReportingDemand]:
    """Demands of the plans that ``user`` may see which no report answers and nothing was delivered for."""
    plans = Plan.objects.visible_to(user)
    answered = Report.objects.filter(demand=OuterRef("pk"))
    delivered = Delivery.objects.filter(demand=OuterRef("pk"))
    rows = ReportingDemand.objects.filter(plan__in=plans).filter(~Exists(answered), ~Exists(delivered))
    if plan is not None:
        rows = rows.filter(plan=plan)
    return rows.select_related("plan__agency").order_by("deadline", "pk")


def _demand_row(demand: ReportingDemand, today: date) -> DeadlineRow:
    return DeadlineRow(
        title=demand.title,
        url=reverse("steering:report", args=(demand.pk,)),
        kind=str(demand.get_kind_display()),
        agency=demand.plan.agency.label,
        year=demand.plan.year,
        due=demand.deadline,
        state=NOT_BEGUN_STATE,
        state_text=str(NOT_BEGUN),
        timing=timing("draft", demand.deadline, None, today),
        sent_on=None,
        ready=0,
        parts=0,
        report_id=None,
        demand_id=demand.pk,
        plan_id=demand.plan_id,
    )
