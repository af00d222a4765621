"""Delegations of budget authority: those that hold at a day, giving, withdrawing, substitutes, and the check."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from styrhus.control import actions, forms, queries
from styrhus.control.access import Permission
from styrhus.control.models import Delegation, DelegationUse
from styrhus.control.tables import DelegationTable, UseTable
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.ui.tables import table_response

from .parts import act_page, agency_for, demand, found, history, sections


def _day(request: HttpRequest) -> date:
    """The day that the list is asked for; today where the address says none, or nonsense."""
    try:
        return parse_date(request.GET.get("dato", "")) or clock.today()
    except ValueError:
        return clock.today()


def _visible(user: User) -> Any:
    return Delegation.objects.visible_to(user)


@requires(Permission.SEE_CONTROL)
def delegations(request: HttpRequest) -> HttpResponseBase:
    """All delegations that hold at a day, to be printed."""
    day = _day(request)
    rows = queries.standing_at(_visible(request.user), day)
    user = request.user
    giving = user.organisations_with(Permission.DELEGATE) | user.organisations_with(Permission.REGISTER_DELEGATIONS)
    agencies = queries.agencies_with(user, Permission.SEE_CONTROL).filter(pk__in=giving)
    context = {
        "sections": sections("delegations", "delegations"),
        "day": day,
        "form": forms.DayForm(initial={"dato": day}),
        "agencies": agencies,
        "broken": [row for row in rows if not row.holds],
        "guidelines": [
            text for agency in queries.agencies_with(user, Permission.SEE_CONTROL)
            if (text := queries.newest_texts(agency).get("guidelines"))
        ],
    }  # fmt: skip
    return table_response(request, DelegationTable(rows, request), "control/delegations.html", context)


@requires(Permission.DELEGATE, Permission.REGISTER_DELEGATIONS)
def new_delegation(request: HttpRequest, agency: int) -> HttpResponse:
    user = request.user
    permission = Permission.DELEGATE if user.may(Permission.DELEGATE, agency) else Permission.REGISTER_DELEGATIONS
    owner = agency_for(user, permission, agency)
    initial = {"valid_from": clock.today()} | ({"giver": user} if permission == Permission.DELEGATE else {})
    form = forms.DelegationForm(request.POST or None, request.FILES or None, agency=owner, user=user, initial=initial)

    def act(valid: forms.DelegationForm) -> str:
        values = dict(valid.cleaned_data)
        values.pop("file")
        values["document"] = valid.kept_document(
            _("Delegering av budsjettfullmakt til %(name)s") % {"name": values["receiver"]}
        )
        made = actions.delegate(agency=owner, by=user, **values)
        return reverse("control:delegation", args=(made.pk,))

    return act_page(
        request, form, act, heading=_("Ny budsjettfullmakt"), over=owner.label, back=reverse("control:delegations"),
        button=_("Deleger"), success=_("Fullmakten er gitt, og mottakeren har fått melding."),
        intro=_("Delegeringen skal være skriftlig. Ingen kan gi mer enn de selv har."),
    )  # fmt: skip


def _delegation(request: HttpRequest, pk: int) -> Delegation:
    rows = _visible(request.user).select_related(
        "agency",
        "giver",
        "receiver",
        "department",
        "document",
        "guidelines",
        "withdrawn_by",
        "parent__giver",
        "parent__receiver",
    )
    delegation: Delegation = found(rows, pk)
    return delegation


@requires(Permission.SEE_CONTROL)
def delegation(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _delegation(request, pk)
    user, today = request.user, clock.today()
    names = dict(queries.post_choices(shown.agency, shown.valid_from.year))
    context = {
        "delegation": shown,
        "chain": queries.chain_of(shown)[1:],
        "children": shown.children.select_related("giver", "receiver").order_by("pk"),
        "substitutions": shown.substitutions.select_related("substitute").order_by("-begin"),
        "posts": [names.get(code, code) for code in shown.posts],
        "used": queries.used_under(shown, today.year),
        "today": today,
        "may_withdraw": shown.withdrawn_on is None and actions.may_withdraw(user, shown),
        "may_substitute": shown.withdrawn_on is None and actions.may_write_for(user, shown.giver, shown.agency_id),
        "history": history(shown),
    }
    return render(request, "control/delegation.html", context)


@requires(Permission.DELEGATE, Permission.REGISTER_DELEGATIONS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _delegation(request, pk)
    demand(shown.withdrawn_on is None and actions.may_withdraw(request.user, shown))
    form = forms.WithdrawForm(
        request.POST or None, agency=shown.agency, user=request.user, initial={"from_day": clock.today()}
    )

    def act(valid: forms.WithdrawForm) -> str:
        actions.withdraw_delegation(delegation=shown, by=request.user, **valid.cleaned_data)
        return ""

    return act_page(
        request, form, act, heading=_("Trekk fullmakten"), over=shown, back=reverse("control:delegation", args=(pk,)),
        button=_("Trekk fullmakten"), success=_("Fullmakten er trukket."),
        intro=_("Fullmakter som er gitt videre fra denne, faller bort samtidig."),
    )  # fmt: skip


@requires(Permission.DELEGATE, Permission.REGISTER_DELEGATIONS)
def substitute(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _delegation(request, pk)
    demand(shown.withdrawn_on is None and actions.may_write_for(request.user, shown.giver, shown.agency_id))
    form = forms.SubstituteForm(
        request.POST or None, agency=shown.agency, user=request.user, initial={"begin": clock.today()}
    )

    def act(valid: forms.SubstituteForm) -> str:
        actions.set_substitute(delegation=shown, by=request.user, **valid.cleaned_data)
        return ""

    return act_page(
        request, form, act, heading=_("Sett vikar"), over=shown, back=reverse("control:delegation", args=(pk,)),
        button=_("Sett vikar"), success=_("Vikaren er satt og har fått melding."),
    )  # fmt: skip


@requires(Permission.USE_DELEGATION)
def check(request: HttpRequest) -> HttpResponse:
    """Kan jeg disponere? Asked with GET, which writes nothing; logging the use is an act of its own."""
    agency = queries.agencies_with(request.user, Permission.USE_DELEGATION).first()
    demand(agency is not None)
    asked = bool(request.GET.get("post") or request.GET.get("amount"))
    form = forms.CheckForm(
        request.GET if asked else None, agency=agency, user=request.user, initial={"on": clock.today()}
    )
    context: dict[str, Any] = {"sections": sections("delegations", "check"), "form": form, "agency": agency}
    if asked and form.is_valid():
        values = form.cleaned_data
        context["verdict"] = queries.may_commit(user=request.user, **values)
        context |= values
        context["use_form"] = forms.UseForm(agency=agency, user=request.user, initial=values)
    return render(request, "control/check.html", context)


@requires(Permission.USE_DELEGATION)
def use(request: HttpRequest) -> HttpResponse:
    """Log a commitment; an answer of no is logged too."""
    agency = queries.agencies_with(request.user, Permission.USE_DELEGATION).first()
    demand(agency is not None)
    form = forms.UseForm(request.POST or None, agency=agency, user=request.user, initial={"on": clock.today()})

    def act(valid: forms.UseForm) -> str:
        actions.use_delegation(user=request.user, by=request.user, **valid.cleaned_data)
        return ""

    return act_page(
        request, form, act, heading=_("Før bruk av fullmakt"), over=agency, back=reverse("control:uses"),
        button=_("Før i loggen"), success=_("Disponeringen er ført i loggen med svaret."),
        intro=_("Disponeringen prøves mot fullmakten når du fører den. Også et nei blir stående i loggen."),
    )  # fmt: skip


@requires(Permission.SEE_CONTROL)
def uses(request: HttpRequest) -> HttpResponseBase:
    rows = (
        DelegationUse.objects.visible_to(request.user)
        .select_related("agency", "user", "delegation__giver", "delegation__receiver")
        .order_by("-made_at", "-pk")
    )
    context = {
        "sections": sections("delegations", "uses"),
        "may_use": request.user.may(Permission.USE_DELEGATION),
    }
    return table_response(request, UseTable(rows, request), "control/uses.html", context)
