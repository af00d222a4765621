"""The requirement matrix: what the letter and the rules ask of a report, and the section that answers each.

A demand is answered by itself where a section holds a source that covers it and the register has something to say, or
where a writer has written in the section or linked it. An unanswered demand blocks nothing: it stands in red until
somebody accepts it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.obligations.models import DirectiveAnswer, DirectiveEntry
from styrhus.steering.models import DeadlineKind, Duty, DutyState, Judgement, Listing, Plan, ProgressNote

from .kinds import DATA, KINDS, Kind
from .sources import SOURCES


@dataclass(frozen=True, slots=True)
class Asked:
    """A report as the matrix looks at it; any object with these attributes will do.

    ``sections``: each section's key with the sources that stand in it, in order, without those left out (None: as the
    kind has them). ``written``: the sections with a text. ``links``: demands that a writer has linked to a section.
    ``accepted``: demands that somebody has accepted as unanswered.
    """

    plan: Plan
    kind: str
    sections: Mapping[str, Sequence[str]] | None = None
    parents: Mapping[str, str] = field(default_factory=dict)
    written: Collection[str] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    accepted: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A demand: ``demand`` is its key, ``label`` its words, ``kind`` what asks, ``where`` the section's key or ""."""

    demand: str
    label: str
    kind: str
    where: str
    answered: bool
    accepted: bool
    source: str = ""
    url: str = ""

    @property
    def is_open(self) -> bool:
        """Neither answered nor accepted: shown in red."""
        return not self.answered and not self.accepted


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand before it is held against the report. ``place``: where the kind means it to be answered.

    ``sources`` are those that may answer it, best first; ``said``: the registers have something for them to say.
    """

    key: str
    label: str
    kind: str
    place: str = ""
    sources: tuple[str, ...] = ()
    said: bool = True
    itself: bool = False  # the report is the answer
    source: str = ""
    url: str = ""


def rows(report: Any) -> list[Row]:
    """The demands on ``report`` (``Asked``, or alike), those of the rules first, then as the letter has them."""
    kind = KINDS.get(report.kind)
    if kind is None:
        return []
    view = _View.of(report, kind)
    return [view.row(demand) for demand in demands(report.plan, kind)]


def demands(plan: Plan, kind: Kind) -> list[Demand]:
    """What is asked of a report of ``kind`` in the plan's year."""
    return [
        *_of_rules(kind),
        *_of_letter(plan, kind),
        *_of_parameters(plan, kind),
        *_of_assignments(plan, kind),
        *_of_directives(plan, kind),
        *_of_duties(plan, kind),
    ]


@dataclass(frozen=True, slots=True)
class _View:
    """A report's sections, and what stands in them."""

    sections: Mapping[str, Sequence[str]]
    parents: Mapping[str, str]
    written: frozenset[str]
    links: Mapping[str, str]
    accepted: frozenset[str]

    @classmethod
    def of(cls, report: Any, kind: Kind) -> _View:
        sections, parents = getattr(report, "sections", None), getattr(report, "parents", {})
        if sections is None:
            outline = kind.outline(report.plan)
            sections = {one.key: one.sources for one in outline.sections}
            parents = {one.key: one.parent for one in outline.sections}
        return cls(
            sections,
            parents,
            frozenset(getattr(report, "written", ())),
            getattr(report, "links", {}),
            frozenset(getattr(report, "accepted", ())),
        )

    def row(self, demand: Demand) -> Row:
        where, answered = self._answer(demand)
        return Row(
            demand.key,
            demand.label,
            demand.kind,
            where,
            answered,
            demand.key in self.accepted,
            demand.source,
            demand.url,
        )

    def _answer(self, demand: Demand) -> tuple[str, bool]:
        linked = self.links.get(demand.key, "")
        if linked in self.sections:
            return linked, True
        place = self._place(demand)
        if demand.itself:
            return place, True
        if place and self._is_written(place):
            return place, True
        covered = any(
            SOURCES[key].answers and (not demand.sources or _name(key) in demand.sources)
            for key in self.sections.get(place, ())
            if key in SOURCES
        )
        return (place, True) if covered and demand.said else (place, False)

    def _place(self, demand: Demand) -> str:
        """The section meant for it, else the first that holds one of its sources."""
        if demand.place in self.sections:
            return demand.place
        for wanted in demand.sources:
            for exact in (True, False):
                found = next(
                    (
                        key
                        for key, sources in self.sections.items()
                        if any(one == wanted if exact else _name(one) == _name(wanted) for one in sources)
                    ),
                    "",
                )
                if found and (exact or ":" not in wanted):
                    return found
        return ""

    def _is_written(self, key: str) -> bool:
        """Whether somebody has written in the section, or in one that lies in it."""
        inner = [one for one, parent in self.parents.items() if parent == key]
        return key in self.written or any(self._is_written(one) for one in inner)


def _name(source: str) -> str:
    return source.partition(":")[0]


# -- what is asked


def _of_rules(kind: Kind) -> Iterator[Demand]:
    for one in kind.demands:
        yield Demand(f"rule:{one.key}", one.text(), _("Regelverk og brev"), place=one.section, source=one.source)


