"""One risk: its page, entering it, changing it, closing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.history import entries
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied, requires
from styrhus.risk import actions
from styrhus.risk.access import SEEING, Permission
from styrhus.risk.acts import FIELDS
from styrhus.risk.forms import RiskForm, WhyForm, initial_of
from styrhus.risk.models import Assessment, Then
from styrhus.risk.pages import choose, find, refuse, what_may
from styrhus.risk.presentation import STANDING_KINDS, STANDING_TEXTS, Scales, map_of_risk, moved_kind
from styrhus.risk.queries.lines import RiskLine
from styrhus.steering.pages import choose as choose_plan
from styrhus.steering.queries import history_of_item

HISTORY = ("event", "cause", "consequence", "goals", "before", "after", "level", "then", "measure", "due", "state")


@requires(*SEEING)
def risk(request: HttpRequest, pk: int) -> HttpResponse:
    line = find(request.user, pk)
    chosen = choose(request.user, line.risk.plan_id, "risks")
    if chosen is None:
        raise Http404
    scales = Scales(line.risk.plan.agency)
    may = what_may(request.user, line)
    context = {
        "line": line,
        "risk": line.risk,
        "plan": line.risk.plan,
        "chosen": chosen,
        "may": may,
        "map": map_of_risk(scales, line),
        "before": scales.level(line.assessment.before) if line.assessment else None,
        "after": scales.level(line.assessment.after) if line.assessment else None,
        "ministry_level": scales.level(line.ministry.cell) if line.ministry else None,
        "standing": STANDING_TEXTS[line.standing],
        "standing_kind": STANDING_KINDS[line.standing],
        "moved_kind": moved_kind(line.movement),
        "threatened": _threatened(line),
        "assessments": _assessments(line, chosen.agency_side, scales),
        "ministry_assessments": _of_ministry(line, scales),
        "history": entries(history_of_item(line.risk), {name: FIELDS[name] for name in HISTORY})
        if chosen.agency_side
        else [],
        "passed_on": line.passed_on,
        "today": clock.today(),
        "texts_differ": line.assessment is not None
        and any(
            getattr(line.risk, name) != getattr(line.assessment, name) for name in ("event", "cause", "consequence")
        ),
        "sends_to_dialogue": line.decision is not None and line.decision.then in (Then.MEETING, Then.MINISTRY),
    }
    return render(request, "risk/risk.html", context)


def _threatened(line: RiskLine) -> list[tuple[str, str, str]]:
    """(kind, text, address) of everything that the risk threatens."""
    risk = line.risk
    found = [
        (str(goal._meta.verbose_name), f"{goal.number} {goal.title}", reverse("steering:goal", args=(goal.pk,)))
        for goal in risk.goals.all()
    ]
    for name, page in (("parameters", "parameter"), ("assignments", "assignment"), ("duties", "duty")):
        found += [
            (str(row._meta.verbose_name), str(row)[:200], reverse(f"steering:{page}", args=(row.pk,)))
            for row in getattr(risk, name).order_by("pk")
        ]
    return found


def _assessments(line: RiskLine, agency_side: bool, scales: Scales) -> list[dict[str, Any]]:
    """The agency's assessments, newest first; for the ministry those from when the risk was raised, once opened."""
    if line.hidden:
        return []
    rows: list[Assessment] = line.risk.all_assessments  # type: ignore[attr-defined]
    first = 0 if agency_side else line.risk.raised_version or 0
    decided = {
        row.assessment_id: row
        for row in sorted(
            (one for assessment in rows for one in assessment.acceptances.select_related("decided_by")),
            key=lambda row: row.pk,
        )
    }
    return [
        {
            "row": row,
            "before": scales.level(row.before),
            "after": scales.level(row.after),
            "decision": decided.get(row.pk),
        }
        for row in rows
        if row.version >= first
    ]


def _of_ministry(line: RiskLine, scales: Scales) -> list[dict[str, Any]]:
    rows = line.risk.all_ministry  # type: ignore[attr-defined]
    return [{"row": row, "level": scales.level(row.cell)} for row in rows]


@requires(Permission.WORK)
def new(request: HttpRequest, plan: int) -> HttpResponse:
    chosen = choose_plan(request.user, plan, "plan")
    if chosen is None or not request.user.may(Permission.WORK, chosen.plan.agency_id):
        raise Http404
    initial = {"owner": request.user, "department": request.user.department}
    form = RiskForm(request.POST or None, plan=chosen.plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register_risk(plan=chosen.plan, by=request.user, **form.values())
        except ValidationError as error:
            refuse(form, error)
        except AccessDenied as error:
            form.add_error("department", str(error))
        else:
            messages.success(request, _("Risikoen er meldt inn. Vurder nå hvor sannsynlig og hvor alvorlig den er."))
            return redirect("risk:assess", made.pk)
    back = reverse("risk:risks", args=(chosen.plan.pk,))
    return render(request, "risk/form.html", {"form": form, "plan": chosen.plan, "back": back})


@requires(Permission.WORK)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    line = workable(request, pk)
    form = RiskForm(request.POST or None, plan=line.risk.plan, initial=initial_of(line.risk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_risk(risk=line.risk, by=request.user, **form.values())
        except ValidationError as error:
            refuse(form, error)
        except AccessDenied as error:
            form.add_error("department", str(error))
        else:
            messages.success(request, _("Endringen er lagret."))
            return redirect("risk:risk", pk)
    back = reverse("risk:risk", args=(pk,))
    return render(request, "risk/form.html", {"form": form, "plan": line.risk.plan, "back": back, "risk": line.risk})


@requires(Permission.WORK)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    line = workable(request, pk)
    help_text = _("En avsluttet risiko kan ikke endres eller åpnes igjen. Den blir stående i oversikten.")
    form = WhyForm(request.POST or None, label=_("Hvorfor er den ikke lenger en risiko?"), help_text=help_text)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_risk(risk=line.risk, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Risikoen er avsluttet."))
            return redirect("risk:risk", pk)
    context = {"form": form, "risk": line.risk, "plan": line.risk.plan, "back": reverse("risk:risk", args=(pk,))}
    return render(request, "risk/close.html", context)


def workable(request: HttpRequest, pk: int) -> RiskLine:
    """A running risk in the user's own area. Raises: Http404 (not visible), PermissionDenied (another department's)."""
    line = find(request.user, pk)
    if not request.user.may(Permission.WORK, line.risk.plan.agency_id):
        raise Http404
    if line.risk.closed_on is None and not what_may(request.user, line).work:
        raise PermissionDenied(_("Risikoen hører til en annen avdeling. Spør avdelingen eller controlleren."))
    return line
