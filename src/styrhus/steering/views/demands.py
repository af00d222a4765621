"""Standing duties, reports, meetings and joint directives."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from styrhus.identity.access import requires
from styrhus.steering import actions, queries
from styrhus.steering.access import Permission
from styrhus.steering.forms import MeetingDateForm, OwnerForm
from styrhus.steering.models import Directive, Meeting, ReportingDemand
from styrhus.steering.pages import choose, may, url_of
from styrhus.steering.tables import DirectiveTable, MeetingTable, PlanTable, ReportTable
from styrhus.ui.tables import table_response

from .followed import report_delivered
from .items import item_context
from .plans import no_plan

MOST_AT_ONCE = 1000


@requires(Permission.ASSIGN_OWNERS)
@require_POST
def duty_owners(request: HttpRequest, plan: int) -> HttpResponse:
    """Set the same owner for the ticked duties: all of them or none."""
    chosen = choose(request.user, plan, "duties")
    if chosen is None or not may(request.user, Permission.ASSIGN_OWNERS, chosen.plan):
        raise Http404
    back = redirect(url_of("duties", chosen.plan))
    wanted = [int(key) for key in request.POST.getlist("duty")[:MOST_AT_ONCE] if key.isascii() and key.isdigit()]
    rows = list(queries.duties_of(chosen.plan).filter(pk__in=[key for key in wanted if key < 2**63]))
    form = OwnerForm(request.POST, agency=chosen.plan.agency)
    if not rows:
        messages.error(request, _("Kryss av for minst én plikt først."))
        return back
    if not form.is_valid():
        messages.error(request, _("Velg en ansvarlig og en avdeling fra listene."))
        return back
    try:
        with transaction.atomic():
            for duty in rows:
                actions.set_owner(item=duty, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return back
    count = len(rows)
    text = ngettext("Ansvaret er satt for %(count)s plikt.", "Ansvaret er satt for %(count)s plikter.", count)
    messages.success(request, text % {"count": count})
    return back


def _list(
    request: HttpRequest, plan: int | None, page: str, model: type[Model], table: type[PlanTable]
) -> HttpResponseBase:
    chosen = choose(request.user, plan, page)
    if chosen is None:
        return no_plan(request)
    relations = ("plan", "document") if model is Meeting else ("plan", "document", "owner", "department")
    rows = model._default_manager.filter(plan=chosen.plan).select_related(*relations)
    context = {"chosen": chosen, "plan": chosen.plan}
    return table_response(request, table(rows, request, plan=chosen.plan), f"steering/{page}.html", context)


@requires(Permission.SEE_PLAN)
def reports(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    return _list(request, plan, "reports", ReportingDemand, ReportTable)


@requires(Permission.SEE_PLAN)
def meetings(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    return _list(request, plan, "meetings", Meeting, MeetingTable)


@requires(Permission.SEE_PLAN)
def directives(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    return _list(request, plan, "directives", Directive, DirectiveTable)


@requires(Permission.SEE_PLAN)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.owned_item(request.user, ReportingDemand, pk)
    if not isinstance(found, ReportingDemand):
        raise Http404
    may_own = may(request.user, Permission.ASSIGN_OWNERS, found.plan)
    context = item_context(found, "reports") | {"may_own": may_own} | report_delivered(request.user, found)
    return render(request, "steering/report.html", context)


@requires(Permission.SEE_PLAN)
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    return _one(request, pk, "directives", Directive, "steering/directive.html")


def _one(request: HttpRequest, pk: int, section: str, model: type[Model], template: str) -> HttpResponse:
    found = queries.owned_item(request.user, model, pk)
    if found is None:
        raise Http404
    may_own = may(request.user, Permission.ASSIGN_OWNERS, found.plan)
    return render(request, template, item_context(found, section) | {"may_own": may_own})


@requires(Permission.SEE_PLAN)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.owned_item(request.user, Meeting, pk)
    if found is None:
        raise Http404
    may_change = may(request.user, Permission.MAKE_PLAN, found.plan)
    form = MeetingDateForm(request.POST or None, initial={"date": found.date})
    if request.method == "POST":
        if not may_change:
            raise Http404
        if form.is_valid():
            actions.set_meeting_date(meeting=found, date=form.cleaned_data["date"], by=request.user)
            messages.success(request, _("Møtedatoen er lagret."))
            return redirect("steering:meeting", pk)
    return render(
        request, "steering/meeting.html", item_context(found, "meetings") | {"form": form if may_change else None}
    )
