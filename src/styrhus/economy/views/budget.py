"""The forms that change the budget: revised budgets, moves, carrying over, and authorisations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.economy import actions, forms, queries
from styrhus.economy.access import Permission
from styrhus.economy.models import AppropriationKind, AuthorisationKind, Direction
from styrhus.economy.tables import AuthorisationTable, ChargeTable
from styrhus.identity.access import requires
from styrhus.ui.tables import EXPORT_FORMATS

from .parts import act_page, budget_for, budget_to_make, demand, of_post, sections


@requires(Permission.MAKE_BUDGET)
def revise(request: HttpRequest, agency: int, year: int) -> HttpResponse:
    budget = budget_to_make(request.user, agency, year)
    form = forms.ReviseForm(request.POST or None, budget=budget, user=request.user)

    def act(valid: forms.ReviseForm) -> str:
        actions.revise(
            kind=AppropriationKind(valid.cleaned_data["kind"]),
            changes=[actions.Change(*one) for one in valid.wanted()],
            decided_on=valid.cleaned_data["decided_on"],
            why=valid.cleaned_data["why"],
            place=valid.place(),
            by=request.user,
        )
        return ""

    return act_page(
        request, form, act, heading=_("Revidert budsjett"), budget=budget, back=_to("changes", budget),
        button=_("Før endringene"), success=_("Endringene er ført."), template="economy/revise.html",
        intro=_("Skriv bare endringen, med minus foran når posten settes ned. Poster uten beløp står som de er."),
    )  # fmt: skip


@requires(Permission.MAKE_BUDGET)
def move(request: HttpRequest, agency: int, year: int) -> HttpResponse:
    budget = budget_to_make(request.user, agency, year)
    form = forms.MoveForm(request.POST or None, budget=budget, user=request.user)

    def act(valid: forms.MoveForm) -> str:
        place = valid.place()
        actions.move(**valid.cleaned_data, place=place, by=request.user)
        return ""

    return act_page(
        request, form, act, heading=_("Omdisponer mellom poster"), budget=budget, back=_to("changes", budget),
        button=_("Omdisponer"), success=_("Pengene er flyttet."),
        intro=_("Det som er bundet på posten, kan ikke flyttes."),
    )  # fmt: skip


@requires(Permission.MAKE_BUDGET)
def carry(request: HttpRequest, agency: int, year: int) -> HttpResponse:
    budget = budget_to_make(request.user, agency, year)
    form = forms.CarryForm(request.POST or None, budget=budget, user=request.user)

    def act(valid: forms.CarryForm) -> str:
        place = valid.place()
        actions.carry_over(**valid.cleaned_data, place=place, by=request.user)
        return ""

    return act_page(
        request, form, act, heading=_("Overført fra i fjor"), budget=budget, back=_to("changes", budget),
        button=_("Før overføringen"), success=_("Overføringen er ført."),
        intro=_("Beløpet kommer til disposisjon i år, men er ikke en del av årets bevilgning."),
    )  # fmt: skip


@requires(Permission.SEE_MONEY)
def authorisations(request: HttpRequest, agency: int, year: int) -> HttpResponseBase:
    """Both kinds of authorisations; the export is of the kind that the address names."""
    budget = budget_for(request.user, agency, year)
    tables = {
        "fullmakter": AuthorisationTable(queries.authorisations_of(request.user, budget), request),
        "belastning": ChargeTable(queries.charges_of(request.user, budget), request),
    }
    asked, which = request.GET.get("format", ""), request.GET.get("liste", "fullmakter")
    if asked in EXPORT_FORMATS and which in tables:
        return tables[which].export(asked)
    for table in tables.values():
        table.exports = False
    context: dict[str, Any] = {
        "budget": budget,
        "sections": sections(request.user, budget, "authorisations"),
        "authorisations": tables["fullmakter"],
        "charges": tables["belastning"],
        "makes": request.user.may(Permission.MAKE_BUDGET, budget.agency),
    }
    return render(request, "economy/authorisations.html", context)


@requires(Permission.MAKE_BUDGET)
def new_authorisation(request: HttpRequest, agency: int, year: int) -> HttpResponse:
    budget = budget_to_make(request.user, agency, year)
    form = forms.AuthorisationForm(request.POST or None, budget=budget, user=request.user)

    def act(valid: forms.AuthorisationForm) -> str:
        place = valid.place()
        values = {**valid.cleaned_data, "kind": AuthorisationKind(valid.cleaned_data["kind"])}
        actions.authorise(**values, place=place, by=request.user)
        return ""

    return act_page(
        request, form, act, heading=_("Ny budsjettfullmakt"), budget=budget, back=_to("authorisations", budget),
        button=_("Før fullmakten"), success=_("Fullmakten er ført."),
        intro=_("Fullmakten prøves hver gang noen disponerer mer enn posten har."),
    )  # fmt: skip


@requires(Permission.MAKE_BUDGET)
def withdraw_authorisation(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.visible_authorisations(request.user), pk=pk)
    budget = of_post(row.post)
    demand(request.user.may(Permission.MAKE_BUDGET, budget.agency) and row.withdrawn_on is None)
    form = forms.WithdrawForm(request.POST or None, budget=budget, user=request.user)

    def act(valid: forms.WithdrawForm) -> str:
        actions.withdraw_authorisation(authorisation=row, by=request.user, **valid.cleaned_data)
        return ""

    return act_page(
        request, form, act, heading=_("Trekk fullmakten"), budget=budget, back=_to("authorisations", budget),
        button=_("Trekk fullmakten"), success=_("Fullmakten er trukket."), intro=str(row),
    )  # fmt: skip


@requires(Permission.MAKE_BUDGET)
def new_charge(request: HttpRequest, agency: int, year: int) -> HttpResponse:
    budget = budget_to_make(request.user, agency, year)
    form = forms.ChargeForm(request.POST or None, budget=budget, user=request.user, initial={"direction": "given"})

    def act(valid: forms.ChargeForm) -> str:
        place, values = valid.place(), valid.cleaned_data
        common = {name: values[name] for name in ("counterpart", "amount", "decided_on", "text")}
        if values["post"]:
            direction = Direction(values["direction"])
            actions.add_charge(post=values["post"], direction=direction, place=place, by=request.user, **common)
        else:
            others = {name: values[name] for name in ("chapter_number", "post_number", "post_name")}
            actions.receive_charge(
                agency=budget.agency, year=budget.year, place=place, by=request.user, **common, **others
            )
        return ""

    return act_page(
        request, form, act, heading=_("Ny belastningsfullmakt"), budget=budget, back=_to("authorisations", budget),
        button=_("Før fullmakten"), success=_("Fullmakten er ført."),
        intro=_("En gitt fullmakt lar en annen belaste posten. En mottatt lar virksomheten belaste en annens post."),
    )  # fmt: skip


@requires(Permission.MAKE_BUDGET)
def withdraw_charge(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.visible_charges(request.user), pk=pk)
    budget = of_post(row.post)
    demand(request.user.may(Permission.MAKE_BUDGET, budget.agency) and row.withdrawn_on is None)
    form = forms.WithdrawForm(request.POST or None, budget=budget, user=request.user)

    def act(valid: forms.WithdrawForm) -> str:
        actions.withdraw_charge(charge=row, by=request.user, **valid.cleaned_data)
        return ""

    return act_page(
        request, form, act, heading=_("Trekk belastningsfullmakten"), budget=budget,
        back=_to("authorisations", budget), button=_("Trekk fullmakten"), success=_("Fullmakten er trukket."),
        intro=str(row),
    )  # fmt: skip


def _to(page: str, budget: queries.Budget) -> str:
    return reverse(f"economy:{page}", args=(budget.agency.pk, budget.year))
