"""Reads of internal control: the year, its controls, and what the overall assessment builds on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from styrhus.control.models import (
    Answer,
    Control,
    ControlMeasure,
    Cycle,
    CycleState,
    Finding,
    FindingState,
    Performance,
    Reply,
    Result,
    SelfAssessment,
    SystemText,
    TextKind,
)
from styrhus.control.rules import Outcome, expected_by, outcome
from styrhus.identity.models import Organisation, User
from styrhus.ui.formats import date_short


def cycles_for(user: User) -> QuerySet[Cycle]:
    return (
        Cycle.objects.visible_to(user)
        .select_related("agency", "assessed_by", "approved_by")
        .annotate(controls=Count("planned", distinct=True))
        .order_by("-year", "agency__name", "pk")
    )


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A control of the year as its page shows it."""

    pk: int
    control: Control
    times: int
    done: int
    last_on: date | None
    outcome: Outcome
    open_measures: int


def lines_of(cycle: Cycle, today: date) -> list[PlannedLine]:
    """Every planned control with how it stands today."""
    rows = (
        cycle.planned.select_related("control__owner", "control__department")
        .prefetch_related(
            Prefetch("performances", Performance.objects.order_by("-performed_on", "-pk")),
            Prefetch("control__measures", ControlMeasure.objects.filter(done_on=None).order_by("pk"), "open_measures"),
        )
        .order_by("control__title")
    )
    found = []
    for row in rows:
        done = list(row.performances.all())
        stands = outcome(
            planned=row.times,
            done=len(done),
            last_deviates=bool(done) and done[0].result == Result.DEVIATION,
            expected=expected_by(row.times, cycle.year, today),
        )
        last = done[0].performed_on if done else None
        found.append(
            PlannedLine(row.control_id, row.control, row.times, len(done), last, stands, len(row.control.open_measures))
        )
    return found


def controls_for(user: User) -> QuerySet[Control]:
    return (
        Control.objects.visible_to(user)
        .select_related("agency", "owner", "department", "duty")
        .annotate(open_measures=Count("measures", filter=Q(measures__done_on=None)))
        .order_by("title", "pk")
    )


def assessments_of(cycle: Cycle) -> QuerySet[SelfAssessment]:
    below = Q(answers__reply__in=(Reply.NO, Reply.PARTLY))
    return (
        cycle.assessments.select_related("department", "submitted_by")
        .annotate(weak=Count("answers", filter=below))
        .order_by("department__name", "pk")
    )


def newest_texts(agency: Organisation | int) -> dict[str, SystemText]:
    """The newest version of each description, by kind."""
    rows = SystemText.objects.filter(agency=agency).select_related("document", "made_by").order_by("kind", "-version")
    return {row.kind: row for row in rows.distinct("kind")}


def drafted_matters(cycle: Cycle, today: date) -> list[str]:
    """What the material matters of the overall assessment should consider, one sentence each, as things stand today."""
    found = []
    for line in lines_of(cycle, today):
        if line.outcome == Outcome.FAILED and line.last_on:
            found.append(
                _("Kontrollen «%(title)s» fant avvik %(day)s.")
                % {"title": line.control.title, "day": date_short(line.last_on)}
            )
        if line.done < line.times:
            words = {"title": line.control.title, "done": line.done, "times": line.times}
            found.append(_("Kontrollen «%(title)s» er gjennomført %(done)s av %(times)s ganger.") % words)
    late = ControlMeasure.objects.filter(control__agency=cycle.agency_id, done_on=None, deadline__lt=today)
    for measure in late.order_by("deadline", "pk"):
        found.append(_("Et tiltak er over fristen: %(text)s") % {"text": measure.text})
    below = Answer.objects.filter(assessment__cycle=cycle, reply=Reply.NO).select_related("assessment__department")
    for answer in below.order_by("assessment__department__name", "order"):
        words = {"department": answer.assessment.department.name, "question": answer.question_text}
        found.append(_("%(department)s svarer nei på «%(question)s»") % words)
    findings = Finding.objects.filter(case__agency=cycle.agency_id).exclude(state=FindingState.CLOSED)
    for finding in findings.select_related("case").order_by("case__received_on", "number"):
        words = {"body": finding.case.sender, "title": finding.title}
        found.append(_("Åpen merknad fra %(body)s: %(title)s") % words)
    kinds = newest_texts(cycle.agency_id)
    for kind in TextKind:
        if kind not in kinds:
            found.append(_("Beskrivelsen «%(kind)s» mangler.") % {"kind": kind.label})
    return found


def my_measures(user: User) -> QuerySet[ControlMeasure]:
    """Open measures that ``user`` answers for."""
    return (
        ControlMeasure.objects.visible_to(user)
        .filter(owner=user, done_on=None)
        .select_related("control")
        .order_by("deadline", "pk")
    )


def performances_of(control: Control) -> QuerySet[Performance]:
    """Each time that the control was done, newest first."""
    return (
        Performance.objects.filter(planned__control=control)
        .select_related("performed_by", "document", "planned__cycle")
        .order_by("-performed_on", "-pk")
    )


def due_assessments(user: User, agency: Organisation) -> QuerySet[SelfAssessment]:
    """Self-assessments of the departments that ``user`` works in, which have not been submitted."""
    departments = [held.department_id for held in user.current_roles if held.department_id]
    return (
        SelfAssessment.objects.filter(
            cycle__agency=agency,
            department__in=departments,
            submitted_at=None,
            cycle__state__in=(CycleState.PLANNED, CycleState.CARRIED_OUT),
        )
        .select_related("cycle")
        .order_by("cycle__year", "pk")
    )
