"""Every component in every state, for the eye, for the browser tests and for the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .charts import Bar, BarChart, Chart, LineChart, Stack, StackedChart
from .formats import in_millions, kroner, percent
from .forms import KronerField, NearDate, Switch
from .icons import ICONS, KIND_ICONS
from .parts import Progress, TimelineEntry
from .tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateColumn,
    DateRangeFilter,
    LinesColumn,
    MoneyColumn,
    Table,
    TagColumn,
    TextFilter,
)
from .year_charts import Mark, MonthsChart, YearWheel

TODAY = date(2023, 6, 14)
STATES = {"done": "success", "late": "danger", "soon": "warning", "running": "info", "planned": "neutral"}
STATE_TEXTS = {
    "done": gettext_lazy("Levert"),
    "late": gettext_lazy("Over fristen"),
    "soon": gettext_lazy("Frist nær"),
    "running": gettext_lazy("I arbeid"),
    "planned": gettext_lazy("Planlagt"),
}
TITLES = (
    gettext_lazy("Veileder om kvalifisering"),
    gettext_lazy("Kartlegging av tolkebruk"),
    gettext_lazy("Rapport om bosetting"),
    gettext_lazy("Forslag til nye indikatorer"),
    gettext_lazy("Evaluering av tilskudd"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    number: str
    title: Any
    goal: str
    deadline: date | None
    amount: int
    state: str
    lines: tuple[int, int]


def samples(count: int = 40) -> list[Sample]:
    states = list(STATES)
    return [
        Sample(
            number=f"2023-{i + 1:02d}",
            title=TITLES[i % len(TITLES)],
            goal=str(i % 6 + 1),
            deadline=None if i % 11 == 10 else date(2023, 1, 15) + timedelta(days=i * 37 % 350),
            amount=(i * 7919 % 97 + 1) * 125_000,
            state=states[i * 3 % 5],
            lines=(200 + i * 4, 200 + i * 4 + i % 5),
        )
        for i in range(count)
    ]


class StateColumn(TagColumn):
    def show(self, value: Any, row: Any) -> str:
        return str(STATE_TEXTS.get(value, value))


class SampleTable(Table):
    caption = gettext_lazy("Oppdrag i brevet")
    number = Column(gettext_lazy("Nummer"), sort=True, header=True, link=lambda row: f"#{row.number}")
    title = Column(gettext_lazy("Tittel"), wide=True)
    goal = Column(pgettext_lazy("one", "Mål"), sort=True)
    deadline = DateColumn(gettext_lazy("Frist"), sort=True)
    amount = MoneyColumn(gettext_lazy("Beløp"), sort=True, total=True)
    state = StateColumn(gettext_lazy("Status"), kinds=STATES)
    lines = LinesColumn(gettext_lazy("Kilde"))
    filters = {
        "q": TextFilter(gettext_lazy("Søk i tittel og nummer"), fields=("title", "number")),
        "goal": ChoiceFilter(
            pgettext_lazy("one", "Mål"), field="goal", choices=lambda: [(str(i), _("Mål %s") % i) for i in range(1, 7)]
        ),
        "deadline": DateRangeFilter(gettext_lazy("Frist"), field="deadline"),
        "late": BooleanFilter(gettext_lazy("Bare over fristen"), test=lambda row: row.state == "late"),
    }
    default_sort = "number"
    page_size = 8


class SampleForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Tittel"), max_length=120, help_text=gettext_lazy("Kort og konkret"))
    email = forms.EmailField(label=gettext_lazy("E-post"))
    amount = KronerField(label=gettext_lazy("Beløp"))
    text = forms.CharField(label=gettext_lazy("Begrunnelse"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    known_day = forms.DateField(label=gettext_lazy("Dato i brevet"))
    near_day = forms.DateField(label=gettext_lazy("Ny frist"), required=False, widget=NearDate)
    moment = forms.SplitDateTimeField(label=gettext_lazy("Møtetid"), required=False)
    goal = forms.ChoiceField(
        label=pgettext_lazy("one", "Mål"), choices=[("", "–"), *((str(i), f"{i}") for i in range(1, 7))], required=False
    )
    municipality = forms.ChoiceField(
        label=gettext_lazy("Kommune"),
        choices=[("", ""), *((f"{i:04d}", f"Kommune {i}") for i in range(1, 60))],
        required=False,
        help_text=gettext_lazy("Skriv for å søke"),
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("Hvor mye haster det?"),
        choices=[("low", gettext_lazy("Kan vente")), ("high", gettext_lazy("Må gjøres nå"))],
        widget=forms.RadioSelect,
    )
    partners = forms.MultipleChoiceField(
        label=gettext_lazy("Hvem deltar?"),
        choices=[("nav", "NAV"), ("udi", "UDI"), ("hdir", "Helsedirektoratet")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    file = forms.FileField(label=gettext_lazy("Vedlegg"), required=False)
    confirmed = forms.BooleanField(label=gettext_lazy("Jeg har kontrollert tallene"))
    notify = forms.BooleanField(label=gettext_lazy("Varsle meg på e-post"), required=False, widget=Switch)


def timeline_entries() -> list[TimelineEntry]:
    return [
        TimelineEntry(_("Brevet vedtatt"), date(2023, 1, 12), tag=_("Levert"), kind="success", past=True),
        TimelineEntry(
            _("Plan for tolkeområdet"), date(2023, 5, 1), url="#", text=_("Sendt departementet"), kind="success",
            tag=_("Levert"), past=True,
        ),
        TimelineEntry(_("Kartlegging av tolkebruk"), date(2023, 6, 1), url="#", tag=_("Over fristen"), kind="danger"),
        TimelineEntry(_("Halvårsrapport"), date(2023, 6, 20), url="#", tag=_("Frist nær"), kind="warning"),
        TimelineEntry(_("Etatsstyringsmøte"), date(2023, 9, 14), text=_("Andre møte i året"), kind="info"),
        TimelineEntry(_("Evaluering av tilskudd"), printed=_("Ut 2023"), kind="neutral"),
    ]  # fmt: skip


def charts() -> list[Chart]:
    marks = [
        Mark(sample.deadline, f"{sample.number} {sample.title}", url="#", group=i % 3, done=sample.state == "done")
        for i, sample in enumerate(samples())
        if sample.deadline
    ]
    groups = [_("Oppdrag"), _("Rapportering"), _("Møter")]
    return [
        YearWheel(
            _("Året i ett blikk"), _("Flest frister faller i høst, og to er passert."), "wheel",
            year=2023, marks=marks, groups=groups, today=TODAY,
        ),
        MonthsChart(
            _("Frister per måned"), _("Juni har flest frister."), "months",
            year=2023, marks=marks, groups=groups, today=TODAY,
        ),
        StackedChart(
            _("Penger per post"), _("Det meste av driftsposten er bundet."), "money",
            parts=[_("Brukt"), _("Bundet"), _("Udisponert")],
            stacks=[
                Stack(_("670.01 Driftsutgifter"), (142_000_000, 121_000_000, 27_400_000), url="#"),
                Stack(_("671.45 Kompetanse"), (18_000_000, 20_500_000, 24_710_000)),
                Stack(_("671.71 Tilskudd"), (40_000_000, 0, 9_300_000)),
            ],
            format=in_millions, unit=_("mill. kr"), label_heading=_("Post"),
        ),
        BarChart(
            _("Avvik mot budsjett"), _("To avdelinger bruker mer enn planlagt."), "bars",
            bars=[
                Bar(_("Kvalifisering"), 3_200_000, note=_("fire måneder")),
                Bar(_("Bosetting"), 1_100_000, url="#"),
                Bar(_("Tolk"), -900_000, kind="warning"),
                Bar(_("Administrasjon"), -2_400_000, kind="danger"),
            ],
            format=kroner, label_heading=_("Avdeling"), value_heading=_("Avvik"),
        ),
        LineChart(
            _("Kvalifiserte tolker"), _("Andelen har økt hvert år, men er under målet."), "line",
            points=[("2018", 0.41), ("2019", 0.47), ("2020", None), ("2021", 0.58), ("2022", 0.64), ("2023", 0.69)],
            format=percent, label_heading=_("År"), value_heading=_("Andel"), target=0.75,
        ),
    ]  # fmt: skip


def sample_progress(request: HttpRequest, percent: int) -> Progress:
    """A job that comes 20 % further each time it is asked."""
    if percent >= 100:
        text = _("Fant 28 oppdrag og 6 mål")
        return Progress(_("Brevet er lest"), text, 100, next_url="#form-title", next_text=_("Se gjennom"))
    text = _("Leser side %(page)s av 40") % {"page": percent * 40 // 100}
    return Progress(_("Leser brevet"), text, percent, poll_url=f"{request.path}?progress={percent + 20}")


def gallery_context(request: HttpRequest) -> dict[str, Any]:
    bad = SampleForm({"title": "", "email": "feil", "amount": "ti", "known_day": "31.02.2023", "partners": ["nei"]})
    return {
        "today": TODAY,
        "kinds": list(KIND_ICONS),
        "icons": list(ICONS),
        "table": SampleTable(samples(), request),
        "empty_table": SampleTable([], prefix="empty"),
        "form": SampleForm(prefix="new"),
        "bad_form": bad,
        "timeline_entries": timeline_entries(),
        "running": sample_progress(request, 40),
        "failed": Progress(
            _("Brevet kunne ikke leses"), _("Filen er kryptert. Last opp en uten passord."), failed=True, id="failed"
        ),
        "pairs": [
            (_("Eier"), _("Avdeling for kvalifisering")),
            (_("Frist"), "1. juni 2023"),
            (_("Finansiering"), ""),
        ],
        "charts": charts(),
        "spark": [61, 64, 63, 70, 74],
        "source": [(number, text) for number, text in enumerate(_source().splitlines(), start=210)],
    }


def _source() -> str:
    return "\n".join(
        [
            _("Oppdrag 2023-03"),
            "",
            _("Direktoratet skal kartlegge bruken av tolk i tre sektorer."),
            _("Kartleggingen skal vise hvor ofte tolken er kvalifisert."),
            _("Frist: 1. juni 2023"),
            "",
            _("Oppdrag 2023-04"),
            _("Direktoratet skal rapportere om bosettingen hver måned."),
        ]
    )
