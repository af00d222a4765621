"""The register of decisions and signals, and carrying a decision out by a written act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.dialogue import actions, queries
from styrhus.dialogue.access import Permission
from styrhus.dialogue.forms import (
    CloseForm,
    NewAmountForm,
    NewAssignmentForm,
    NewDeadlineForm,
    OwnerForm,
    ReasonForm,
    SignalForm,
    WrittenActForm,
)
from styrhus.dialogue.models import Effect, Resolution
from styrhus.dialogue.pages import choose, find_resolution, form_page, may, plan_to_lead, refuse, url_of
from styrhus.dialogue.tables import ResolutionTable, resolution_kind
from styrhus.dialogue.texts import HISTORY_WORDS
from styrhus.identity.access import requires
from styrhus.ui.tables import table_response


@requires(Permission.SEE_DIALOGUE)
def resolutions(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, plan, "resolutions")
    if chosen is None:
        return render(request, "dialogue/no_plan.html")
    table = ResolutionTable(queries.resolutions_of(request.user, chosen.plan), request, plan=chosen.plan)
    context = {
        "chosen": chosen,
        "plan": chosen.plan,
        "may_lead": may(request.user, Permission.LEAD_DIALOGUE, chosen.plan),
    }
    return table_response(request, table, "dialogue/resolutions.html", context)


@requires(Permission.SEE_DIALOGUE)
def resolution(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_resolution(request.user, pk)
    context = {
        "resolution": found,
        "plan": found.plan,
        "tag_kind": resolution_kind(found),
        "effects": queries.effects_of(found),
        "may_lead": may(request.user, Permission.LEAD_DIALOGUE, found.plan),
        "may_carry_out": request.user.may(Permission.CARRY_OUT, found.plan.agency_id) and found.state != "dropped",
        "history": entries(history_of(found).order_by("-number")[:200], HISTORY_WORDS),
    }
    return render(request, "dialogue/resolution.html", context)


@requires(Permission.LEAD_DIALOGUE)
def signal(request: HttpRequest, plan: int) -> HttpResponse:
    chosen = plan_to_lead(request.user, plan)
    form = SignalForm(request.POST or None, user=request.user, plan=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register_signal(plan=chosen, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Føringen er registrert."))
            return redirect(made)
    lead = _("For det departementet sier skriftlig mellom møtene, gjennom den faste kontakten.")
    context = {"form": form, "plan": chosen, "back": url_of("resolutions", chosen), "lead": lead}
    return render(request, "dialogue/form.html", context | {"title": _("Registrer føring"), "button": _("Registrer")})


@requires(Permission.LEAD_DIALOGUE)
def owner(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_resolution(request.user, pk, Permission.LEAD_DIALOGUE)
    form = OwnerForm(request.POST or None, plan=found.plan, initial={"owner": found.owner_id})
    return form_page(
        request, form, lambda values: actions.set_resolution_owner(resolution=found, by=request.user, **values),
        text=_("Ansvaret er lagret."), back=found.get_absolute_url(), plan=found.plan, title=_("Hvem følger det opp?"),
        lead=found.text, button=_("Lagre"),
    )  # fmt: skip


@requires(Permission.LEAD_DIALOGUE)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_resolution(request.user, pk, Permission.LEAD_DIALOGUE)
    form = CloseForm(request.POST or None)
    return form_page(
        request, form, lambda values: actions.close_resolution(resolution=found, by=request.user, **values),
        text=_("Beslutningen er avsluttet."), back=found.get_absolute_url(), plan=found.plan, title=_("Avslutt"),
        lead=found.text, button=_("Avslutt"),
    )  # fmt: skip


@requires(Permission.LEAD_DIALOGUE)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_resolution(request.user, pk, Permission.LEAD_DIALOGUE)
    form = ReasonForm(request.POST or None)
    return form_page(
        request, form, lambda values: actions.reopen_resolution(resolution=found, by=request.user, **values),
        text=_("Beslutningen er åpen igjen."), back=found.get_absolute_url(), plan=found.plan, title=_("Åpne igjen"),
        lead=found.text, button=_("Åpne igjen"),
    )  # fmt: skip


def _written_act(
    request: HttpRequest, found: Resolution, form: WrittenActForm, act: Any, *, title: str, button: str
) -> HttpResponse:
    """The page of one written act. The document and its lines go with the other values."""

    def run(values: dict[str, Any]) -> Effect:
        place = form.place()
        rest = {name: value for name, value in values.items() if name not in ("first_line", "last_line")}
        made: Effect = act(resolution=found, lines=place.lines, by=request.user, **rest)
        return made

    return form_page(
        request, form, run, text=_("Beslutningen er ført inn i planen, med dokumentet som bestemmer det."),
        back=found.get_absolute_url(), plan=found.plan, title=title, button=button,
        lead=_("Beslutning: %(text)s") % {"text": found.text},
        note=_("Planen endres bare av et brev eller en formell e-post fra departementet. Referatet er ikke nok."),
    )  # fmt: skip


@requires(Permission.CARRY_OUT)
def as_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_resolution(request.user, pk, Permission.CARRY_OUT)
    form = NewAssignmentForm(
        request.POST or None,
        user=request.user,
        plan=found.plan,
        initial={"title": found.text[:1000], "deadline": found.due},
    )
    act = actions.carry_out_assignment
    return _written_act(
        request, found, form, act, title=_("Gjør beslutningen til et oppdrag"), button=_("Før inn oppdraget")
    )


@requires(Permission.CARRY_OUT)
def as_deadline(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_resolution(request.user, pk, Permission.CARRY_OUT)
    form = NewDeadlineForm(request.POST or None, user=request.user, plan=found.plan)
    act = actions.carry_out_deadline
    return _written_act(
        request, found, form, act, title=_("Endre en frist etter beslutningen"), button=_("Endre fristen")
    )


@requires(Permission.CARRY_OUT)
def as_amount(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_resolution(request.user, pk, Permission.CARRY_OUT)
    form = NewAmountForm(request.POST or None, user=request.user, plan=found.plan)
    act = actions.carry_out_amount
    return _written_act(
        request, found, form, act, title=_("Endre et beløp etter beslutningen"), button=_("Endre beløpet")
    )
