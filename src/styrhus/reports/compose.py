"""A report put together: the writers' texts, the facts of its sources at the cut-off, figures with receipts.

An approved report is never put together again: what was frozen is what is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from styrhus.common.figures import Figure
from styrhus.identity import clock
from styrhus.ui.formats import date_long

from . import registry
from .document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Document,
    Paragraph,
    Section,
    Signature,
    Span,
    Table,
    from_json,
)
from .markup import blocks_of, keys_in
from .models import FrozenReport, Report, ReportPart
from .outline import Outline, OutlineSection, in_language
from .sources import SOURCES, Context, shown


@dataclass
class Gathering:
    """The figures that one report (or one section) has asked for, each computed once, in the order they came."""

    report: Report
    known_at: datetime | None = None
    figures: dict[str, Figure] = field(default_factory=dict)

    def figure(self, key: str) -> Figure:
        """Raises: registry.UnknownFigure."""
        if key not in self.figures:
            report = self.report
            with translation.override(report.language):
                found = registry.compute(
                    key, agency=report.agency, year=report.year, as_at=report.cut_off, known_at=self.known_at
                )
                # words of the moment become words of the report
                self.figures[key] = replace(found, label=str(found.label), definition=str(found.definition))
        return self.figures[key]

    def printed(self, key: str) -> str:
        return shown(self.figure(key))

    @property
    def context(self) -> Context:
        """What the sources are given."""
        report = self.report
        return Context(
            report.agency,
            report.plan,
            report.year,
            report.begin,
            report.end,
            report.cut_off,
            self.known_at,
            report.language,
            self.figure,
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What one source gives a section. ``refusal``: why it could not be put together, in a sentence."""

    key: str
    label: Any
    blocks: tuple[Block, ...]
    left_out: bool = False
    refusal: str = ""


def document_of(report: Report) -> Document:
    """The whole report: as it was frozen, or as a draft with what is known now."""
    kept = FrozenReport.objects.filter(report=report).first()
    return from_json(kept.content) if kept else assembled(report)


def assembled(
    report: Report,
    *,
    known_at: datetime | None = None,
    final: bool = False,
    signatures: dict[str, Signature] | None = None,
) -> Document:
    """The report put together now. ``final`` leaves out that it is a draft; ``signatures`` by the section's key."""
    parts = {part.key: part for part in report.parts.all()}
    gathering = Gathering(report, known_at)
    outline = report.template
    with translation.override(report.language):
        sections = _sections(outline, "", parts, gathering, signatures or {})
        subtitle = _("%(begin)s–%(end)s, tall per %(cut_off)s") % {
            "begin": date_long(report.begin),
            "end": date_long(report.end),
            "cut_off": date_long(report.cut_off),
        }
        status = "" if final else _("Utkast")
    return Document(
        title=report.title,
        subtitle=subtitle,
        agency=report.agency.name,
        ministry=report.plan.ministry.name,
        language=report.language,
        dated=clock.today(),
        status=status,
        sections=sections,
        figures=figures_in_order(sections, gathering.figures),
    )


def facts_of(part: ReportPart, gathering: Gathering) -> list[Facts]:
    """What the sources of a section give it, each by itself, also those that the writers have left out."""
    section = part.report.template.section(part.key)
    return [_facts(key, part, gathering) for key in (section.sources if section else ())]


def gathered(part: ReportPart) -> tuple[list[Facts], Document]:
    """The facts of a section now, and the same as a document of a section each, to be kept and held against later ones."""
    report = part.report
    gathering = Gathering(report)
    facts = facts_of(part, gathering)
    with translation.override(report.language):
        sections = tuple(Section(one.key, "", str(one.label), one.blocks) for one in facts if not one.refusal)
    whole = Document(
        title=str(part),
        subtitle="",
        agency=report.agency.name,
        ministry=report.plan.ministry.name,
        language=report.language,
        dated=report.cut_off,
        status="",
        sections=sections,
        figures=figures_in_order(sections, gathering.figures),
    )
    return facts, whole


