"""The lists of reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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

from .models import ReportState
from .rules import Timing
from .texts import NOT_BEGUN, TIMING_KINDS, TIMING_TEXTS


class WordColumn(TagColumn):
    """A status whose words and kind the row gives itself."""

    def __init__(self, label: Any, *, words: str, kinds: Any, **options: Any) -> None:
        super().__init__(label, kinds=kinds, **options)
        self.words = words

    def show(self, value: Any, row: Any) -> str:
        return str(getattr(row, self.words))


STATES = [*ReportState.choices, ("not_begun", NOT_BEGUN)]


class DeadlineTable(Table):
    caption = _("Rapporter og frister")
    due = DateColumn(_("Frist"), sort=True)
    title = Column(_("Rapport"), sort=True, header=True, wide=True, link=lambda row: row.url)
    kind = Column(_("Type"), sort=True)
    agency = Column(_("Virksomhet"), sort=True, only_export=True)
    year = Column(_("År"), sort=True)
    state = WordColumn(_("Tilstand"), words="state_text", kinds=lambda row: row.state_kind, sort="state_text")
    progress = Column(_("Ferdige deler"))
    timing = WordColumn(_("Frist og status"), words="timing_text", kinds=lambda row: TIMING_KINDS[row.timing])
    sent_on = DateColumn(_("Sendt"), sort=True)
    number = NumberColumn(_("Utgave"), only_export=True)
    default_sort = "due"
    empty_title = _("Ingen rapporter eller frister")
    empty_text = _("Rapporteringskravene i tildelingsbrevet kommer hit når planen er vedtatt.")

    def __init__(self, rows: Any, request: HttpRequest | None = None, *, prefix: str = "") -> None:
        listed = list(rows)
        years = sorted({row.year for row in listed}, reverse=True)
        kinds = sorted({row.kind for row in listed})
        self.filters = {  # type: ignore[misc]
            "q": TextFilter(_("Søk"), fields=("title", "kind")),
            "year": ChoiceFilter(_("År"), field="year", choices=[(year, str(year)) for year in years]),
            "kind": ChoiceFilter(_("Type"), field="kind", choices=[(kind, kind) for kind in kinds]),
            "state": ChoiceFilter(_("Tilstand"), field="state", choices=STATES),
            "timing": ChoiceFilter(_("Frist og status"), field="timing", choices=list(TIMING_TEXTS.items())),
            "late": BooleanFilter(_("Bare over fristen"), test=lambda row: row.timing is Timing.LATE),
        }
        super().__init__(listed, request, prefix=prefix)


class FigureTable(Table):
    caption = _("Tallene i rapporten")
    number = NumberColumn(_("Nr."))
    label = Column(_("Tall"), sort=True, header=True, wide=True, link=lambda row: row.url)
    shown = Column(_("Verdi"))
    as_at = DateColumn(_("Per"), value="figure.as_at")
    known_at = DateTimeColumn(_("Kjent per"), value="figure.known_at", only_export=True)
    key = Column(_("Nøkkel"))
    rows_behind = NumberColumn(_("Rader bak"), value="figure.rows")
    definition = Column(_("Slik er det beregnet"), value="figure.definition", only_export=True)
    fingerprint = Column(_("Kontrollsum"), value="figure.fingerprint", only_export=True)
    empty_title = _("Ingen tall i rapporten")
    empty_text = _("Tallene kommer hit når delene har fakta eller tekst som viser til dem.")
    filters = {"q": TextFilter(_("Søk"), fields=("label", "key"))}


ANSWERS = {"open": _("Ikke besvart"), "answered": _("Besvart"), "accepted": _("Godtatt uten svar")}
ANSWER_KINDS = {"open": "danger", "answered": "success", "accepted": "neutral"}


class AnswerColumn(TagColumn):
    """Whether a demand is answered; one that is not leads to where it can be accepted."""

    def show(self, value: Any, row: Any) -> str:
        return str(ANSWERS[value])

    def html(self, row: Any) -> SafeString:
        shown = super().html(row)
        if row.accept_url:
            accept = gettext("Godta at det ikke besvares")
            return format_html(
                '{} <a class="ds-link re-small" href="{}">{}<span class="ds-sr-only">: {}</span></a>',
                shown,
                row.accept_url,
                accept,
                row.label[:120],
            )
        return format_html('{}<br><span class="ui-muted">{}</span>', shown, row.why) if row.why else shown


class RequirementTable(Table):
    caption = _("Krav til rapporten")
    state = AnswerColumn(_("Status"), kinds=lambda row: ANSWER_KINDS[row.state], sort=True)
    label = Column(_("Krav"), header=True, wide=True, sort=True, link=lambda row: row.url)
    kind = Column(_("Hva som krever"), sort=True)
    source = Column(_("Hvor det står"))
    where = Column(_("Besvares i"), sort=True, wide=True, link=lambda row: row.where_url)
    why = Column(_("Begrunnelse"), only_export=True)
    empty_title = _("Ingen krav til denne rapporten")
    empty_text = _("Egne maler har ingen faste krav. Krav fra tildelingsbrevet vises for de faste rapportene.")

    def __init__(self, rows: Any, request: HttpRequest | None = None, *, prefix: str = "") -> None:
        kinds = sorted({row.kind for row in rows})
        self.filters = {  # type: ignore[misc]
            "q": TextFilter(_("Søk"), fields=("label", "where")),
            "state": ChoiceFilter(_("Status"), field="state", choices=list(ANSWERS.items())),
            "kind": ChoiceFilter(_("Hva som krever"), field="kind", choices=[(kind, kind) for kind in kinds]),
        }
        super().__init__(rows, request, prefix=prefix)


class StepTable(Table):
    caption = _("Leveringskvitteringer")
    made_at = DateTimeColumn(_("Tidspunkt"), sort=True)
    kind = Column(_("Hendelse"), value=lambda row: row.get_kind_display(), header=True)
    report = Column(_("Rapport"), value="report.title", wide=True, link=lambda row: row.report.get_absolute_url())
    by = Column(_("Av"), value="made_by.name")
    recipients = Column(_("Mottakere"), value=lambda row: ", ".join(_recipients(row)))
    text = Column(_("Melding"), only_export=True)
    entry = Column(
        _("Journalpost"), value="entry.document.title", wide=True,
        link=lambda row: reverse("archive:document", args=(row.entry.document_id,)) if row.entry_id else "",
    )  # fmt: skip
    default_sort = "-made_at"
    empty_title = _("Ingen kvitteringer ennå")
    empty_text = _("De kommer når en rapport er sendt.")


class TemplateTable(Table):
    caption = _("Egne maler")
    name = Column(_("Mal"), sort=True, header=True, wide=True, link=lambda row: row.get_absolute_url())
    version = NumberColumn(_("Versjon"), value="version_count")
    in_use = Column(_("I bruk"), value=lambda row: _("Ja") if row.in_use else _("Nei"))
    made_by = Column(_("Laget av"), value="made_by.name")
    made_at = DateTimeColumn(_("Laget"), sort=True)
    default_sort = "name"
    empty_title = _("Ingen egne maler")
    empty_text = _("Lag en mal når dere rapporterer om noe som de faste malene ikke dekker.")


def _recipients(row: Any) -> list[str]:
    return list(dict.fromkeys(copy.recipient.label for copy in row.copies.all()))
