"""The follow-up of audits: the plan of all findings, the cases, each finding, the answers, the annual report's table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.archive.queries import documents_visible_to
from styrhus.control import actions, forms, queries
from styrhus.control.access import Permission
from styrhus.control.models import AuditCase, AuditReply, Finding, FindingMeasure, FindingState
from styrhus.control.tables import AuditCaseTable, FindingTable, ReportTable
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import Organisation
from styrhus.steering.queries import visible_plans
from styrhus.ui.tables import table_response

from .parts import act_page, agency_for, demand, found, history, sections


@requires(Permission.SEE_FINDINGS)
def findings(request: HttpRequest) -> HttpResponseBase:
    """The concrete plan: every finding with owner, deadline and state."""
    rows = queries.findings_for(request.user)
    context = {
        "sections": sections("audit", "findings"),
        "figures": queries.figures(rows, clock.today()),
        "agencies": queries.agencies_with(request.user, Permission.MANAGE_FINDINGS),
    }
    return table_response(request, FindingTable(rows, request), "control/findings.html", context)


@requires(Permission.SEE_FINDINGS)
def audit_cases(request: HttpRequest) -> HttpResponseBase:
    context = {
        "sections": sections("audit", "audit_cases"),
        "agencies": queries.agencies_with(request.user, Permission.MANAGE_FINDINGS),
    }
    return table_response(
        request, AuditCaseTable(queries.cases_for(request.user), request), "control/audit_cases.html", context
    )


@requires(Permission.MANAGE_FINDINGS)
def new_case(request: HttpRequest, agency: int) -> HttpResponse:
    owner = agency_for(request.user, Permission.MANAGE_FINDINGS, agency)
    form = forms.CaseForm(
        request.POST or None, request.FILES or None, agency=owner, user=request.user,
        initial={"received_on": clock.today()},
    )  # fmt: skip

    def act(valid: forms.CaseForm) -> str:
        values = dict(valid.cleaned_data)
        values.pop("file")
        values["document"] = valid.kept_document(values["title"])
        made = actions.open_audit_case(agency=owner, by=request.user, **values)
        return reverse("control:audit_case", args=(made.pk,))

    return act_page(
        request, form, act, heading=_("Ny revisjonssak"), over=owner.label, back=reverse("control:audit_cases"),
        button=_("Før inn saken"), success=_("Saken er ført inn. Legg inn merknadene i den."),
    )  # fmt: skip


def _case(request: HttpRequest, pk: int, permission: Permission | None = None) -> AuditCase:
    case: AuditCase = found(queries.cases_for(request.user), pk)
    demand(permission is None or request.user.may(permission, case.agency_id))
    return case


@requires(Permission.SEE_FINDINGS)
def audit_case(request: HttpRequest, pk: int) -> HttpResponseBase:
    shown = _case(request, pk)
    rows = queries.findings_for(request.user).filter(case=shown)
    readable = set(documents_visible_to(request.user).filter(pk=shown.document_id).values_list("pk", flat=True))
    replies = (
        AuditReply.objects.visible_to(request.user)
        .filter(case=shown)
        .select_related("document", "copied_to", "entry__case_file")
        .order_by("-made_at", "-pk")
    )
    context = {
        "case": shown,
        "readable": shown.document_id in readable,
        "replies": replies,
        "may_manage": request.user.may(Permission.MANAGE_FINDINGS, shown.agency_id),
        "today": clock.today(),
        "history": history(shown),
    }
    return table_response(request, FindingTable(rows, request), "control/audit_case.html", context)


@requires(Permission.MANAGE_FINDINGS)
def new_finding(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(request, pk, Permission.MANAGE_FINDINGS)
    form = forms.FindingForm(request.POST or None, agency=case.agency, user=request.user)

    def act(valid: forms.FindingForm) -> str:
        values = dict(valid.cleaned_data)
        values.pop("first_line"), values.pop("last_line")
        made = actions.add_finding(case=case, lines=valid.lines(), by=request.user, **values)
        return reverse("control:finding", args=(made.pk,))

    return act_page(
        request, form, act, heading=_("Ny merknad"), over=case, back=reverse("control:audit_case", args=(pk,)),
        button=_("Lagre merknaden"), success=_("Merknaden er lagt inn i planen."),
    )  # fmt: skip


def _finding(request: HttpRequest, pk: int) -> Finding:
    finding: Finding = found(queries.findings_for(request.user), pk)
    return finding


@requires(Permission.SEE_FINDINGS)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """A finding. Evidence is the agency's and the auditor's; the ministry sees the measures and the state."""
    shown = _finding(request, pk)
    user, agency = request.user, shown.case.agency_id
    inside = user.may(Permission.WORK_ON_FINDINGS, agency) or user.may(Permission.SEE_ALL_CONTROL)
    works = actions.may_work_on(user, shown) and not shown.is_closed
    context: dict[str, Any] = {
        "finding": shown,
        "readable": documents_visible_to(user).filter(pk=shown.document_id).exists(),
        "measures": shown.measures.select_related("owner", "department").order_by("deadline", "pk"),
        "inside": inside,
        "evidence": shown.evidence.select_related("document", "measure", "made_by").order_by("pk") if inside else [],
        "works": works,
        "may_propose": works and shown.state == FindingState.OPEN,
        "may_manage": user.may(Permission.MANAGE_FINDINGS, agency) and not shown.is_closed,
        "may_verify": shown.state == FindingState.PROPOSED and actions.may_verify(user, shown),
        "today": clock.today(),
        "history": history(shown) if inside else [],
    }
    return render(request, "control/finding.html", context)


def _act_on(request: HttpRequest, shown: Finding, form: Any, act: Any, **words: Any) -> HttpResponse:
    back = reverse("control:finding", args=(shown.pk,))
    return act_page(request, form, act, over=shown, back=back, **words)


@requires(Permission.MANAGE_FINDINGS)
def finding_owner(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _finding(request, pk)
    demand(request.user.may(Permission.MANAGE_FINDINGS, shown.case.agency_id) and not shown.is_closed)
    initial = {"owner": shown.owner_id, "department": shown.department_id, "deadline": shown.deadline}
    form = forms.FindingOwnerForm(request.POST or None, agency=shown.case.agency, user=request.user, initial=initial)

    def act(valid: forms.FindingOwnerForm) -> str:
        actions.set_finding_owner(finding=shown, by=request.user, **valid.cleaned_data)
        return ""

    return _act_on(
        request,
        shown,
        form,
        act,
        heading=_("Endre ansvar og frist"),
        button=_("Lagre"),
        success=_("Endringen er lagret."),
    )


def _worked_on(request: HttpRequest, pk: int) -> Finding:
    shown = _finding(request, pk)
    demand(not shown.is_closed and actions.may_work_on(request.user, shown))
    return shown


@requires(Permission.WORK_ON_FINDINGS)
def new_finding_measure(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _worked_on(request, pk)
    form = forms.MeasureForm(request.POST or None, agency=shown.case.agency, user=request.user)

    def act(valid: forms.MeasureForm) -> str:
        actions.add_finding_measure(finding=shown, by=request.user, **valid.cleaned_data)
        return ""

    return _act_on(
        request,
        shown,
        form,
        act,
        heading=_("Nytt tiltak"),
        button=_("Lagre tiltaket"),
        success=_("Tiltaket er lagret."),
    )


@requires(Permission.WORK_ON_FINDINGS)
def finish_finding_measure(request: HttpRequest, pk: int) -> HttpResponse:
    measure: FindingMeasure = found(FindingMeasure.objects.visible_to(request.user).select_related("finding"), pk)
    shown = _worked_on(request, measure.finding_id)
    demand(measure.done_on is None)
    form = forms.DoneOnForm(
        request.POST or None, agency=shown.case.agency, user=request.user, initial={"done_on": clock.today()}
    )

    def act(valid: forms.DoneOnForm) -> str:
        actions.finish_finding_measure(measure=measure, by=request.user, **valid.cleaned_data)
        return ""

    return _act_on(
        request, shown, form, act, heading=_("Tiltaket er gjennomført"), button=_("Før som gjennomført"),
        success=_("Tiltaket er ført som gjennomført."), intro=measure.text,
    )  # fmt: skip


@requires(Permission.WORK_ON_FINDINGS)
def new_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _worked_on(request, pk)
    form = forms.EvidenceForm(
        request.POST or None, request.FILES or None, agency=shown.case.agency, user=request.user, finding=shown
    )

    def act(valid: forms.EvidenceForm) -> str:
        document = valid.kept_document(_("Dokumentasjon: %(title)s") % {"title": shown.title})
        values = valid.cleaned_data
        actions.add_evidence(
            finding=shown, text=values["text"], measure=values["measure"], document=document, by=request.user
        )
        return ""

    return _act_on(
        request, shown, form, act, heading=_("Legg ved dokumentasjon"), button=_("Legg ved"),
        success=_("Dokumentasjonen er lagt ved."),
    )  # fmt: skip


@requires(Permission.WORK_ON_FINDINGS)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _worked_on(request, pk)
    demand(shown.state == FindingState.OPEN)
    form = forms.WordsForm(request.POST or None, agency=shown.case.agency, user=request.user)
    form.fields["words"].label = _("Hvorfor merknaden kan lukkes")

    def act(valid: forms.WordsForm) -> str:
        actions.propose_closing(finding=shown, why=valid.cleaned_data["words"], by=request.user)
        return ""

    return _act_on(
        request, shown, form, act, heading=_("Foreslå lukket"), button=_("Foreslå lukket"),
        success=_("Merknaden er foreslått lukket. En annen må bekrefte det."),
    )  # fmt: skip


@requires(Permission.VERIFY_FINDINGS)
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify that a finding is closed, or send it back: two buttons under the same words."""
    shown = _finding(request, pk)
    demand(shown.state == FindingState.PROPOSED and actions.may_verify(request.user, shown))
    form = forms.WordsForm(request.POST or None, agency=shown.case.agency, user=request.user)
    form.fields["words"].label = _("Hva du har sett på, og hva du fant")
    closes = request.POST.get("svar") != "tilbake"

    def act(valid: forms.WordsForm) -> str:
        done = actions.verify_closed if closes else actions.return_finding
        done(finding=shown, words=valid.cleaned_data["words"], by=request.user)
        return ""

    return _act_on(
        request, shown, form, act, heading=_("Bekreft at merknaden er lukket"), button=_("Bekreft lukket"),
        success=_("Merknaden er lukket og låst.") if closes else _("Merknaden er åpen igjen."),
        intro=shown.proposed_text, other_button=_("Send tilbake"),
    )  # fmt: skip


