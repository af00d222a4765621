"""Measures against a risk."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.risk import actions
from styrhus.risk.access import SEEING, Permission
from styrhus.risk.forms import MeasureForm, MeasureStateForm
from styrhus.risk.models import Measure
from styrhus.risk.pages import find, refuse, what_may

from .risks import workable


@requires(Permission.WORK)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    line = workable(request, pk)
    initial = {"owner": line.risk.owner, "department": line.risk.department}
    form = MeasureForm(request.POST or None, agency=line.risk.plan.agency, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_measure(risk=line.risk, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Tiltaket er lagt inn."))
            return redirect("risk:risk", pk)
    context = {"form": form, "risk": line.risk, "plan": line.risk.plan, "back": reverse("risk:risk", args=(pk,))}
    return render(request, "risk/measure_form.html", context)


def _find(user: User, pk: int) -> Measure:
    """A measure of a risk that ``user`` may see. Raises: Http404."""
    measure = Measure.objects.select_related("risk__plan", "owner", "department").filter(pk=pk).first()
    if measure is None:
        raise Http404
    find(user, measure.risk_id)
    return measure


@requires(*SEEING)
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request.user, pk)
    line = find(request.user, found.risk_id)
    may = what_may(request.user, line)
    works_here = request.user.may(Permission.WORK, line.risk.plan.agency_id)
    may_report = found.is_open and (may.work or (works_here and found.owner_id == request.user.pk))
    form = MeasureStateForm(request.POST or None, initial={"state": found.state, "note": found.note})
    if request.method == "POST":
        if not works_here:
            raise Http404
        if not may_report:
            raise PermissionDenied(_("Tiltaket hører til en annen avdeling. Spør den som har ansvaret."))
        if form.is_valid():
            try:
                actions.set_measure_state(measure=found, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Tiltaket er oppdatert."))
                return redirect("risk:risk", found.risk_id)
    context = {
        "measure": found,
        "risk": line.risk,
        "plan": line.risk.plan,
        "form": form if may_report else None,
        "may_change": found.is_open and may.work,
    }
    return render(request, "risk/measure.html", context)


@requires(Permission.WORK)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request.user, pk)
    line = workable(request, found.risk_id)
    initial = {name: getattr(found, name) for name in ("title", "effect", "owner", "department", "due")}
    form = MeasureForm(request.POST or None, agency=line.risk.plan.agency, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_measure(measure=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Endringen er lagret."))
            return redirect("risk:measure", pk)
    back = reverse("risk:measure", args=(pk,))
    context = {"form": form, "risk": line.risk, "plan": line.risk.plan, "back": back, "measure": found}
    return render(request, "risk/measure_form.html", context)
