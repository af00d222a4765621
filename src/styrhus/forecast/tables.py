"""The lists of forecasts. On the page amounts are millions of kroner; exports have kroner and øre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.ui import formats
from styrhus.ui.tables import (
    EXPORT_FORMATS,
    Column,
    DateColumn,
    DateTimeColumn,
    MoneyColumn,
    PercentColumn,
    Table,
    TagColumn,
    table_response,
)

from .queries import Task
from .reckoning import ForecastRow
from .rules import Method, Miss
from .texts import METHODS, department_name, deviation_text, kind_of, place, state_of, word_of


class Millions(MoneyColumn):
    """Millions of kroner with two decimals; the caption says the unit. Exports keep kroner and øre."""

    number_format = "#,##0.00"

    def show(self, value: Any, row: Any) -> str:
        return formats.in_millions(value, 2)


class Kroner(MoneyColumn):
    """Whole kroner without the unit, which the heading says. Exports have the øre too."""

    number_format = "#,##0.00"

    def show(self, value: Any, row: Any) -> str:
        return formats.number(value)


class Signed(Millions):
    """The same with its sign, also above 0."""

    def show(self, value: Any, row: Any) -> str:
        text = super().show(value, row)
        return f"+{text}" if value is not None and value > 0 else text


def _post_url(row: Any) -> str:
    return reverse("forecast:post", args=(row.post.pk,))


def _inside_url(row: ForecastRow) -> str:
    """A post leads to its page where the reader is shown its parts."""
    return _post_url(row) if row.parts else ""


def _used_share(row: ForecastRow) -> Decimal | None:
    return row.used / row.at_disposal if row.at_disposal else None


def _leading_deviation(row: ForecastRow) -> Decimal | None:
    return row.deviation_of(row.leading) if row.leading else None


def _leading_word(row: ForecastRow) -> str:
    return word_of(_leading_deviation(row), income=row.income)


class ForecastTable(Table):
    """A post a row."""

    caption = _("Prognose per post, i millioner kroner")
    file_name = _("prognose")
    number = Column(_("Post"), value=place, sort=place, header=True)
    name = Column(_("Navn"), value="post.name", sort="post.name", wide=True, link=_inside_url)
    at_disposal = Millions(_("Til disposisjon"), sort=True, total=True)
    used = Millions(_("Brukt"), sort=True, total=True)
    share = PercentColumn(_("Del brukt"), value=_used_share, sort=_used_share)
    straight_line = Millions(METHODS[Method.STRAIGHT_LINE], sort=True)
    profile = Millions(METHODS[Method.PROFILE], sort=True)
    planned_rest = Millions(_("Planlagt resten av året"), only_export=True)
    own_estimate = Millions(METHODS[Method.OWN], sort=True)
    by = Column(_("Regnet etter"), value=lambda row: METHODS[row.leading] if row.leading else "")
    deviation = Signed(_("Avvik"), value=_leading_deviation, sort=_leading_deviation)
    outlook = TagColumn(
        _("Utsikt"), value=_leading_word, kinds=lambda row: kind_of(_leading_deviation(row), income=row.income)
    )
    committed = Millions(_("Bundet"), only_export=True)
    page_size = 200
    default_sort = "number"
    empty_title = _("Ingen poster")
    empty_text = _("Budsjettet har ingen poster av dette slaget.")


class IncomeTable(ForecastTable):
    caption = _("Prognose for inntektspostene, i millioner kroner")
    exports = False  # its rows stand in the export of the posts together: see ``posts_response``


class SharedTable(ForecastTable):
    """As the ministry sees it: without what the agency has bound. Its rows come without parts: see ``without_parts``."""

    committed = None  # type: ignore[assignment]


class SharedIncomeTable(IncomeTable):
    committed = None  # type: ignore[assignment]


def posts_response(
    request: HttpRequest,
    table: type[ForecastTable],
    rows: Sequence[ForecastRow],
    template: str,
    context: dict[str, Any],
) -> HttpResponseBase:
    """A page with the expense posts in ``table`` and the income posts beside it; an export has both in one list."""
    expenses = [row for row in rows if not row.income]
    shown = rows if request.GET.get("format", "") in EXPORT_FORMATS else expenses
    return table_response(request, table(shown, request), template, context)


def without_parts(rows: Iterable[ForecastRow]) -> list[ForecastRow]:
    """The posts without what is inside the agency."""
    return [replace(row, parts=()) for row in rows]


class PartTable(Table):
    """The departments' parts of a post, in whole kroner."""

    caption = _("Posten fordelt på avdelinger")
    department = Column(_("Avdeling"), value=department_name, header=True)
    at_disposal = Kroner(_("Delegert budsjett"))
    used = Kroner(_("Brukt"), total=True)
    planned_rest = Kroner(_("Planlagt resten av året"))
    straight_line = Kroner(METHODS[Method.STRAIGHT_LINE])
    profile = Kroner(METHODS[Method.PROFILE])
    own_estimate = Kroner(METHODS[Method.OWN])
    deviation = TagColumn(
        _("Avvik fra delegert"),
        value=lambda row: deviation_text(row.deviation, income=row.income),
        kinds=lambda row: kind_of(row.deviation, income=row.income),
    )
    reason = Column(_("Begrunnelse"), only_export=True)
    page_size = 200
    empty_title = _("Ingen avdelinger")
    empty_text = _("Ingen har brukt av eller planlagt på posten.")


