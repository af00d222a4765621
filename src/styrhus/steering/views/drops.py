"""Requests to end or down-prioritise running work: the list, the form, and the page with the ministry's answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.audit.history import entries
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.steering import actions, queries
from styrhus.steering.access import Permission
from styrhus.steering.forms_routines import AnswerForm, DropForm
from styrhus.steering.models import Assignment, AssignmentState, DropRequest, DropState, Duty, Plan
from styrhus.steering.pages import may, refuse
from styrhus.steering.tables_routines import DropTable
from styrhus.steering.texts import HISTORY_WORDS
from styrhus.steering.texts_routines import DROP_KINDS, lowered_text
from styrhus.ui.tables import table_response


@requires(Permission.SEE_PLAN)
def drops(request: HttpRequest) -> HttpResponseBase:
    rows = queries.drops_visible_to(request.user)
    context = {"ask_plan": _own_plan(request.user)}
    return table_response(request, DropTable(rows, request), "steering/drops.html", context)


def _own_plan(user: User) -> Plan | None:
    """The newest plan of an agency in which ``user`` may ask."""
    agencies = user.organisations_with(Permission.ASK_TO_DROP)
    return queries.visible_plans(user).filter(agency__in=agencies).first()


def assignment_asked(user: User, assignment: Assignment, plan: Plan) -> dict[str, Any]:
    """What the page of an assignment says of requests to drop it, and of how it recurs."""
    running = assignment.state == AssignmentState.ACTIVE
    return {
        "lowered_text": lowered_text(assignment) if running else "",
        "requests": queries.drops_visible_to(user).filter(assignment=assignment),
        "may_ask": running and may(user, Permission.ASK_TO_DROP, plan),
        "occurrences": queries.occurrences_of_assignment(assignment),
    }


@requires(Permission.ASK_TO_DROP)
def ask(request: HttpRequest, plan: int) -> HttpResponse:
    found = queries.visible_plans(request.user).filter(pk=plan).first()
    if found is None or not request.user.may(Permission.ASK_TO_DROP, found.agency_id):
        raise Http404
    form = DropForm(request.POST or None, plan=found, initial={"item": request.GET.get("arbeid", "")})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        item = _item(values.pop("item"))
        try:
            made = actions.ask_to_drop(plan=found, item=item, by=request.user, **values)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Ønsket er sendt til departementet og journalført."))
            return redirect("steering:drop", made.pk)
    return render(request, "steering/drop_ask.html", {"plan": found, "form": form})


def _item(key: str) -> Assignment | Duty:
    """The work by its key in the form, which has checked that it may be asked for."""
    kind, _dash, pk = key.partition("-")
    return Duty.objects.get(pk=int(pk)) if kind == "plikt" else Assignment.objects.get(pk=int(pk))


def _find(user: User, pk: int) -> DropRequest:
    found = queries.drops_visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@requires(Permission.SEE_PLAN)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """The request and its answer. POST is the ministry's answer."""
    found = _find(request.user, pk)
    waits = found.state == DropState.SENT
    may_answer = waits and request.user.may(Permission.ANSWER_DROP, found.plan.ministry_id)
    if request.method == "POST" and not may_answer:
        raise Http404
    form = AnswerForm(request.POST or None, initial={"effective_from": found.wanted_from}) if may_answer else None
    if request.method == "POST" and form and form.is_valid():
        try:
            actions.answer_drop(request=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Svaret er sendt til virksomheten og journalført."))
            return redirect("steering:drop", pk)
    context: dict[str, Any] = {
        "item": found,
        "plan": found.plan,
        "kind": DROP_KINDS[found.state],
        "page": "steering:assignment" if found.assignment_id else "steering:duty",
        "form": form,
        "may_recall": waits and request.user.may(Permission.ASK_TO_DROP, found.plan.agency_id),
        "history": entries(queries.history_of_item(found), HISTORY_WORDS),
    }
    return render(request, "steering/drop.html", context)


@requires(Permission.ASK_TO_DROP)
@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request.user, pk)
    if not request.user.may(Permission.ASK_TO_DROP, found.plan.agency_id):
        raise Http404
    try:
        actions.recall_drop(request=found, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Ønsket er trukket tilbake."))
    return redirect("steering:drop", pk)
