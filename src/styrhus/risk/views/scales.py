"""The agency's scale: what it is, and a new version of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.identity.access import requires
from styrhus.risk import actions
from styrhus.risk.access import SEEING, Permission
from styrhus.risk.heat_map import heat_map
from styrhus.risk.pages import choose, refuse
from styrhus.risk.presentation import Scales
from styrhus.risk.queries.scales import scales_of
from styrhus.risk.scale_data import usual_draft
from styrhus.risk.scale_form import ScaleForm, SizeForm, draft_of

from .lists import no_plan


@requires(*SEEING)
def scale(request: HttpRequest, plan: int) -> HttpResponse:
    chosen = choose(request.user, plan, "scale")
    if chosen is None:
        return no_plan(request)
    scales = Scales(chosen.plan.agency)
    context = {
        "chosen": chosen,
        "plan": chosen.plan,
        "scale": scales.standing,
        "map": heat_map(scales.standing, [], id="map", title=_("Skalaen")) if scales.standing else None,
        "versions": scales_of(chosen.plan.agency),
        "may_set": request.user.may(Permission.SET_SCALE, chosen.plan.agency_id),
    }
    return render(request, "risk/scale.html", context)


@requires(Permission.SET_SCALE)
def new_scale(request: HttpRequest, plan: int) -> HttpResponse:
    chosen = choose(request.user, plan, "scale")
    if chosen is None or not request.user.may(Permission.SET_SCALE, chosen.plan.agency_id):
        raise Http404
    scales = Scales(chosen.plan.agency)
    usual = usual_draft()
    view = scales.standing
    begin = {
        "rader": len(view.likelihoods) if view else len(usual.likelihood),
        "kolonner": len(view.consequences) if view else len(usual.consequence),
        "nivaer": len(view.bands) if view else len(usual.bands),
    }
    size = SizeForm({name: request.GET.get(name, value) for name, value in begin.items()})
    chosen_size = size.cleaned_data if size.is_valid() else begin
    draft = draft_of(view, chosen_size["rader"], chosen_size["kolonner"], chosen_size["nivaer"])
    form = ScaleForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_scale(
                agency=chosen.plan.agency,
                draft=form.filled(),
                valid_from=form.cleaned_data["valid_from"],
                by=request.user,
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Skalaen er lagret som ny versjon. Tidligere vurderinger beholder sin skala."))
            return redirect("risk:scale", chosen.plan.pk)
    context = {"form": form, "size": size, "plan": chosen.plan, "chosen": chosen}
    return render(request, "risk/new_scale.html", context | {"back": reverse("risk:scale", args=(chosen.plan.pk,))})