class TrendTable(Table):
    """What each frozen version said of a post."""

    caption = _("Hva hver prognose sa om posten")
    title = Column(
        _("Prognose"), value="version.title", header=True, wide=True,
        link=lambda row: reverse("forecast:version", args=(row.version.pk,)),
    )  # fmt: skip
    cut_off = DateColumn(_("Per dato"), value="version.cut_off")
    used = Kroner(_("Brukt"))
    straight_line = Kroner(METHODS[Method.STRAIGHT_LINE])
    profile = Kroner(METHODS[Method.PROFILE])
    own_estimate = Kroner(METHODS[Method.OWN])
    at_disposal = Kroner(_("Til disposisjon"))
    exports = False


class VersionTable(Table):
    caption = _("Prognoser")
    title = Column(_("Prognose"), header=True, wide=True, link=lambda row: reverse("forecast:version", args=(row.pk,)))
    number = Column(_("Nummer"))
    cut_off = DateColumn(_("Per dato"), sort=True)
    due_on = DateColumn(_("Frist for avdelingene"))
    state = TagColumn(_("Tilstand"), value=lambda row: state_of(row)[0], kinds=lambda row: state_of(row)[1])
    frozen_at = DateTimeColumn(_("Frosset"))
    empty_title = _("Ingen prognoser ennå")
    empty_text = _("Når en prognose åpnes, står den her.")


class TaskTable(Table):
    """Which departments have delivered."""

    caption = _("Leveringer fra avdelingene")
    file_name = _("leveringer")
    department = Column(
        _("Avdeling"), value=lambda row: row.department.name if row.department else _("Ikke fordelt på avdeling"),
        header=True, link=lambda row: reverse("forecast:task", args=(row.version.pk, row.key)),
    )  # fmt: skip
    posts = Column(_("Poster"), value=lambda row: len(row.rows))
    missing = Column(_("Uten anslag"), value=lambda row: len(row.missing))
    state = TagColumn(_("Tilstand"), value=lambda row: task_state(row)[0], kinds=lambda row: task_state(row)[1])
    who = Column(_("Av"), value=lambda row: row.last.made_by.name if row.last and row.last.made_by else "")
    when = DateTimeColumn(_("Når"), value=lambda row: row.last.made_at if row.last else None)
    words = Column(_("Merknad"), value=lambda row: row.last.words if row.last else "", wide=True)


