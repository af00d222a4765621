"""Reporting demands: the table of reports with their dates, and other reports that the letter sets a deadline for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from styrhus.common.deadlines import DateKind, PrintedDate, find_dates
from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import Lines, ReportingDemand
from styrhus.letters.reading.manuscript import ASSIGNMENTS, INSTRUCTION, Manuscript
from styrhus.letters.reading.sentences import sentences
from styrhus.letters.reading.tables import Row, Table
from styrhus.letters.reading.vocabulary import REPORT_KINDS, Column

_REPORT = re.compile(r"\b[a-zæøå-]*(?:rapport|årsmelding|rekneskap|regnskap|innspill|innspel)[a-zæøå]*", re.IGNORECASE)
_LIMIT = re.compile(
    r"(?:\binnen|\binnan|\bsenest|\bseinast|\bfrist[a-zæøå]*(?: for [a-zæøå ]{1,40})?(?: er)?"
    r"|\bskal (?:sendes|leveres|oversendes)[a-zæøå ]{0,40})\s*:?\s*(?:den |utgangen av )?$",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"\b(?:per|pr\.?|pr)\s*$", re.IGNORECASE)
_TITLE_END = re.compile(
    r"[\s,;:–-]*(?:\(|\b(?:innen|innan|senest|seinast|med frist|frist|sendes|skal sendes|leveres|skal leveres|sendast|skal sendast|leverast|skal leverast|skal liggje føre"
    r"|oversendes|har frist|er)\b).*$",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(r"\b(?:hhv\.?|henholdsvis|høvesvis|respektive|innen|innan|frist[a-zæøå]*)\b", re.IGNORECASE)
_MAX_ABOUT = 1_000  # a longer sentence says its subject early
_MAX_LEAD = 200  # a longer text before a date is no title
_DEADLINE_FOR = re.compile(r"^(?:innleverings|leverings|rapporterings)?frist for (?:å levere )?", re.IGNORECASE)
_YEAR = re.compile(r"\b(20[0-9]{2})\b")


def read_reporting(
    manuscript: Manuscript, tables: tuple[Table, ...], taken: frozenset[int]
) -> tuple[ReportingDemand, ...]:
    """The demands in the order printed. ``taken`` are the lines of assignments, whose reports are theirs."""
    found: list[ReportingDemand] = []
    in_tables: set[int] = set()
    for table in tables:
        title_at = _title_column(table, manuscript)
        if title_at is None and not _is_untitled(table, manuscript) and not table.has(Column.DATE, Column.MEETING):
            continue
        in_tables.update(row.place for row in table.rows)
        if table.has(Column.DATE, Column.MEETING):
            found.extend(_of_calendar(table, manuscript))
            continue
        found.extend(demand for row in table.rows if (demand := _of_row(table, row, title_at, manuscript)) is not None)
    for place, block in enumerate(manuscript.blocks):
        if (
            manuscript.documents[place] in {INSTRUCTION, ASSIGNMENTS}
            or place in in_tables
            or taken.intersection(block.lines)
        ):
            continue
        found.extend(_of_block(block, place, manuscript))
    return _each_once(sorted(found, key=lambda demand: demand.lines[:1]))


def report_kind(text: str) -> str:
    """ "annual", "half_year", "tertial", "monthly", "accounts", "grants" or "other", by the words of the title."""
    lower = text.casefold()
    return next((kind for kind, word in REPORT_KINDS if word in lower), "other")


def _title_column(table: Table, manuscript: Manuscript) -> int | None:
    if table.header is None or manuscript.documents[table.header.place] in {INSTRUCTION, ASSIGNMENTS}:
        return None
    if not (table.has(Column.DEADLINE) or (table.has(Column.DATE) and table.has(Column.REPORT))):
        return None
    if table.has(Column.NUMBER) and table.has(Column.ASSIGNMENT):
        return None
    if table.has(Column.REPORT):
        return table.index(Column.REPORT)
    about_reports = "rapport" in manuscript.path_titles(table.header.place)
    return table.index(Column.NAME, Column.ASSIGNMENT, Column.RECIPIENT) if about_reports else None


def _of_calendar(table: Table, manuscript: Manuscript) -> Iterator[ReportingDemand]:
    """The rows of a calendar of the steering dialogue that are a report's deadline; the meetings are read elsewhere."""
    for row in table.rows:
        title = row.cell(table.index(Column.MEETING))
        deadline = _cell_date(row.cell(table.index(Column.DATE)), title, report_kind(title), manuscript.year)
        if deadline is None or not _REPORT.search(title) or "møte" in title.casefold():
            continue
        lines = manuscript.blocks[row.place].lines
        name = _DEADLINE_FOR.sub("", title)
        yield ReportingDemand(report_kind(name), name, _cut_off_in(title, manuscript.year), deadline, lines, 0.9)


def _is_untitled(table: Table, manuscript: Manuscript) -> bool:
    """A table of cut-off dates and deadlines alone, under a section that says which report."""
    return (
        table.header is not None
        and table.has(Column.CUT_OFF, Column.DEADLINE)
        and not table.has(Column.PARAMETER)
        and "rapport" in manuscript.path_titles(table.header.place)
    )