@requires(Permission.MANAGE_FINDINGS)
def new_reply(request: HttpRequest, pk: int) -> HttpResponse:
    case = _case(request, pk, Permission.MANAGE_FINDINGS)
    form = forms.ReplyForm(request.POST or None, request.FILES or None, agency=case.agency, user=request.user)

    def act(valid: forms.ReplyForm) -> str:
        title = valid.cleaned_data["title"]
        document = valid.kept_document(title)
        if document is not None:  # the form demands one
            actions.draft_reply(case=case, title=title, document=document, by=request.user)
        return ""

    return act_page(
        request, form, act, heading=_("Svar til revisor"), over=case, back=reverse("control:audit_case", args=(pk,)),
        button=_("Lagre svaret"), success=_("Svaret er lagret. Før det som sendt når det går ut."),
    )  # fmt: skip


@requires(Permission.MANAGE_FINDINGS)
def send_reply(request: HttpRequest, pk: int) -> HttpResponse:
    reply: AuditReply = found(
        AuditReply.objects.visible_to(request.user).select_related("case__agency__parent", "document"), pk
    )
    demand(request.user.may(Permission.MANAGE_FINDINGS, reply.case.agency_id) and reply.sent_at is None)
    form = forms.SendForm(
        request.POST or None, agency=reply.case.agency, user=request.user, initial={"sent_on": clock.today()}
    )

    def act(valid: forms.SendForm) -> str:
        actions.send_reply(reply=reply, by=request.user, **valid.cleaned_data)
        return ""

    ministry = reply.case.agency.parent
    return act_page(
        request, form, act, heading=_("Før svaret som sendt"), over=reply,
        back=reverse("control:audit_case", args=(reply.case_id,)), button=_("Før som sendt"),
        success=_("Svaret er journalført, og departementet har fått kopi."),
        intro=_("Svaret journalføres, og %(ministry)s får kopi i samme øyeblikk. Etterpå kan det ikke endres.")
        % {"ministry": ministry.name if ministry else _("departementet")},
    )  # fmt: skip


@requires(Permission.SEE_FINDINGS)
def annual_report(request: HttpRequest) -> HttpResponseBase:
    """The table of the annual report: ?plan= chooses agency and year, the newest plan otherwise."""
    plans = list(visible_plans(request.user))
    asked = request.GET.get("plan", "")
    chosen = next((one for one in plans if str(one.pk) == asked), plans[0] if plans and not asked else None)
    demand(chosen is not None or not asked)
    agency: Organisation | None = chosen.agency if chosen else None
    lines = queries.report_lines(agency, chosen.year) if agency and chosen else []
    context = {
        "sections": sections("audit", "annual_report"),
        "plans": plans,
        "chosen": chosen,
        "text": queries.report_text(agency, chosen.year) if agency and chosen else "",
    }
    if request.GET.get("format") == "txt" and chosen:
        answer = HttpResponse(context["text"], content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="revisjonsmerknader-{chosen.year}.txt"'
        return answer
    return table_response(request, ReportTable(lines, request), "control/annual_report.html", context)
