"""Reads of the audit follow-up: the plan of all findings, its state in figures, and the table of the annual report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from styrhus.control.models import AuditCase, Finding, FindingMeasure, FindingState, Priority
from styrhus.identity.models import Organisation, User
from styrhus.ui.formats import date_short


def findings_for(user: User) -> QuerySet[Finding]:
    """The concrete plan: every finding that ``user`` may see, with the figures of its measures."""
    return (
        Finding.objects.visible_to(user)
        .select_related("case__agency", "owner", "department", "document", "closed_by", "proposed_by")
        .annotate(
            measure_count=Count("measures", distinct=True),
            done_count=Count("measures", filter=Q(measures__done_on__isnull=False), distinct=True),
        )
        .order_by(F("deadline").asc(nulls_last=True), "pk")
    )


def cases_for(user: User) -> QuerySet[AuditCase]:
    return (
        AuditCase.objects.visible_to(user)
        .select_related("agency", "document")
        .annotate(
            finding_count=Count("findings", distinct=True),
            open_count=Count("findings", filter=~Q(findings__state=FindingState.CLOSED), distinct=True),
            sent_count=Count("replies", filter=Q(replies__sent_at__isnull=False), distinct=True),
        )
        .order_by("-received_on", "-pk")
    )


@dataclass(frozen=True, slots=True)
class FindingFigures:
    open: int
    proposed: int
    late: int
    closed: int


def figures(findings: QuerySet[Finding], today: date) -> FindingFigures:
    """How many of ``findings`` stand where. What is proposed counts as open too until it is verified."""
    counts = findings.order_by().aggregate(
        open_=Count("pk", filter=~Q(state=FindingState.CLOSED), distinct=True),
        proposed_=Count("pk", filter=Q(state=FindingState.PROPOSED), distinct=True),
        late_=Count("pk", filter=~Q(state=FindingState.CLOSED) & Q(deadline__lt=today), distinct=True),
        closed_=Count("pk", filter=Q(state=FindingState.CLOSED), distinct=True),
    )
    return FindingFigures(counts["open_"], counts["proposed_"], counts["late_"], counts["closed_"])


def of_year(agency: Organisation | int, year: int) -> QuerySet[Finding]:
    """What the annual report of ``year`` tells of: findings open at some time in that year."""
    return (
        Finding.objects.filter(case__agency=agency, case__received_on__year__lte=year)
        .exclude(closed_at__year__lt=year)
        .select_related("case", "owner", "department")
        .prefetch_related("measures")
        .order_by("case__received_on", "case", "number")
    )


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A finding as the annual report tells it."""

    body: str
    title: str
    measures: str
    owner: str
    deadline: date | None
    state: str
    closed: date | None


def report_lines(agency: Organisation | int, year: int) -> list[ReportLine]:
    return [
        ReportLine(
            row.case.sender,
            row.title,
            "; ".join(m.text for m in sorted(row.measures.all(), key=lambda m: m.pk)),
            row.department.name if row.department else (row.owner.name if row.owner else ""),
            row.deadline,
            str(row.get_state_display()),
            localtime(row.closed_at).date() if row.closed_at else None,
        )
        for row in of_year(agency, year)
    ]


def report_text(agency: Organisation | int, year: int) -> str:
    """The same as plain text, ready to be set into the annual report's chapter IV."""
    lines = report_lines(agency, year)
    if not lines:
        return _("Virksomheten hadde ingen merknader fra revisjon eller tilsyn til oppfølging i %(year)s.") % {
            "year": year
        }
    closed = sum(1 for line in lines if line.closed and line.closed.year == year)
    head = _("I %(year)s fulgte virksomheten opp %(all)s merknader. %(closed)s ble lukket i løpet av året.") % {
        "year": year,
        "all": len(lines),
        "closed": closed,
    }
    parts = [head]
    for line in lines:
        deadline = date_short(line.deadline) if line.deadline else _("ingen")
        state = f"{line.state} {date_short(line.closed)}" if line.closed else line.state
        parts.append(
            "\n".join(
                (
                    f"{line.body}: {line.title}",
                    _("Tiltak: %(text)s") % {"text": line.measures or _("ikke bestemt")},
                    _("Ansvarlig: %(owner)s. Frist: %(deadline)s. Status: %(state)s.")
                    % {"owner": line.owner, "deadline": deadline, "state": state},
                )
            )
        )
    return "\n\n".join(parts) + "\n"


def my_open_findings(user: User) -> QuerySet[Finding]:
    """Findings that ``user`` owns and must move on."""
    return findings_for(user).filter(owner=user, state=FindingState.OPEN)


def my_finding_measures(user: User) -> QuerySet[FindingMeasure]:
    return (
        FindingMeasure.objects.visible_to(user)
        .filter(owner=user, done_on=None)
        .exclude(finding__state=FindingState.CLOSED)
        .select_related("finding__case")
        .order_by("deadline", "pk")
    )


def late_findings(agency: Organisation | int, today: date) -> QuerySet[Finding]:
    return (
        Finding.objects.filter(case__agency=agency, deadline__lt=today)
        .exclude(state=FindingState.CLOSED)
        .select_related("case")
        .order_by("deadline", "pk")
    )


def high_priority(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    return findings.filter(priority=Priority.HIGH)
