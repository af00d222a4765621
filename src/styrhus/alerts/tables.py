"""The lists of this room."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.ui.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateColumn,
    DateTimeColumn,
    Table,
    TagColumn,
    TextFilter,
)

from .actions.publications import earliest_of
from .models import (
    Deviation,
    DeviationKind,
    Matter,
    MatterKind,
    Publication,
    PublicationKind,
    PublicationState,
    Side,
    State,
)
from .texts import MATTER_KINDS, PUBLICATION_KINDS, STATE_KINDS, duration, touched_facts


def clock_text(deviation: Deviation) -> str:
    """How long it took from knowledge to report, or has taken until now."""
    return duration(deviation.known_at, deviation.reported_at or clock.now())


def touched_text(deviation: Deviation) -> str:
    return "; ".join(value for _label, value in touched_facts(deviation) if value)


def _page(name: str) -> Any:
    return lambda row: reverse(f"alerts:{name}", args=(row.pk,))


class DeviationTable(Table):
    caption = _("Avvik")
    label = Column(_("Nummer"), sort="number", header=True, link=_page("deviation"))
    title = Column(_("Hva som har skjedd"), sort=True, wide=True)
    kind = Column(_("Type"), value=lambda row: row.get_kind_display(), only_export=True)
    touches = Column(_("Gjelder"), value=touched_text, wide=True)
    state = TagColumn(_("Status"), kinds=STATE_KINDS, sort=True)
    known_at = DateTimeColumn(_("Kjent"), sort=True)
    reported_at = DateTimeColumn(_("Meldt"), only_export=True)
    elapsed = Column(_("Fra kjent til meldt"), value=clock_text)
    measures = Column(_("Forslag til korrigerende tiltak"), only_export=True)
    closed_at = DateTimeColumn(_("Lukket"), sort=True, only_export=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("what", "why", "measures")),
        "kind": ChoiceFilter(_("Type avvik"), field="kind", choices=DeviationKind.choices),
        "state": ChoiceFilter(_("Status"), field="state", choices=State.choices),
    }
    default_sort = "-label"


class MatterTable(Table):
    caption = _("Saker av interesse")
    title = Column(_("Saken"), sort=True, header=True, wide=True, link=_page("matter"))
    kind = Column(_("Type"), value=lambda row: row.get_kind_display(), sort="kind")
    sender = Column(_("Fra"), value=lambda row: sender_of(row).label)
    state = TagColumn(_("Status"), kinds=MATTER_KINDS, sort=True)
    growing = TagColumn(
        _("Merke"), value=lambda row: _("Kan bli krevende") if row.may_grow else "", kinds=lambda row: "warning"
    )
    sent_at = DateTimeColumn(_("Sendt"), sort=True)
    acknowledged_at = DateTimeColumn(_("Kvittert"), sort=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("title", "summary")),
        "kind": ChoiceFilter(_("Type sak"), field="kind", choices=MatterKind.choices),
        "sender": ChoiceFilter(_("Fra"), field="sender", choices=Side.choices),
        "growing": BooleanFilter(_("Bare krevende saker"), field="may_grow"),
        "open": BooleanFilter(_("Bare åpne"), q=~Q(state="closed")),
    }
    default_sort = "-sent_at"


def sender_of(matter: Matter) -> Any:
    return matter.plan.agency if matter.sender == Side.AGENCY else matter.plan.ministry


def publication_text(publication: Publication) -> Any:
    """Where the publication stands by the calendar, in words."""
    if publication.state != PublicationState.ANNOUNCED:
        return PublicationState(publication.state).label
    if publication.planned_on < earliest_of(publication):
        return _("Trenger samtykke")
    return _("Kan publiseres") if earliest_of(publication) <= clock.today() else _("Varslet")


def publication_kind(publication: Publication) -> str:
    if publication.state != PublicationState.ANNOUNCED:
        return PUBLICATION_KINDS[PublicationState(publication.state)]
    if publication.planned_on < earliest_of(publication):
        return "warning"
    return "success" if earliest_of(publication) <= clock.today() else "info"


class PublicationTable(Table):
    caption = _("Publiseringer")
    title = Column(_("Tittel"), sort=True, header=True, wide=True, link=_page("publication"))
    kind = Column(_("Type"), value=lambda row: row.get_kind_display(), sort="kind")
    state = TagColumn(_("Status"), value=publication_text, kinds=publication_kind, sort="state")
    announced_on = DateColumn(_("Varslet"), sort=True)
    planned_on = DateColumn(_("Planlagt"), sort=True)
    earliest = DateColumn(_("Tidligst"), value=earliest_of)
    published_on = DateColumn(_("Publisert"), sort=True)
    link = Column(_("Lenke"), only_export=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("title", "summary")),
        "kind": ChoiceFilter(_("Type"), field="kind", choices=PublicationKind.choices),
        "state": ChoiceFilter(_("Status"), field="state", choices=PublicationState.choices),
    }
    default_sort = "planned_on"
