"""The lists of risks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from styrhus.steering.models import Plan
from styrhus.steering.queries import departments_of
from styrhus.ui import formats
from styrhus.ui.table_filters import Rows
from styrhus.ui.tables import (
    BooleanColumn,
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateColumn,
    NumberColumn,
    Table,
    TagColumn,
    TextFilter,
)

from .heat_map import MARKS, MOVED_SIGNS, MOVED_TEXTS
from .models import BandKind, ScaleCell
from .presentation import STANDING_KINDS, STANDING_TEXTS
from .queries.lines import RiskLine
from .queries.scales import ScaleView


class LevelColumn(Column):
    """A level: its band's mark and name, and likelihood × consequence. The value is a cell of the scale."""

    text = False

    def show(self, value: ScaleCell | None, row: Any) -> str:
        return f"{value.band.label} ({value})" if value else formats.NOTHING

    def html(self, row: Any) -> SafeString:
        cell: ScaleCell | None = self.raw(row)
        if cell is None:
            return mark_safe(formats.NOTHING)  # noqa: S308 - our own dash
        mark = MARKS[BandKind(cell.band.kind)]
        return format_html(
            '<span class="risk-level risk-level--{}"><span aria-hidden="true">{}</span> {} <small>{}</small></span>',
            cell.band.colour, mark, cell.band.label, cell,
        )  # fmt: skip

    def typed(self, row: Any) -> Any:
        cell: ScaleCell | None = self.raw(row)
        return self.show(cell, row) if cell else None


class MovementColumn(Column):
    """An arrow and its word. The value is a Movement."""

    text = False

    def show(self, value: Any, row: Any) -> str:
        return str(MOVED_TEXTS[value]) if value else formats.NOTHING

    def html(self, row: Any) -> SafeString:
        moved = self.raw(row)
        if moved is None:
            return mark_safe(formats.NOTHING)  # noqa: S308 - our own dash
        return format_html(
            '<span class="risk-moved risk-moved--{}"><span aria-hidden="true">{}</span> {}</span>',
            moved.value, MOVED_SIGNS.get(moved, ""), MOVED_TEXTS[moved],
        )  # fmt: skip

    def typed(self, row: Any) -> Any:
        moved = self.raw(row)
        return str(MOVED_TEXTS[moved]) if moved else None


class StandingColumn(TagColumn):
    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, kinds=lambda row: STANDING_KINDS[row.standing], **options)

    def show(self, value: Any, row: Any) -> str:
        return str(STANDING_TEXTS[value])


class GoalFilter(ChoiceFilter):
    """Risks that threaten the chosen goal."""

    def apply(self, rows: Rows, name: str, values: dict[str, Any]) -> Rows:
        wanted = values.get(name)
        if not wanted:
            return rows
        return [row for row in rows if any(str(goal.pk) == wanted for goal in row.risk.goals.all())]


def _risk(row: Any) -> str:
    return reverse("risk:risk", args=(row.risk.pk,))


def _goals(row: RiskLine) -> str:
    return ", ".join(goal.number for goal in row.risk.goals.all())


def _standing_value(row: RiskLine) -> str:
    return row.standing.value


def _score(name: str) -> Any:
    def key(row: RiskLine) -> tuple[int, int] | None:
        cell = getattr(row.assessment, name) if row.assessment else None
        return (cell.band.order, cell.score) if cell else None

    return key


class RiskTable(Table):
    """Rows are ``queries.RiskLine``."""

    caption = _("Risikoer")
    file_name = _("risikoer")
    code = Column(_("Nr."), value="risk.code", sort="risk.number")
    event = Column(_("Hendelse"), value="risk.event", sort="risk.event", header=True, wide=True, link=_risk)
    cause = Column(_("Årsak"), value="risk.cause", only_export=True)
    consequence = Column(_("Konsekvens"), value="risk.consequence", only_export=True)
    goals = Column(pgettext_lazy("several", "Mål"), value=_goals)
    owner = Column(_("Ansvarlig"), value="risk.owner.name", sort="risk.owner.name", only_export=True)
    department = Column(_("Avdeling"), value="risk.department.name", sort="risk.department.name")
    before = LevelColumn(_("Før tiltak"), value="assessment.before", sort=_score("before"))
    after = LevelColumn(_("Etter tiltak"), value="assessment.after", sort=_score("after"))
    moved = MovementColumn(_("Siden sist"), value="movement")
    ministry = LevelColumn(_("Departementets vurdering"), value="ministry.cell", only_export=True)
    standing = StandingColumn(_("Beslutning"), sort=_standing_value)
    words = Column(_("Begrunnelse"), value="assessment.words", only_export=True)
    open_measures = NumberColumn(_("Tiltak som gjenstår"), only_export=True)
    next_due = DateColumn(_("Neste tiltak"), only_export=True)
    review_on = DateColumn(_("Vurderes innen"), sort=True, only_export=True)
    raised_on = DateColumn(_("Løftet"), value="risk.raised_on", only_export=True)
    default_sort = "-after"
    empty_title = _("Ingen risikoer å vise")
    empty_text = _("Ingen risikoer passer med filtrene.")

    def __init__(
        self, rows: Any, request: HttpRequest | None = None, *, plan: Plan, view: ScaleView | None, agency_side: bool
    ) -> None:
        self.filters = _filters(plan, view, agency_side)  # type: ignore[misc]
        super().__init__(rows, request)


