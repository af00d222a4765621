"""Strategies across agencies, and claims for damages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from styrhus.audit.history import entries
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.obligations import actions, queries
from styrhus.obligations.access import Permission, may_keep
from styrhus.obligations.forms import (
    AssessForm,
    ClaimForm,
    CloseForm,
    DecisionForm,
    MeasureForm,
    NoForm,
    StrategyForm,
    StrategyReportForm,
)
from styrhus.obligations.models import Claim, Strategy, StrategyMeasure
from styrhus.obligations.rules import data
from styrhus.obligations.tables import ClaimTable, MeasureTable, StrategyTable
from styrhus.steering.queries import history_of_item
from styrhus.ui.formats import date_long, date_time
from styrhus.ui.navigation import address

from .registers import Act, Register, act_view, attempt, initial_of, managed

# -- strategies


def _strategies(user: User) -> Any:
    done = Count("measures", filter=Q(measures__state="done"))
    return queries.strategies_for(user).annotate(measure_count=Count("measures"), done_count=done)


def _strategy_page(request: HttpRequest, row: Strategy) -> dict[str, Any]:
    acts = []
    if may_keep(request.user, row.agency_id):
        acts.append((reverse("obligations:add_measure", args=(row.pk,)), _("Legg inn et tiltak"), "plus"))
    if managed(request.user, row):
        acts.append((reverse("obligations:report_strategy", args=(row.pk,)), _("Skriv årets rapport"), "notes"))
    measures = row.measures.select_related("assignment", "department").order_by("number", "pk")
    reports = [(f"{one.year}", one.text) for one in row.reports.order_by("-year", "-pk")]
    links = [(row.link, _now("Strategien på nettet"))] if row.link else []
    return {
        "acts": acts,
        "links": links,
        "sections": [(_now("Våre tiltak"), "measures", MeasureTable(measures, request))],
        "reports": reports,
    }


STRATEGIES = Register(
    url="strategy",
    list_url="strategies",
    model=Strategy,
    table=StrategyTable,
    form=StrategyForm,
    rows=_strategies,
    find=queries.strategies_for,
    enter=actions.enter_strategy,
    change=actions.change_strategy,
    title=_("Strategier og handlingsplaner"),
    lead=_("Planer på tvers av etater, og tiltakene som er våre."),
    new_text=_("Før en strategi"),
    saved_text=_("Strategien er ført."),
    names=Strategy.FIELDS,
    keep=Permission.MANAGE_REGISTERS,
    page=_strategy_page,
)
add_measure = act_view(
    Act(
        STRATEGIES, MeasureForm,
        lambda row, values, user: actions.add_measure(strategy=row, values=values, by=user),  # type: ignore[arg-type]
        title=_("Legg inn et tiltak"),
        saved=_("Tiltaket er lagt inn."),
        allowed=lambda user, row: may_keep(user, row.agency_id),
    )
)  # fmt: skip
report_strategy = act_view(
    Act(
        STRATEGIES, StrategyReportForm,
        lambda row, values, user: actions.report_strategy(strategy=row, by=user, **values),
        title=_("Skriv årets rapport"),
        lead=_("Rapporten blir stående. En rettet rapport kommer ved siden av."),
        saved=_("Rapporten er lagret."),
        allowed=managed,
        permission=Permission.MANAGE_REGISTERS,
        initial=lambda row: {"year": clock.today().year},
    )
)  # fmt: skip


@requires(Permission.KEEP_REGISTERS)
def change_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how a measure stands."""
    rows = StrategyMeasure.objects.filter(strategy__in=Strategy.objects.visible_to(request.user))
    row = queries.one(rows.select_related("strategy__agency"), pk)
    if row is None or not may_keep(request.user, row.strategy.agency_id, row.department_id):
        raise Http404
    form = MeasureForm(
        request.POST or None,
        agency=row.strategy.agency,
        user=request.user,
        initial=initial_of(row, StrategyMeasure.FIELDS),
    )
    back = reverse("obligations:strategy", args=(row.strategy_id,))
    done = request.method == "POST" and form.is_valid()
    if done and attempt(form, lambda: actions.change_measure(row=row, values=form.cleaned_data, by=request.user)):  # type: ignore[arg-type]
        messages.success(request, _now("Tiltaket er oppdatert."))
        return redirect(back)
    context = {"form": form, "title": _("Oppdater tiltaket"), "over": str(row), "back": back}
    return render(request, "obligations/form.html", context)


# -- claims


def _claim_head(request: HttpRequest) -> dict[str, Any]:
    rule = data("claims")["rule"]
    words = _now("Virksomheten vurderer kravet juridisk og sender det til departementet med en tilråding.")
    return {"rules": [(words, rule["source"], rule["verified"])]}


def _handles(user: User, row: Claim) -> bool:
    return user.may(Permission.HANDLE_CLAIMS, row.agency_id)


def _decides(user: User, row: Claim) -> bool:
    ministry = row.agency.parent_id
    waiting = row.sent_at is not None and row.decided_at is None and row.closed_on is None
    return waiting and ministry is not None and user.may(Permission.DECIDE_CLAIMS, ministry)


