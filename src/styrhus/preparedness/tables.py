"""The lists of the preparedness."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.ui.tables import (
    BooleanColumn,
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateColumn,
    DateTimeColumn,
    NumberColumn,
    Table,
    TagColumn,
    TextFilter,
)

from . import queries, rules
from .models import DependencyKind, ExerciseKind, IncidentKind, Level

CONCERN_TEXTS = {
    rules.Concern.HIGH: _("Må gjøres noe med"),
    rules.Concern.MIDDLE: _("Følges"),
    rules.Concern.LOW: _("Til å leve med"),
}
CONCERN_KINDS = {rules.Concern.HIGH: "danger", rules.Concern.MIDDLE: "warning", rules.Concern.LOW: "success"}


def _row(kind: str) -> Any:
    return lambda row: reverse("preparedness:row", args=(kind, row.pk))


def _page(name: str) -> Any:
    return lambda row: reverse(f"preparedness:{name}", args=(row.pk,))


class FunctionTable(Table):
    caption = _("Kritiske funksjoner")
    name = Column(_("Funksjon"), sort=True, header=True, wide=True, link=_page("function"))
    tolerated_hours = NumberColumn(_("Kan være borte, timer"), sort=True)
    dependency_count = NumberColumn(_("Avhengigheter"), sort=True)
    vulnerability_count = NumberColumn(_("Sårbarheter"), sort=True)
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    department = Column(_("Avdeling"), value="department.name", sort="department__name")
    reviewed_on = DateColumn(_("Sist vurdert"), sort=True)
    why = Column(_("Hvorfor den er kritisk"), only_export=True)
    roles = Column(_("Roller og ansvar"), only_export=True)
    fallback = Column(_("Slik løses den uten vanlige systemer"), only_export=True)
    default_sort = "tolerated_hours"
    empty_title = _("Ingen kritiske funksjoner er ført opp")
    empty_text = _("Begynn med det virksomheten må få til også når mye annet svikter.")


class DependencyTable(Table):
    caption = _("Avhengigheter")
    name = Column(_("Avhengig av"), sort=True, header=True, wide=True, link=_row("avhengighet"))
    kind = Column(_("Type"), value=lambda row: row.get_kind_display(), sort="kind")
    function = Column(_("Kritisk funksjon"), value="function.name", sort="function__name", wide=True)
    provider = Column(_("Hvem som leverer"), sort=True)
    critical_infrastructure = BooleanColumn(_("Kritisk infrastruktur"), sort=True)
    tolerated_hours = NumberColumn(_("Tåler bortfall, timer"), sort=True)
    alternative = Column(_("Reserveløsning"), wide=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("name", "provider", "function__name")),
        "kind": ChoiceFilter(_("Type"), field="kind", choices=DependencyKind.choices),
        "infra": BooleanFilter(_("Bare kritisk infrastruktur"), q=Q(critical_infrastructure=True)),
    }
    default_sort = "tolerated_hours"
    empty_title = _("Ingen avhengigheter er kartlagt")
    empty_text = _("Åpne en kritisk funksjon, og legg til hva den trenger for å virke.")


class DependenciesOfFunction(DependencyTable):
    """On the function's own page: without what stands around it there."""

    function = Column(_("Kritisk funksjon"), value="function.name", only_export=True)
    filters = {}
    exports = False


class ConcernColumn(TagColumn):
    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, kinds=lambda row: CONCERN_KINDS[self._concern(row)], value=self._concern, **options)

    @staticmethod
    def _concern(row: Any) -> rules.Concern:
        return rules.concern(row.likelihood, row.consequence)

    def show(self, value: Any, row: Any) -> str:
        return str(CONCERN_TEXTS[value])

    def typed(self, row: Any) -> str:
        return self.show(self._concern(row), row)


class VulnerabilityTable(Table):
    caption = _("Sårbarheter")
    event = Column(_("Uønsket hendelse"), sort=True, header=True, wide=True, link=_row("sarbarhet"))
    function = Column(_("Kritisk funksjon"), value="function.name", sort="function__name", wide=True)
    likelihood = Column(_("Sannsynlighet"), value=lambda row: row.get_likelihood_display(), sort="likelihood")
    consequence = Column(_("Konsekvens"), value=lambda row: row.get_consequence_display(), sort="consequence")
    concern = ConcernColumn(_("Vurdering"))
    missing_measures = Column(_("Tiltak som mangler"), wide=True)
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    reviewed_on = DateColumn(_("Sist vurdert"), sort=True, only_export=True)
    standing_measures = Column(_("Tiltak som finnes"), only_export=True)
    cause = Column(_("Årsaker og sårbarheter"), only_export=True)
    consequence_text = Column(_("Følger"), only_export=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("event", "function__name", "cause")),
        "likelihood": ChoiceFilter(_("Sannsynlighet"), field="likelihood", choices=Level.choices),
        "consequence": ChoiceFilter(_("Konsekvens"), field="consequence", choices=Level.choices),
    }
    empty_title = _("Ingen sårbarheter er vurdert")
    empty_text = _("Åpne en kritisk funksjon, og skriv hva som kan stoppe den.")


class VulnerabilitiesOfFunction(VulnerabilityTable):
    """On the function's own page: without what stands around it there."""

    function = Column(_("Kritisk funksjon"), value="function.name", only_export=True)
    filters = {}
    exports = False