def lines_of(blocks: tuple[Block, ...] | list[Block]) -> list[str]:
    """Blocks as plain lines, a row of a table each: what two drafts are compared by, and what is searched."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph():
                found.append(_words(block.spans))
            case Bullets():
                found += [f"– {_words(item)}" for item in block.items]
            case Table():
                found += _table_lines(block)
            case Chart():
                found += [block.caption, block.summary, *_table_lines(block.table)]
            case Signature():
                found.append(" · ".join(part for part in (block.name, block.title, block.place) if part))
    return [line for line in found if line]


def plain_text(document: Document) -> str:
    """The whole report as plain text: what the archive searches, and what is sent where nothing else can be made."""
    lines = [document.title, document.subtitle, document.agency, ""]
    for section in document.walk():
        lines += ["", f"{section.number} {section.title}".strip(), "", *lines_of(section.blocks)]
    return "\n".join(lines).strip() + "\n"


def problems_of(report: Report) -> list[str]:
    """What must be mended before the report can be approved, a sentence each: figures and sources that are not there."""
    gathering, found = Gathering(report), []
    for part in report.parts.all():
        for key in keys_in(part.text):
            try:
                gathering.figure(key)
            except registry.UnknownFigure as problem:
                found.append(f"{part}: {problem.messages[0]}")
        facts = facts_of(part, gathering)
        found += [f"{part}: {one.refusal}" for one in facts if one.refusal and not one.left_out]
    return found


def unsigned(day: date | None = None) -> Signature:
    """The place to sign in a draft."""
    return Signature("", _("Virksomhetens leder"), "", day)


def _sections(
    outline: Outline,
    parent: str,
    parts: dict[str, ReportPart],
    gathering: Gathering,
    signatures: dict[str, Signature],
) -> tuple[Section, ...]:
    return tuple(
        Section(
            key=one.key,
            number=one.number,
            title=parts[one.key].title if one.key in parts else in_language(one.title, gathering.report.language),
            blocks=_blocks(one, parts.get(one.key), gathering, signatures),
            sections=_sections(outline, one.key, parts, gathering, signatures),
        )
        for one in outline.children(parent)
    )


def _blocks(
    section: OutlineSection, part: ReportPart | None, gathering: Gathering, signatures: dict[str, Signature]
) -> tuple[Block, ...]:
    """The writer's text, then the facts, then the place to sign."""
    if part is None:
        return ()
    found: list[Block] = [*blocks_of(part.text, partial(_printed, gathering))]
    for facts in (_facts(key, part, gathering) for key in section.sources if key not in part.left_out):
        found += facts.blocks
        if facts.refusal:
            found.append(Paragraph((Span(facts.refusal),), role="facts"))
    if section.signs:
        found.append(signatures.get(section.key) or unsigned())
    return tuple(found)


def _printed(gathering: Gathering, key: str) -> str:
    """A figure that has gone since the text was written is named where it stood: the writer must mend it."""
    try:
        return gathering.printed(key)
    except registry.UnknownFigure:
        return f"[[{key}]]"


def _facts(key: str, part: ReportPart, gathering: Gathering) -> Facts:
    left_out = key in part.left_out
    if key not in SOURCES:
        return Facts(key, key, (), left_out, _("Kilden «%(key)s» finnes ikke lenger.") % {"key": key})
    source = SOURCES[key]
    try:
        blocks = tuple(source.function(gathering.context))
    except registry.UnknownFigure as problem:
        refusal = _("Grunnlaget «%(source)s» kan ikke hentes: %(problem)s")
        return Facts(
            key, source.label, (), left_out, refusal % {"source": source.label, "problem": problem.messages[0]}
        )
    return Facts(key, source.label, blocks, left_out)


def figures_in_order(sections: tuple[Section, ...], figures: dict[str, Figure]) -> dict[str, Figure]:
    """The figures in the order a reader meets them; one that is in no block is left out."""
    met: dict[str, Figure] = {}
    for section in sections:
        for one in section.walk():
            for block in one.blocks:
                met |= {key: figures[key] for key in _keys(block) if key in figures and key not in met}
    return met


def _keys(block: Block) -> list[str]:
    match block:
        case Paragraph():
            return [span.figure for span in block.spans if span.figure]
        case Bullets():
            return [span.figure for item in block.items for span in item if span.figure]
        case Table():
            return [cell.figure for row in block.rows for cell in row if cell.figure]
        case Chart():
            return _keys(block.table)
    return []


def _words(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans).strip()


def _table_lines(table: Table) -> list[str]:
    header = (Cell(text) for text in table.header)
    rows = [" | ".join(cell.text for cell in row) for row in (tuple(header), *table.rows)]
    return [table.caption, *rows, table.note]
