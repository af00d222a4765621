"""Reporting demands: deadlines against the regulation, the year and the cut-off, and those outside the table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import error, info, warning
from styrhus.letters.checks.passages import paragraphs
from styrhus.letters.checks.printed import day, listed
from styrhus.letters.data import rows
from styrhus.letters.model import Finding, Letter, ReportingDemand

_YEAR = re.compile(r"\b20\d{2}\b")
_YEAR_END = re.compile(r"\b(?:per|pr\.?)\s+31\.\s?(?:desember|12)\b", re.IGNORECASE)
_MID_YEAR = re.compile(r"\b(?:per|pr\.?)\s+30\.\s?(?:juni|0?6)\b", re.IGNORECASE)
_HALF_YEAR = re.compile(r"\bhalvårs(?:rapport\w*)\b", re.IGNORECASE)
_ANNUAL = re.compile(r"\bårsrapporten\b", re.IGNORECASE)


def check(letter: Letter) -> Iterable[Finding]:
    for demand in letter.reporting:
        yield from _annual(demand)
        yield from _order(demand)
    yield from _contradict(letter)
    yield from _outside_table(letter)
    yield from _cut_off(letter)


def _annual(demand: ReportingDemand) -> Iterator[Finding]:
    for row in rows("annual_report", "deadlines", demand.deadline):
        if demand.kind != row["report"] or demand.deadline is None:
            continue
        right = demand.deadline.replace(month=row["month"], day=row["day"])
        if demand.deadline > right:
            yield warning("annual-report-late", demand.lines, day(right), date=day(demand.deadline), right=day(right))
        elif demand.deadline < right:
            yield info("annual-report-early", demand.lines, None, date=day(demand.deadline), right=day(right))


def _order(demand: ReportingDemand) -> Iterator[Finding]:
    """A report is due after its cut-off, and its cut-off lies in the year it is for."""
    if demand.cut_off is None:
        return
    if demand.deadline is not None and demand.deadline < demand.cut_off:
        yield error(
            "reporting-deadline-before-cut-off",
            demand.lines,
            title=demand.title,
            cut_off=day(demand.cut_off),
            deadline=day(demand.deadline),
        )
    years = set(_YEAR.findall(demand.title))
    if len(years) == 1 and str(demand.cut_off.year) not in years:
        yield error("reporting-cut-off-other-year", demand.lines, title=demand.title, cut_off=day(demand.cut_off))


def _contradict(letter: Letter) -> Iterator[Finding]:
    """The same report with two deadlines."""
    same: dict[tuple[str, str], list[ReportingDemand]] = defaultdict(list)
    for demand in letter.reporting:
        if demand.deadline is not None and _YEAR.search(demand.title):
            same[demand.kind, demand.title.casefold()].append(demand)
    for demands in same.values():
        dates = sorted({demand.deadline for demand in demands if demand.deadline})
        if len(dates) > 1:
            yield error(
                "reporting-deadline-differs",
                (line for one in demands for line in one.lines),
                title=demands[0].title,
                dates=listed(map(day, dates)),
            )


def _outside_table(letter: Letter) -> Iterator[Finding]:
    """A report with a date of its own in the running text, while the letter has a table of its reports."""
    table = [demand for demand in letter.reporting if demand.deadline and _in_row(letter, demand)]
    if len(table) < 2 or "annual" not in {demand.kind for demand in table}:
        return  # a table of one kind of report does not set out to hold them all
    dates = {demand.deadline for demand in table}
    for demand in letter.reporting:
        if demand.deadline and demand.deadline not in dates and not _in_row(letter, demand):
            yield info("reporting-not-in-table", demand.lines, title=demand.title, date=day(demand.deadline))


def _in_row(letter: Letter, demand: ReportingDemand) -> bool:
    return any(
        "\t" in letter.source.lines[number - 1] or "|" in letter.source.lines[number - 1] for number in demand.lines
    )


def _cut_off(letter: Letter) -> Iterator[Finding]:
    """Figures as of 31 December that are asked for in the half-year report, whose figures are as of 30 June."""
    for paragraph in paragraphs(letter.source.lines):
        year_end, half_year = _YEAR_END.search(paragraph.text), _HALF_YEAR.search(paragraph.text)
        if year_end and half_year and not _MID_YEAR.search(paragraph.text) and not _ANNUAL.search(paragraph.text):
            yield warning("cut-off-of-other-report", paragraph.lines(*sorted((year_end.start(), half_year.start()))))
