"""The lists of bringing in accounts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.ui.tables import ChoiceFilter, Column, DateTimeColumn, NumberColumn, Table, TagColumn, TextFilter

from . import import_texts
from .models import ImportState

STATE_COLOURS = {
    ImportState.CHECKING: "info",
    ImportState.CONFIRMING: "info",
    ImportState.FAILED: "danger",
    ImportState.CHECKED: "warning",
    ImportState.CONFIRMED: "success",
    ImportState.DISCARDED: "neutral",
}
MONTH_COLOURS = {"new": "info", "changed": "warning", "same": "neutral", "locked": "danger"}
CHANGES = {"new": _("Ny"), "changed": _("Endret"), "gone": _("Borte"), "same": _("Uendret")}
CHANGE_COLOURS = {"new": "info", "changed": "warning", "gone": "danger", "same": "neutral"}


class ImportTable(Table):
    caption = _("Importer")
    file = Column(
        _("Fil"), value=lambda row: row.files.all()[0].filename, header=True, wide=True,
        link=lambda row: row.get_absolute_url(),
    )  # fmt: skip
    agency = Column(_("Virksomhet"), value="agency.label", only_export=True)
    year = Column(_("År"), sort=True)
    basis = Column(_("Prinsipp"), value="get_basis_display")
    lines = NumberColumn(_("Linjer"), sort=True)
    wrong_lines = NumberColumn(_("Med feil"), sort=True)
    uploaded_at = DateTimeColumn(_("Lastet opp"), sort=True)
    uploaded_by = Column(_("Av"), value=lambda row: row.uploaded_by.name if row.uploaded_by else "")
    state = TagColumn(_("Status"), kinds=STATE_COLOURS)
    filters = {"state": ChoiceFilter(_("Status"), field="state", choices=ImportState.choices)}
    default_sort = "-uploaded_at"
    empty_title = _("Ingen importer passer med valget")


class FaultTable(Table):
    caption = _("Linjer med feil")
    line = NumberColumn(_("Linje"), sort=True, header=True)
    wrong = Column(_("Hva er galt"), value=lambda row: import_texts.wrong(row.code, row.value), wide=True)
    mend = Column(_("Slik retter du"), value=lambda row: import_texts.mend(row.code), wide=True)
    filters = {
        "code": ChoiceFilter(
            _("Feil"),
            field="code",
            choices=[(code, wrong) for code, wrong in (
                ("columns", _("Feil antall kolonner")), ("quotes", _("Anførselstegn")), ("encoding", _("Uleselige tegn")),
                ("year", _("År")), ("period", _("Periode")), ("future", _("Måned som ikke har begynt")),
                ("agency", _("Virksomhet")), ("post", _("Post")), ("chapter", _("Kapittel")), ("account", _("Konto")),
                ("department", _("Avdeling")), ("amount", _("Beløp")), ("locked", _("Låst måned")),
            )],
        )
    }  # fmt: skip
    default_sort = "line"


class DifferenceTable(Table):
    caption = _("Forskjeller mot regnskapet")
    month = Column(_("Måned"), value="month_name", sort=True)
    post = Column(_("Post"), value="post_code", sort=True, header=True)
    post_name = Column(_("Postens navn"), only_export=True)
    account = Column(_("Konto"), value="account_name", sort=True, wide=True)
    before = NumberColumn(_("I regnskapet"), decimals=2)
    now = NumberColumn(_("I filen"), decimals=2)
    change = NumberColumn(_("Endring"), decimals=2, sort=True, total=True)
    kind = TagColumn(_("Hva skjer"), value=lambda row: CHANGES[row.kind], kinds=lambda row: CHANGE_COLOURS[row.kind])
    default_sort = "month"
    empty_title = _("Ingen forskjeller")
    empty_text = _("Filen har de samme beløpene som regnskapet.")


class LineTable(Table):
    caption = _("Linjer fra filen")
    line = NumberColumn(_("Linje"), sort=True, header=True)
    month = NumberColumn(_("Måned"), sort=True)
    post = Column(_("Post"), value=lambda row: f"{row.post.chapter.number}.{row.post.number}")
    account = Column(_("Konto"), sort=True)
    number = Column(_("Kontonummer i filen"))
    department = Column(
        _("Avdeling"), value=lambda row: row.department.name if row.department else "", only_export=True
    )
    amount = NumberColumn(_("Beløp"), decimals=2, sort=True, total=True)
    filters = {"q": TextFilter(_("Konto eller kontonummer"), fields=("account", "number"))}
    default_sort = "line"


class MappingTable(Table):
    caption = _("Kolonneoppsett")
    name = Column(_("Navn"), sort=True, header=True, link=lambda row: reverse("ledger:import_mapping", args=(row.pk,)))
    agency = Column(_("Virksomhet"), value="agency.label", only_export=True)
    sheet = Column(_("Ark"))
    columns_text = Column(_("Kolonner"), value=lambda row: _columns(row), wide=True)  # noqa: PLW0108 - it stands below


def _columns(row: Any) -> str:
    return ", ".join(f"{import_texts.field_name(field)}: {heading}" for field, heading in row.columns.items())
