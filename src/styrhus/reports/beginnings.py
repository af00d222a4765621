"""Which templates an agency can begin a report from: those of the program, and its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from styrhus.identity.models import Organisation
from styrhus.steering.models import Plan, ReportingDemand, ReportKind

from .kinds import KINDS, Kind, TemplateError, kind_from
from .models import OwnTemplate, OwnTemplateVersion, Report
from .outline import Outline


@dataclass(frozen=True, slots=True)
class Beginning:
    """A template that a report can begin from: of the program or the newest version of the agency's own."""

    key: str
    kind: Kind
    version: int
    own: bool


def beginnings_of(agency: Organisation) -> list[Beginning]:
    """The program's templates in their order, then the agency's own that are in use."""
    found = [Beginning(key, kind, kind.version, False) for key, kind in KINDS.items()]
    for template in OwnTemplate.objects.filter(agency=agency, in_use=True).order_by("name", "pk"):
        version = template.latest
        if version:
            found.append(Beginning(template.key, kind_of_version(version), version.number, True))
    return found


def beginning(agency: Organisation, key: str) -> Beginning:
    """Raises: ValidationError when the agency has no such template."""
    for one in beginnings_of(agency):
        if one.key == key:
            return one
    raise ValidationError(_("Malen finnes ikke. Velg en fra listen."))


def kind_of_version(version: OwnTemplateVersion) -> Kind:
    """The template as the checker of templates reads it. Raises: ValidationError."""
    return checked(version.outline)


def checked(data: Mapping[str, Any]) -> Kind:
    """A template made in the browser, checked as those of the program. Raises: ValidationError with one sentence."""
    try:
        return kind_from({**data, "valid_from": date.fromisoformat(data["valid_from"])}, data["nb"])
    except TemplateError as problem:
        raise ValidationError(str(problem)) from problem


def label_of(report: Report) -> str:
    """What kind of report it is, in the language of the page; an own template by the name it had."""
    kind = KINDS.get(report.kind)
    if kind:
        return kind.label
    name = OwnTemplate.objects.filter(pk=_own_key(report.kind)).values_list("name", flat=True).first()
    return name or report.kind


def labels() -> dict[str, str]:
    """Every kind by its key, for lists with many reports."""
    own = {template.key: template.name for template in OwnTemplate.objects.order_by("pk")}
    return {key: kind.label for key, kind in KINDS.items()} | own


def outline_of(begin: Beginning, plan: Plan, year: int) -> Outline:
    """The outline of a report on ``plan`` for the budget year ``year``, which may be the one before the plan's.

    A section that repeats stands once for each goal of the plan.
    """
    outline = begin.kind.outline(plan)
    dated = {one.key for one in begin.kind.walk() if "{year}" in one.nb + one.nn}
    sections = tuple(
        replace(one, title={language: text.replace(str(plan.year), str(year)) for language, text in one.title.items()})
        if one.key in dated
        else one
        for one in outline.sections
    )
    title = {language: begin.kind.title(language, year) for language in outline.title}
    return replace(outline, key=begin.key, version=begin.version, title=title, sections=sections)


def answers(begin: Beginning, demand: ReportingDemand) -> bool:
    """Whether a report of this template is what the demand asks for.

    The agency's own may answer any, and a demand that is of no known kind may be answered by any.
    """
    return begin.own or not begin.kind.answers or demand.kind in (*begin.kind.answers, ReportKind.OTHER)


def proposed(starts: list[Beginning], demand: ReportingDemand) -> list[Beginning]:
    """The templates to offer first for a demand: those made for it, else those for whatever is asked for."""
    fixed = [one for one in starts if not one.own]
    made_for = [one for one in fixed if demand.kind in one.kind.answers]
    if made_for and demand.kind != ReportKind.OTHER:
        return made_for
    return [
        one for one in fixed if not one.kind.answers or set(one.kind.answers) & {ReportKind.GRANTS, ReportKind.OTHER}
    ]


def earlier_report(agency: Organisation, key: str, year: int) -> Report | None:
    """The newest approved report of the same kind from before ``year``, which the next one can start from."""
    rows = Report.objects.filter(agency=agency, kind=key, year__lt=year, approved_at__isnull=False)
    return rows.exclude(state="replaced").order_by("-year", "-end", "-number").first()


def _own_key(kind: str) -> int | None:
    number = kind.removeprefix("own-")
    return int(number) if kind.startswith("own-") and number.isascii() and number.isdigit() else None
