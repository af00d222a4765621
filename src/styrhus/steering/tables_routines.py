"""The lists of followed duties, occurrences and requests to drop work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from styrhus.ui.icons import TAG_ICONS
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
from .models import DropKind, DropState, Plan
from .rules_periods import Follow, Mark
from .tables import ChoosableDutyTable, DutyTable, PlanTable, UnbrokenColumn, sections_of
from .texts_routines import (
    DROP_KINDS,
    FOLLOW_KINDS,
    FOLLOW_TEXTS,
    MARK_KINDS,
    MARK_TEXTS,
    OCCURRENCE_KINDS,
    OCCURRENCE_TEXTS,
    state_text,
)


class WordsColumn(TagColumn):
    """A value whose words and colour stand in tables of their own."""

    def __init__(self, label: Any, *, words: Callable[[Any], Any], **options: Any) -> None:
        super().__init__(label, **options)
        self.words = words

    def show(self, value: Any, row: Any) -> str:
        return str(self.words(value))


class FollowedDutyTable(DutyTable):
    """Duties with how they are followed, for the agency and the auditor. Rows are ``queries.followed_duties``."""

    section = Column(_("Avsnitt i instruksen"), only_export=True)
    follow = WordsColumn(
        _("Oppfølging"), words=lambda value: FOLLOW_TEXTS[Follow(value)],
        kinds=lambda row: FOLLOW_KINDS[Follow(row.follow)], sort=True,
    )  # fmt: skip
    last_done = DateColumn(_("Sist gjort"), sort=True)
    next_due = DateColumn(_("Neste gang innen"), sort=True)
    routine = Column(_("Rutine"), only_export=True)
    late_count = NumberColumn(_("Perioder som mangler"), sort=True, only_export=True)
    rests = Column(_("Departementet har godkjent"), value=state_text, only_export=True)

    def filters_for(self, plan: Plan) -> dict[str, Any]:
        choices = [(kind.value, text) for kind, text in FOLLOW_TEXTS.items()]
        return super().filters_for(plan) | {
            "q": TextFilter(_("Søk i plikt og rutine"), fields=("text", "section", "routine")),
            "follow": ChoiceFilter(_("Oppfølging"), field="follow", choices=choices),
            "bare": BooleanFilter(_("Uten rutine"), q=Q(routine="", routines=None)),
        }


class ChoosableFollowedTable(FollowedDutyTable):
    """The same with a box in front of each, for those who may set owners."""


ChoosableFollowedTable.columns = (ChoosableDutyTable.chosen, *FollowedDutyTable.columns)


class MonthColumn(Column):
    """What was done, is late or runs in one month of a duty's year."""

    def __init__(self, label: Any, *, month: int) -> None:
        super().__init__(label, value=lambda row: row.months[month - 1])

    def html(self, row: Any) -> SafeString:
        marks: list[tuple[str, date]] = self.raw(row)
        if not marks:
            return mark_safe("")
        return format_html_join(" ", "{}", ((_tag(mark, day),) for mark, day in marks))

    def typed(self, row: Any) -> str | None:
        return ", ".join(f"{MARK_TEXTS[Mark(mark)]} {day:%d.%m.%Y}" for mark, day in self.raw(row)) or None


def _tag(mark: str, day: date) -> SafeString:
    kind = MARK_KINDS[Mark(mark)]
    text = f"{day.day}.{day.month}." if mark == Mark.DONE.value else str(MARK_TEXTS[Mark(mark)])
    context = {"text": text, "kind": kind, "icon": TAG_ICONS[kind], "size": "sm"}
    return mark_safe(render_to_string("ui/parts/tag.html", context).strip())  # noqa: S308 - a template's own output


class DutyYearTable(PlanTable):
    """Which duties were done when: rows are ``queries.YearRow``."""

    caption = _("Faste plikter gjennom året")
    file_name = _("plikter-gjennom-aret")
    cards = False
    text = Column(
        _("Plikt"), header=True, wide=True, sort=True, link=lambda row: reverse("steering:duty", args=(row.pk,))
    )
    department = Column(_("Avdeling"), sort=True)
    m1 = MonthColumn(_("jan."), month=1)
    m2 = MonthColumn(_("feb."), month=2)
    m3 = MonthColumn(_("mars"), month=3)
    m4 = MonthColumn(_("april"), month=4)
    m5 = MonthColumn(_("mai"), month=5)
    m6 = MonthColumn(_("juni"), month=6)
    m7 = MonthColumn(_("juli"), month=7)
    m8 = MonthColumn(_("aug."), month=8)
    m9 = MonthColumn(_("sep."), month=9)
    m10 = MonthColumn(_("okt."), month=10)
    m11 = MonthColumn(_("nov."), month=11)
    m12 = MonthColumn(_("des."), month=12)
    empty_title = _("Ingen plikter har perioder ennå")
    empty_text = _("Sett hvor ofte pliktene skal gjøres, eller før den første som gjort.")

    def filters_for(self, plan: Plan) -> dict[str, Any]:
        departments = [(row.name, row.name) for row in queries.departments_of(plan.agency)]
        return {
            "q": TextFilter(_("Søk i plikt"), fields=("text", "section")),
            "section": ChoiceFilter(_("Avsnitt"), field="section", choices=sections_of(plan)),
            "department": ChoiceFilter(_("Avdeling"), field="department", choices=departments),
        }


