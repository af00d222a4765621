"""The lists of the room."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.ui.navigation import address
from styrhus.ui.tables import (
    BooleanColumn,
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateColumn,
    DateTimeColumn,
    MoneyColumn,
    NumberColumn,
    Table,
    TagColumn,
    TextFilter,
)

from .models import Body, FindingState, Level, Nature
from .rules import is_late
from .texts import OUTCOME_KINDS, OUTCOMES


def _page(name: str) -> Any:
    return lambda row: reverse(f"control:{name}", args=(row.pk,))


def _shown(words: Any) -> Any:
    """A tag column whose values have words of their own: pairs of (value, words)."""

    class Worded(TagColumn):
        def show(self, value: Any, row: Any) -> str:
            return str(dict(words)[value])

    return Worded


OutcomeColumn = _shown([(key.value, text) for key, text in OUTCOMES.items()])


class CycleTable(Table):
    caption = _("Internkontrollens år")
    year = Column(_("År"), sort="year", header=True, value=lambda row: str(row.year), link=_page("cycle"))
    agency = Column(_("Virksomhet"), value="agency.label")
    state = TagColumn(_("Tilstand"), kinds={"approved": "success", "planned": "neutral"}, sort="state")
    controls = NumberColumn(_("Kontroller"))
    grade = Column(_("Vurdering"), value=lambda row: row.get_grade_display(), wide=True)
    approved_at = DateTimeColumn(_("Godkjent"))
    empty_title = _("Ingen år ennå")
    empty_text = _("Planlegg et år når kontrollene er lagt inn.")


class PlannedTable(Table):
    """Rows are ``queries.PlannedLine``."""

    caption = _("Årets kontroller")
    title = Column(
        _("Kontroll"), value="control.title", sort="control.title", header=True, wide=True, link=_page("control")
    )
    department = Column(_("Avdeling"), value="control.department.name", sort="control.department.name")
    owner = Column(_("Utføres av"), value="control.owner.name", only_export=True)
    nature = Column(_("Virkemåte"), value=lambda row: row.control.get_nature_display())
    done = Column(
        _("Gjennomført"), value=lambda row: _now("%(done)s av %(times)s") % {"done": row.done, "times": row.times}
    )
    last_on = DateColumn(_("Sist"), sort=True)
    outcome = OutcomeColumn(_("Status"), kinds=OUTCOME_KINDS, value=lambda row: row.outcome.value)
    open_measures = NumberColumn(_("Åpne tiltak"))
    empty_title = _("Ingen kontroller i året")
    empty_text = _("Legg inn kontroller, så kommer de med i året.")


class ControlTable(Table):
    caption = _("Kontroller")
    title = Column(_("Kontroll"), sort=True, header=True, wide=True, link=_page("control"))
    answers = Column(_("Risiko eller regel"), wide=True)
    nature = Column(_("Virkemåte"), value=lambda row: row.get_nature_display(), sort="nature")
    level = Column(_("Type kontroll"), value=lambda row: row.get_level_display(), sort="level")
    frequency = Column(_("Hvor ofte"), value=lambda row: row.get_frequency_display(), sort="frequency")
    owner = Column(_("Utføres av"), value="owner.name", sort="owner__name")
    department = Column(_("Avdeling"), value="department.name", sort="department__name")
    agency = Column(_("Virksomhet"), value="agency.label", only_export=True)
    open_measures = NumberColumn(_("Åpne tiltak"), sort=True)
    ended_on = DateColumn(_("Avsluttet"), only_export=True)
    default_sort = "title"
    empty_title = _("Ingen kontroller")
    empty_text = _("Ingen er lagt inn, eller ingen passer med filtrene.")
    filters = {
        "q": TextFilter(_("Søk"), fields=("title", "answers", "procedure")),
        "nature": ChoiceFilter(_("Virkemåte"), field="nature", choices=Nature.choices),
        "level": ChoiceFilter(_("Type kontroll"), field="level", choices=Level.choices),
        "running": BooleanFilter(_("Bare de som løper"), q=Q(ended_on=None)),
    }


class PerformanceTable(Table):
    caption = _("Gjennomførte kontroller")
    performed_on = DateColumn(_("Utført"), sort=True, header=True)
    performed_by = Column(_("Av"), value="performed_by.name")
    result = TagColumn(_("Resultat"), kinds={"satisfactory": "success", "deviation": "danger"})
    evidence = Column(_("Hva som ble kontrollert"), wide=True)
    deviation = Column(_("Avviket"), wide=True)
    document = Column(
        _("Dokument"), value="document.title", wide=True,
        link=lambda row: address("archive:document", row.document_id) if row.document_id else "",
    )  # fmt: skip
    empty_title = _("Ikke gjennomført ennå")
    empty_text = _("Hver gang kontrollen utføres, føres den her.")


class DelegationTable(Table):
    """Rows are ``queries.Standing``."""

    caption = _("Budsjettfullmakter")
    receiver = Column(
        _("Til"),
        value="delegation.receiver.name",
        sort="delegation.receiver.name",
        header=True,
        link=_page("delegation"),
    )
    giver = Column(_("Fra"), value="delegation.giver.name", sort="delegation.giver.name")
    department = Column(_("Avdeling"), value="delegation.department.name")
    posts = Column(_("Kapitler og poster"), value=lambda row: ", ".join(row.delegation.posts) or _now("Alle"))
    per_commitment = MoneyColumn(
        _("Per disponering"), value="delegation.per_commitment", sort="delegation.per_commitment"
    )
    per_year = MoneyColumn(_("Per år"), value="delegation.per_year", sort="delegation.per_year")
    valid_from = DateColumn(_("Fra dato"), value="delegation.valid_from")
    last_day = DateColumn(_("Til og med"), value="delegation.last_day", sort="delegation.last_day")
    substitute = Column(_("Vikar"))
    holds = BooleanColumn(_("Gjelder"))
    conditions = Column(_("Vilkår"), value="delegation.conditions", only_export=True)
    document = Column(_("Dokument"), value="delegation.document.title", only_export=True)
    page_size = 200
    empty_title = _("Ingen fullmakter denne dagen")
    empty_text = _("Direktøren har da hele myndigheten selv.")


class UseTable(Table):
    caption = _("Bruk av budsjettfullmakter")
    on = DateColumn(_("Dato"), sort=True)
    purpose = Column(_("Formål"), header=True, wide=True)
    user = Column(_("Hvem"), value="user.name", sort="user__name")
    post = Column(_("Post"), sort=True)
    amount = MoneyColumn(_("Beløp"), sort=True)
    allowed = _shown([(True, _("Innenfor")), (False, _("Utenfor"))])(
        _("Svar"), kinds={True: "success", False: "danger"}
    )
    why = Column(_("Begrunnelse"), wide=True)
    as_substitute = BooleanColumn(_("Som vikar"), only_export=True)
    made_at = DateTimeColumn(_("Ført"), only_export=True)
    empty_title = _("Ingen bruk er ført")
    empty_text = _("Disponeringer som prøves mot en fullmakt, står her.")
    filters = {
        "q": TextFilter(_("Søk i formål"), fields=("purpose", "post")),
        "refused": BooleanFilter(_("Bare utenfor fullmakt"), q=Q(allowed=False)),
    }


class FindingStateColumn(TagColumn):
    """The state, where an open finding past its deadline says so."""

    def show(self, value: Any, row: Any) -> str:
        if is_late(row.deadline, row.is_closed, clock.today()):
            return _now("Over fristen")
        return str(FindingState(value).label)


def _kind_of_finding(row: Any) -> str:
    if is_late(row.deadline, row.is_closed, clock.today()):
        return "danger"
    return {"closed": "success", "proposed": "info"}.get(row.state, "warning")


class FindingTable(Table):
    caption = _("Plan for oppfølging av merknader")
    title = Column(_("Merknad"), sort=True, header=True, wide=True, link=_page("finding"))
    auditor = Column(_("Fra"), value="case.sender", sort="case__body")
    priority = TagColumn(_("Prioritet"), kinds={"high": "warning", "normal": "neutral"}, sort="priority")
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    department = Column(_("Avdeling"), value="department.name", only_export=True)
    measures = Column(
        _("Tiltak gjort"),
        value=lambda row: _now("%(done)s av %(times)s") % {"done": row.done_count, "times": row.measure_count},
    )
    deadline = DateColumn(_("Frist"), sort=True)
    state = FindingStateColumn(_("Status"), kinds=_kind_of_finding, sort="state")
    case = Column(_("Sak"), value="case.title", only_export=True)
    closed_at = DateTimeColumn(_("Lukket"), only_export=True)
    agency = Column(_("Virksomhet"), value="case.agency.label", only_export=True)
    default_sort = "deadline"
    empty_title = _("Ingen merknader")
    empty_text = _("Ingen er ført inn, eller ingen passer med filtrene.")
    filters = {
        "q": TextFilter(_("Søk"), fields=("title", "text", "case__title")),
        "body": ChoiceFilter(_("Fra"), field="case__body", choices=Body.choices),
        "state": ChoiceFilter(_("Tilstand"), field="state", choices=FindingState.choices),
        "open": BooleanFilter(_("Bare de som ikke er lukket"), q=~Q(state=FindingState.CLOSED)),
    }


class AuditCaseTable(Table):
    caption = _("Revisjonssaker")
    title = Column(_("Sak"), sort=True, header=True, wide=True, link=_page("audit_case"))
    auditor = Column(_("Fra"), value="sender", sort="body")
    reference = Column(_("Referanse"))
    received_on = DateColumn(_("Mottatt"), sort=True)
    reply_due = DateColumn(_("Svarfrist"), sort=True)
    sent_count = NumberColumn(_("Svar sendt"))
    finding_count = NumberColumn(_("Merknader"), sort=True)
    open_count = NumberColumn(_("Ikke lukket"), sort=True)
    default_sort = "-received_on"
    empty_title = _("Ingen saker")
    empty_text = _("Brev og rapporter fra revisjon og tilsyn føres inn her.")
    filters = {
        "q": TextFilter(_("Søk"), fields=("title", "reference")),
        "body": ChoiceFilter(_("Fra"), field="body", choices=Body.choices),
    }


class ReportTable(Table):
    """Rows are ``queries.ReportLine``."""

    caption = _("Oppfølging av merknader")
    title = Column(_("Merknad"), header=True, wide=True, sort=True)
    auditor = Column(_("Fra"), value="body", sort=True)
    measures = Column(_("Tiltak"), wide=True)
    owner = Column(_("Ansvarlig"))
    deadline = DateColumn(_("Frist"), sort=True)
    state = Column(_("Status"))
    closed = DateColumn(_("Lukket"))
    empty_title = _("Ingen merknader til oppfølging")
    empty_text = _("Årsrapporten kan si at det ikke var noen.")
