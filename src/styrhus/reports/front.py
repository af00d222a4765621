"""What waits in the reports for the one who looks at the front page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.ui.cards import Card, CardLine
from styrhus.ui.formats import date_short

from . import queries
from .access import Permission
from .models import Report, ReportState
from .rules import Timing
from .texts import STATE_KINDS, TIMING_KINDS

MOST = 5


def cards(user: User, plan: Plan, sight: str) -> list[Card]:
    """Sections to write, reports to approve or send, and for the ministry those that it has to answer."""
    if not user.may(Permission.SEE_REPORTS, plan.agency_id) and not user.may(Permission.SEE_REPORTS, plan.ministry_id):
        return []
    if sight == "departementet":
        return _to_answer(user, plan)
    found = _to_write(user, plan) if sight in ("mine", "avdeling") else []
    return [*found, *_to_handle(user, plan), *(_deadlines(user, plan) if sight != "avdeling" else [])]


def _to_write(user: User, plan: Plan) -> list[Card]:
    parts = [part for part in queries.waiting_for(user) if part.report.plan_id == plan.pk]
    if not parts:
        return []
    today = clock.today()
    lines = []
    for part in parts[:MOST]:
        due = part.due or part.report.due
        late = bool(due and due < today)
        lines.append(
            CardLine(
                str(part),
                part.get_absolute_url(),
                note=part.report.title + (f" · {date_short(due)}" if due else ""),
                tag=_("Over fristen") if late else "",
                kind="danger" if late else "neutral",
            )
        )
    urgent = any(line.kind == "danger" for line in lines)
    url = reverse("reports:reports")
    return [Card(gettext_lazy("Deler du skal skrive"), url, len(parts), lines, urgent=urgent, order=34)]


def _to_handle(user: User, plan: Plan) -> list[Card]:
    """What the director has to approve, and what the controller has to send."""
    wanted = []
    if user.may(Permission.APPROVE_REPORTS, plan.agency_id):
        wanted.append(ReportState.READY)
    if user.may(Permission.LEAD_REPORTS, plan.agency_id):
        wanted.append(ReportState.APPROVED)
    rows = list(Report.objects.filter(plan=plan, state__in=wanted).order_by("due", "pk"))
    if not rows:
        return []
    lines = [_line(row) for row in rows[:MOST]]
    url = reverse("reports:reports")
    return [Card(gettext_lazy("Rapporter som venter på deg"), url, len(rows), lines, urgent=True, order=35)]


def _to_answer(user: User, plan: Plan) -> list[Card]:
    states = (ReportState.SENT, ReportState.RECEIVED, ReportState.COMMENTED)
    rows = list(Report.objects.visible_to(user).filter(plan=plan, state__in=states).order_by("due", "pk"))
    if not rows:
        return []
    lines = [_line(row) for row in rows[:MOST]]
    waits = any(row.state == ReportState.SENT for row in rows)
    url = reverse("reports:reports")
    return [Card(gettext_lazy("Rapporter til behandling"), url, len(rows), lines, urgent=waits, order=35)]


def _deadlines(user: User, plan: Plan) -> list[Card]:
    rows = [
        row
        for row in queries.deadline_rows(user, clock.today())
        if row.plan_id == plan.pk and row.timing in (Timing.LATE, Timing.SOON)
    ]
    if not rows:
        return []
    lines = [
        CardLine(row.title, row.url, note=date_short(row.due), tag=row.timing_text, kind=TIMING_KINDS[row.timing])
        for row in rows[:MOST]
    ]
    late = any(row.timing is Timing.LATE for row in rows)
    url = reverse("reports:reports")
    return [Card(gettext_lazy("Rapporteringsfrister"), url, len(rows), lines, urgent=late, order=36)]


def _line(row: Report) -> CardLine:
    note = date_short(row.due) if row.due else ""
    return CardLine(
        row.title, row.get_absolute_url(), note=note, tag=row.get_state_display(), kind=STATE_KINDS[row.state]
    )
