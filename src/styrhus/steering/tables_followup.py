"""The follow-up board and the list of deliveries."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.ui.formats import date_short
from styrhus.ui.table_filters import Filter, Rows
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
from .access import Permission
from .models import Colour, Plan
from .queries import DeliveryRow, FollowUpRow
from .queries.followup import COLOUR_WEIGHT
from .rules_followup import DeliveryState, Progress
from .tables import UnbrokenColumn
from .texts_followup import COLOUR_KINDS, DELIVERY_KINDS, DELIVERY_TEXTS, PROGRESS_KINDS, PROGRESS_TEXTS

SILENCES = (14, 30, 60, 90)


class ProgressColumn(TagColumn):
    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, kinds=lambda row: PROGRESS_KINDS[row.progress], **options)

    def show(self, value: Any, row: Any) -> str:
        return str(PROGRESS_TEXTS[row.progress])


class ColourColumn(TagColumn):
    """The owner's judgement; a dash where nobody has judged."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, kinds=lambda row: COLOUR_KINDS[Colour(row.colour)], **options)

    def show(self, value: Any, row: Any) -> str:
        return str(Colour(row.colour).label)


class MilestoneColumn(Column):
    def show(self, value: Any, row: Any) -> str:
        return date_short(value.date) if value else super().show(value, row)

    def html(self, row: Any) -> SafeString:
        value = self.raw(row)
        if not value:
            return super().html(row)
        title = Truncator(value.title).chars(60)
        return format_html('{}<br><small class="ui-muted">{}</small>', date_short(value.date), title)

    def typed(self, row: Any) -> Any:
        value = self.raw(row)
        return f"{date_short(value.date)} {value.title}" if value else None


class DeadlineColumn(DateColumn):
    """The day, or where there is none what the letter prints ("Løpende")."""

    def html(self, row: Any) -> SafeString:
        return super().html(row) if row.deadline or not row.deadline_text else format_html("{}", row.deadline_text)


class SilenceFilter(Filter):
    """Rows that nobody has updated for so many days, or never."""

    def form_fields(self, name: str) -> dict[str, forms.Field]:
        choices = [("", _("Alle")), *((str(n), gettext("På %(days)s dager") % {"days": n}) for n in SILENCES)]
        return {name: forms.ChoiceField(label=self.label, required=False, choices=choices)}

    def apply(self, rows: Rows, name: str, values: dict[str, Any]) -> Rows:
        wanted = values.get(name)
        if not wanted:
            return rows
        open_rows = [row for row in rows if not row.progress.closed]
        return [row for row in open_rows if row.silent_days is None or row.silent_days >= int(wanted)]


class ShortColumn(Column):
    """A name, cut short on the page."""

    def show(self, value: Any, row: Any) -> str:
        return Truncator(super().show(value, row)).chars(40)


class TitleColumn(Column):
    """The assignment; a part stands with its own name over the assignment's title."""

    def html(self, row: Any) -> SafeString:
        if not row.part:
            return super().html(row)
        title = Truncator(row.assignment.title).chars(70)
        link = format_html('<a class="ds-link" href="{}">{}</a>', row.url, row.part)
        return format_html('{}<br><small class="ui-muted">{}</small>', link, title)


def _answering(row: FollowUpRow) -> str | None:
    """The person who answers for it, else the department."""
    held = row.assignment.owner or row.assignment.department
    return held.name if held else None