def task_state(task: Task) -> tuple[Any, str]:
    if task.submitted:
        return _("Levert"), "success"
    if task.returned:
        return _("Sendt tilbake"), "warning"
    return (_("Mangler anslag"), "warning") if task.missing else (_("Klar til levering"), "info")


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A post that a department enters, with the address of its form (empty where it can't be changed)."""

    row: ForecastRow
    url: str


class EntryTable(Table):
    caption = _("Avdelingens poster")
    file_name = _("avdelingens-prognose")
    number = Column(_("Post"), value=lambda one: place(one.row), header=True)
    name = Column(_("Navn"), value="row.post.name", wide=True, link=lambda one: one.url)
    at_disposal = Kroner(_("Delegert budsjett"), value="row.at_disposal")
    used = Kroner(_("Brukt"), value="row.used")
    planned_rest = Kroner(_("Planlagt resten av året"), value="row.planned_rest")
    own_estimate = Kroner(METHODS[Method.OWN], value="row.own_estimate")
    deviation = TagColumn(
        _("Avvik fra delegert"),
        value=lambda one: deviation_text(one.row.deviation, income=one.row.income),
        kinds=lambda one: kind_of(one.row.deviation, income=one.row.income),
    )
    state = TagColumn(
        _("Anslag"),
        value=lambda one: _("Mangler") if one.row.own_estimate is None else _("Ført"),
        kinds=lambda one: "warning" if one.row.own_estimate is None else "success",
    )
    page_size = 200
    empty_title = _("Ingen poster")
    empty_text = _("Avdelingen har verken budsjett eller forbruk på noen post.")


@dataclass(frozen=True, slots=True)
class Compared:
    """A post in two versions; None where a version does not have it."""

    post: Any
    first: ForecastRow | None
    second: ForecastRow | None

    def forecast(self, row: ForecastRow | None) -> Decimal | None:
        return row.forecast(row.leading) if row and row.leading else None

    @property
    def change(self) -> Decimal | None:
        """How much higher the second forecast is."""
        one, other = self.forecast(self.first), self.forecast(self.second)
        return None if one is None or other is None else other - one

    @property
    def budget_change(self) -> int | None:
        if not self.first or not self.second or self.first.at_disposal is None or self.second.at_disposal is None:
            return None
        return self.second.at_disposal - self.first.at_disposal


class CompareTable(Table):
    caption = _("Endring fra den ene prognosen til den andre, i millioner kroner")
    file_name = _("sammenlign-prognoser")
    number = Column(_("Post"), value=lambda row: f"{row.post.chapter.number}.{row.post.number}", header=True)
    name = Column(_("Navn"), value="post.name", wide=True)
    before = Millions(_("Første prognose"), value=lambda row: row.forecast(row.first))
    after = Millions(_("Andre prognose"), value=lambda row: row.forecast(row.second))
    change = Signed(_("Endring i prognosen"), sort=True)
    budget_change = Signed(_("Endring i det som er til disposisjon"), sort=True)
    deviation = TagColumn(
        _("Avvik i den andre"),
        value=lambda row: (
            deviation_text(_leading_deviation(row.second), income=row.second.income) if row.second else ""
        ),
        kinds=lambda row: (
            kind_of(_leading_deviation(row.second), income=row.second.income) if row.second else "neutral"
        ),
    )
    page_size = 200


@dataclass(frozen=True, slots=True)
class HitRow:
    """A post with what the year became and each method's miss."""

    row: ForecastRow
    outcome: Decimal
    misses: Mapping[Method, Miss]

    @property
    def post(self) -> Any:
        return self.row.post

    def error(self, method: Method) -> Decimal | None:
        return self.misses[method].error if method in self.misses else None

    def share(self, method: Method) -> Decimal | None:
        return self.misses[method].share if method in self.misses else None


class HitTable(Table):
    caption = _("Bom per post, i millioner kroner")
    file_name = _("treffsikkerhet")
    number = Column(_("Post"), value=lambda row: place(row.row), header=True)
    name = Column(_("Navn"), value="post.name", wide=True)
    outcome = Millions(_("Ble"), sort=True)
    straight_line = Signed(METHODS[Method.STRAIGHT_LINE], value=lambda row: row.error(Method.STRAIGHT_LINE))
    straight_line_share = PercentColumn(
        _("Lineær, prosent"), value=lambda row: row.share(Method.STRAIGHT_LINE), decimals=1
    )
    profile = Signed(METHODS[Method.PROFILE], value=lambda row: row.error(Method.PROFILE))
    profile_share = PercentColumn(
        _("Fjorårets profil, prosent"), value=lambda row: row.share(Method.PROFILE), decimals=1
    )
    own = Signed(METHODS[Method.OWN], value=lambda row: row.error(Method.OWN))
    own_share = PercentColumn(_("Eget anslag, prosent"), value=lambda row: row.share(Method.OWN), decimals=1)
    page_size = 200


@dataclass(frozen=True, slots=True)
class Warning:
    """One way in which a post is over what is at disposal."""

    row: ForecastRow
    what: str
    over: Decimal

    @property
    def post(self) -> Any:
        return self.row.post


class WarningTable(Table):
    caption = _("Poster over det som er til disposisjon")
    file_name = _("overskridelser")
    number = Column(_("Post"), value=lambda row: place(row.row), header=True)
    name = Column(_("Navn"), value="post.name", wide=True, link=_post_url)
    what = Column(_("Hva"))
    at_disposal = MoneyColumn(_("Til disposisjon"), value="row.at_disposal")
    over = MoneyColumn(_("Over eller under med"), sort=True)
    empty_title = _("Ingen overskridelser")
    empty_text = _("Alt som er bundet og prognosert, ligger innenfor det som er til disposisjon.")


class CrossingTable(Table):
    caption = _("Når det skjedde")
    file_name = _("overskridelser-historikk")
    post = Column(_("Post"), value=lambda row: str(row.post), header=True, wide=True, link=_post_url)
    kind = Column(_("Hva"), value=lambda row: row.get_kind_display())
    began_on = DateColumn(_("Fra"), sort=True)
    ended_on = DateColumn(_("Til"))
    over = MoneyColumn(_("Over det som er til disposisjon"))
    exports = False
    empty_title = _("Ingen har vært over")
    empty_text = _("Her står hver gang en post har kommet over det som er til disposisjon.")
