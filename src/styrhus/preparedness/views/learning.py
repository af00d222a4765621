"""Learning points and the record of processing of personal data."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.identity.access import AccessDenied, requires
from styrhus.preparedness import actions, forms, models, queries, tables
from styrhus.preparedness.access import Permission
from styrhus.ui.tables import table_response

from .shared import keeper, may, say, try_act


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def learning(request: HttpRequest) -> HttpResponseBase:
    table = tables.LearningTable(queries.learning_points(request.user), request)
    may_keep = may(request.user, Permission.KEEP_PREPAREDNESS, queries.agency_of(request.user))
    return table_response(request, table, "preparedness/learning.html", {"may_keep": may_keep})


@requires(Permission.KEEP_PREPAREDNESS)
def add_learning_point(request: HttpRequest) -> HttpResponse:
    """A learning point that comes from elsewhere than an exercise or an incident of ours."""
    agency = keeper(request)
    form = forms.OtherLearningForm(request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if try_act(form, lambda: actions.add_learning_point(agency=agency, by=request.user, **values)):
            messages.success(request, _("Læringspunktet er ført opp."))
            return redirect("preparedness:learning")
    context = {"form": form, "heading": _("Nytt læringspunkt"), "back": reverse("preparedness:learning")}
    return render(request, "preparedness/form.html", context)


@requires(Permission.SEE_PREPAREDNESS)
def learning_point(request: HttpRequest, pk: int) -> HttpResponse:
    """A learning point; its owner, or who keeps the preparedness, says here what is done."""
    point = get_object_or_404(queries.learning_points(request.user), pk=pk)
    keeps = may(request.user, Permission.KEEP_PREPAREDNESS, point.agency_id)
    may_finish = not point.closed_on and (keeps or point.owner_id == request.user.pk)
    form = forms.DoneForm(request.POST or None, initial={"done_text": point.done_text}) if may_finish else None
    if request.method == "POST":
        if form is None:
            raise AccessDenied(_("Bare den som har ansvaret, kan si hva som er gjort."))
        if form.is_valid():
            words = form.cleaned_data["done_text"]
            if try_act(form, lambda: actions.finish_learning_point(point=point, done_text=words, by=request.user)):
                messages.success(request, _("Lagret. Direktøren kan nå lukke punktet."))
                return redirect("preparedness:learning_point", pk)
    may_close = not point.closed_on and point.done_on and may(request.user, Permission.APPROVE_PLAN, point.agency_id)
    context = {"point": point, "form": form, "may_close": may_close, "history": entries(history_of(point)[:30], {})}
    return render(request, "preparedness/learning_point.html", context)


@requires(Permission.APPROVE_PLAN)
@require_POST
def close_learning_point(request: HttpRequest, pk: int) -> HttpResponse:
    own = request.user.organisations_with(Permission.APPROVE_PLAN)
    point = get_object_or_404(models.LearningPoint, pk=pk, agency__in=own)
    say(request, lambda: actions.close_learning_point(point=point, by=request.user), _("Læringspunktet er lukket."))
    return redirect("preparedness:learning_point", pk)


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def processings(request: HttpRequest) -> HttpResponseBase:
    table = tables.ProcessingTable(queries.processings(request.user), request)
    may_keep = may(request.user, Permission.KEEP_PREPAREDNESS, queries.agency_of(request.user))
    return table_response(request, table, "preparedness/processings.html", {"may_keep": may_keep})
