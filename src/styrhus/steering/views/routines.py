"""Standing duties as a system: the list, the page of one with its log, the routine, and the year at a glance."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.history import entries
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.steering import actions, queries
from styrhus.steering.access import Permission, may_follow_up
from styrhus.steering.forms import OwnerForm
from styrhus.steering.forms_routines import DutyDoneForm, ReasonForm, RoutineForm
from styrhus.steering.models import Duty, DutyEntry, DutyState
from styrhus.steering.pages import choose, may, refuse
from styrhus.steering.rules_periods import Follow, Mark, Marked, periods
from styrhus.steering.tables import ChoosableDutyTable, DutyTable
from styrhus.steering.tables_routines import ChoosableFollowedTable, DutyYearTable, FollowedDutyTable
from styrhus.steering.texts import HISTORY_WORDS
from styrhus.steering.texts_routines import FOLLOW_KINDS, FOLLOW_TEXTS, MARK_KINDS, MARK_TEXTS, period_text, state_text
from styrhus.ui.tables import table_response

from .items import item_context
from .plans import no_plan

# Acts that only those who may read the log see in a duty's history.
INSIDE = {
    "steering.set_duty_routine",
    "steering.approve_routine",
    "steering.log_duty",
    "steering.cancel_duty_entry",
}


@requires(Permission.SEE_PLAN)
def duties(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, plan, "duties")
    if chosen is None:
        return no_plan(request)
    may_own = may(request.user, Permission.ASSIGN_OWNERS, chosen.plan)
    sees_log = queries.sees_log(request.user, chosen.plan)
    context: dict[str, Any] = {
        "chosen": chosen,
        "plan": chosen.plan,
        "counts": queries.duty_counts(chosen.plan),
        "owner_form": OwnerForm(agency=chosen.plan.agency) if may_own else None,
        "sees_log": sees_log,
    }
    if sees_log:
        rows, kinds = queries.followed_duties(chosen.plan)
        kind = ChoosableFollowedTable if may_own else FollowedDutyTable
        context |= {"late": kinds.get(Follow.LATE, 0), "now": kinds.get(Follow.NOW, 0)}
        table: DutyTable = kind(rows, request, plan=chosen.plan)
    else:
        plain = ChoosableDutyTable if may_own else DutyTable
        table = plain(queries.duties_of(chosen.plan), request, plan=chosen.plan)
    return table_response(request, table, "steering/duties.html", context)


@requires(Permission.SEE_DUTY_LOG)
def duty_year(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    """Which duties were done when, month by month."""
    chosen = choose(request.user, plan, "duty_year")
    if chosen is None:
        return no_plan(request)
    if not queries.sees_log(request.user, chosen.plan):
        raise Http404
    table = DutyYearTable(queries.duty_year(chosen.plan), request, plan=chosen.plan)
    return table_response(request, table, "steering/duty_year.html", {"chosen": chosen, "plan": chosen.plan})


def _find(user: User, pk: int) -> Duty:
    found = queries.owned_item(user, Duty, pk)
    if not isinstance(found, Duty):
        raise Http404
    return found


@requires(Permission.SEE_PLAN)
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """The duty. POST notes that it was done."""
    found = _find(request.user, pk)
    may_log = may_follow_up(request.user, found, found.plan.agency_id)
    if request.method == "POST" and not may_log:
        raise Http404
    form = _done_form(request, found) if may_log else None
    if request.method == "POST" and form and form.is_valid():
        try:
            actions.log_duty(duty=found, by=request.user, **({"period": ""} | form.cleaned_data))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Ført som gjort."))
            return redirect(reverse("steering:duty", args=(pk,)) + "#log")
    return render(request, "steering/duty.html", _duty_context(request, found) | {"form": form})


def _done_form(request: HttpRequest, found: Duty) -> DutyDoneForm:
    standing = queries.standing_of(found)
    wanted = standing.next_period
    return DutyDoneForm(
        request.POST or None,
        user=request.user,
        plan=found.plan,
        agency=found.plan.agency,
        periods=periods(found.frequency, found.plan.year),
        initial={"period": wanted.code} if wanted else None,
    )


def _duty_context(request: HttpRequest, found: Duty) -> dict[str, Any]:
    context = item_context(found, "duties") | {
        "may_own": may(request.user, Permission.ASSIGN_OWNERS, found.plan),
        "may_describe": may(request.user, Permission.DESCRIBE_DUTY, found.plan),
        "may_ask": may(request.user, Permission.ASK_TO_DROP, found.plan) and found.state != DutyState.ENDED,
        "may_strike": may_follow_up(request.user, found, found.plan.agency_id),
        "state_text": state_text(found),
        "requests": queries.drops_visible_to(request.user).filter(duty=found),
        "sees_log": queries.sees_log(request.user, found.plan),
    }
    if not context["sees_log"]:
        seen = [event for event in queries.history_of_item(found) if event.act not in INSIDE]
        return context | {"history": entries(seen, HISTORY_WORDS)}
    standing = queries.standing_of(found)
    versions = queries.routines_of(found)
    in_force = queries.routine_in_force(versions, clock.today())
    return context | {
        "standing": standing,
        "follow": FOLLOW_TEXTS[standing.follow],
        "follow_kind": FOLLOW_KINDS[standing.follow],
        "periods": [
            (
                period_text(one.period.code),
                one.period.due,
                MARK_TEXTS[one.mark],
                MARK_KINDS[one.mark],
                one.mark is Mark.LATE,
            )
            for one in shown_periods(standing.marked)
        ],
        "log": [(entry, period_text(entry.period)) for entry in queries.log_of(found)],
        "routine": in_force,
        "versions": [one for one in versions if one != in_force],
    }


def shown_periods(marked: list[Marked]) -> list[Marked]:
    """All up to today and the next: what comes after that goes without saying."""
    coming = [one for one in marked if one.mark is Mark.COMING]
    return [one for one in marked if one.mark is not Mark.COMING or one is coming[0]]


@requires(Permission.DESCRIBE_DUTY)
def routine(request: HttpRequest, pk: int) -> HttpResponse:
    """How often the duty is done, and how. Another text or document is a new version of the routine."""
    found = _find(request.user, pk)
    if not may(request.user, Permission.DESCRIBE_DUTY, found.plan):
        raise Http404
    newest = next(iter(queries.routines_of(found)), None)
    document = newest.document if newest else None
    initial = {
        "frequency": found.frequency,
        "followed_from": found.followed_from,
        "routine": newest.text if newest else found.routine,
        "document": document.pk if document else None,
        "valid_from": clock.today(),
    }
    form = RoutineForm(request.POST or None, user=request.user, plan=found.plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        words = values["routine"].strip()
        anew = bool(words or values["document"]) and (
            newest is None or (words, values["document"]) != (newest.text, newest.document)
        )
        try:
            with transaction.atomic():
                actions.set_duty_routine(
                    duty=found,
                    frequency=values["frequency"],
                    routine=found.routine,
                    followed_from=values["followed_from"],
                    by=request.user,
                )
                if anew:
                    actions.approve_routine(
                        duty=found,
                        text=words,
                        document=values["document"],
                        valid_from=values["valid_from"],
                        by=request.user,
                    )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Rutinen er lagret."))
            return redirect("steering:duty", pk)
    return render(request, "steering/routine.html", {"item": found, "form": form, "newest": newest})


@requires(Permission.FOLLOW_UP)
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike a line of the log that is wrong; it stays there, with the reason."""
    entry = queries.entry_for(request.user, pk)
    if entry is None or not may_follow_up(request.user, entry.duty, entry.duty.plan.agency_id):
        raise Http404
    if entry.cancels_id or DutyEntry.objects.filter(cancels=entry).exists():
        raise Http404
    back = reverse("steering:duty", args=(entry.duty_id,))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_duty_entry(entry=entry, why=form.cleaned_data["why"], by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Linjen er strøket. Den står fortsatt i loggen."))
            return redirect(back + "#log")
    context = {"entry": entry, "period": period_text(entry.period), "form": form, "back": back}
    return render(request, "steering/strike.html", context)
