"""Recurring assignments: the year's occurrences, how often one recurs, and that one is done."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.steering import actions, queries
from styrhus.steering.access import Permission, may_follow_up
from styrhus.steering.forms_routines import DoneForm, ReasonForm, RecurrenceForm
from styrhus.steering.models import Assignment, DeadlineKind, Occurrence, Plan, Recurrence
from styrhus.steering.pages import choose, may, refuse, sections_of
from styrhus.steering.rules_periods import proposed
from styrhus.steering.tables_routines import OccurrenceTable
from styrhus.steering.texts_routines import OCCURRENCE_KINDS, OCCURRENCE_TEXTS
from styrhus.ui.tables import table_response

from .plans import no_plan


@requires(Permission.SEE_PLAN)
def occurrences(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, plan, "occurrences")
    if chosen is None:
        return no_plan(request)
    may_make = may(request.user, Permission.ASSIGN_OWNERS, chosen.plan)
    context = {
        "chosen": chosen,
        "plan": chosen.plan,
        "without": queries.recurring_without_rule(chosen.plan),
        "may_make": may_make,
    }
    table = OccurrenceTable(queries.occurrences_of(chosen.plan), request, plan=chosen.plan)
    return table_response(request, table, "steering/occurrences.html", context)


def _plan_of(user: User, assignment: Assignment) -> Plan:
    """The newest plan that lists the assignment and that ``user`` sees. Raises: Http404."""
    found = queries.visible_plans(user).filter(listings__assignment=assignment).first()
    if found is None:
        raise Http404
    return found


@requires(Permission.ASSIGN_OWNERS)
def recurrence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how often a deadline recurs, and make the year's occurrences."""
    deadline = queries.deadline_for(request.user, pk)
    if deadline is None or deadline.kind != DeadlineKind.RECURRING:
        raise Http404
    if not request.user.may(Permission.ASSIGN_OWNERS, deadline.assignment.agency_id):
        raise Http404
    plan = _plan_of(request.user, deadline.assignment)
    rule = Recurrence.objects.filter(deadline=deadline).first()
    guess = proposed(deadline.text, plan.year)
    times, days = (rule.times, rule.days) if rule else (guess.times, guess.days)
    initial = {"times": times, "days": _printed(days), "year": plan.year}
    form = RecurrenceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_occurrences(deadline=deadline, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            count = len(made)
            text = ngettext("%(count)s ny frist er laget.", "%(count)s nye frister er laget.", count)
            messages.success(request, text % {"count": count} if count else _("Fristene sto der allerede."))
            return redirect("steering:occurrences", plan.pk)
    context = {
        "deadline": deadline,
        "assignment": deadline.assignment,
        "form": form,
        "known": deadline.occurrences.order_by("due"),
        "plan": plan,
    }
    return render(request, "steering/recurrence.html", context)


def _printed(days: tuple[str, ...] | list[str]) -> str:
    """Days as people write them: "30.6, 31.12"."""
    return ", ".join(f"{int(day[3:])}.{int(day[:2])}" for day in days)


def _find(request: HttpRequest, pk: int) -> Occurrence:
    found = queries.occurrence_for(request.user, pk)
    if found is None:
        raise Http404
    return found


@requires(Permission.SEE_PLAN)
def occurrence(request: HttpRequest, pk: int) -> HttpResponse:
    """One occurrence. POST notes that it is done, or opens it again."""
    found = _find(request, pk)
    assignment = found.deadline.assignment
    plan = _plan_of(request.user, assignment)
    may_act = may_follow_up(request.user, assignment, assignment.agency_id)
    if request.method == "POST" and not may_act:
        raise Http404
    data = request.POST or None
    form: DoneForm | ReasonForm = (
        ReasonForm(data) if found.done_on else DoneForm(data, user=request.user, plan=plan, agency=assignment.agency)
    )
    if request.method == "POST" and form.is_valid():
        try:
            if found.done_on:
                actions.reopen_occurrence(occurrence=found, by=request.user, **form.cleaned_data)
                words = _("Gjentakelsen er åpnet igjen.")
            else:
                actions.finish_occurrence(occurrence=found, by=request.user, **form.cleaned_data)
                words = _("Ført som gjort.")
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, words)
            return redirect("steering:occurrence", pk)
    status = found.status  # type: ignore[attr-defined]
    context = {
        "item": found,
        "assignment": assignment,
        "plan": plan,
        "sections": sections_of(plan, "occurrences"),
        "status": OCCURRENCE_TEXTS[status],
        "status_kind": OCCURRENCE_KINDS[status],
        "form": form if may_act else None,
        "others": queries.occurrences_of_assignment(assignment).exclude(pk=found.pk),
        "inside": queries.sees_log(request.user, plan),
    }
    return render(request, "steering/occurrence.html", context)