def _of_row(table: Table, row: Row, title_at: int | None, manuscript: Manuscript) -> ReportingDemand | None:
    title = row.cell(title_at) if title_at is not None else manuscript.section_title(row.place).lstrip("0123456789. ")
    if len(title) < 3:
        return None
    kind = report_kind(title)
    deadline = _cell_date(row.cell(table.index(Column.DEADLINE, Column.DATE)), title, kind, manuscript.year)
    cut_off = _cell_date(row.cell(table.index(Column.CUT_OFF)), "", "", manuscript.year) or _cut_off_in(
        title, manuscript.year
    )
    return ReportingDemand(kind, title, cut_off, deadline, manuscript.blocks[row.place].lines, 1.0 if deadline else 0.6)


def _cut_off_in(title: str, year: int | None) -> date | None:
    """The date of a title such as "Tertialrapport per 30. april"."""
    dates = [
        printed
        for printed in find_dates(title, year)
        if _CUT_OFF.search(title[max(0, printed.start - 8) : printed.start])
    ]
    return dates[0].date if dates else None


def _cell_date(cell: str, title: str, kind: str, year: int | None) -> date | None:
    exact = [printed for printed in find_dates(cell, year) if printed.date is not None]
    if not exact:
        return None
    return _in_right_year(exact[0], title, kind)


def _in_right_year(printed: PrintedDate, title: str, kind: str) -> date | None:
    """The annual report of a year is due early in the next, also when the deadline prints no year."""
    about = _YEAR.search(title)
    if printed.date is None or printed.year_printed or not about or kind != "annual" or printed.date.month > 6:
        return printed.date
    return printed.date.replace(year=int(about[1]) + 1)


def _of_block(block: Block, place: int, manuscript: Manuscript) -> Iterator[ReportingDemand]:
    """Reports with a deadline in running text, and bullets or rows of a report and its date."""
    short = len(block.text) < 140 and _REPORT.match(block.text) is not None
    listed = (short or block.kind in {BlockKind.BULLET, BlockKind.ROW}) and "rapport" in manuscript.path_titles(place)
    about = ""
    for sentence in sentences(block.text):
        if _REPORT.search(sentence):
            about = sentence
        if not about:
            continue
        dates = [printed for printed in find_dates(sentence, manuscript.year) if printed.kind is DateKind.DATE]
        due = [printed for printed in dates if _LIMIT.search(sentence[max(0, printed.start - 70) : printed.start])]
        if not due and listed:
            due = [
                printed for printed in dates if not _CUT_OFF.search(sentence[max(0, printed.start - 8) : printed.start])
            ][-1:]
        cut_off = next(
            (printed.date for printed in dates if _CUT_OFF.search(sentence[max(0, printed.start - 8) : printed.start])),
            None,
        )
        if (pairs := _pairs(sentence, dates)) and len(due) < len(pairs):
            for per, printed in pairs:
                yield _demand(about, sentence, printed, per.date, block.lines, manuscript.section_title(place))
            continue
        for printed in due:
            yield _demand(about, sentence, printed, cut_off, block.lines, manuscript.section_title(place))


def _pairs(sentence: str, dates: list[PrintedDate]) -> list[tuple[PrintedDate, PrintedDate]]:
    """Cut-off and deadline of "per 30. april og 31. august … innen hhv. 25. mai og 25. september"."""
    half = len(dates) // 2
    if (
        half < 2
        or half * 2 != len(dates)
        or not _RESPECTIVELY.search(sentence[dates[half - 1].end : dates[half].start])
    ):
        return []
    first = _CUT_OFF.search(sentence[max(0, dates[0].start - 8) : dates[0].start])
    return list(zip(dates[:half], dates[half:], strict=True)) if first else []


def _demand(  # noqa: PLR0917
    about: str, sentence: str, printed: PrintedDate, cut_off: date | None, lines: Lines, section: str
) -> ReportingDemand:
    same = about is sentence
    after = sentence[printed.end : printed.end + _MAX_LEAD].strip(" :–-.")
    title = after if same and _REPORT.match(after) else ""
    title = title or _TITLE_END.sub("", sentence[max(0, printed.start - _MAX_LEAD) : printed.start]).strip(" ,.;:–-")
    title = title if same else ""
    if not (_REPORT.search(title) and len(title) <= 140):
        title = section.lstrip("0123456789. ") or (_REPORT.search(about) or [about])[0]
    named = _REPORT.findall(sentence[max(0, printed.start - _MAX_LEAD) : printed.start])
    kinds = [kind for noun in named if (kind := report_kind(noun)) != "other"]
    whole = [kind for kind in kinds if kind != "accounts"]  # "årsrapport med regnskap" is the annual report
    kind = (whole or kinds or [report_kind(about[:_MAX_ABOUT])])[-1]
    return ReportingDemand(kind, title, cut_off, _in_right_year(printed, title, kind), lines, 0.7)


def _each_once(demands: list[ReportingDemand]) -> tuple[ReportingDemand, ...]:
    """The table's row before a sentence that says the same: same kind and same deadline."""
    kept: list[ReportingDemand] = []
    known: set[tuple[str, date | None]] = set()
    sure = {(demand.kind, demand.deadline) for demand in demands if demand.confidence == 1.0}
    for demand in demands:
        key = (demand.kind, demand.deadline)
        if demand.confidence < 1.0 and demand.deadline is not None and (key in sure or key in known):
            continue
        known.add(key)
        kept.append(demand)
    return tuple(kept)
