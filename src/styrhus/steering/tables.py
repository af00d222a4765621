"""The lists of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.ui.navigation import address
from styrhus.ui.tables import (
    BooleanColumn,
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateColumn,
    LinesColumn,
    NumberColumn,
    Table,
    TagColumn,
    TextFilter,
)

from . import queries
from .models import Duty, Frequency, Plan
from .rules import Status
from .texts import AWAITING, STATUS_TEXTS, status_kind


def _document(row: Any) -> str:
    return address("archive:document", row.document_id) if row.document_id else ""


def _first_and_last(row: Any) -> tuple[int, int] | None:
    return (row.lines[0], row.lines[-1]) if row.lines and row.document_id else None


def _page(name: str) -> Any:
    return lambda row: reverse(f"steering:{name}", args=(row.pk,))


def _departments(plan: Plan) -> list[tuple[Any, str]]:
    return [(row.pk, row.name) for row in queries.departments_of(plan.agency)]


def _goals(plan: Plan) -> list[tuple[Any, str]]:
    return [(goal.pk, f"{goal.number} {goal.title}") for goal in plan.goals.order_by("order")]


class StatusColumn(TagColumn):
    """A deadline's status in words."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, kinds=self._kind, **options)

    @staticmethod
    def _kind(row: Any) -> str:
        return status_kind(Status(row.status), row.plan.year, clock.today())

    def show(self, value: Any, row: Any) -> str:
        return str(STATUS_TEXTS[Status(value)])


STATUS_CHOICES = [(status.value, text) for status, text in STATUS_TEXTS.items()]


class PlanTable(Table):
    """A list whose filters offer what the plan holds. ``bare`` leaves out filters and exports."""

    def __init__(
        self, rows: Any, request: HttpRequest | None = None, *, plan: Plan, prefix: str = "", bare: bool = False
    ) -> None:
        self.filters = {} if bare else self.filters_for(plan)  # type: ignore[misc]
        self.exports = not bare
        super().__init__(rows, request, prefix=prefix)

    def filters_for(self, plan: Plan) -> dict[str, Any]:
        return {}


class UnbrokenColumn(Column):
    """A number such as 2023-02, which is never broken at its hyphen on the page."""

    def show(self, value: Any, row: Any) -> str:
        return super().show(value, row).replace("-", "\u2011")


class TitleWithMarks(Column):
    """A title, and after it that an order still waits for its confirmation."""

    def html(self, row: Any) -> SafeString:
        shown = super().html(row)
        if not row.assignment.awaits_confirmation:
            return shown
        return format_html('{}<br><small class="ui-muted">{}</small>', shown, AWAITING)


class AssignmentTable(PlanTable):
    caption = _("Oppdrag")
    number = UnbrokenColumn(_("Nummer"), value="assignment.number", sort="assignment__number")
    title = TitleWithMarks(
        _("Tittel"), value="assignment.title", sort="assignment__title", header=True, wide=True,
        link=lambda row: reverse("steering:assignment", args=(row.assignment_id,)),
    )  # fmt: skip
    goal = Column(pgettext_lazy("one", "Mål"), value="goal.number", sort="goal__order")
    owner = Column(_("Ansvarlig"), value="assignment.owner.name", sort="assignment__owner__name")
    department = Column(_("Avdeling"), value="assignment.department.name", sort="assignment__department__name")
    next_text = Column(_("Slik brevet skriver fristen"), only_export=True)
    next_date = DateColumn(_("Neste frist"), sort=True)
    status = StatusColumn(_("Status etter dato"), sort=True)
    is_rd = BooleanColumn(_("FoU"), value="assignment.is_rd", sort="assignment__is_rd")
    earlier = BooleanColumn(_("Gitt tidligere"), sort=True, only_export=True)
    awaiting = BooleanColumn(_("Venter på bekreftelse"), value="assignment.awaits_confirmation", only_export=True)
    default_sort = "next_date"
    empty_title = _("Ingen oppdrag å vise")
    empty_text = _("Planen har ingen oppdrag som passer med filtrene.")

    def filters_for(self, plan: Plan) -> dict[str, Any]:
        return {
            "q": TextFilter(_("Søk i nummer og tittel"), fields=("assignment__number", "assignment__title")),
            "goal": ChoiceFilter(pgettext_lazy("one", "Mål"), field="goal", choices=_goals(plan)),
            "department": ChoiceFilter(_("Avdeling"), field="assignment__department", choices=_departments(plan)),
            "status": ChoiceFilter(_("Status"), field="status", choices=STATUS_CHOICES),
            "earlier": ChoiceFilter(
                _("Gitt"), field="earlier", choices=[("False", _("I år")), ("True", _("Tidligere år"))]
            ),
            "rd": BooleanFilter(_("Bare FoU"), q=Q(assignment__is_rd=True)),
            "awaiting": BooleanFilter(
                _("Venter på bekreftelse"),
                q=~Q(assignment__oral_from="") & Q(assignment__confirmation=None),
            ),
        }