class ReviewColumn(TagColumn):
    """Whether a plan is as new as its own interval says."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(
            label, value=self._due, kinds=lambda row: "warning" if self._due(row) else "success", **options
        )

    @staticmethod
    def _due(row: Any) -> bool:
        return queries.review_due(row, clock.today())

    def show(self, value: Any, row: Any) -> str:
        if row.approved_on is None:
            return gettext("Mangler godkjent versjon")
        return gettext("Skal gjennomgås") if value else gettext("Oppdatert")

    def typed(self, row: Any) -> str:
        return self.show(self._due(row), row)


class PlanTable(Table):
    caption = _("Beredskapsplaner")
    title = Column(_("Plan"), sort=True, header=True, wide=True, link=_page("plan"))
    standing = NumberColumn(_("Gjeldende versjon"), sort=True)
    approved_on = DateColumn(_("Godkjent"), sort=True)
    state = ReviewColumn(_("Tilstand"))
    exercised_on = DateColumn(_("Sist øvd"), sort=True)
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    default_sort = "title"
    empty_title = _("Ingen beredskapsplaner ennå")
    empty_text = _("Lag den første planen: når den brukes, hvem som gjør hva, og hvem som varsles.")


class ContactTable(Table):
    caption = _("Varslingsliste")
    number = NumberColumn(_("Nr."), value="order", sort=True)
    function = Column(_("Funksjon"), sort=True, header=True, wide=True, link=_row("kontakt"))
    name = Column(_("Navn"), sort=True)
    of_body = Column(_("Virksomhet"), value="body", sort="body")
    telephone = Column(_("Telefon"))
    other_channel = Column(_("Annen kanal"))
    plan = Column(_("Plan"), value="plan.title", sort="plan__title", wide=True)
    checked_on = DateColumn(_("Sist kontrollert"), sort=True)
    default_sort = "number"
    empty_title = _("Varslingslisten er tom")
    empty_text = _("Legg inn hvem som ringes, og i hvilken rekkefølge.")


class ExerciseTable(Table):
    caption = _("Øvelser")
    title = Column(_("Øvelse"), sort=True, header=True, wide=True, link=_page("exercise"))
    kind = Column(_("Type"), value=lambda row: row.get_kind_display(), sort="kind")
    planned_on = DateColumn(_("Planlagt"), sort=True)
    held_on = DateColumn(_("Gjennomført"), sort=True)
    evaluated_on = DateColumn(_("Evaluert"), sort=True)
    points = NumberColumn(_("Læringspunkter"), sort=True)
    plan = Column(_("Plan som øves"), value="plan.title", sort="plan__title", wide=True)
    filters = {"kind": ChoiceFilter(_("Type"), field="kind", choices=ExerciseKind.choices)}
    default_sort = "-planned_on"
    empty_title = _("Ingen øvelser er planlagt")
    empty_text = _("Planlegg en øvelse, og skriv hva som skal øves.")


class IncidentTable(Table):
    caption = _("Hendelser")
    title = Column(_("Hendelse"), sort=True, header=True, wide=True, link=_page("incident"))
    kind = Column(_("Type"), value=lambda row: row.get_kind_display(), sort="kind")
    severity = Column(_("Alvor"), value=lambda row: row.get_severity_display(), sort="severity")
    happened_at = DateTimeColumn(_("Hendte"), sort=True)
    notified_at = DateTimeColumn(_("Departementet varslet"), sort=True)
    received_at = DateTimeColumn(_("Mottatt"), sort=True)
    closed_on = DateColumn(_("Avsluttet"), sort=True)
    agency = Column(_("Virksomhet"), value="agency.label", only_export=True)
    description = Column(_("Beskrivelse"), only_export=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("title", "description")),
        "kind": ChoiceFilter(_("Type"), field="kind", choices=IncidentKind.choices),
        "open": BooleanFilter(_("Bare åpne"), q=Q(closed_on=None)),
    }
    default_sort = "-happened_at"
    empty_title = _("Ingen hendelser er meldt")
    empty_text = _("Meld en hendelse straks den er kjent.")


class LearningTable(Table):
    caption = _("Læringspunkter")
    text = Column(_("Læringspunkt"), header=True, wide=True, link=_page("learning_point"))
    source = Column(_("Kommer fra"), value=lambda row: row.exercise or row.incident or row.source, wide=True)
    measure = Column(_("Tiltak"), wide=True)
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    deadline = DateColumn(_("Frist"), sort=True)
    done_on = DateColumn(_("Gjort"), sort=True)
    closed_on = DateColumn(_("Lukket"), sort=True)
    filters = {"open": BooleanFilter(_("Bare åpne"), q=Q(closed_on=None))}
    default_sort = "deadline"
    empty_title = _("Ingen læringspunkter ennå")
    empty_text = _("De føres fra en øvelse, en hendelse eller et tilsyn.")


class ProcessingTable(Table):
    caption = _("Behandling av personopplysninger")
    purpose = Column(_("Formål"), sort=True, header=True, wide=True, link=_row("behandling"))
    legal_basis = Column(_("Behandlingsgrunnlag"), wide=True)
    special_categories = BooleanColumn(_("Særlige kategorier"), sort=True)
    processor = Column(_("Databehandler"), sort=True, wide=True)
    retention = Column(_("Slettes eller arkiveres"), wide=True)
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    reviewed_on = DateColumn(_("Sist gjennomgått"), sort=True)
    subjects = Column(_("Hvem opplysningene gjelder"), only_export=True)
    data = Column(_("Hvilke opplysninger"), only_export=True)
    recipients = Column(_("Hvem som får dem"), only_export=True)
    transfers = Column(_("Overføres ut av EØS"), only_export=True)
    security = Column(_("Sikkerhetstiltak"), only_export=True)
    impact_assessed_on = DateColumn(_("Personvernkonsekvenser vurdert"), only_export=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("purpose", "data", "processor")),
        "special": BooleanFilter(_("Bare særlige kategorier"), q=Q(special_categories=True)),
    }
    default_sort = "purpose"
    empty_title = _("Ingen behandlinger er ført opp")
    empty_text = _("Før opp hver behandling av personopplysninger, med formål og grunnlag.")