def _claim_page(request: HttpRequest, row: Claim) -> dict[str, Any]:
    acts: list[tuple[str, Any, str]] = []
    ours = _handles(request.user, row) and row.closed_on is None
    if ours and row.sent_at is None:
        acts.append((reverse("obligations:assess_claim", args=(row.pk,)), _("Skriv vurdering og tilråding"), "gavel"))
        if row.assessed_on:
            acts.append((reverse("obligations:send_claim", args=(row.pk,)), _("Send til departementet"), "envelope"))
    if _decides(request.user, row):
        acts.append((reverse("obligations:decide_claim", args=(row.pk,)), _("Avgjør kravet"), "gavel"))
    if ours and (row.sent_at is None or row.decided_at):
        acts.append((reverse("obligations:close_claim", args=(row.pk,)), _("Avslutt saken"), "check"))
    notes = []
    if row.closed_on:
        notes.append(
            ("neutral", _now("Avsluttet %(day)s: %(why)s") % {"day": date_long(row.closed_on), "why": row.closed_note})
        )
    elif row.decided_at:
        notes.append(
            (
                "success",
                _now("Departementet har avgjort kravet: %(decision)s.") % {"decision": row.get_decision_display()},
            )
        )
    elif row.sent_at:
        notes.append(("info", _now("Sendt departementet %(time)s.") % {"time": date_time(row.sent_at)}))
    else:
        notes.append(("warning", _now("Kravet er ikke sendt departementet.")))
    links = []
    if row.entry_id and row.entry:
        links.append((address("archive:document", row.entry.document_id), _now("Dokumentet i arkivet")))
    words = {} if not _handles(request.user, row) and not request.user.may(Permission.SEE_ALL_REGISTERS) else None
    given: dict[str, Any] = {"acts": acts, "notes": notes, "links": links, **_claim_head(request)}
    if words is not None:  # drafts stay with the agency: the ministry reads what was sent
        given["history"] = entries(history_of_item(row), words)
    return given


CLAIMS = Register(
    url="claim",
    list_url="claims",
    model=Claim,
    table=ClaimTable,
    form=ClaimForm,
    rows=queries.claims_for,
    enter=actions.register_claim,
    change=actions.change_claim,
    title=_("Erstatningskrav"),
    lead=_("Kravet føres uten navn på den som krever. Navnet står i saken i arkivet."),
    new_text=_("Før et erstatningskrav"),
    saved_text=_("Kravet er ført."),
    names=(*Claim.FIELDS, "assessed_on", "assessment", "recommendation", "decision", "decision_text"),
    see=Permission.SEE_CLAIMS,
    keep=Permission.HANDLE_CLAIMS,
    head=_claim_head,
    page=_claim_page,
    open=lambda row: row.sent_at is None and row.closed_on is None,
)
assess_claim = act_view(
    Act(
        CLAIMS, AssessForm,
        lambda row, values, user: actions.assess_claim(row=row, by=user, **values),
        title=_("Juridisk vurdering og tilråding"),
        saved=_("Vurderingen er lagret."),
        allowed=lambda user, row: _handles(user, row) and row.sent_at is None and row.closed_on is None,
        permission=Permission.HANDLE_CLAIMS,
        initial=lambda row: {"assessment": row.assessment, "recommendation": row.recommendation},
    )
)  # fmt: skip
send_claim = act_view(
    Act(
        CLAIMS, NoForm,
        lambda row, values, user: actions.send_claim(row=row, by=user),
        title=_("Send kravet til departementet"),
        lead=_("Vurderingen og tilrådingen journalføres og deles med departementet. Etterpå kan de ikke endres."),
        saved=_("Kravet er sendt departementet."),
        submit=_("Send til departementet"),
        allowed=lambda user, row: _handles(user, row) and row.sent_at is None and row.closed_on is None,
        permission=Permission.HANDLE_CLAIMS,
    )
)  # fmt: skip
decide_claim = act_view(
    Act(
        CLAIMS, DecisionForm,
        lambda row, values, user: actions.decide_claim(row=row, decision=values["decision"], text=values["decision_text"], by=user),
        title=_("Avgjør kravet"),
        saved=_("Avgjørelsen er lagret, og virksomheten har fått beskjed."),
        submit=_("Avgjør kravet"),
        allowed=_decides,
        permission=Permission.DECIDE_CLAIMS,
    )
)  # fmt: skip
close_claim = act_view(
    Act(
        CLAIMS, CloseForm,
        lambda row, values, user: actions.close_claim(row=row, by=user, **values),
        title=_("Avslutt saken"),
        lead=_("Saken låses og blir stående i listen."),
        saved=_("Saken er avsluttet."),
        submit=_("Avslutt saken"),
        allowed=lambda user, row: _handles(user, row) and row.closed_on is None and (row.sent_at is None or row.decided_at is not None),
        permission=Permission.HANDLE_CLAIMS,
    )
)  # fmt: skip
