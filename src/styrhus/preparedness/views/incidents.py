"""Exercises and incidents, from when they are known to what was learnt of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from styrhus.identity import clock
from styrhus.identity.access import AccessDenied, requires
from styrhus.preparedness import actions, forms, models, queries, rules, tables
from styrhus.preparedness.access import Permission
from styrhus.ui.tables import table_response

from .shared import SEES, may, say, try_act


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def exercises(request: HttpRequest) -> HttpResponseBase:
    table = tables.ExerciseTable(queries.exercises(request.user), request)
    may_keep = may(request.user, Permission.KEEP_PREPAREDNESS, queries.agency_of(request.user))
    return table_response(request, table, "preparedness/exercises.html", {"may_keep": may_keep})


@requires(Permission.SEE_PREPAREDNESS)
def exercise(request: HttpRequest, pk: int) -> HttpResponse:
    """An exercise with its evaluation, and the learning points that are entered from it."""
    found = get_object_or_404(queries.exercises(request.user), pk=pk)
    return _learning_page(request, "preparedness/exercise.html", {"exercise": found}, exercise=found)


@requires(*SEES)
@require_GET
def incidents(request: HttpRequest) -> HttpResponseBase:
    table = tables.IncidentTable(queries.incidents(request.user), request)
    may_report = queries.agency_of(request.user, Permission.REPORT_INCIDENT) is not None
    return table_response(request, table, "preparedness/incidents.html", {"may_report": may_report})


@requires(Permission.REPORT_INCIDENT)
def report_incident(request: HttpRequest) -> HttpResponse:
    agency = queries.agency_of(request.user, Permission.REPORT_INCIDENT)
    if agency is None:
        raise Http404
    now = clock.now().replace(second=0, microsecond=0)
    form = forms.IncidentForm(
        request.POST or None, agency=agency, initial={"happened_at": now, "known_at": now, "functions": []}
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        functions = values.pop("functions")
        made = try_act(
            form, lambda: actions.report_incident(agency=agency, values=values, functions=functions, by=request.user)
        )
        if made:
            messages.success(request, _("Hendelsen er meldt. Vurder nå om departementet skal varsles."))
            return redirect("preparedness:incident", made.pk)
    context = {"form": form, "heading": _("Meld en hendelse"), "back": reverse("preparedness:incidents")}
    return render(request, "preparedness/form.html", context)


@requires(*SEES)
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.incidents(request.user), pk=pk)
    may_keep = may(request.user, Permission.KEEP_PREPAREDNESS, found.agency_id) and not found.closed_on
    own = may(request.user, Permission.SEE_PREPAREDNESS, found.agency_id) or request.user.may(
        Permission.SEE_ALL_PREPAREDNESS
    )
    context = {
        "incident": found,
        "own": own,
        "hours": rules.hours_until_notified(found.known_at, found.notified_at, clock.now()),
        "shared": found.shared.select_related("shared_by") if own else [],
        "may_notify": may_keep and found.notified_at is None,
        "may_receive": found.notified_at
        and not found.received_at
        and not found.closed_on
        and request.user.may(Permission.RECEIVE_INCIDENT, found.agency.parent_id),
        "may_share": may_keep,
        "may_close": may_keep,
    }
    if not own:
        return render(request, "preparedness/incident.html", context | {"points": [], "form": None})
    return _learning_page(request, "preparedness/incident.html", context, incident=found)


def _learning_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    exercise: models.Exercise | None = None,
    incident: models.Incident | None = None,
) -> HttpResponse:
    """The page of an exercise or an incident, with the form that enters a learning point from it."""
    source = exercise or incident
    if source is None:
        raise Http404
    may_keep = may(request.user, Permission.KEEP_PREPAREDNESS, source.agency_id)
    form = forms.LearningForm(request.POST or None, agency=source.agency) if may_keep else None
    if request.method == "POST":
        if form is None:
            raise AccessDenied(_("Rollen din gir ikke tilgang til dette."))
        if form.is_valid():
            values = form.cleaned_data
            made = try_act(
                form,
                lambda: actions.add_learning_point(
                    agency=source.agency, exercise=exercise, incident=incident, by=request.user, **values
                ),
            )
            if made:
                messages.success(request, _("Læringspunktet er ført opp."))
                return redirect(request.path)
    context |= {"form": form, "points": source.learning.select_related("owner"), "may_keep": may_keep}
    return render(request, template, context)


def _kept_incident(request: HttpRequest, pk: int) -> models.Incident:
    found = queries.found(models.Incident, request.user, pk)
    if found is None:
        raise Http404
    incident: models.Incident = found
    return incident


@requires(Permission.KEEP_PREPAREDNESS)
@require_POST
def notify_ministry(request: HttpRequest, pk: int) -> HttpResponse:
    found = _kept_incident(request, pk)
    say(request, lambda: actions.notify_ministry(incident=found, by=request.user), _("Departementet er varslet, og varselet er journalført."))  # fmt: skip
    return redirect("preparedness:incident", pk)


@requires(Permission.RECEIVE_INCIDENT)
@require_POST
def receive_notice(request: HttpRequest, pk: int) -> HttpResponse:
    ministries = request.user.organisations_with(Permission.RECEIVE_INCIDENT)
    found = get_object_or_404(queries.incidents(request.user), pk=pk, agency__parent__in=ministries)
    say(request, lambda: actions.receive_notice(incident=found, by=request.user), _("Du har kvittert for varselet."))
    return redirect("preparedness:incident", pk)


@requires(Permission.KEEP_PREPAREDNESS)
def share_information(request: HttpRequest, pk: int) -> HttpResponse:
    found = _kept_incident(request, pk)
    initial = {"shared_at": clock.now().replace(second=0, microsecond=0)}
    form = forms.SharedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if try_act(form, lambda: actions.share_information(incident=found, by=request.user, **values)):
            messages.success(request, _("Delingen er loggført."))
            return redirect("preparedness:incident", pk)
    context = {
        "form": form,
        "heading": _("Loggfør delt informasjon"),
        "back": reverse("preparedness:incident", args=(pk,)),
    }
    return render(request, "preparedness/form.html", context)


@requires(Permission.KEEP_PREPAREDNESS)
def close_incident(request: HttpRequest, pk: int) -> HttpResponse:
    found = _kept_incident(request, pk)
    form = forms.CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if try_act(form, lambda: actions.close_incident(incident=found, by=request.user, **values)):
            messages.success(request, _("Hendelsen er evaluert og avsluttet. Den kan ikke endres mer."))
            return redirect("preparedness:incident", pk)
    context = {"form": form, "heading": _("Evaluer og avslutt"), "back": reverse("preparedness:incident", args=(pk,))}
    return render(request, "preparedness/form.html", context)