class FollowUpTable(Table):
    caption = _("Oppfølging")
    number = UnbrokenColumn(_("Nummer"), sort=lambda row: row.number)
    title = TitleColumn(
        _("Oppdrag"), value="assignment.title", sort=True, header=True, wide=True, link=lambda row: row.url
    )
    part = Column(_("Del"), only_export=True)
    progress = ProgressColumn(_("Status etter dato"), sort=lambda row: row.progress.weight)
    colour = ColourColumn(_("Vurdering"), sort=lambda row: COLOUR_WEIGHT.get(row.colour))
    reason = Column(_("Begrunnelse"), value="judgement.reason", only_export=True)
    deadline = DeadlineColumn(_("Frist"), sort=True)
    deadline_text = Column(_("Slik brevet skriver fristen"), only_export=True)
    milestone = MilestoneColumn(_("Neste milepæl"), value="next_milestone")
    owner = ShortColumn(_("Ansvarlig"), value=_answering, sort=_answering)
    department = Column(_("Avdeling"), value="assignment.department.name", only_export=True)
    updated_on = DateColumn(_("Oppdatert"), sort=True)
    silent_days = NumberColumn(_("Dager siden oppdatering"), only_export=True)
    page_size = 100
    empty_title = _("Ingen oppdrag å vise")
    empty_text = _("Planen har ingen oppdrag som passer med filtrene. Ta bort et filter for å se flere.")

    def __init__(self, rows: Any, request: HttpRequest | None = None, *, plan: Plan, inside: bool) -> None:
        self.filters = self._filters(plan, request.user if request else None, inside)  # type: ignore[misc, arg-type]
        self.columns = tuple(  # type: ignore[misc]
            column for column in type(self).columns if inside or column.name != "milestone"
        )
        super().__init__(rows, request)

    @staticmethod
    def _filters(plan: Plan, user: User | None, inside: bool) -> dict[str, Filter]:
        departments = [(row.pk, row.name) for row in queries.departments_of(plan.agency)]
        found: dict[str, Filter] = {
            "q": TextFilter(_("Søk i nummer og tittel"), fields=("number", "title")),
            "progress": ChoiceFilter(_("Status"), field="progress.value", choices=_statuses(inside)),
            "colour": ChoiceFilter(_("Vurdering"), field="colour", choices=Colour.choices),
            "department": ChoiceFilter(_("Avdeling"), field="assignment.department_id", choices=departments),
            "silent": SilenceFilter(_("Ikke oppdatert")),
            "alert": BooleanFilter(_("Bare gult og rødt"), q=Q(), test=lambda row: row.colour in ("yellow", "red")),
            "late": BooleanFilter(_("Bare forsinket"), q=Q(), test=lambda row: row.progress.late),
            "whole": BooleanFilter(_("Uten deler"), q=Q(), test=lambda row: not row.part),
        }
        if user and user.may(Permission.FOLLOW_UP, plan.agency_id):
            found["mine"] = BooleanFilter(_("Bare mine"), q=Q(), test=lambda row: row.assignment.owner_id == user.pk)
        return found


def _statuses(inside: bool) -> list[tuple[str, Any]]:
    return [(one.value, text) for one, text in PROGRESS_TEXTS.items() if inside or one is not Progress.MILESTONE_MISSED]


class DeliveryStateColumn(TagColumn):
    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, kinds=lambda row: DELIVERY_KINDS[row.state], **options)

    def show(self, value: Any, row: Any) -> str:
        return str(DELIVERY_TEXTS[row.state])


def _asked_by(row: DeliveryRow) -> date | None:
    """The day that more is asked by, while the agency owes it."""
    if row.state is not DeliveryState.MORE_REQUESTED:
        return None
    return next((reply.due for reply in reversed(list(row.delivery.replies.all())) if reply.due), None)


def _entry(row: DeliveryRow) -> str:
    return f"{row.delivery.entry.case_file.number}-{row.delivery.entry.number}"


class DeliveryTable(Table):
    caption = _("Leveranser")
    delivered_at = DateTimeColumn(_("Levert"), value="delivery.delivered_at", sort=True)
    what = Column(
        _("Hva"), value=lambda row: str(row.delivery.item), sort=True, header=True, wide=True, link=lambda row: row.url
    )
    part = Column(_("Del"), value="delivery.part")
    agency = Column(_("Fra"), value="delivery.plan.agency.label", sort=True)
    by = Column(_("Levert av"), value="delivery.delivered_by.name", sort=True)
    files = NumberColumn(_("Filer"), value="delivery.file_count")
    state = DeliveryStateColumn(_("Tilstand"), sort=lambda row: row.state.value)
    due = DateColumn(_("Svar innen"), value=_asked_by)
    entry = Column(_("Journalpost"), value=_entry, only_export=True)
    message = Column(_("Melding"), value="delivery.message", only_export=True)
    default_sort = "-delivered_at"
    filters = {
        "q": TextFilter(_("Søk"), fields=("delivery", "delivery.message")),
        "state": ChoiceFilter(
            _("Tilstand"), field="state.value", choices=[(state.value, text) for state, text in DELIVERY_TEXTS.items()]
        ),
        "waiting": BooleanFilter(_("Venter på departementet"), q=Q(), test=lambda row: row.waits_for_ministry),
        "ours": BooleanFilter(_("Venter på virksomheten"), q=Q(), test=lambda row: row.waits_for_agency),
    }
    empty_title = _("Ingen leveranser")
    empty_text = _("Her står alt som virksomheten leverer til departementet, med departementets svar.")
