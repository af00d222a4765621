"""What the reports remind of: sections and reports whose due day is near or past, and what waits to be approved or sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.identity.models import User
from styrhus.identity.queries import holders_of
from styrhus.notices.sources import Reminder
from styrhus.steering.access import departments_in
from styrhus.ui.formats import date_short

from .access import Permission
from .models import PartState, Report, ReportPart, ReportState
from .rules import SOON

PART_DAYS = 7  # days before a section's due day from which its writers are reminded; the program's own rule


def due(today: date) -> Iterable[Reminder]:
    """Every reminder of ``today``; the same thing keeps its key from day to day."""
    yield from _parts(today)
    yield from _reports(today)


def _parts(today: date) -> Iterator[Reminder]:
    rows = ReportPart.objects.filter(
        report__state=ReportState.DRAFT, state=PartState.OPEN, due__lte=today + timedelta(days=PART_DAYS)
    )
    for part in rows.select_related("report__agency", "department").prefetch_related("writers__user").order_by("pk"):
        words = {"part": str(part), "report": part.report.title, "date": date_short(part.due)}
        late = part.due is not None and part.due < today
        for user in _writers(part):
            yield Reminder(
                user=user,
                kind="reports.part_late" if late else "reports.part_due",
                key=f"reports.part-{part.pk}-{part.due}-{'late' if late else 'due'}",
                text=(lambda words=words: _("«%(part)s» i %(report)s er over fristen %(date)s.") % words)  # type: ignore[misc]
                if late
                else (lambda words=words: _("«%(part)s» i %(report)s har frist %(date)s.") % words),  # type: ignore[misc]
                url=part.get_absolute_url(),
                urgent=late,
                due=part.due,
            )


def _writers(part: ReportPart) -> list[User]:
    """Those who are asked to write; where only a department is, those of it who lead or write there."""
    named = [writer.user for writer in part.writers.all() if writer.user.is_active]
    if named or part.department is None:
        return named
    people = holders_of(Permission.WRITE_REPORTS, part.report.agency)
    return [user for user in people if part.department_id in departments_in(user, part.report.agency_id)]


def _reports(today: date) -> Iterator[Reminder]:
    near = today + timedelta(days=SOON)
    unsent = (ReportState.DRAFT, ReportState.READY, ReportState.APPROVED)
    rows = Report.objects.filter(state__in=unsent, due__lte=near).select_related("agency").order_by("pk")
    for report in rows:
        words = {"report": report.title, "date": date_short(report.due)}
        late = report.due is not None and report.due < today
        people = list(holders_of(Permission.LEAD_REPORTS, report.agency))
        for user in people:
            yield Reminder(
                user=user,
                kind="reports.late" if late else "reports.due",
                key=f"reports.report-{report.pk}-{report.due}-{'late' if late else 'due'}",
                text=(lambda words=words: _("%(report)s skulle vært sendt %(date)s.") % words)  # type: ignore[misc]
                if late
                else (lambda words=words: _("%(report)s skal sendes innen %(date)s.") % words),  # type: ignore[misc]
                url=reverse("reports:report", args=(report.pk,)),
                urgent=late,
                due=report.due,
            )
