"""The deadline view, a new report, a report's page, its frame, and the whole of it to read."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.reports import actions, beginnings, queries
from styrhus.reports.access import Permission
from styrhus.reports.compose import document_of
from styrhus.reports.files import file_name, rendered, renderer
from styrhus.reports.forms import FrameForm, NewReportForm
from styrhus.reports.models import Report, ReportState, Step, StepKind
from styrhus.reports.pages import find_report, form_page, may, plan_to_report
from styrhus.reports.render import content
from styrhus.reports.rules import OPEN, Timing, timing
from styrhus.reports.tables import DeadlineTable, StepTable
from styrhus.reports.texts import HISTORY_WORDS, STATE_KINDS, TIMING_KINDS, TIMING_TEXTS
from styrhus.steering.models import Plan, ReportingDemand
from styrhus.ui.tables import table_response


@requires(Permission.SEE_REPORTS)
def reports(request: HttpRequest) -> HttpResponseBase:
    """Every report and every due day, of all years."""
    today = clock.today()
    rows = queries.deadline_rows(request.user, today)
    leads = bool(request.user.organisations_with(Permission.LEAD_REPORTS))
    context = {
        "late": sum(row.timing is Timing.LATE for row in rows),
        "soon": sum(row.timing is Timing.SOON for row in rows),
        "with_ministry": sum(row.state in ("sent", "received", "commented") for row in rows),
        "accepted": sum(row.state == "accepted" for row in rows),
        "next": next((row for row in rows if row.due and row.due >= today and row.sent_on is None), None),
        "leads": leads,
        "mine": list(queries.waiting_for(request.user)[:8]),
        "not_begun": [row for row in rows if row.report_id is None][:4] if leads else [],
    }
    return table_response(request, DeadlineTable(rows, request), "reports/reports.html", context)


@requires(Permission.SEE_REPORTS)
def receipts(request: HttpRequest) -> HttpResponseBase:
    """The delivery receipts of all reports."""
    rows = (
        Step.objects.filter(report__in=Report.objects.visible_to(request.user))
        .select_related("report", "made_by", "entry__document")
        .prefetch_related("copies__recipient")
    )
    if not may_see_replaced(request.user):
        rows = rows.exclude(kind=StepKind.REPLACED)
    return table_response(request, StepTable(rows.order_by("-made_at", "-pk"), request), "reports/receipts.html")


def may_see_replaced(user: User) -> bool:
    """That a report was replaced before it was sent is the agency's own matter, and the auditor's."""
    return user.may(Permission.WRITE_REPORTS) or user.may(Permission.SEE_ALL_REPORTS)


@requires(Permission.LEAD_REPORTS)
def begin(request: HttpRequest, plan: int | None = None) -> HttpResponse:
    """Choose what to make: a demand of the letter, or a template."""
    chosen = plan_to_report(request.user, plan)
    starts = beginnings.beginnings_of(chosen.agency)
    waiting = queries.demands_without_report(request.user, chosen)
    demands = [(demand, beginnings.proposed(starts, demand)) for demand in waiting]
    others = [
        (one, reverse("reports:begin", args=(one.pk,)))
        for one in Plan.objects.visible_to(request.user).select_related("agency").order_by("-year", "pk")
        if one.pk != chosen.pk and request.user.may(Permission.LEAD_REPORTS, one.agency_id)
    ]
    context = {"plan": chosen, "starts": starts, "demands": demands, "others": others}
    return render(request, "reports/begin.html", context)


@requires(Permission.LEAD_REPORTS)
def new(request: HttpRequest, plan: int, kind: str) -> HttpResponse:
    """The frame of a new report, filled in from its template, the demand and the last report of its kind."""
    chosen = plan_to_report(request.user, plan)
    try:
        start = beginnings.beginning(chosen.agency, kind)
    except ValidationError as error:
        raise Http404 from error
    demand = _demand(chosen, request.GET.get("krav", ""))
    earlier = beginnings.earlier_report(chosen.agency, kind, chosen.year)
    form = NewReportForm(
        request.POST or None, plan=chosen, earlier=earlier, initial=_initial(start, chosen, demand, earlier)
    )

    def act(values: dict[str, Any]) -> Report:
        use = values.pop("from_before", False)
        return actions.make_report(
            plan=chosen, kind=kind, by=request.user, starts_from=earlier if use else None, **values
        )

    return form_page(
        request, form, act, text=_("Rapporten er opprettet. Fordel delene til dem som skal skrive."),
        back=reverse("reports:begin", args=(chosen.pk,)), then=lambda made: made.get_absolute_url(),
        title=_("Ny rapport"), over=start.kind.label, lead=start.kind.about(), button=_("Opprett rapporten"),
    )  # fmt: skip


def _demand(plan: Plan, key: str) -> ReportingDemand | None:
    pk = int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0
    return ReportingDemand.objects.filter(plan=plan, pk=pk).first()


def _initial(
    start: beginnings.Beginning, plan: Plan, demand: ReportingDemand | None, earlier: Report | None
) -> dict[str, Any]:
    year = demand.cut_off.year if demand and demand.cut_off else plan.year
    begins, ends, cut_off = start.kind.period_of(year)
    return {
        "title": start.kind.title("nb", year),
        "demand": demand,
        "begin": begins,
        "end": ends,
        "cut_off": (demand.cut_off if demand else None) or cut_off,
        "due": (demand.deadline if demand else None) or start.kind.due_on(year),
        "language": earlier.language if earlier else "nb",
        "from_before": earlier is not None,
    }


@requires(Permission.SEE_REPORTS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(request.user, pk)
    today = clock.today()
    inside = request.user.may(Permission.WRITE_REPORTS, found.agency_id) or request.user.may(Permission.SEE_ALL_REPORTS)
    rows = queries.part_rows(request.user, found, today)
    steps = list(
        found.steps.select_related("made_by", "entry__document", "delivery").prefetch_related(
            "copies__recipient", "copies__document"
        )
    )
    sent = next((step for step in steps if step.kind == StepKind.SENT), None)
    when = timing(found.state, found.due, sent.made_at.date() if sent else None, today)
    ready, every = queries.progress_of(found)
    leads = may(request.user, Permission.LEAD_REPORTS, found)
    answers = may(request.user, Permission.ANSWER_REPORTS, found)
    context = {
        "report": found,
        "kind_label": beginnings.label_of(found),
        "state_kind": STATE_KINDS[found.state],
        "timing_text": TIMING_TEXTS[when],
        "timing_kind": TIMING_KINDS[when],
        "rows": rows if inside else [],
        "inside": inside,
        "ready": ready,
        "every": every,
        "steps": steps if inside else [step for step in steps if step.kind != StepKind.REPLACED],
        "copies": _copies(steps),
        "comments": list(found.comments.select_related("part", "written_by")),
        "gaps": list(found.accepted_gaps.select_related("accepted_by")),
        "versions": queries.versions_of(request.user, found),
        "frozen": getattr(found, "frozen", None),
        "leads": leads,
        "may_submit": leads and found.state == ReportState.DRAFT,
        "may_take_back": leads and found.state == ReportState.READY,
        "may_approve": may(request.user, Permission.APPROVE_REPORTS, found) and found.state == ReportState.READY,
        "may_send": leads and found.state == ReportState.APPROVED,
        "may_change": leads and found.state == ReportState.DRAFT,
        "may_receive": answers and found.state == ReportState.SENT,
        "may_answer": answers and found.state in (ReportState.RECEIVED, ReportState.COMMENTED),
        "history": entries(history_of(found).order_by("-number")[:200], HISTORY_WORDS) if inside else [],
    }
    return render(request, "reports/report.html", context)


def _copies(steps: list[Step]) -> list[tuple[Any, list[Any]]]:
    """The files that went out, each with who got it."""
    found: dict[int, tuple[Any, list[Any]]] = {}
    for step in steps:
        for copy in step.copies.all():
            found.setdefault(copy.document_id, (copy.document, []))[1].append(copy.recipient)
    return list(found.values())


@requires(Permission.LEAD_REPORTS)
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(request.user, pk, Permission.LEAD_REPORTS)
    if found.state not in OPEN:
        return redirect(found)
    names = ("title", "demand", "begin", "end", "cut_off", "due")
    form = FrameForm(request.POST or None, plan=found.plan, initial={name: getattr(found, name) for name in names})
    return form_page(
        request, form, lambda values: actions.change_report(report=found, by=request.user, **values),
        text=_("Rammen er lagret."), back=found.get_absolute_url(), title=_("Periode, frist og krav"),
        over=found.title, lead=_("Endrer du dagen tallene er fra, hentes alle fakta på nytt."), button=_("Lagre"),
    )  # fmt: skip


@requires(Permission.SEE_REPORTS)
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report, as it stands or as it was frozen, with each figure leading to its receipt."""
    found = find_report(request.user, pk)
    document = document_of(found)
    context = {
        "report": found,
        "content": content(queries.with_receipts(found, document)),
        "figure_count": len(document.figures),
        "state_kind": STATE_KINDS[found.state],
        "files": [ending for ending in ("pdf", "docx", "html") if renderer(ending)],
    }
    return render(request, "reports/read.html", context)


MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}


@requires(Permission.SEE_REPORTS)
def download(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """The report as a file: a draft says that it is one."""
    found = find_report(request.user, pk)
    if ending not in MEDIA:
        raise Http404
    document = document_of(found)
    made = rendered(ending, document)
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type=MEDIA[ending])
    response["Content-Disposition"] = f'attachment; filename="{file_name(document.title)}.{ending}"'
    return response
