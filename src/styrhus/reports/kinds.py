"""The kinds of report as templates: sections in order, what fills them, who signs, when they are due.

A template is data (``data/*.toml``, or a table of the same shape made in the browser), read and checked here. Titles
that the rules fix carry their source and whether it is verified. ``KINDS`` holds those that come with the program.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from styrhus.reports.outline import Outline, OutlineSection
from styrhus.reports.sources import SOURCES
from styrhus.steering.models import Goal, Plan, ReportKind

DATA = Path(__file__).parent / "data"
KEY = re.compile(r"^[a-z][a-z0-9_-]{0,59}$")
PERIODS = ("year", "half_year", "free")
GOAL = "goal"
SECTION_WORDS = {
    "key", "number", "nb", "nn", "guidance", "sources", "source", "verified", "signed", "annex", "repeat", "section",
}  # fmt: skip
KIND_WORDS = {
    "key", "version", "nb", "nn", "en", "about", "valid_from", "source", "verified", "period", "cut_off", "due", "publish_by",
    "auditor_copy", "answers", "section", "demand",
}  # fmt: skip


class TemplateError(ValueError):
    """A template that can't be used; the message says what is wrong and where, in one sentence."""


def _wrong(where: str, text: str, **values: str) -> TemplateError:
    return TemplateError(f"{where}: {text % values if values else text}")


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day of the year, ``years_after`` the report's own."""

    month: int
    day: int
    years_after: int = 0

    def on(self, year: int) -> date:
        return date(year + self.years_after, self.month, self.day)


@dataclass(frozen=True, slots=True)
class SectionKind:
    """A section of a template. ``sources`` are keys of ``SOURCES``; ``signed``: the head of the agency signs it.

    ``repeat`` "goal" makes one section for each goal of the plan. ``source`` says which rule fixes the title.
    """

    key: str
    number: str
    nb: str
    nn: str
    guidance_nb: str = ""
    guidance_nn: str = ""
    sources: tuple[str, ...] = ()
    source: str = ""
    verified: bool = False
    signed: bool = False
    annex: bool = False
    repeat: str = ""
    sections: tuple[SectionKind, ...] = ()

    def title(self, language: str, year: int) -> str:
        """The title in "nb" or "nn", with the year of the report in it where the rules want one."""
        return (self.nn if language == "nn" else self.nb).replace("{year}", str(year))

    def guidance(self, language: str | None = None) -> str:
        """Advice to the one who writes, in the language of the page."""
        return self.guidance_nn if (language or get_language() or "nb").startswith("nn") else self.guidance_nb

    def walk(self) -> Iterator[SectionKind]:
        yield self
        for inner in self.sections:
            yield from inner.walk()


