"""The sections of a report: who writes them, how far they have come, and what has changed in their facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.db.models import Count, Q, QuerySet

from styrhus.identity.models import User
from styrhus.identity.ordering import NorwegianOrder
from styrhus.reports.access import Permission
from styrhus.reports.actions.shared import may_write
from styrhus.reports.compose import lines_of
from styrhus.reports.document import Document, from_data
from styrhus.reports.models import PartState, Report, ReportPart, ReportState
from styrhus.steering.access import departments_in
from styrhus.steering.queries import people_of


@dataclass(frozen=True, slots=True)
class PartRow:
    """A section as the report's page lists it. ``level`` 1 is a section that lies in no other."""

    part: ReportPart
    level: int
    writers: list[User]
    comments: int
    may_write: bool
    late: bool
    holds_others: bool
    signs: bool

    @property
    def status(self) -> str:
        """ "ready", "before" (stands as in the last report), "written", "empty" or "gathers" (has only inner sections)."""
        if self.part.state == PartState.READY:
            return "ready"
        if self.part.from_before:
            return "before"
        if self.part.text:
            return "written"
        return "gathers" if self.holds_others else "empty"


def part_for(user: User, pk: int) -> ReportPart | None:
    """A section of a report that ``user`` may see."""
    related = (
        "report__agency", "report__plan__agency", "report__plan__ministry", "report__demand", "edited_by",
        "department", "ready_by",
    )  # fmt: skip
    rows = ReportPart.objects.filter(report__in=Report.objects.visible_to(user), pk=pk)
    return rows.select_related(*related).prefetch_related("writers__user").first()


def part_rows(user: User, report: Report, today: date) -> list[PartRow]:
    """The sections in order."""
    outline = report.template
    levels = {section.key: outline.level(section) for section in outline.sections}
    holding = {section.parent for section in outline.sections if section.parent}
    signed = {section.key for section in outline.sections if section.signs}
    rows = report.parts.select_related("department", "edited_by").prefetch_related("writers__user")
    found = []
    for part in rows.annotate(comment_count=Count("comments")):
        part.report = report
        found.append(
            PartRow(
                part=part,
                level=min(levels.get(part.key, 1), 4),
                writers=[writer.user for writer in part.writers.all()],
                comments=part.comment_count,
                may_write=report.state == ReportState.DRAFT and may_write(user, part),
                late=bool(part.due and part.due < today and part.state == PartState.OPEN and report.is_open),
                holds_others=part.key in holding,
                signs=part.key in signed,
            )
        )
    return found


def progress_of(report: Report) -> tuple[int, int]:
    """How many sections are ready, of how many."""
    counted = report.parts.aggregate(ready=Count("pk", filter=Q(state=PartState.READY)), all=Count("pk"))
    return counted["ready"], counted["all"]


def people_to_write(report: Report) -> QuerySet[User]:
    """Those who may be asked to write: with a role in the agency today, in Norwegian order."""
    return people_of(report.agency).order_by(NorwegianOrder("name"), "pk")


def waiting_for(user: User) -> QuerySet[ReportPart]:
    """Open sections of drafts that ``user`` is to write: asked for by name, or given to a department of theirs."""
    own = user.organisations_with(Permission.WRITE_REPORTS)
    departments = {key for agency in own for key in departments_in(user, agency)}
    rows = ReportPart.objects.filter(report__agency__in=own, report__state=ReportState.DRAFT, state=PartState.OPEN)
    mine = Q(writers__user=user) | Q(department__in=departments)
    return rows.filter(mine).select_related("report").distinct().order_by("due", "report__due", "report", "order")


def kept_facts(part: ReportPart) -> Document | None:
    """The facts of the section as they were last gathered and kept."""
    last = part.assemblies.order_by("-pk").first()
    return from_data(last.content) if last else None


def changed_lines(before: Document, now: Document) -> list[tuple[str, str]]:
    """What differs between two gatherings, a line each: (was, is); one side is empty where a line came or went."""
    was, now_lines = _lines(before), _lines(now)
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now_lines, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        old, new = was[a:b], now_lines[c:d]
        for place in range(max(len(old), len(new))):
            found.append((old[place] if place < len(old) else "", new[place] if place < len(new) else ""))
    return found


def _lines(document: Document) -> list[str]:
    return [line for section in document.walk() for line in lines_of(section.blocks)]
