"""Internal control: its years, the controls, the self-assessments, the overall assessment, the system description."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.control import actions, forms, queries
from styrhus.control.access import Permission
from styrhus.control.models import (
    Answer,
    Control,
    ControlMeasure,
    Cycle,
    CycleState,
    PlannedControl,
    SelfAssessment,
    SystemText,
    TextKind,
)
from styrhus.control.tables import ControlTable, CycleTable, PerformanceTable, PlannedTable
from styrhus.control.texts import bases
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.ui.tables import table_response

from .parts import act_page, agency_for, demand, do, found, history, sections


@requires(Permission.SEE_CONTROL)
def front(request: HttpRequest) -> HttpResponseBase:
    """The years of internal control, the newest in figures."""
    cycles = queries.cycles_for(request.user)
    own = cycles.filter(agency__in=request.user.organisations_with(Permission.SEE_CONTROL))
    newest: Cycle | None = own.first() or cycles.first()
    today = clock.today()
    context = {
        "sections": sections("internal", "front"),
        "bases": bases(),
        "agencies": queries.agencies_with(request.user, Permission.PLAN_CONTROLS),
        "newest": newest,
        "lines": queries.lines_of(newest, today) if newest else [],
        "my_measures": queries.my_measures(request.user),
        "today": today,
    }
    return table_response(request, CycleTable(cycles, request), "control/front.html", context)


@requires(Permission.PLAN_CONTROLS)
def new_cycle(request: HttpRequest, agency: int) -> HttpResponse:
    owner = agency_for(request.user, Permission.PLAN_CONTROLS, agency)
    form = forms.CycleForm(request.POST or None, agency=owner, user=request.user, initial={"year": clock.today().year})

    def act(valid: forms.CycleForm) -> str:
        cycle = actions.plan_cycle(agency=owner, year=valid.cleaned_data["year"], by=request.user)
        return reverse("control:cycle", args=(cycle.pk,))

    return act_page(
        request, form, act, heading=_("Planlegg et nytt år"), over=owner.label, back=reverse("control:front"),
        button=_("Planlegg året"), success=_("Året er planlagt med alle kontrollene som løper."),
        intro=_("Året får med seg alle kontroller som løper, og en egenvurdering for hver avdeling."),
    )  # fmt: skip


def _cycle(request: HttpRequest, pk: int, permission: Permission | None = None) -> Cycle:
    cycle: Cycle = found(queries.cycles_for(request.user), pk)
    demand(permission is None or request.user.may(permission, cycle.agency_id))
    return cycle


@requires(Permission.SEE_CONTROL)
def cycle(request: HttpRequest, pk: int) -> HttpResponseBase:
    shown = _cycle(request, pk)
    user, today = request.user, clock.today()
    assessments = list(queries.assessments_of(shown))
    planner = user.may(Permission.PLAN_CONTROLS, shown.agency_id)
    context: dict[str, Any] = {
        "cycle": shown,
        "sections": sections("internal", "front"),
        "steps": [(state.label, list(CycleState).index(state) <= list(CycleState).index(CycleState(shown.state)))
                  for state in CycleState],
        "assessments": [(one, not shown.is_locked and actions.may_assess(user, one)) for one in assessments],
        "submitted": sum(1 for one in assessments if one.submitted_at),
        "planner": planner,
        "may_approve": user.may(Permission.APPROVE_CYCLE, shown.agency_id) and shown.assessed_by_id != user.pk,
        "states": CycleState,
        "history": history(shown),
    }  # fmt: skip
    return table_response(request, PlannedTable(queries.lines_of(shown, today), request), "control/cycle.html", context)


@requires(Permission.PLAN_CONTROLS)
def finish_controls(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _cycle(request, pk, Permission.PLAN_CONTROLS)
    form = forms.ShortfallForm(request.POST or None, agency=shown.agency, user=request.user)

    def act(valid: forms.ShortfallForm) -> str:
        actions.finish_controls(cycle=shown, shortfall=valid.cleaned_data["shortfall"], by=request.user)
        return ""

    return act_page(
        request, form, act, heading=_("Kontrollene er gjennomført"), over=shown, back=_url(shown),
        button=_("Avslutt kontrollene"), success=_("Kontrollene er ført som gjennomført."),
    )  # fmt: skip


@requires(Permission.PLAN_CONTROLS)
@require_POST
def finish_self_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _cycle(request, pk, Permission.PLAN_CONTROLS)
    return do(
        request,
        lambda: actions.finish_self_assessment(cycle=shown, by=request.user),
        _("Egenvurderingen er avsluttet."),
        _url(shown),
    )


@requires(Permission.PLAN_CONTROLS)
def overall(request: HttpRequest, pk: int) -> HttpResponse:
    """The overall assessment, with what it should consider beside it."""
    shown = _cycle(request, pk, Permission.PLAN_CONTROLS)
    drafted = queries.drafted_matters(shown, clock.today())
    matters = shown.matters or "\n".join(f"- {line}" for line in drafted)
    initial = {"grade": shown.grade, "overall": shown.overall, "matters": matters}
    form = forms.OverallForm(request.POST or None, agency=shown.agency, user=request.user, initial=initial)

    def act(valid: forms.OverallForm) -> str:
        actions.assess_overall(cycle=shown, by=request.user, **valid.cleaned_data)
        return ""

    return act_page(
        request, form, act, heading=_("Samlet vurdering"), over=shown, back=_url(shown), button=_("Lagre vurderingen"),
        success=_("Vurderingen er lagret og venter på godkjenning."), drafted=drafted, template="control/overall.html",
    )  # fmt: skip


@requires(Permission.APPROVE_CYCLE)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _cycle(request, pk, Permission.APPROVE_CYCLE)
    act = lambda: actions.approve_cycle(cycle=shown, by=request.user)  # noqa: E731
    return do(request, act, _("Året er godkjent og låst."), _url(shown))


def _url(cycle: Cycle) -> str:
    return reverse("control:cycle", args=(cycle.pk,))


@requires(Permission.SEE_CONTROL)
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """A department's answers: to read for those who see the control, to fill in for the department's head."""
    shown: SelfAssessment = found(
        SelfAssessment.objects.visible_to(request.user).select_related("cycle__agency", "department", "submitted_by"),
        pk,
    )
    answers = list(Answer.objects.filter(assessment=shown).order_by("order"))
    is_open = shown.cycle.state in (CycleState.PLANNED, CycleState.CARRIED_OUT)
    if not (is_open and actions.may_assess(request.user, shown)):
        demand(request.method != "POST")
        return render(request, "control/assessment.html", {"assessment": shown, "answers": answers})
    form = forms.AnswersForm(request.POST or None, answers=answers)

    def act(valid: forms.AnswersForm) -> str:
        actions.answer_self_assessment(assessment=shown, answers=valid.answers(), by=request.user)
        return ""

    return act_page(
        request, form, act, heading=_("Egenvurdering"), over=shown, back=_url(shown.cycle),
        button=_("Lever egenvurderingen"), success=_("Egenvurderingen er levert."),
        intro=_("Svar for avdelingen din. Andre svar enn ja trenger en begrunnelse."),
    )  # fmt: skip


# -- controls


@requires(Permission.SEE_CONTROL)
def controls(request: HttpRequest) -> HttpResponseBase:
    context = {
        "sections": sections("internal", "controls"),
        "agencies": queries.agencies_with(request.user, Permission.PLAN_CONTROLS),
    }
    return table_response(
        request, ControlTable(queries.controls_for(request.user), request), "control/controls.html", context
    )


@requires(Permission.PLAN_CONTROLS)
def new_control(request: HttpRequest, agency: int) -> HttpResponse:
    owner = agency_for(request.user, Permission.PLAN_CONTROLS, agency)
    form = forms.ControlForm(request.POST or None, agency=owner, user=request.user)

    def act(valid: forms.ControlForm) -> str:
        made = actions.add_control(agency=owner, by=request.user, **valid.cleaned_data)
        return reverse("control:control", args=(made.pk,))

    return act_page(
        request, form, act, heading=_("Ny kontroll"), over=owner.label, back=reverse("control:controls"),
        button=_("Lagre kontrollen"), success=_("Kontrollen er lagret."),
    )  # fmt: skip


def _control(request: HttpRequest, pk: int, permission: Permission | None = None) -> Control:
    control: Control = found(queries.controls_for(request.user), pk)
    demand(permission is None or request.user.may(permission, control.agency_id))
    return control


@requires(Permission.SEE_CONTROL)
def control(request: HttpRequest, pk: int) -> HttpResponseBase:
    shown = _control(request, pk)
    user = request.user
    done = queries.performances_of(shown)
    open_years = [
        row for row in shown.planned.select_related("cycle").order_by("-cycle__year") if not row.cycle.is_locked
    ]
    context = {
        "control": shown,
        "basis": next((one for one in bases() if one.key == shown.level), None),
        "measures": shown.measures.select_related("owner", "performance").order_by("done_on", "deadline", "pk"),
        "open_years": open_years if actions.may_perform(user, shown) else [],
        "planner": user.may(Permission.PLAN_CONTROLS, shown.agency_id) and shown.ended_on is None,
        "user_may_finish": user.may(Permission.PLAN_CONTROLS, shown.agency_id),
        "history": history(shown),
    }
    return table_response(request, PerformanceTable(done, request), "control/control.html", context)


@requires(Permission.PLAN_CONTROLS)
def change_control(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _control(request, pk, Permission.PLAN_CONTROLS)
    demand(shown.ended_on is None)
    names = ("title", "answers", "procedure", "nature", "level", "frequency", "owner", "department", "duty")
    initial = {name: getattr(shown, name) for name in names}
    form = forms.ChangeControlForm(request.POST or None, agency=shown.agency, user=request.user, initial=initial)

    def act(valid: forms.ChangeControlForm) -> str:
        actions.change_control(control=shown, by=request.user, **valid.cleaned_data)
        return ""

    return act_page(
        request, form, act, heading=_("Endre kontrollen"), over=shown, back=reverse("control:control", args=(pk,)),
        button=_("Lagre kontrollen"), success=_("Kontrollen er endret."),
    )  # fmt: skip


@requires(Permission.PLAN_CONTROLS)
def end_control(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _control(request, pk, Permission.PLAN_CONTROLS)
    demand(shown.ended_on is None)
    form = forms.EndControlForm(request.POST or None, agency=shown.agency, user=request.user)

    def act(valid: forms.EndControlForm) -> str:
        actions.end_control(control=shown, why=valid.cleaned_data["why"], by=request.user)
        return ""

    return act_page(
        request, form, act, heading=_("Avslutt kontrollen"), over=shown, back=reverse("control:control", args=(pk,)),
        button=_("Avslutt kontrollen"), success=_("Kontrollen er avsluttet."),
    )  # fmt: skip


@requires(Permission.PERFORM_CONTROLS)
def perform(request: HttpRequest, pk: int) -> HttpResponse:
    """Log that a planned control was done."""
    planned: PlannedControl = found(
        PlannedControl.objects.visible_to(request.user).select_related("control__agency", "cycle"), pk
    )
    control = planned.control
    demand(request.user.may(Permission.PERFORM_CONTROLS, control.agency_id))
    demand(actions.may_perform(request.user, control) and not planned.cycle.is_locked)
    form = forms.PerformanceForm(
        request.POST or None, request.FILES or None, agency=control.agency, user=request.user,
        initial={"performed_on": clock.today()},
    )  # fmt: skip

    def act(valid: forms.PerformanceForm) -> str:
        values = dict(valid.cleaned_data)
        values.pop("file")
        values["document"] = valid.kept_document(_("Dokumentasjon: %(title)s") % {"title": control.title})
        actions.perform_control(planned=planned, by=request.user, **values)
        return ""

    return act_page(
        request, form, act, heading=_("Før gjennomført kontroll"), over=control,
        back=reverse("control:control", args=(control.pk,)), button=_("Før i loggen"),
        success=_("Kontrollen er ført i loggen."),
        intro=_("Loggen kan ikke endres etterpå. Et avvik trenger et tiltak med ansvarlig og frist."),
    )  # fmt: skip


@requires(Permission.PERFORM_CONTROLS)
def finish_measure(request: HttpRequest, pk: int) -> HttpResponse:
    measure: ControlMeasure = found(
        ControlMeasure.objects.visible_to(request.user).select_related("control__agency"), pk
    )
    agency = measure.control.agency
    allowed = measure.owner_id == request.user.pk or request.user.may(Permission.PLAN_CONTROLS, agency)
    demand(allowed and measure.done_on is None)
    form = forms.DoneTextForm(request.POST or None, agency=agency, user=request.user)

    def act(valid: forms.DoneTextForm) -> str:
        actions.finish_measure(measure=measure, done_text=valid.cleaned_data["done_text"], by=request.user)
        return ""

    return act_page(
        request, form, act, heading=_("Tiltaket er gjennomført"), over=measure.control, intro=measure.text,
        back=reverse("control:control", args=(measure.control_id,)), button=_("Før som gjennomført"),
        success=_("Tiltaket er ført som gjennomført."),
    )  # fmt: skip


# -- the system's description


@requires(Permission.SEE_CONTROL)
def system(request: HttpRequest) -> HttpResponse:
    """The descriptions as they stand, each with its earlier versions."""
    rows = (
        SystemText.objects.visible_to(request.user)
        .select_related("agency", "document", "made_by")
        .order_by("agency__name", "kind", "-version")
    )
    gathered: dict[tuple[int, str], list[SystemText]] = {}
    for row in rows:
        gathered.setdefault((row.agency_id, row.kind), []).append(row)
    agencies = list(queries.agencies_with(request.user, Permission.DESCRIBE_SYSTEM))
    missing = [(agency, kind) for agency in agencies for kind in TextKind if (agency.pk, kind.value) not in gathered]
    context = {
        "sections": sections("internal", "system"),
        "texts": [(versions[0], versions[1:]) for versions in gathered.values()],
        "missing": missing,
        "writable": {agency.pk for agency in agencies},
    }
    return render(request, "control/system.html", context)


@requires(Permission.DESCRIBE_SYSTEM)
def describe(request: HttpRequest, agency: int, kind: str) -> HttpResponse:
    owner = agency_for(request.user, Permission.DESCRIBE_SYSTEM, agency)
    demand(kind in TextKind.values)
    newest = queries.newest_texts(owner).get(kind)
    form = forms.SystemTextForm(
        request.POST or None, request.FILES or None, agency=owner, user=request.user,
        initial={"text": newest.text if newest else "", "valid_from": clock.today()},
    )  # fmt: skip

    def act(valid: forms.SystemTextForm) -> str:
        document = valid.kept_document(str(TextKind(kind).label))
        values = valid.cleaned_data
        actions.describe_system(
            agency=owner, kind=kind, text=values["text"], valid_from=values["valid_from"], document=document,
            by=request.user,
        )  # fmt: skip
        return ""

    return act_page(
        request, form, act, heading=TextKind(kind).label, over=owner.label, back=reverse("control:system"),
        button=_("Lagre ny versjon"), success=_("Den nye versjonen er lagret. Den forrige kan fortsatt leses."),
    )  # fmt: skip
