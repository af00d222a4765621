"""What binds the money, and the departments' own budgets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.economy import actions, forms, queries
from styrhus.economy.access import Permission
from styrhus.economy.models import BudgetHolder, Commitment, CommitmentKind, HolderState, ReleaseKind
from styrhus.economy.tables import CommitmentTable, ShareTable
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.ui.tables import table_response

from .overview import HISTORY_WORDS
from .parts import act_page, budget_to_make, demand, inside_budget, of_agency, of_post, sections


@requires(Permission.SEE_COMMITMENTS, Permission.SEE_ALL_MONEY)
def commitments(request: HttpRequest, agency: int, year: int) -> HttpResponseBase:
    budget = inside_budget(request.user, agency, year)
    rows = queries.with_what_is_left(queries.commitments_of(request.user, budget))
    context = {
        "budget": budget,
        "sections": sections(request.user, budget, "commitments"),
        "commits": request.user.may(Permission.COMMIT, budget.agency),
    }
    return table_response(request, CommitmentTable(rows, request), "economy/commitments.html", context)


def _may_change(user: User, commitment: Commitment) -> bool:
    agency = commitment.post.chapter.agency
    if queries.may_commit_for_all(user, agency):
        return True
    own = {held.department_id for held in user.current_roles if held.organisation_id == agency.pk}
    return user.may(Permission.COMMIT, agency) and commitment.department_id in own - {None}


def _commitment(user: User, pk: int) -> Commitment:
    rows = Commitment.objects.visible_to(user).select_related(
        "post__chapter__agency", "department", "binding", "decided_by", "entered_by", "excess_cover__post__chapter",
        "later_cover__post__chapter", "document",
    )  # fmt: skip
    found: Commitment = get_object_or_404(rows, pk=pk)
    return found


@requires(Permission.SEE_COMMITMENTS, Permission.SEE_ALL_MONEY)
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _commitment(request.user, pk)
    row = queries.with_what_is_left([shown])[0]
    context = {
        "commitment": shown,
        "row": row,
        "budget": of_post(shown.post),
        "cover": actions.cover_text(shown),
        "releases": shown.releases.select_related("entered_by").order_by("on", "pk"),
        "may_release": row.is_open and _may_change(request.user, shown),
        "history": entries(history_of(shown)[:50], HISTORY_WORDS),
    }
    return render(request, "economy/commitment.html", context)


@requires(Permission.COMMIT)
def commit(request: HttpRequest, agency: int, year: int) -> HttpResponse:
    budget = budget_to_make(request.user, agency, year, Permission.COMMIT)
    asked = request.GET.get("post", "")
    initial = {"post": asked if asked.isascii() and asked.isdigit() else None}
    form = forms.CommitForm(request.POST or None, budget=budget, user=request.user, initial=initial)

    def act(valid: forms.CommitForm) -> str:
        place, values = valid.place(), valid.cleaned_data
        values["kind"] = CommitmentKind(values["kind"])
        values["later_amount"] = values["later_amount"] or 0
        return actions.cover_text(actions.commit(by=request.user, place=place, **values))

    return act_page(
        request, form, act, heading=_("Disponer penger"), budget=budget,
        back=reverse("economy:commitments", args=(agency, year)), button=_("Disponer"),
        success=_("Disponeringen er ført."),
        intro=_("Disponeringen prøves mot posten, avdelingens budsjett og fullmakten til den som bestemmer."),
    )  # fmt: skip


@requires(Permission.COMMIT)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _commitment(request.user, pk)
    row = queries.with_what_is_left([shown])[0]
    demand(row.is_open and _may_change(request.user, shown))
    budget = of_post(shown.post)
    form = forms.ReleaseForm(request.POST or None, budget=budget, user=request.user, commitment=shown)

    def act(valid: forms.ReleaseForm) -> str:
        values = valid.cleaned_data
        actions.release(
            commitment=shown, kind=ReleaseKind(values["kind"]), amount=values.get("amount") or 0,
            later_amount=values.get("later_amount") or 0, on=values["on"], why=values["why"], by=request.user,
        )  # fmt: skip
        return ""

    return act_page(
        request, form, act, heading=_("Frigi eller avslutt"), budget=budget,
        back=reverse("economy:commitment", args=(pk,)), button=_("Før"), success=_("Beløpet er frigitt."),
        intro=_("Disponeringen blir stående slik den ble ført. Det som frigis, føres som en egen rad."),
    )  # fmt: skip


@requires(Permission.SEE_COMMITMENTS, Permission.SEE_ALL_MONEY)
def holders(request: HttpRequest, agency: int, year: int) -> HttpResponseBase:
    budget = inside_budget(request.user, agency, year)
    rows = queries.holders_of(request.user, budget)
    today = clock.today()
    context = {
        "budget": budget,
        "sections": sections(request.user, budget, "holders"),
        "holders": [(row, row.is_open_on(today)) for row in rows],
        "makes": request.user.may(Permission.MAKE_BUDGET, budget.agency),
        "today": today,
    }
    return table_response(request, ShareTable(queries.shares_of(rows), request), "economy/holders.html", context)


def _holder(user: User, pk: int) -> BudgetHolder:
    found: BudgetHolder = get_object_or_404(queries.visible_holders(user), pk=pk)
    return found


@requires(Permission.SEE_COMMITMENTS, Permission.SEE_ALL_MONEY)
def holder(request: HttpRequest, pk: int) -> HttpResponseBase:
    shown = _holder(request.user, pk)
    rows = queries.shares_of([shown])
    budget = of_agency(shown.agency, shown.year)
    context = {
        "holder": shown,
        "budget": budget,
        "given": sum(row.given for row in rows),
        "bound": sum(row.bound for row in rows),
        "is_open": shown.is_open_on(clock.today()),
        "makes": request.user.may(Permission.MAKE_BUDGET, shown.agency_id),
        "opens": request.user.may(Permission.OPEN_BUDGETS, shown.agency_id),
        "history": entries(history_of(shown)[:50], HISTORY_WORDS),
    }
    return table_response(request, ShareTable(rows, request), "economy/holder.html", context)


@requires(Permission.MAKE_BUDGET)
def new_holder(request: HttpRequest, agency: int, year: int) -> HttpResponse:
    budget = budget_to_make(request.user, agency, year)
    form = forms.HolderForm(request.POST or None, budget=budget, user=request.user)

    def act(valid: forms.HolderForm) -> str:
        department = valid.cleaned_data["department"]
        actions.make_holder(agency=budget.agency, department=department, year=budget.year, by=request.user)
        return ""

    return act_page(
        request, form, act, heading=_("Nytt delegert budsjett"), budget=budget,
        back=reverse("economy:holders", args=(agency, year)), button=_("Opprett"), success=_("Budsjettet er opprettet."),
        intro=_("Avdelingen får et eget budsjett. Andelene av postene gis etterpå."),
    )  # fmt: skip


@requires(Permission.MAKE_BUDGET)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _holder(request.user, pk)
    demand(request.user.may(Permission.MAKE_BUDGET, shown.agency_id))
    budget = of_agency(shown.agency, shown.year)
    form = forms.ShareForm(request.POST or None, budget=budget, user=request.user)

    def act(valid: forms.ShareForm) -> str:
        actions.give_share(holder=shown, by=request.user, **valid.cleaned_data)
        return ""

    return act_page(
        request, form, act, heading=_("Gi eller ta tilbake en andel"), budget=budget,
        back=reverse("economy:holder", args=(pk,)), button=_("Før andelen"), success=_("Andelen er ført."),
        intro=shown.department.name,
    )  # fmt: skip


@requires(Permission.OPEN_BUDGETS)
def state(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _holder(request.user, pk)
    demand(request.user.may(Permission.OPEN_BUDGETS, shown.agency_id))
    budget = of_agency(shown.agency, shown.year)
    initial = {"state": shown.state, "locked_from": shown.locked_from}
    form = forms.StateForm(request.POST or None, budget=budget, user=request.user, initial=initial)

    def act(valid: forms.StateForm) -> str:
        values = {**valid.cleaned_data, "state": HolderState(valid.cleaned_data["state"])}
        actions.set_state(holder=shown, by=request.user, **values)
        return ""

    return act_page(
        request, form, act, heading=_("Åpne, lukk eller lås"), budget=budget,
        back=reverse("economy:holder", args=(pk,)), button=_("Lagre"),
        success=_("Tilstanden er endret, og avdelingen har fått melding."), intro=shown.department.name,
    )  # fmt: skip