@dataclass(frozen=True, slots=True)
class Demanded:
    """Something that the rules or every letter ask of this kind of report, and the section that answers it."""

    key: str
    nb: str
    nn: str
    section: str
    source: str
    verified: bool

    def text(self, language: str | None = None) -> str:
        return self.nn if (language or get_language() or "nb").startswith("nn") else self.nb


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report. ``answers`` are the kinds of reporting demand in a plan that it answers."""

    key: str
    version: int
    nb: str
    nn: str
    en: str
    about_nb: str
    about_nn: str
    valid_from: date
    source: str
    verified: bool
    period: str
    cut_off: DayRule | None
    due: DayRule | None
    publish_by: DayRule | None
    auditor_copy: bool
    answers: tuple[str, ...]
    sections: tuple[SectionKind, ...]
    demands: tuple[Demanded, ...]

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        chosen = (get_language() or "nb")[:2]
        return {"nn": self.nn, "en": self.en}.get(chosen) or self.nb

    def title(self, language: str, year: int) -> str:
        return f"{self.nn if language == 'nn' else self.nb} {year}"

    def about(self, language: str | None = None) -> str:
        return self.about_nn if (language or get_language() or "nb").startswith("nn") else self.about_nb

    def period_of(self, year: int) -> tuple[date, date, date]:
        """(begin, end, cut-off) of the report of ``year``. A free period proposes the whole year."""
        end = date(year, 6, 30) if self.period == "half_year" else date(year, 12, 31)
        return date(year, 1, 1), end, self.cut_off.on(year) if self.cut_off else end

    def due_on(self, year: int) -> date | None:
        return self.due.on(year) if self.due else None

    def publish_on(self, year: int) -> date | None:
        """The last day to have the report on the agency's own site; None where it is not published."""
        return self.publish_by.on(year) if self.publish_by else None

    def walk(self) -> Iterator[SectionKind]:
        for section in self.sections:
            yield from section.walk()

    def outline(self, plan: Plan) -> Outline:
        """The template as a report of ``plan`` keeps it, with a section for each goal where goals are reported on."""
        rows: list[OutlineSection] = []

        def lay(section: SectionKind, parent: str) -> None:
            titles = {language: section.title(language, plan.year) for language in ("nb", "nn")}
            guidance = {"nb": section.guidance_nb, "nn": section.guidance_nn}
            rows.append(
                OutlineSection(
                    section.key, section.number, titles, guidance, section.sources, parent, signs=section.signed
                )
            )
            for inner in section.sections:
                lay(inner, section.key)

        for section in self.sections_for(plan):
            lay(section, "")
        title = {language: self.title(language, plan.year) for language in ("nb", "nn")}
        return Outline(self.key, self.version, title, tuple(rows), copy_to_auditor=self.auditor_copy)

    def section(self, key: str) -> SectionKind | None:
        return next((one for one in self.walk() if one.key == key), None)

    def sections_for(self, plan: Plan) -> tuple[SectionKind, ...]:
        """The sections as a report of ``plan`` has them: those that repeat stand once for each of its goals.

        Such a section has the key "results-3" for goal 3, so that each can be given to somebody of its own. Where the
        plan has no goals, the section stands once.
        """
        goals = [(goal.number, *_in_both(goal)) for goal in plan.goals.order_by("order", "pk")]
        return tuple(made for section in self.sections for made in _repeated(section, goals))


def _repeated(section: SectionKind, goals: Sequence[tuple[str, str, str]]) -> Iterator[SectionKind]:
    inner = tuple(made for one in section.sections for made in _repeated(one, goals))
    section = replace(section, sections=inner)
    if section.repeat != GOAL or not goals:
        yield section
        return
    for number, nb, nn in goals:
        yield replace(
            section,
            key=f"{section.key}-{_slug(number)}",
            nb=nb,
            nn=nn,
            sources=tuple(f"{key}:{number}" for key in section.sources),
            repeat="",
        )


def _in_both(goal: Goal) -> tuple[str, str]:
    """The goal as a title in bokmål and nynorsk."""
    titles = []
    for language in ("nb", "nn"):
        with translation.override(language):
            titles.append(str(goal))
    return titles[0], titles[1]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


# -- reading and checking


def kind_from(data: Mapping[str, Any], name: str = "") -> Kind:
    """A checked kind. ``name`` says in errors where the data stands. Raises: TemplateError."""
    where = name or str(data.get("key", "?"))
    _only(data, KIND_WORDS, where)
    key = _key(data, where)
    sections = tuple(_section(row, f"{where}: {row.get('key', '?')}") for row in _rows(data, "section", where))
    if not sections:
        raise _wrong(where, _("malen har ingen deler."))
    every = [one.key for section in sections for one in section.walk()]
    twice = next((one for one in every if every.count(one) > 1), None)
    if twice:
        raise _wrong(where, _("nøkkelen «%(name)s» står på to deler."), name=twice)
    demands = tuple(_demand(row, every, where) for row in _rows(data, "demand", where))
    answers = tuple(str(one) for one in data.get("answers", ()))
    unknown = next((one for one in answers if one not in ReportKind.values), None)
    if unknown:
        raise _wrong(where, _("«%(name)s» er ikke en type rapporteringskrav."), name=unknown)
    period = str(data.get("period", "free"))
    if period not in PERIODS:
        raise _wrong(where, _("perioden «%(name)s» er ukjent."), name=period)
    about = data.get("about", {})
    return Kind(
        key=key,
        version=int(data.get("version", 1)),
        nb=_text(data, "nb", where),
        nn=_text(data, "nn", where),
        en=str(data.get("en", "")),
        about_nb=str(about.get("nb", "")),
        about_nn=str(about.get("nn", "")),
        valid_from=_date(data, where),
        source=str(data.get("source", "")),
        verified=bool(data.get("verified", False)),
        period=period,
        cut_off=_day(data, "cut_off", where),
        due=_day(data, "due", where),
        publish_by=_day(data, "publish_by", where),
        auditor_copy=bool(data.get("auditor_copy", False)),
        answers=answers,
        sections=sections,
        demands=demands,
    )


