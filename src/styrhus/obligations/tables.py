"""The lists of the registers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.ui.tables import (
    BooleanColumn,
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateColumn,
    DateRangeFilter,
    DateTimeColumn,
    MoneyColumn,
    NumberColumn,
    Table,
    TagColumn,
    TextFilter,
)

from . import queries
from .models import ConsultantField, KudosType, Outcome, Point, Procedure, SupplierKind
from .texts import EVALUATION_KINDS, EVALUATION_STATES


def page(name: str) -> Any:
    return lambda row: reverse(f"obligations:{name}", args=(row.pk,))


def _met(row: Any) -> str:
    state = queries.state_of(row)
    return "short" if state.missing else "met" if state.applies else "none"


class RuleColumn(TagColumn):
    """Whether a count of apprentices meets the rule of its day."""

    WORDS = {"short": _("Kravet er ikke oppfylt"), "met": _("Kravet er oppfylt"), "none": _("Kravet gjelder ikke")}

    def show(self, value: Any, row: Any) -> str:
        return str(self.WORDS[value])


class ApprenticeTable(Table):
    caption = _("Tellinger av lærlinger")
    counted_on = DateColumn(_("Telt"), sort=True, header=True, link=page("apprentice_count"))
    employees = NumberColumn(_("Ansatte"), sort=True)
    apprentices = NumberColumn(_("Lærlinger"), sort=True)
    rule = RuleColumn(
        _("Etter regelen"),
        value=_met,
        kinds=lambda row: {"short": "danger", "met": "success"}.get(_met(row), "neutral"),
    )
    trades = Column(_("Lærefag"), wide=True)
    training_office = Column(_("Opplæringskontor"), wide=True)
    students = NumberColumn(_("Studenter i praksis"))
    note = Column(_("Merknad"), only_export=True)
    default_sort = "-counted_on"
    empty_title = _("Ingen tellinger ennå")
    empty_text = _("Tell lærlingene minst én gang i kvartalet, så skriver årsrapporten seg selv.")


class PurchaseTable(Table):
    caption = _("Kjøp av konsulenter")
    bought_on = DateColumn(_("Dato"), sort=True)
    supplier = Column(_("Leverandør"), sort=True, header=True, wide=True, link=page("purchase"))
    supplier_kind = Column(_("Type leverandør"), value=lambda row: row.get_supplier_kind_display(), only_export=True)
    field = Column(_("Fagområde"), value=lambda row: row.get_field_display(), sort="field")
    campaign = BooleanColumn(_("Kampanje"), only_export=True)
    amount = MoneyColumn(_("Beløp"), sort=True)
    department = Column(_("Avdeling"), value="department.name", sort="department__name")
    purpose = Column(_("Formål"), wide=True)
    why_not_own = Column(_("Hvorfor ikke egne ansatte"), only_export=True)
    case_number = Column(_("Saksnummer"), only_export=True)
    struck = TagColumn(
        _("Status"),
        value=lambda row: _("Strøket") if row.struck_on else _("Teller med"),
        kinds=lambda row: "neutral" if row.struck_on else "success",
    )
    struck_why = Column(_("Hvorfor den er strøket"), only_export=True)
    default_sort = "-bought_on"
    empty_title = _("Ingen kjøp å vise")
    empty_text = _("Før hvert kjøp når det betales, eller endre filtrene.")
    filters = {
        "q": TextFilter(_("Søk i leverandør og formål"), fields=("supplier", "purpose")),
        "field": ChoiceFilter(_("Fagområde"), field="field", choices=ConsultantField.choices),
        "kind": ChoiceFilter(_("Type leverandør"), field="supplier_kind", choices=SupplierKind.choices),
        "bought": DateRangeFilter(_("Dato"), field="bought_on"),
        "struck": BooleanFilter(_("Skjul strøkne"), q=Q(struck_on=None)),
    }


class DecentralisedTable(Table):
    caption = _("Tellinger av desentralisert arbeid")
    counted_on = DateColumn(_("Telt"), sort=True, header=True, link=page("decentralised_count"))
    employees = NumberColumn(_("Ansatte"), sort=True)
    decentralised = NumberColumn(_("Arbeider desentralisert"), sort=True)
    advertised = NumberColumn(_("Stillinger lyst ut"))
    advertised_open = NumberColumn(_("Med valgfritt arbeidssted"))
    offices = Column(_("Kontorfellesskap"), wide=True)
    note = Column(_("Erfaringer"), only_export=True)
    default_sort = "-counted_on"
    empty_title = _("Ingen tellinger ennå")
    empty_text = _("Tell hvor mange som arbeider desentralisert, gjerne hvert halvår.")


class EvaluationStateColumn(TagColumn):
    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, kinds=lambda row: EVALUATION_KINDS[row.state], **options)

    def show(self, value: Any, row: Any) -> str:
        return str(EVALUATION_STATES[value])


class EvaluationTable(Table):
    caption = _("Evalueringer og FoU-prosjekter")
    title = Column(_("Tittel"), sort=True, header=True, wide=True, link=page("evaluation"))
    kind = Column(_("Type i Kudos"), value=lambda row: row.get_kind_display(), sort="kind")
    assignment = Column(_("Oppdrag"), value="assignment.number", sort="assignment__number")
    parameter = Column(_("Styringsparameter"), value="parameter.label", only_export=True)
    supplier = Column(_("Utført av"), wide=True)
    contract_on = DateColumn(_("Kontrakt"), sort=True)
    due_on = DateColumn(_("Rapport ventet"), sort=True)
    published_on = DateColumn(_("Publisert"), sort=True)
    kudos_on = DateColumn(_("I Kudos"), only_export=True)
    planned = MoneyColumn(_("Planlagt"), sort=True, total=True)
    spent = MoneyColumn(_("Brukt"), sort=True, total=True)
    state = EvaluationStateColumn(_("Status"))
    empty_title = _("Ingen evalueringer å vise")
    empty_text = _("Før dem når de planlegges, så følger kontrakt, kostnad, publisering og Kudos etter.")
    filters = {
        "q": TextFilter(_("Søk"), fields=("title", "supplier", "purpose")),
        "kind": ChoiceFilter(_("Type i Kudos"), field="kind", choices=KudosType.choices),
        "kudos": BooleanFilter(_("Publisert, ikke i Kudos"), q=Q(published_on__isnull=False, kudos_on=None)),
    }


class CostTable(Table):
    caption = _("Kostnad per år og post")
    year = Column(_("År"), header=True)
    post = Column(_("Post"), value=lambda row: str(row.post or ""), wide=True)
    planned = MoneyColumn(_("Planlagt"), total=True)
    spent = MoneyColumn(_("Brukt"), total=True)
    empty_title = _("Ingen kostnader ført")


def _procurement_state(row: Any) -> str:
    return "deviation" if row.deviations else "missing" if row.missing else "below" if row.level is None else "fine"


class ProcurementStateColumn(TagColumn):
    WORDS = {
        "deviation": _("Avvik"), "missing": _("Kontroll mangler"), "below": _("Under terskel"), "fine": _("I orden"),
    }  # fmt: skip

    def show(self, value: Any, row: Any) -> str:
        return str(self.WORDS[value])


class ProcurementTable(Table):
    caption = _("Anskaffelser")
    number = Column(_("Saksnummer"), value="procurement.number", sort="procurement.number")
    title = Column(
        _("Anskaffelse"),
        value="procurement.title",
        sort="procurement.title",
        header=True,
        wide=True,
        link=page("procurement"),
    )
    value = MoneyColumn(_("Verdi"), value="procurement.value", sort="procurement.value")
    level = Column(_("Terskel"), value="level.name", wide=True)
    procedure = Column(_("Prosedyre"), value=lambda row: row.procurement.get_procedure_display(), wide=True)
    supplier = Column(_("Leverandør"), value="procurement.supplier", wide=True)
    started_on = DateColumn(_("Startet"), value="procurement.started_on", sort="procurement.started_on")
    contract_on = DateColumn(_("Kontrakt"), value="procurement.contract_on", sort="procurement.contract_on")
    department = Column(_("Avdeling"), value="procurement.department.name", only_export=True)
    points = Column(
        _("Kontroll mangler"),
        value=lambda row: ", ".join(str(Point(one).label) for one in row.missing),
        only_export=True,
    )
    state = ProcurementStateColumn(
        _("Status"),
        value=_procurement_state,
        kinds=lambda row: {"deviation": "danger", "missing": "warning", "below": "neutral"}.get(
            _procurement_state(row), "success"
        ),
    )
    default_sort = "-started_on"
    empty_title = _("Ingen anskaffelser å vise")
    empty_text = _("Før anskaffelsene når de starter, så minner programmet om kontrollpunktene.")
    filters = {
        "q": TextFilter(_("Søk"), fields=("procurement.number", "procurement.title", "procurement.supplier")),
        "procedure": ChoiceFilter(_("Prosedyre"), field="procurement.procedure", choices=Procedure.choices),
        "missing": BooleanFilter(_("Kontroll mangler"), test=lambda row: bool(row.missing)),
    }


class PointTable(Table):
    caption = _("Kontroller")
    point = Column(_("Kontrollpunkt"), value=lambda row: row.get_point_display(), header=True)
    outcome = TagColumn(
        _("Resultat"), kinds={Outcome.IN_ORDER: "success", Outcome.DEVIATION: "danger", Outcome.NOT_RELEVANT: "neutral"}
    )
    checked_on = DateColumn(_("Kontrollert"))
    checked_by = Column(_("Av"), value="checked_by.name")
    deviation = Column(_("Avvik og hva som gjøres"), wide=True)
    empty_title = _("Ingenting er kontrollert ennå")


class AssetTable(Table):
    caption = _("Eiendeler")
    number = Column(_("Nummer"), sort=True)
    title = Column(_("Eiendel"), sort=True, header=True, wide=True, link=page("asset"))
    cost = MoneyColumn(_("Kostnad"), sort=True, total=True)
    bought_on = DateColumn(_("Anskaffet"), sort=True)
    place = Column(_("Plassering"), sort=True)
    department = Column(_("Avdeling"), value="department.name", sort="department__name")
    disposed_on = DateColumn(_("Avhendet"), sort=True)
    disposed_how = Column(_("Hvordan"), value=lambda row: row.get_disposed_how_display(), only_export=True)
    disposed_by = Column(_("Godkjent av"), value="disposed_by.name", only_export=True)
    note = Column(_("Merknad"), only_export=True)
    default_sort = "number"
    empty_title = _("Ingen eiendeler å vise")
    empty_text = _("Inventar og utstyr listeføres når det kjøpes og når det avhendes.")
    filters = {
        "q": TextFilter(_("Søk"), fields=("number", "title", "place")),
        "standing": BooleanFilter(_("Skjul avhendede"), q=Q(disposed_on=None)),
        "bought": DateRangeFilter(_("Anskaffet"), field="bought_on"),
    }


class AssetCountTable(Table):
    caption = _("Tellinger av eiendeler")
    counted_on = DateColumn(_("Telt"), header=True)
    seen = NumberColumn(_("Funnet"))
    lost = NumberColumn(_("Ikke funnet"))
    made_by = Column(_("Av"), value="made_by.name")
    note = Column(_("Merknad"), wide=True)
    empty_title = _("Ikke talt ennå")


class StrategyTable(Table):
    caption = _("Strategier og handlingsplaner")
    title = Column(_("Strategi eller handlingsplan"), sort=True, header=True, wide=True, link=page("strategy"))
    lead = Column(_("Ansvarlig"), wide=True)
    first_year = Column(_("Fra"), sort=True)
    last_year = Column(_("Til"), sort=True)
    measures = NumberColumn(_("Våre tiltak"), value="measure_count")
    done = NumberColumn(_("Gjennomført"), value="done_count")
    role = Column(_("Vår rolle"), only_export=True)
    empty_title = _("Ingen strategier ennå")
    empty_text = _("Før strategiene og handlingsplanene som virksomheten har tiltak i.")


class MeasureTable(Table):
    caption = _("Våre tiltak")
    number = Column(_("Nummer"))
    title = Column(_("Tiltak"), header=True, wide=True, link=page("change_measure"))
    assignment = Column(
        _("Oppdrag"),
        value="assignment.number",
        link=lambda row: reverse("steering:assignment", args=(row.assignment_id,)) if row.assignment_id else "",
    )
    department = Column(_("Avdeling"), value="department.name")
    due_on = DateColumn(_("Frist"))
    state = TagColumn(
        _("Status"), kinds={"planned": "neutral", "running": "info", "done": "success", "stopped": "warning"}
    )
    words = Column(_("Slik står det til"), wide=True)
    empty_title = _("Ingen tiltak ennå")


class ClaimTable(Table):
    caption = _("Erstatningskrav")
    reference = Column(_("Saksnummer"), sort=True)
    subject = Column(_("Hva kravet gjelder"), header=True, wide=True, link=page("claim"))
    amount = MoneyColumn(_("Krevd beløp"), sort=True)
    received_on = DateColumn(_("Mottatt"), sort=True)
    sent_at = DateTimeColumn(_("Sendt departementet"), sort=True)
    decision = Column(_("Avgjørelse"), value=lambda row: row.get_decision_display(), wide=True)
    closed_on = DateColumn(_("Avsluttet"), sort=True)
    default_sort = "-received_on"
    empty_title = _("Ingen erstatningskrav")
    empty_text = _("Krav føres her, vurderes juridisk og sendes departementet med tilråding.")


class ContactTable(Table):
    caption = _("Henvendelser fra Stortinget")
    received_on = DateColumn(_("Mottatt"), sort=True)
    subject = Column(_("Hva det gjelder"), header=True, wide=True, link=page("contact"))
    of_body = Column(_("Fra"), value="body", wide=True)
    cleared = TagColumn(
        _("Avklaring"),
        value=lambda row: (
            _("Venter på avklaring")
            if row.cleared is None
            else _("Avklart")
            if row.cleared
            else _("Skal ikke besvares")
        ),
        kinds=lambda row: "warning" if row.cleared is None else "success" if row.cleared else "neutral",
    )
    answered_on = DateColumn(_("Besvart"), sort=True)
    default_sort = "-received_on"
    empty_title = _("Ingen henvendelser")
    empty_text = _("Henvendelser fra Stortinget føres her før noen svarer.")


class RoutineTable(Table):
    caption = _("Felles rutiner")
    title = Column(_("Rutine"), sort=True, header=True, wide=True, link=page("routine"))
    agency_at = DateTimeColumn(_("Forankret i virksomheten"))
    ministry_at = DateTimeColumn(_("Forankret i departementet"))
    made_known_on = DateColumn(_("Gjort kjent"))
    empty_title = _("Ingen felles rutiner ennå")
    empty_text = _("Skriv den første, så kan lederne på begge sider forankre den.")


class CoverageTable(Table):
    caption = _("Dekningen av instruksen")
    section = Column(_("Avsnitt"), sort="section", wide=True)
    label = Column(_("Plikten i vår kortform"), header=True, wide=True, link=lambda row: row.url)
    lines = Column(_("Linjer i brevet"), value=lambda row: row.lines_text)
    screens = Column(_("Hvor programmet tar vare på den"), value=lambda row: row.screens_text, wide=True)
    reason = Column(_("Hvorfor ikke"), wide=True)
    state = TagColumn(
        _("Status"),
        value=lambda row: row.state_text,
        kinds=lambda row: {"served": "success", "reason": "neutral"}.get(row.state, "danger"),
    )
    page_size = 200
    filters = {
        "q": TextFilter(_("Søk"), fields=("section", "label", "reason")),
        "state": ChoiceFilter(
            _("Status"), field="state",
            choices=[("served", _("Har et sted")), ("reason", _("Ikke i programmet ennå")), ("open", _("Uten sted"))],
        ),
    }  # fmt: skip