class GoalAssignmentTable(AssignmentTable):
    """The assignments of one goal, where the goal need not be said."""

    goal = None  # type: ignore[assignment]


class ParameterTable(PlanTable):
    caption = _("Styringsparametere")
    label = UnbrokenColumn(_("Nummer"), sort="order")
    text = Column(_("Styringsparameter"), header=True, wide=True, link=_page("parameter"))
    goal = Column(pgettext_lazy("one", "Mål"), value="goal.number", sort="goal__order")
    baseline = Column(_("Utgangspunkt"))
    target = Column(_("Måltall"))
    unit = Column(_("Enhet"))
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    department = Column(_("Avdeling"), value="department.name", sort="department__name")
    lines = LinesColumn(_("Kilde"), value=_first_and_last, page=_document)
    default_sort = "label"
    empty_title = _("Ingen styringsparametere")
    empty_text = _("Brevet gir ingen, eller ingen passer med filtrene.")

    def filters_for(self, plan: Plan) -> dict[str, Any]:
        return {
            "q": TextFilter(_("Søk"), fields=("label", "text")),
            "goal": ChoiceFilter(pgettext_lazy("one", "Mål"), field="goal", choices=_goals(plan)),
        }


class DutyTable(PlanTable):
    """Duties as the instruction gives them. How they are done is the agency's own: ``tables_routines``."""

    caption = _("Faste plikter")
    section = Column(_("Avsnitt i instruksen"), sort=True, wide=True)
    text = Column(_("Plikt"), header=True, wide=True, link=_page("duty"))
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    department = Column(_("Avdeling"), value="department.name", sort="department__name")
    frequency = Column(_("Hvor ofte"), value=lambda row: row.get_frequency_display(), sort="frequency")
    lines = LinesColumn(_("Kilde"), value=_first_and_last, page=_document)
    page_size = 50
    empty_title = _("Ingen faste plikter")
    empty_text = _("Instruksen har ingen, eller ingen passer med filtrene.")

    def filters_for(self, plan: Plan) -> dict[str, Any]:
        return {
            "q": TextFilter(_("Søk i plikt"), fields=("text", "section")),
            "section": ChoiceFilter(_("Avsnitt"), field="section", choices=sections_of(plan)),
            "department": ChoiceFilter(_("Avdeling"), field="department", choices=_departments(plan)),
            "frequency": ChoiceFilter(_("Hvor ofte"), field="frequency", choices=Frequency.choices[1:]),
            "unowned": BooleanFilter(_("Uten ansvarlig"), q=Q(owner=None, department=None)),
        }


def sections_of(plan: Plan) -> list[tuple[str, str]]:
    """The sections of the instruction that hold duties, in the letter's order."""
    rows = Duty.objects.filter(plan=plan).order_by("pk").values_list("section", flat=True)
    return [(section, section) for section in dict.fromkeys(rows)]