def _section(data: Mapping[str, Any], where: str) -> SectionKind:
    _only(data, SECTION_WORDS, where)
    sources = tuple(str(one) for one in data.get("sources", ()))
    for source in sources:
        if source not in SOURCES:
            raise _wrong(where, _("kilden «%(name)s» finnes ikke."), name=source)
    repeat = str(data.get("repeat", ""))
    if repeat not in ("", GOAL):
        raise _wrong(where, _("en del kan bare gjentas for hvert mål, ikke for «%(name)s»."), name=repeat)
    guidance = data.get("guidance", {})
    return SectionKind(
        key=_key(data, where),
        number=str(data.get("number", "")),
        nb=_text(data, "nb", where),
        nn=_text(data, "nn", where),
        guidance_nb=str(guidance.get("nb", "")),
        guidance_nn=str(guidance.get("nn", "")),
        sources=sources,
        source=str(data.get("source", "")),
        verified=bool(data.get("verified", False)),
        signed=bool(data.get("signed", False)),
        annex=bool(data.get("annex", False)),
        repeat=repeat,
        sections=tuple(_section(row, f"{where}: {row.get('key', '?')}") for row in _rows(data, "section", where)),
    )


def _demand(data: Mapping[str, Any], sections: Sequence[str], where: str) -> Demanded:
    _only(data, {"key", "nb", "nn", "section", "source", "verified"}, where)
    section = _text(data, "section", where)
    if section not in sections:
        raise _wrong(where, _("et krav viser til delen «%(name)s», som ikke finnes."), name=section)
    return Demanded(
        key=_key(data, where),
        nb=_text(data, "nb", where),
        nn=_text(data, "nn", where),
        section=section,
        source=_text(data, "source", where),
        verified=bool(data.get("verified", False)),
    )


def _only(data: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(data) - known)
    if unknown:
        raise _wrong(where, _("«%(name)s» er ikke et kjent felt i en mal."), name=unknown[0])


def _rows(data: Mapping[str, Any], name: str, where: str) -> Sequence[Mapping[str, Any]]:
    rows = data.get(name, ())
    if not isinstance(rows, (list, tuple)) or not all(isinstance(row, Mapping) for row in rows):
        raise _wrong(where, _("«%(name)s» skal være en liste av deler."), name=name)
    return rows


def _text(data: Mapping[str, Any], name: str, where: str) -> str:
    text = str(data.get(name, "")).strip()
    if not text:
        raise _wrong(where, _("«%(name)s» mangler."), name=name)
    return text


def _key(data: Mapping[str, Any], where: str) -> str:
    key = _text(data, "key", where)
    if not KEY.match(key):
        raise _wrong(where, _("nøkkelen «%(name)s» kan bare ha små bokstaver, tall, strek og understrek."), name=key)
    return key


def _date(data: Mapping[str, Any], where: str) -> date:
    value = data.get("valid_from")
    if not isinstance(value, date):
        raise _wrong(where, _("«valid_from» skal være en dato."))
    return value


def _day(data: Mapping[str, Any], name: str, where: str) -> DayRule | None:
    value = data.get(name)
    if value is None:
        return None
    try:
        rule = DayRule(int(value["month"]), int(value["day"]), int(value.get("years_after", 0)))
        rule.on(2023)
    except (KeyError, TypeError, ValueError) as problem:
        raise _wrong(where, _("«%(name)s» skal ha en måned og en dag som finnes i kalenderen."), name=name) from problem
    return rule


@cache
def _loaded() -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for path in sorted(DATA.glob("*.toml")):
        kind = kind_from(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
        if kind.key != path.stem:
            raise TemplateError(f"{path.name}: the key is “{kind.key}”, but the file is called “{path.stem}”.")
        found[kind.key] = kind
    return {key: found[key] for key in (*(one for one in ORDER if one in found), *(set(found) - set(ORDER)))}


# as menus list them
ORDER = ("annual", "half_year", "accounts", "grants", "ukraine", "digitalisation", "ad_hoc")
KINDS: Mapping[str, Kind] = _loaded()