class OccurrenceTable(PlanTable):
    """The year's occurrences of recurring assignments."""

    caption = _("Gjentatte oppdrag")
    due = DateColumn(_("Frist"), sort=True)
    number = UnbrokenColumn(_("Nummer"), value="deadline.assignment.number", sort="deadline__assignment__number")
    title = Column(
        _("Oppdrag"), value="deadline.assignment.title", sort="deadline__assignment__title", header=True, wide=True,
        link=lambda row: reverse("steering:occurrence", args=(row.pk,)),
    )  # fmt: skip
    part = Column(_("Del"), value="deadline.part", sort="deadline__part")
    text = Column(_("Slik brevet skriver fristen"), value="deadline.text", only_export=True)
    owner = Column(_("Ansvarlig"), value="deadline.assignment.owner.name", sort="deadline__assignment__owner__name")
    department = Column(
        _("Avdeling"), value="deadline.assignment.department.name", sort="deadline__assignment__department__name"
    )
    status = WordsColumn(
        _("Status"),
        words=lambda value: OCCURRENCE_TEXTS[value],
        kinds=lambda row: OCCURRENCE_KINDS[row.status],
        sort=True,
    )
    done_on = DateColumn(_("Gjort"), sort=True)
    default_sort = "due"
    empty_title = _("Ingen gjentakelser å vise")
    empty_text = _("Bestem hvor ofte et gjentatt oppdrag skal gjøres, så kommer fristene her.")

    def filters_for(self, plan: Plan) -> dict[str, Any]:
        return {
            "q": TextFilter(_("Søk i nummer og tittel"), fields=("deadline__assignment__number", "deadline__assignment__title")),
            "status": ChoiceFilter(_("Status"), field="status", choices=list(OCCURRENCE_TEXTS.items())),
            "department": ChoiceFilter(
                _("Avdeling"),
                field="deadline__assignment__department",
                choices=[(row.pk, row.name) for row in queries.departments_of(plan.agency)],
            ),
        }  # fmt: skip


class DropTable(Table):
    """Requests to end or down-prioritise work."""

    caption = _("Nedprioriteringer")
    asked_at = DateTimeColumn(_("Sendt"), sort=True)
    subject = Column(
        _("Gjelder"), value=lambda row: str(row.subject), header=True, wide=True,
        link=lambda row: reverse("steering:drop", args=(row.pk,)),
    )  # fmt: skip
    kind = Column(_("Ønske"), value=lambda row: row.get_kind_display(), sort="kind")
    agency = Column(_("Virksomhet"), value="plan.agency.label", sort="plan__agency__name")
    year = Column(_("År"), value="plan.year", sort="plan__year")
    wanted_from = DateColumn(_("Ønsket fra"), sort=True)
    state = TagColumn(_("Tilstand"), kinds=DROP_KINDS, sort=True)
    effective_from = DateColumn(_("Gjelder fra"), sort=True)
    until = DateColumn(_("Til"), only_export=True)
    reason = Column(_("Begrunnelse"), only_export=True)
    consequences = Column(_("Konsekvenser"), only_export=True)
    alternative = Column(_("Alternativ"), only_export=True)
    answer = Column(_("Svar"), only_export=True)
    conditions = Column(_("Vilkår"), only_export=True)
    default_sort = "-asked_at"
    empty_title = _("Ingen ønsker om nedprioritering")
    empty_text = _("Virksomheten kan be departementet om å få avslutte eller nedprioritere arbeid som løper.")
    filters = {
        "q": TextFilter(_("Søk"), fields=("assignment__number", "assignment__title", "duty__text", "reason")),
        "state": ChoiceFilter(_("Tilstand"), field="state", choices=DropState.choices),
        "kind": ChoiceFilter(_("Ønske"), field="kind", choices=DropKind.choices),
    }


class RuleTable(Table):
    """The rules by which the program reminds."""

    caption = _("Regler for påminnelser")
    name = Column(_("Hva"), header=True, wide=True)
    when = Column(_("Når"), wide=True)
    who = Column(_("Til"), wide=True)
    since = DateColumn(_("Gjelder fra"))
    verified = DateColumn(_("Kontrollert"))
    empty_title = _("Ingen regler gjelder i dag")