def _filters(plan: Plan, view: ScaleView | None, agency_side: bool) -> dict[str, Any]:
    goals = [(goal.pk, f"{goal.number} {goal.title}") for goal in plan.goals.order_by("order")]
    bands = [(band.pk, band.label) for band in reversed(view.bands)] if view else []
    found: dict[str, Any] = {
        "q": TextFilter(
            _("Søk i hendelse, årsak og konsekvens"), fields=("risk.event", "risk.cause", "risk.consequence")
        ),
        "goal": GoalFilter(pgettext_lazy("one", "Mål"), field="", choices=goals),
        "band": ChoiceFilter(_("Nivå etter tiltak"), field="assessment.after.band_id", choices=bands),
    }
    if agency_side:
        departments = [(row.pk, row.name) for row in departments_of(plan.agency)]
        found["department"] = ChoiceFilter(_("Avdeling"), field="risk.department_id", choices=departments)
        found["waits"] = BooleanFilter(_("Venter på beslutning"), q=Q(), test=lambda row: row.waits)
        found["raised"] = BooleanFilter(
            _("Løftet til dialogen"), q=Q(), test=lambda row: row.risk.raised_on is not None
        )
    return found


class SnapshotTable(Table):
    caption = _("Risikobilder")
    file_name = _("risikobilder")
    title = Column(
        _("Anledning"), header=True, wide=True, sort=True, link=lambda row: reverse("risk:snapshot", args=(row.pk,))
    )
    on = DateColumn(_("Dato"), sort=True)
    risk_count = NumberColumn(_("Risikoer"), sort=True)
    taken_by = Column(_("Tatt av"), value="taken_by.name")
    default_sort = "-on"
    empty_title = _("Ingen bilder ennå")
    empty_text = _("Et bilde tas når et etatsstyringsmøte holdes. Da kan dere se hva som har beveget seg siden sist.")


class SnapshotRowTable(Table):
    """Rows are ``queries.SnapshotLine``."""

    caption = _("Risikoene i bildet")
    file_name = _("risikobilde")
    code = Column(_("Nr."), value="risk.code", sort="risk.number")
    event = Column(_("Hendelse"), value="row.event", sort=True, header=True, wide=True, link=_risk)
    owner = Column(_("Ansvarlig"), value="row.owner_name", only_export=True)
    before = LevelColumn(_("Før tiltak"), value="row.before")
    after = LevelColumn(_("Etter tiltak"), value="row.after")
    earlier = LevelColumn(_("Forrige bilde"), value="earlier")
    moved = MovementColumn(_("Bevegelse"), value="movement")
    ministry = LevelColumn(_("Departementet"), value="row.ministry")
    accepted = BooleanColumn(_("Godtatt"), value="row.accepted")
    open_measures = NumberColumn(_("Tiltak som gjenstår"), value="row.open_measures", only_export=True)
    late_measures = NumberColumn(_("Tiltak over fristen"), value="row.late_measures", only_export=True)
    default_sort = "code"
    empty_title = _("Ingen risikoer i bildet")
    empty_text = _("Ingen risikoer var åpne for dere da bildet ble tatt.")


class ReportTable(Table):
    """The table of the half-year report: rows are ``queries.RiskLine``."""

    caption = _("Risiko for å ikke nå målene")
    file_name = _("risiko-til-halvarsrapporten")
    code = Column(_("Nr."), value="risk.code")
    goals = Column(pgettext_lazy("several", "Mål"), value=_goals)
    event = Column(_("Hendelse"), value="risk.event", header=True, wide=True, link=_risk)
    before = LevelColumn(_("Før tiltak"), value="assessment.before")
    after = LevelColumn(_("Etter tiltak"), value="assessment.after")
    moved = MovementColumn(_("Siden sist"), value="movement")
    measures = Column(
        _("Tiltak som gjenstår"), wide=True,
        value=lambda row: "; ".join(f"{one.title} ({one.due:%d.%m.%Y})" for one in row.measures if one.is_open),
    )  # fmt: skip
    standing = StandingColumn(_("Beslutning"))
    empty_title = _("Ingen risikoer å rapportere")
    empty_text = _("Ingen risikoer er løftet til styringsdialogen.")


class MeasureTable(Table):
    """All measures of a plan's risks: rows are measures."""

    caption = _("Tiltak mot risiko")
    file_name = _("risikotiltak")
    code = Column(
        _("Risiko"), value="risk.code", sort="risk__number", link=lambda row: reverse("risk:risk", args=(row.risk_id,))
    )
    title = Column(
        _("Tiltak"), sort=True, header=True, wide=True, link=lambda row: reverse("risk:measure", args=(row.pk,))
    )
    effect = Column(_("Forventet virkning"), only_export=True)
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    department = Column(_("Avdeling"), value="department.name", sort="department__name")
    due = DateColumn(_("Frist"), sort=True)
    state = TagColumn(
        _("Tilstand"),
        kinds={"planned": "neutral", "started": "info", "done": "success", "dropped": "neutral"},
        sort=True,
    )
    default_sort = "due"
    empty_title = _("Ingen tiltak")
    empty_text = _("Ingen tiltak passer med filtrene.")
