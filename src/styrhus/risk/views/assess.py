"""Assessing, deciding, raising and sharing."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.identity.access import AccessDenied, requires
from styrhus.risk import actions
from styrhus.risk.access import Permission, is_director, may_decide
from styrhus.risk.forms import ACCEPT, AssessForm, DecideForm, MinistryForm, WhyForm
from styrhus.risk.pages import find, refuse, what_may
from styrhus.risk.presentation import Scales

from .risks import workable


@requires(Permission.WORK)
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    line = workable(request, pk)
    scales = Scales(line.risk.plan.agency)
    if scales.standing is None:
        raise Http404  # a scale is made with the agency's first risk
    initial = {}
    if line.assessment and line.assessment.after.scale_id == scales.standing.scale.pk:
        for name in ("before", "after"):
            cell = getattr(line.assessment, name)
            initial |= {f"{name}_likelihood": cell.likelihood, f"{name}_consequence": cell.consequence}
    form = AssessForm(request.POST or None, view=scales.standing, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.assess(
                risk=line.risk,
                before=form.level("before"),
                after=form.level("after"),
                words=form.cleaned_data["words"],
                by=request.user,
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Vurderingen er lagret."))
            return redirect("risk:risk", pk)
    context = {"form": form, "line": line, "risk": line.risk, "plan": line.risk.plan, "scale": scales.standing}
    return render(request, "risk/assess.html", context | {"back": reverse("risk:risk", args=(pk,))})


@requires(Permission.ASSESS_AS_MINISTRY)
def ministry(request: HttpRequest, pk: int) -> HttpResponse:
    line = find(request.user, pk)
    scales = Scales(line.risk.plan.agency)
    if not request.user.may(Permission.ASSESS_AS_MINISTRY, line.risk.plan.ministry_id) or scales.standing is None:
        raise Http404
    form = MinistryForm(request.POST or None, view=scales.standing)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.assess_as_ministry(
                risk=line.risk, level=(data["likelihood"], data["consequence"]), words=data["words"], by=request.user
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Vurderingen er sendt. Dere ser nå virksomhetens vurdering, og den ser deres."))
            return redirect("risk:risk", pk)
    context = {"form": form, "line": line, "risk": line.risk, "plan": line.risk.plan, "scale": scales.standing}
    return render(request, "risk/ministry.html", context | {"back": reverse("risk:risk", args=(pk,))})


@requires(Permission.DECIDE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    line = find(request.user, pk)
    agency = line.risk.plan.agency_id
    if not request.user.may(Permission.DECIDE, agency):
        raise Http404
    if not may_decide(request.user, line.risk):
        raise PermissionDenied(
            _("Risikoen ligger utenfor ditt område. Lederen for avdelingen eller direktøren beslutter.")
        )
    may = what_may(request.user, line)
    if line.assessment is None or not may.decide:
        messages.info(request, _("Det er ingenting å beslutte på denne risikoen nå."))
        return redirect("risk:risk", pk)
    form = DecideForm(request.POST or None, may_accept=may.accept, director=is_director(request.user, agency))
    if request.method == "POST" and form.is_valid():
        outcome = form.cleaned_data["outcome"]
        try:
            actions.decide(
                assessment=line.assessment,
                accepted=outcome == ACCEPT,
                then="" if outcome == ACCEPT else outcome,
                why=form.cleaned_data["why"],
                by=request.user,
            )
        except ValidationError as error:
            refuse(form, error)
        except AccessDenied as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Beslutningen er lagret og låst."))
            return redirect("risk:risk", pk)
    scales = Scales(line.risk.plan.agency)
    context = {
        "form": form,
        "risk": line.risk,
        "plan": line.risk.plan,
        "line": line,
        "after": scales.level(line.assessment.after),
        "may": may,
        "back": reverse("risk:risk", args=(pk,)),
    }
    return render(request, "risk/decide.html", context)


@requires(Permission.RAISE)
def raise_risk(request: HttpRequest, pk: int) -> HttpResponse:
    line = find(request.user, pk)
    if not request.user.may(Permission.RAISE, line.risk.plan.agency_id):
        raise Http404
    form = WhyForm(request.POST or None, label=_("Hvorfor løftes den?"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.raise_risk(risk=line.risk, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Risikoen er løftet. Departementet er bedt om å vurdere den."))
            return redirect("risk:risk", pk)
    context = {"form": form, "risk": line.risk, "plan": line.risk.plan, "back": reverse("risk:risk", args=(pk,))}
    return render(request, "risk/raise.html", context)


@requires(Permission.RAISE)
@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    line = find(request.user, pk)
    if not request.user.may(Permission.RAISE, line.risk.plan.agency_id):
        raise Http404
    try:
        actions.share_assessment(risk=line.risk, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Departementet ser nå vurderingen."))
    return redirect("risk:risk", pk)