class ChoiceColumn(Column):
    """A box to tick, for a form elsewhere on the page."""

    def __init__(self, label: Any, *, name: str, form: str) -> None:
        super().__init__(label, value="pk", export=False)
        self.field_name, self.form = name, form

    def html(self, row: Any) -> SafeString:
        return format_html(
            '<input class="ds-input" type="checkbox" name="{}" value="{}" form="{}" aria-label="{}">',
            self.field_name,
            row.pk,
            self.form,
            gettext("Velg: %(text)s") % {"text": str(row)[:80]},
        )


class ChoosableDutyTable(DutyTable):
    """Duties with a box in front of each, for those who may set owners."""

    chosen = ChoiceColumn(_("Velg"), name="duty", form="owners")


ChoosableDutyTable.columns = (ChoosableDutyTable.chosen, *DutyTable.columns)


class ReportTable(PlanTable):
    caption = _("Rapportering")
    title = Column(_("Rapportering"), sort=True, header=True, wide=True, link=_page("report"))
    kind = Column(_("Type"), value=lambda row: row.get_kind_display(), sort="kind")
    cut_off = DateColumn(_("Telletidspunkt"), sort=True)
    deadline = DateColumn(_("Frist"), sort=True)
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    department = Column(_("Avdeling"), value="department.name", sort="department__name")
    lines = LinesColumn(_("Kilde"), value=_first_and_last, page=_document)
    default_sort = "deadline"
    empty_title = _("Ingen rapporteringskrav")
    empty_text = _("Brevet ber ikke om noen rapporter.")


class MeetingTable(PlanTable):
    caption = _("Møter")
    title = Column(_("Møte"), sort=True, header=True, wide=True, link=_page("meeting"))
    kind = Column(_("Type"), value=lambda row: row.get_kind_display(), sort="kind")
    times = NumberColumn(_("Antall i året"), value="count")
    when = Column(_("Slik brevet skriver det"), wide=True)
    date = DateColumn(_("Dato"), sort=True)
    lines = LinesColumn(_("Kilde"), value=_first_and_last, page=_document)
    default_sort = "date"
    empty_title = _("Ingen møter")
    empty_text = _("Brevet nevner ingen møter.")


class DirectiveTable(PlanTable):
    caption = _("Fellesføringer")
    title = Column(_("Fellesføring"), sort=True, header=True, wide=True, link=_page("directive"))
    text = Column(_("Tekst"), only_export=True)
    owner = Column(_("Ansvarlig"), value="owner.name", sort="owner__name")
    department = Column(_("Avdeling"), value="department.name", sort="department__name")
    lines = LinesColumn(_("Kilde"), value=_first_and_last, page=_document)
    empty_title = _("Ingen fellesføringer")
    empty_text = _("Brevet gir ingen.")


class DueTable(Table):
    """Deadlines as a list: rows are ``queries.DueItem``."""

    caption = _("Alle frister")
    file_name = _("frister")
    date = DateColumn(_("Dato"), sort=True)
    text = Column(_("Slik brevet skriver det"))
    kind = Column(_("Gjelder"), value=lambda row: str(row.kind.label), sort="kind")
    label = Column(_("Hva"), header=True, wide=True, link=lambda row: reverse(row.url_name, args=row.url_args))
    goal = Column(pgettext_lazy("one", "Mål"), only_export=True)
    owner = Column(_("Ansvarlig"), sort=True)
    department = Column(_("Avdeling"), sort=True)
    status = StatusColumn(_("Status etter dato"), value=lambda row: row.status.value)


def due_rows(items: Iterable[queries.DueItem], year: int) -> tuple[list[Any], list[Any], list[Any]]:
    """Due items split: within ``year``, in later (and earlier) years, and without a date."""
    within, other, undated = [], [], []
    for item in items:
        (undated if item.date is None else within if item.date.year == year else other).append(item)
    return within, other, undated
