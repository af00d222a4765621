"""Assignments: the list, the page of one, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from styrhus.audit.history import entries
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.steering import actions, queries
from styrhus.steering.access import Permission
from styrhus.steering.forms import DeadlineForm, DocumentForm, OralOrderForm, WithdrawForm
from styrhus.steering.models import Assignment, AssignmentState, Plan
from styrhus.steering.pages import choose, may, may_order, refuse, sections_of
from styrhus.steering.parts import parts_of
from styrhus.steering.tables import AssignmentTable
from styrhus.steering.texts import HISTORY_WORDS
from styrhus.ui.tables import table_response

from .drops import assignment_asked
from .followed import assignment_followed
from .plans import no_plan


@requires(Permission.SEE_PLAN)
def assignments(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, plan, "assignments")
    if chosen is None:
        return no_plan(request)
    table = AssignmentTable(queries.listings_of(chosen.plan), request, plan=chosen.plan)
    context = {"chosen": chosen, "plan": chosen.plan, "may_order": may_order(request.user, chosen.plan)}
    return table_response(request, table, "steering/assignments.html", context)


def _find(user: User, pk: int) -> tuple[Assignment, Plan]:
    """An assignment and the newest plan that lists it and that ``user`` sees. Raises: Http404."""
    assignment = queries.assignment_for(user, pk)
    if assignment is None:
        raise Http404
    plan = queries.visible_plans(user).get(pk=assignment.newest_plan)  # type: ignore[attr-defined]
    return assignment, plan


@requires(Permission.SEE_PLAN)
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    found, plan = _find(request.user, pk)
    running = found.state == AssignmentState.ACTIVE
    context: dict[str, Any] = {
        "assignment": found,
        "plan": plan,
        "sections": sections_of(plan, "assignments"),
        "listings": found.listings.filter(plan__in=queries.visible_plans(request.user).order_by())
        .select_related("plan__agency", "goal", "document")
        .order_by("-plan__year"),
        "parts": parts_of(found, plan.year, clock.today()),
        "funding": found.funding.select_related("post__chapter", "document").order_by("pk"),
        "bindings": queries.bindings_of(found),
        "history": entries(queries.history_of_item(found), HISTORY_WORDS),
        "running": running,
        "may_change": running and may(request.user, Permission.MAKE_PLAN, plan),
        "may_own": may(request.user, Permission.ASSIGN_OWNERS, plan),
        "may_confirm": running and found.awaits_confirmation and may_order(request.user, plan),
    }
    context |= assignment_followed(request.user, found, plan) | assignment_asked(request.user, found, plan)
    return render(request, "steering/assignment.html", context)


@requires(Permission.MAKE_PLAN)
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a deadline by the document that decides it."""
    found = queries.deadline_for(request.user, pk)
    if found is None or not request.user.may(Permission.MAKE_PLAN, found.assignment.agency_id):
        raise Http404
    _assignment, plan = _find(request.user, found.assignment_id)
    initial = {"kind": found.kind, "text": found.text, "date": found.date}
    form = DeadlineForm(request.POST or None, user=request.user, plan=plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.change_deadline(
                deadline=found, text=values["text"], kind=values["kind"], date=values["date"], place=form.place(),
                by=request.user, why=values["why"],
            )  # fmt: skip
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Fristen er endret. Den gamle står i historikken."))
            return redirect("steering:assignment", found.assignment_id)
    return render(request, "steering/deadline.html", {"deadline": found, "assignment": found.assignment, "form": form})


@requires(Permission.MAKE_PLAN)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found, plan = _find(request.user, pk)
    if not may(request.user, Permission.MAKE_PLAN, plan) or found.state != AssignmentState.ACTIVE:
        raise Http404
    form = WithdrawForm(request.POST or None, user=request.user, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_assignment(
                assignment=found, place=form.place(), by=request.user, why=form.cleaned_data["why"]
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Oppdraget er trukket. Det står fortsatt i planen med historikken sin."))
            return redirect("steering:assignment", pk)
    return render(request, "steering/withdraw.html", {"assignment": found, "form": form})


@requires(Permission.ENTER_ORAL_ORDER)
def oral_order(request: HttpRequest, plan: int) -> HttpResponse:
    """Enter an urgent order that was given orally."""
    chosen = choose(request.user, plan, "assignments")
    if chosen is None or not may_order(request.user, chosen.plan):
        raise Http404
    form = OralOrderForm(request.POST or None, plan=chosen.plan, initial={"given_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            entered = actions.enter_oral_order(plan=chosen.plan, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Bestillingen er ført inn og venter på skriftlig bekreftelse."))
            return redirect("steering:assignment", entered.pk)
    return render(request, "steering/oral_order.html", {"plan": chosen.plan, "form": form})


@requires(Permission.ENTER_ORAL_ORDER)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the written confirmation of an oral order."""
    found, plan = _find(request.user, pk)
    if not may_order(request.user, plan) or not found.awaits_confirmation:
        raise Http404
    form = DocumentForm(request.POST or None, user=request.user, plan=plan)
    form.fields["document"].label = _("Dokumentet som bekrefter bestillingen")
    if request.method == "POST" and form.is_valid():
        document = form.cleaned_data["document"]
        try:
            actions.confirm_oral_order(assignment=found, document=document, place=form.place(), by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Bestillingen er bekreftet skriftlig."))
            return redirect("steering:assignment", pk)
    return render(request, "steering/confirm.html", {"assignment": found, "form": form})
