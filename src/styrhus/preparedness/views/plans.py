"""Preparedness plans with their versions, and the contact list on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.preparedness import actions, forms, models, queries, tables
from styrhus.preparedness.access import Permission
from styrhus.ui.tables import table_response

from .shared import may, say, try_act


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def plans(request: HttpRequest) -> HttpResponseBase:
    agency = queries.agency_of(request.user)
    table = tables.PlanTable(queries.plans(request.user), request)
    context = {
        "contacts": tables.ContactTable(queries.contacts(request.user), None, prefix="k"),
        "may_keep": may(request.user, Permission.KEEP_PREPAREDNESS, agency),
    }
    return table_response(request, table, "preparedness/plans.html", context)


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def contacts(request: HttpRequest) -> HttpResponseBase:
    """The contact list with its exports."""
    table = tables.ContactTable(queries.contacts(request.user), request)
    return table_response(request, table, "preparedness/list.html", {"lead": _("Hvem som ringes, i hvilken rekkefølge. Skriv den ut og ha den på papir.")})  # fmt: skip


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def contacts_print(request: HttpRequest) -> HttpResponse:
    """The contact list as it is hung on the wall: it must work when this program does not."""
    rows = queries.contacts(request.user).order_by("plan__title", "order", "pk")
    return render(request, "preparedness/contacts_print.html", {"rows": rows, "today": clock.today()})


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.plans(request.user), pk=pk)
    versions = list(found.versions.select_related("made_by", "approved_by").order_by("-number"))
    standing = next((version for version in versions if version.approved_on), None)
    draft = versions[0] if versions and versions[0].approved_on is None else None
    context = {
        "plan": found,
        "standing": standing,
        "draft": draft,
        "earlier": [version for version in versions if version.approved_on and version is not standing],
        "review_due": queries.review_due(found, clock.today()),
        "contacts": found.contacts.filter(removed_on=None),
        "exercises": found.exercises.all(),
        "may_keep": may(request.user, Permission.KEEP_PREPAREDNESS, found.agency_id),
        "may_approve": draft and may(request.user, Permission.APPROVE_PLAN, found.agency_id),
    }
    return render(request, "preparedness/plan.html", context)


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def plan_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The standing version with its contact list, for paper."""
    found = get_object_or_404(queries.plans(request.user), pk=pk)
    standing = found.versions.filter(approved_on__isnull=False).order_by("-number").first()
    rows = found.contacts.filter(removed_on=None)
    context = {"plan": found, "version": standing, "rows": rows, "today": clock.today()}
    return render(request, "preparedness/plan_print.html", context)


@requires(Permission.KEEP_PREPAREDNESS)
def write_version(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.found(models.PreparednessPlan, request.user, pk)
    if found is None:
        raise Http404
    newest = found.versions.order_by("-number").first()
    draft = newest if newest and newest.approved_on is None else None
    initial = {"text": newest.text if newest else "", "changes": draft.changes if draft else ""}
    form = forms.VersionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if try_act(form, lambda: actions.write_version(plan=found, by=request.user, **values)):
            messages.success(request, _("Utkastet er lagret. Det gjelder når direktøren har godkjent det."))
            return redirect("preparedness:plan", found.pk)
    context = {"form": form, "heading": found.title, "back": reverse("preparedness:plan", args=(found.pk,))}
    return render(request, "preparedness/form.html", context)


@requires(Permission.APPROVE_PLAN)
@require_POST
def approve_version(request: HttpRequest, pk: int) -> HttpResponse:
    own = request.user.organisations_with(Permission.APPROVE_PLAN)
    version = get_object_or_404(models.PlanVersion, pk=pk, plan__agency__in=own)
    say(
        request,
        lambda: actions.approve_version(version=version, by=request.user),
        _("Versjonen er godkjent og gjelder fra nå."),
    )
    return redirect("preparedness:plan", version.plan_id)
