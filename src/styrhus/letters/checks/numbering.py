"""Numbers of sections, goals and steering parameters: gaps, duplicates, wrong order, two ways of printing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import error, info, warning
from styrhus.letters.checks.printed import listed
from styrhus.letters.model import Finding, Letter, Lines, Section

_DOTTED = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_PREFIX = re.compile(r"(?P<prefix>.*?)(?P<last>\d{1,3})(?P<after>\D*)$")
_MOST_NAMED = 5  # so many missing numbers are named one by one


def check(letter: Letter) -> Iterable[Finding]:
    documents: dict[str, list[Section]] = defaultdict(list)
    for section in letter.sections:
        if section.number and _DOTTED.fullmatch(section.number) and section.lines:
            documents[section.document].append(section)
    for sections in documents.values():
        yield from _sections(sections)
        yield from _style(letter, sections)
    goals = [(str(goal.number), goal.lines) for goal in letter.goals if goal.number is not None and goal.parent is None]
    yield from _series("goal", goals)
    parameters = [(parameter.id, parameter.lines) for parameter in letter.steering_parameters if parameter.id]
    yield from _series("parameter", parameters)


def _sections(sections: list[Section]) -> Iterator[Finding]:
    """Each section must follow its sibling: 3.2 after 3.1, and the first below 3 is 3.1."""
    children: dict[tuple[int, ...], list[tuple[int, Section]]] = defaultdict(list)
    for section in sections:
        *above, last = _numbers(section)
        children[tuple(above)].append((last, section))
    for parent, below in children.items():
        missing_parent = bool(parent) and parent not in {_numbers(section) for section in sections}
        seen: dict[int, Section] = {}
        previous = 0
        for last, section in below:
            if last in seen:
                yield error(
                    "section-number-repeated", (seen[last].lines[0], section.lines[0]), number=section.number or ""
                )
            elif last < previous:
                yield warning(
                    "section-order", section.lines[:1], number=section.number or "", before=_dotted(parent, previous)
                )
            elif last > previous + 1:
                missing = [_dotted(parent, number) for number in range(previous + 1, last)]
                if missing_parent and previous == 0:
                    missing.insert(0, ".".join(map(str, parent)))
                yield warning(
                    "section-number-missing", section.lines[:1], number=section.number or "", missing=_named(missing)
                )
            seen.setdefault(last, section)
            previous = max(previous, last)


def _numbers(section: Section) -> tuple[int, ...]:
    return tuple(int(part) for part in (section.number or "").split("."))


def _dotted(parent: tuple[int, ...], last: int) -> str:
    return ".".join(map(str, (*parent, last)))


def _style(letter: Letter, sections: list[Section]) -> Iterator[Finding]:
    """ "3.1." and "3.2" on the same level of one document."""
    styles: dict[bool, list[Section]] = {True: [], False: []}
    for section in sections:
        match = re.match(
            rf"[\s#*]*{re.escape(section.number or '')}(?P<dot>\.?)[\s*]", letter.source.lines[section.lines[0] - 1]
        )
        if match and section.number and "." in section.number:
            styles[bool(match["dot"])].append(section)
    if styles[True] and styles[False]:
        rare = min(styles.values(), key=len)
        numbers = listed(section.number or "" for section in rare)
        yield info("section-number-style", (section.lines[0] for section in rare), numbers=numbers)


def _series(kind: str, items: list[tuple[str, Lines]]) -> Iterator[Finding]:
    """Numbers that run: "SP 1", "SP 2" …, or "1.1", "1.2", "2.1" …, each prefix its own series."""
    series: dict[str, dict[int, Lines]] = defaultdict(dict)
    for printed, lines in items:
        match = _PREFIX.fullmatch(printed)
        if match is None or not lines:
            continue
        run, last = series[match["prefix"]], int(match["last"])
        if last in run:
            yield error(f"{kind}-number-repeated", (run[last][0], lines[0]), number=printed)
        elif run and last < max(run):
            yield info(f"{kind}-order", lines[:1], number=printed)
        run.setdefault(last, lines)
    for prefix, run in series.items():
        missing = [number for number in range(1, max(run)) if number not in run]
        # One that lacks most of its numbers is no series.
        if missing and len(missing) < len(run):
            after = min(number for number in run if number > missing[0])
            yield warning(
                f"{kind}-number-missing", run[after][:1], missing=_named([f"{prefix}{number}" for number in missing])
            )


def _named(missing: list[str]) -> str:
    return listed(missing) if len(missing) <= _MOST_NAMED else f"{missing[0]}–{missing[-1]}"
