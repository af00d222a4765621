"""A supplementary letter, or a new version, against the plan: each difference adopted or left out by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.identity.access import requires
from styrhus.intake import actions
from styrhus.intake.access import Permission
from styrhus.intake.models import Decision, Item, ItemKind, Reading, ReadingState, Verdict
from styrhus.intake.pages import LetterPage, find_reading, page_of, tell, whole_number
from styrhus.intake.pictures import changes_of
from styrhus.intake.presentation import CHANGE_WORDS, Place, Shown, change_value, number_of, places_in, shown
from styrhus.intake.queries import plan_of
from styrhus.intake.rules.changes import Change, ChangeKind
from styrhus.steering.models import Assignment, Plan
from styrhus.ui.navigation import address

KINDS = {"new": "success", "changed": "warning", "withdrawn": "danger", "unchanged": "neutral"}
SHOWN_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class ShownChange:
    change: Change
    words: Any
    kind: str
    number: str
    old: str
    new: str
    places: list[Place]
    item: Shown | None  # what a new thing holds
    asks_addition: bool


@dataclass(frozen=True, slots=True)
class ShownDecision:
    decision: Decision
    words: Any
    old: str
    new: str
    adopted: bool


@requires(Permission.SEE_READING)
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    reading, page = _page(request, pk)
    plan = plan_of(reading)
    decisions = list(reading.decisions.select_related("item", "decided_by"))
    found = changes_of(reading) if plan and reading.open_for_review else ()
    decided = {one.key for one in decisions}
    waiting = [one for one in found if one.key not in decided and one.kind != ChangeKind.UNCHANGED]
    unchanged = [one for one in found if one.key not in decided and one.kind == ChangeKind.UNCHANGED]
    items = Item.objects.in_bulk([one.row for one in (*waiting[:SHOWN_AT_MOST], *unchanged[:SHOWN_AT_MOST]) if one.row])
    source = reverse("intake:review", args=(pk,))
    context: dict[str, Any] = {
        "page": page,
        "reading": reading,
        "plan": plan,
        "plan_url": address("steering:plan", plan.pk) if plan else "",
        "waiting": [_shown(one, items, source) for one in waiting[:SHOWN_AT_MOST]],
        "waiting_count": len(waiting),
        "unchanged": [_shown(one, items, source) for one in unchanged[:SHOWN_AT_MOST]],
        "unchanged_count": len(unchanged),
        "decided": [_decided(one) for one in decisions],
        "oral": _oral_orders(plan) if plan and page.may_adopt else [],
        "new_assignments": [one for one in items.values() if one.kind == ItemKind.ASSIGNMENT],
    }
    return render(request, "intake/changes.html", context)


def _page(request: HttpRequest, pk: int) -> tuple[Reading, LetterPage]:
    reading = find_reading(request.user, pk)
    page = page_of(request.user, reading, "changes")
    if reading.read_at is None or page.makes_plan:
        raise Http404
    return reading, page


def _shown(change: Change, items: dict[int, Item], source: str) -> ShownChange:
    item = items.get(change.row or 0)
    whole = item is not None and change.target is None  # a new thing: all that it holds is shown
    return ShownChange(
        change=change,
        words=CHANGE_WORDS[change.kind],
        kind=KINDS[change.kind.value.split("_")[0]],
        number=number_of(item),
        old=change_value(change.old),
        new=change_value(change.new) if change.new != change.title and not whole else "",
        places=places_in(source, change.lines),
        item=shown(item) if item and whole else None,
        asks_addition=change.kind == ChangeKind.CHANGED_POST,
    )


def _decided(decision: Decision) -> ShownDecision:
    return ShownDecision(
        decision,
        CHANGE_WORDS.get(decision.kind, decision.kind),
        change_value(decision.old),
        change_value(decision.new) if decision.new != decision.title else "",
        decision.verdict == Verdict.ADOPTED,
    )


def _oral_orders(plan: Plan) -> list[Assignment]:
    """Orders given orally that still await their written confirmation."""
    return list(
        Assignment.objects.filter(listings__plan=plan, confirmation=None)
        .exclude(oral_from="")
        .order_by("oral_on", "pk")
    )


@requires(Permission.ADOPT_LETTER)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    reading, page = _page(request, pk)
    if not page.may_adopt:
        raise Http404
    key, why = request.POST.get("key", ""), request.POST.get("why", "")[:2000]
    try:
        if request.POST.get("act") == "adopt":
            addition = request.POST.get("as_addition") == "1"
            actions.adopt_change(reading=reading, key=key, why=why, as_addition=addition, by=request.user)
            messages.success(request, _("Endringen er tatt inn i planen."))
        else:
            actions.reject_change(reading=reading, key=key, why=why, by=request.user)
            messages.success(request, _("Endringen er holdt utenfor planen."))
    except ValidationError as error:
        tell(request, error)
    return _after(request, reading)


def _after(request: HttpRequest, reading: Reading) -> HttpResponse:
    reading.refresh_from_db(fields=["state"])
    if reading.state == ReadingState.ADOPTED:
        messages.success(request, _("Alt i brevet er nå avgjort."))
    return redirect("intake:changes", reading.pk)


@requires(Permission.ADOPT_LETTER)
@require_POST
def reopen(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    reading, page = _page(request, pk)
    if not page.may_adopt:
        raise Http404
    try:
        actions.reopen_change(decision=get_object_or_404(Decision, pk=decision, reading=reading), by=request.user)
    except ValidationError as error:
        tell(request, error)
    return redirect("intake:changes", pk)


@requires(Permission.ADOPT_LETTER)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter is the written confirmation of an order that was given orally."""
    reading, page = _page(request, pk)
    plan = plan_of(reading)
    if not page.may_adopt or plan is None:
        raise Http404
    orders = {str(one.pk): one for one in _oral_orders(plan)}
    order = orders.get(request.POST.get("assignment", ""))
    item = reading.items.standing().filter(pk=whole_number(request.POST.get("item"))).first()
    try:
        if order is None:
            raise ValidationError(_("Velg den muntlige bestillingen som brevet bekrefter."))
        actions.confirm_by_letter(reading=reading, assignment=order, item=item, by=request.user)
        messages.success(request, _("Bestillingen er nå bekreftet skriftlig."))
    except ValidationError as error:
        tell(request, error)
    return _after(request, reading)
