"""What is collected for the joint directives: apprentices, purchases of consultants, decentralised work."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from styrhus.identity import clock
from styrhus.obligations import actions, queries
from styrhus.obligations.access import Permission
from styrhus.obligations.forms import ApprenticeForm, DecentralisedForm, PurchaseForm, WhyForm
from styrhus.obligations.models import ApprenticeCount, ConsultantField, ConsultantPurchase, DecentralisedCount
from styrhus.obligations.rules import apprentice_rule
from styrhus.obligations.tables import ApprenticeTable, DecentralisedTable, PurchaseTable
from styrhus.ui.charts import Bar, BarChart
from styrhus.ui.formats import date_short, kroner, millions, number, percent

from .registers import Act, Register, act_view, kept


def _apprentice_head(request: HttpRequest) -> dict[str, Any]:
    rule = apprentice_rule(clock.today())
    newest = ApprenticeCount.objects.visible_to(request.user).order_by("-counted_on", "-pk").first()
    figures = []
    alerts = []
    if newest:
        state = queries.state_of(newest)
        figures = [
            (_now("Lærlinger"), number(newest.apprentices), date_short(newest.counted_on), ""),
            (_now("Ansatte"), number(newest.employees), "", ""),
        ]
        if state.missing:
            text = ngettext(
                "Det mangler %(count)s lærling. Skriv årsaken og hva som gjøres, på siden om fellesføringen.",
                "Det mangler %(count)s lærlinger. Skriv årsaken og hva som gjøres, på siden om fellesføringen.",
                state.missing,
            )
            alerts.append(("danger", _now("Kravet er ikke oppfylt"), text % {"count": state.missing}))
    words = _now("Virksomheter med mer enn %(above)s ansatte skal til enhver tid ha minst %(least)s lærling.")
    rules = [(words % {"above": rule.above, "least": rule.least}, rule.source, rule.verified)]
    return {"figures": figures, "alerts": alerts, "rules": rules}


APPRENTICES = Register(
    url="apprentice_count",
    list_url="apprentices",
    model=ApprenticeCount,
    table=ApprenticeTable,
    form=ApprenticeForm,
    rows=lambda user: ApprenticeCount.objects.visible_to(user).select_related("agency").order_by("-counted_on", "-pk"),
    enter=actions.count_apprentices,
    change=actions.change_apprentice_count,
    title=_("Lærlinger"),
    lead=_("Tell lærlinger og studenter i praksis gjennom året. Tallene går rett inn i omtalen i årsrapporten."),
    new_text=_("Før en telling"),
    saved_text=_("Tellingen er ført."),
    names=ApprenticeCount.FIELDS,
    head=_apprentice_head,
)


def _purchase_head(request: HttpRequest) -> dict[str, Any]:
    """The year's sums beside last year's. The year is today's; the list itself has all years."""
    agency = queries.agency_of(request.user, Permission.SEE_REGISTERS)
    year = clock.today().year
    sums = queries.purchase_sums(agency.pk, year) if agency else {}
    if not sums:
        return {}
    now, before = sum(row.now for row in sums.values()), sum(row.before for row in sums.values())
    note = _now("%(sum)s i fjor") % {"sum": millions(before)}
    plain, campaigns = queries.communication_sums(agency.pk if agency else 0, year)
    figures = [
        (_now("Konsulenter i %(year)s") % {"year": year}, millions(now), note, ""),
        (_now("Kommunikasjon utenom kampanjer"), millions(plain), "", "warning" if plain else ""),
        (_now("Kampanjer"), millions(campaigns), "", ""),
    ]
    bars = [
        Bar(str(ConsultantField(key).label), row.now)
        for key, row in sorted(sums.items(), key=lambda pair: -pair[1].now)
        if row.now
    ]
    share = (now - before) / before if before else None
    finding = (
        _now("Det er ført %(sum)s så langt i %(year)s.") % {"sum": kroner(now), "year": year}
        if share is None
        else _now("Det er ført %(sum)s så langt i %(year)s, %(share)s av hele fjoråret.")
        % {"sum": kroner(now), "year": year, "share": percent(now / before)}
    )
    chart = BarChart(
        _now("Konsulenter etter fagområde"), finding, "fields", bars=bars, format=kroner,
        label_heading=_now("Fagområde"), value_heading=_now("Kroner"),
    )  # fmt: skip
    return {"figures": figures, "charts": [chart] if bars else []}


def _purchase_page(request: HttpRequest, row: ConsultantPurchase) -> dict[str, Any]:
    acts = []
    if row.struck_on is None and kept(request.user, row):
        acts.append((reverse("obligations:strike_purchase", args=(row.pk,)), _("Stryk kjøpet"), "minus"))
    notes = (
        [("neutral", _now("Strøket %(day)s: %(why)s") % {"day": date_short(row.struck_on), "why": row.struck_why})]
        if row.struck_on
        else []
    )
    return {"acts": acts, "notes": notes}


PURCHASES = Register(
    url="purchase",
    list_url="purchases",
    model=ConsultantPurchase,
    table=PurchaseTable,
    form=PurchaseForm,
    rows=lambda user: (
        ConsultantPurchase.objects.visible_to(user).select_related("agency", "department").order_by("-bought_on", "-pk")
    ),
    enter=actions.enter_purchase,
    change=actions.change_purchase,
    title=_("Konsulentbruk"),
    lead=_("Før hvert kjøp med formål og hvorfor egne ansatte ikke gjør det. Kommunikasjon står for seg."),
    new_text=_("Før et kjøp"),
    saved_text=_("Kjøpet er ført."),
    names=ConsultantPurchase.FIELDS,
    head=_purchase_head,
    page=_purchase_page,
    open=lambda row: row.struck_on is None,
)
strike_purchase = act_view(
    Act(
        PURCHASES,
        WhyForm,
        lambda row, values, user: actions.strike_purchase(row=row, why=values["why"], by=user),
        title=_("Stryk kjøpet"),
        lead=_("Kjøpet blir stående i listen, men teller ikke lenger med. Bruk dette når det er ført ved en feil."),
        saved=_("Kjøpet er strøket."),
        submit=_("Stryk kjøpet"),
        allowed=lambda user, row: row.struck_on is None and kept(user, row),
    )
)

DECENTRALISED = Register(
    url="decentralised_count",
    list_url="decentralised",
    model=DecentralisedCount,
    table=DecentralisedTable,
    form=DecentralisedForm,
    rows=lambda user: (
        DecentralisedCount.objects.visible_to(user).select_related("agency").order_by("-counted_on", "-pk")
    ),
    enter=actions.count_decentralised,
    change=actions.change_decentralised_count,
    title=_("Desentralisert arbeid"),
    lead=_("Omfang og erfaringer gjennom året. Øker det ikke, skal årsrapporten si hvorfor."),
    new_text=_("Før en telling"),
    saved_text=_("Tellingen er ført."),
    names=DecentralisedCount.FIELDS,
)
