"""The lists of the dialogue."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.steering.models import MeetingKind, Plan
from styrhus.ui.tables import (
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

from . import queries
from .models import MeetingState, ResolutionKind, ResolutionState, Side

MEETING_KINDS = {
    "planned": "neutral",
    "called": "info",
    "held": "warning",
    "minutes_out": "warning",
    "locked": "success",
    "cancelled": "neutral",
}
RESOLUTION_KINDS = {"open": "info", "done": "success", "dropped": "neutral"}


def source_of(row: Any) -> str:
    """The minutes or the document that it stands in."""
    return str(row.point.minutes) if row.point_id else str(row.document)


def resolution_kind(row: Any) -> str:
    late = row.state == ResolutionState.OPEN and row.due and row.due < clock.today()
    return "danger" if late else RESOLUTION_KINDS[row.state]


class ChoiceTagColumn(TagColumn):
    """A state with its words; kinds by the state's own value."""

    def __init__(self, label: Any, *, words: Any, kinds: Any, **options: Any) -> None:
        super().__init__(label, kinds=kinds, **options)
        self.words = dict(words)

    def show(self, value: Any, row: Any) -> str:
        return str(self.words.get(value, value))


class MeetingTable(Table):
    caption = _("Alle møter")
    starts_at = DateTimeColumn(_("Tid"), sort=True)
    title = Column(_("Møte"), sort=True, header=True, wide=True, link=lambda row: row.get_absolute_url())
    kind = Column(_("Type"), value=lambda row: row.get_kind_display(), sort="kind")
    venue = Column(_("Sted"))
    video = Column(_("Videolenke"), only_export=True)
    chair = Column(_("Møteleder"), value="chair.name", sort="chair__name")
    item_count = NumberColumn(_("Saker"))
    state = ChoiceTagColumn(
        _("Tilstand"), words=MeetingState.choices, kinds=lambda row: MEETING_KINDS[row.state], sort=True
    )
    default_sort = "starts_at"
    empty_title = _("Ingen møter")
    empty_text = _("Ingen møter passer med filtrene.")
    filters = {
        "kind": ChoiceFilter(_("Type"), field="kind", choices=MeetingKind.choices),
        "state": ChoiceFilter(_("Tilstand"), field="state", choices=MeetingState.choices),
    }


class ResolutionTable(Table):
    caption = _("Beslutninger og føringer")
    given_on = DateColumn(_("Dato"), sort=True)
    text = Column(_("Hva"), header=True, wide=True, link=lambda row: row.get_absolute_url())
    kind = Column(_("Type"), value=lambda row: row.get_kind_display(), sort="kind")
    side = Column(_("Ansvar"), value=lambda row: row.get_side_display(), sort="side")
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    due = DateColumn(_("Frist"), sort=True)
    source = Column(_("Hvor det står"), value=source_of, wide=True)
    state = ChoiceTagColumn(_("Tilstand"), words=ResolutionState.choices, kinds=resolution_kind, sort=True)
    outcome = Column(_("Hva det ble til"), only_export=True)
    closed_at = DateTimeColumn(_("Avsluttet"), only_export=True)
    default_sort = "-given_on"
    empty_title = _("Ingen beslutninger eller føringer")
    empty_text = _("De kommer hit når et referat er godkjent av begge parter, eller når en føring registreres.")

    def __init__(self, rows: Any, request: HttpRequest | None = None, *, plan: Plan, prefix: str = "") -> None:
        people = [(user.pk, user.name) for user in queries.people_of_parties(plan)]
        self.filters = {  # type: ignore[misc]
            "q": TextFilter(_("Søk"), fields=("text", "outcome")),
            "kind": ChoiceFilter(_("Type"), field="kind", choices=ResolutionKind.choices),
            "state": ChoiceFilter(_("Tilstand"), field="state", choices=ResolutionState.choices),
            "side": ChoiceFilter(_("Ansvar"), field="side", choices=Side.choices),
            "owner": ChoiceFilter(_("Ansvarlig"), field="owner", choices=people),
            "late": BooleanFilter(_("Bare over fristen"), q=Q(state="open", due__lt=clock.today())),
        }
        super().__init__(rows, request, prefix=prefix)