def _of_letter(plan: Plan, kind: Kind) -> Iterator[Demand]:
    """The reporting demands that a report of this kind answers by being delivered."""
    first = kind.sections[0].key
    for row in plan.reporting_demands.order_by("deadline", "pk"):
        if row.kind in kind.answers and (row.cut_off is None or row.cut_off.year == plan.year):
            yield Demand(
                f"report:{row.pk}",
                shortened(row.title),
                _("Rapporteringskrav"),
                place=first,
                itself=True,
                source=_lines(row.lines),
                url=reverse("steering:report", args=(row.pk,)),
            )


def _of_parameters(plan: Plan, kind: Kind) -> Iterator[Demand]:
    if kind.key not in ("annual", "half_year"):
        return
    judged = set(Judgement.objects.filter(parameter__plan=plan, shared=True).values_list("parameter", flat=True))
    noted = set(ProgressNote.objects.filter(parameter__plan=plan, shared=True).values_list("parameter", flat=True))
    for row in plan.parameters.select_related("goal").order_by("order", "pk"):
        own = (f"goals:{row.goal.number}",) if row.goal else ()
        yield Demand(
            f"parameter:{row.pk}",
            shortened(str(row)),
            _("Styringsparameter"),
            sources=(*own, "goals", "parameters"),
            said=row.pk in judged | noted,
            source=_lines(row.lines),
            url=reverse("steering:parameter", args=(row.pk,)),
        )


def _of_assignments(plan: Plan, kind: Kind) -> Iterator[Demand]:
    """Every assignment is to have its status. One whose deadline is this report must be told of in words."""
    if kind.key not in ("annual", "half_year"):
        return
    listed = Listing.objects.filter(plan=plan).select_related("assignment").prefetch_related("assignment__deadlines")
    spoken = set(
        Judgement.objects.filter(assignment__agency=plan.agency_id, shared=True).values_list("assignment", flat=True)
    )
    spoken |= set(
        ProgressNote.objects.filter(assignment__agency=plan.agency_id, shared=True).values_list("assignment", flat=True)
    )
    for listing in listed.order_by("earlier", "pk"):
        one = listing.assignment
        in_report = any(row.kind == DeadlineKind.IN_REPORT for row in one.deadlines.all())
        yield Demand(
            f"assignment:{one.pk}",
            shortened(str(one)),
            _("Oppdrag"),
            sources=("assignments",),
            said=not in_report or one.pk in spoken,
            source=_lines(listing.lines),
            url=reverse("steering:assignment", args=(one.pk,)),
        )


def _of_directives(plan: Plan, kind: Kind) -> Iterator[Demand]:
    if kind.key != "annual":
        return
    answered = set(
        DirectiveAnswer.objects.filter(account__directive__plan=plan)
        .exclude(text="")
        .values_list("account__directive", flat=True)
    )
    entered = DirectiveEntry.objects.filter(account__directive__plan=plan, struck_on=None)
    answered |= set(entered.values_list("account__directive", flat=True))
    for row in plan.directives.order_by("pk"):
        yield Demand(
            f"directive:{row.pk}",
            shortened(row.title),
            _("Fellesføring"),
            sources=("directives",),
            said=row.pk in answered,
            source=_lines(row.lines),
            url=reverse("steering:directive", args=(row.pk,)),
        )


def _of_duties(plan: Plan, kind: Kind) -> Iterator[Demand]:
    for row in Duty.objects.filter(plan=plan).exclude(state=DutyState.ENDED).order_by("pk"):
        if kind.key in kinds_asked(row.text):
            yield Demand(
                f"duty:{row.pk}",
                shortened(row.text),
                _("Fast plikt"),
                sources=sources_for(row.text),
                source=f"{row.section}, {_lines(row.lines)}".rstrip(", "),
                url=reverse("steering:duty", args=(row.pk,)),
            )


def shortened(text: str, longest: int = 400) -> str:
    """``text`` on one line, cut at a word where it is longer than ``longest``."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 2].rsplit(" ", 1)[0] + " …"


def _lines(lines: Sequence[int]) -> str:
    if not lines:
        return ""
    first, last = min(lines), max(lines)
    return (
        _("linje %(first)s") % {"first": first}
        if first == last
        else _("linje %(first)s–%(last)s")
        % {
            "first": first,
            "last": last,
        }
    )


@cache
def _duty_rules() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "matrix/duties.toml").read_text(encoding="utf-8"))


def kinds_asked(text: str) -> tuple[str, ...]:
    """The kinds of report that a duty's text asks for; none where it asks for no reporting."""
    rules, lower = _duty_rules(), text.lower()
    if not any(word in lower for word in rules["asks"]):
        return ()
    for kind, found in rules["kinds"].items():
        if kind != "default" and any(word in lower for word in found):
            return (kind,)
    return tuple(rules["kinds"]["default"])


def sources_for(text: str) -> tuple[str, ...]:
    """The sources that answer a duty, by its words."""
    lower = text.lower()
    for answer in _duty_rules()["answer"]:
        if any(word in lower for word in answer["words"]):
            return tuple(answer["sources"])
    return ()
