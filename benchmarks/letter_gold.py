"""Holds a read letter against its gold: the truth that a person wrote down from reading the letter.

A gold file is TOML. Its items name what the letter says; the fields of each category stand in CATEGORIES.
A list means "any of these", an empty string "nothing", a star "not compared", an absent field "nothing".
``line`` is one line number or several that the read item must hold. Items with ``optional = true`` count neither
as missing nor as phantom, and so do read items that touch a line of ``[optional_lines]``: a letter has sentences
that two careful readers sort differently. A category that the gold file does not name is not measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from benchmarks.letter_categories import CATEGORIES, HEAD_FIELDS, Lines, fingerprint, plain
from styrhus.letters.model import Letter

LineMap = Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was read, or that should be: field by field the accepted values."""

    values: tuple[frozenset[str], ...]
    lines: Lines
    optional: bool = False

    def __str__(self) -> str:
        shown = [" / ".join(sorted(value)) or "–" for value in self.values]
        return f"{' | '.join(shown)}  [{', '.join(map(str, self.lines))}]"


@dataclass(frozen=True, slots=True)
class Score:
    category: str
    wanted: int
    found: int
    phantom: int
    missed: tuple[str, ...]
    phantoms: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        read = self.found + self.phantom
        return self.found / read if read else 1.0

    @property
    def exact(self) -> bool:
        return self.found == self.wanted and self.phantom == 0


ANYTHING = "*"


def as_word(value: object) -> str:
    if value is None:
        return ""
    if value == ANYTHING:
        return ANYTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return plain(str(value.value))
    if isinstance(value, date):
        return value.isoformat()
    return plain(str(value))


def wanted_items(gold: Mapping[str, Any], category: str) -> list[Item]:
    """The gold items of one category. ``text`` is compared by fingerprint; a gold file may print either."""
    rows: Iterable[Mapping[str, Any]] = gold[category]
    if category == "head":
        rows = [{"field": field, "value": gold["head"].get(field)} for field in HEAD_FIELDS]
    items = []
    for row in rows:
        values = []
        for field in CATEGORIES[category].fields:
            accepted = row.get(field)
            if field == "text":
                accepted = row.get("sha256") or fingerprint(str(accepted))
            choices = accepted if isinstance(accepted, list) else [accepted]
            values.append(frozenset(as_word(choice) for choice in choices))
        items.append(Item(tuple(values), lines_of(row), bool(row.get("optional"))))
    return items


def lines_of(row: Mapping[str, Any]) -> Lines:
    line = row.get("line", ())
    return (line,) if isinstance(line, int) else tuple(line)


def read_items(letter: Letter, category: str, line_map: LineMap | None) -> list[Item]:
    return [
        Item(tuple(frozenset((as_word(value),)) for value in values), mapped(lines, line_map))
        for values, lines in CATEGORIES[category].rows(letter)
    ]


def mapped(lines: Lines, line_map: LineMap | None) -> Lines:
    if line_map is None:
        return lines
    return tuple(sorted({number for line in lines for number in line_map.get(line, ())}))


def fits(wanted: Item, read: Item, known_lines: frozenset[int] | None) -> bool:
    for accepted, value in zip(wanted.values, read.values, strict=True):
        if ANYTHING not in accepted and not accepted & value:
            return False
    needed = set(wanted.lines)
    if known_lines is not None:
        needed &= known_lines
    return needed <= set(read.lines)


def compare_items(
    category: str,
    wanted: list[Item],
    read: list[Item],
    optional_lines: frozenset[int] = frozenset(),
    known_lines: frozenset[int] | None = None,
) -> Score:
    """Pairs wanted and read items one to one, the required ones first; what is left over is missed or phantom."""
    rest = list(read)
    missed = []
    found = 0
    for item in sorted(wanted, key=lambda one: one.optional):
        match = next((one for one in rest if fits(item, one, known_lines)), None)
        if match is not None:
            rest.remove(match)
            found += not item.optional
        elif not item.optional:
            missed.append(str(item))
    phantoms = [str(item) for item in rest if not optional_lines & set(item.lines)]
    required = sum(not item.optional for item in wanted)
    return Score(category, required, found, len(phantoms), tuple(missed), tuple(phantoms))


def compare_duties(letter: Letter, gold: Mapping[str, Any], line_map: LineMap | None) -> Score:
    """Counts duties line by line: a gold row is a line, how many duties it holds and how many more it may hold.

    A duty that is broken by a page stands on several lines and counts on the first that still wants one.
    """
    wanted = {row["line"]: (row["count"], row.get("optional", 0)) for row in gold["duties"]}
    read: dict[int, int] = {}
    phantoms = []
    for duty in letter.duties:
        lines = [number for number in mapped(duty.lines, line_map) if number in wanted]
        free = (number for number in lines if read.get(number, 0) < sum(wanted[number]))
        line = next(free, lines[0] if lines else None)
        if line is None:
            phantoms.append(f"{duty.text[:90]}  [{', '.join(map(str, duty.lines))}]")
        else:
            read[line] = read.get(line, 0) + 1
    found = sum(min(read.get(line, 0), count) for line, (count, _) in wanted.items())
    missed = [
        f"line {line}: {count - read.get(line, 0)} of {count}"
        for line, (count, _) in wanted.items()
        if read.get(line, 0) < count
    ]
    for line, (count, optional) in wanted.items():
        phantoms += [f"line {line}: one more than {count + optional}"] * (read.get(line, 0) - count - optional)
    total = sum(count for count, _ in wanted.values())
    return Score("duties", total, found, len(phantoms), tuple(missed), tuple(phantoms))


def compare(letter: Letter, gold: Mapping[str, Any], line_map: LineMap | None = None) -> tuple[Score, ...]:
    """Precision and recall of every category that the gold names.

    ``line_map`` turns the line numbers of a DOCX or PDF into those of the text that it was typeset from.
    """
    known = None
    if line_map is not None:
        known = frozenset(number for numbers in line_map.values() for number in numbers)
    scores = []
    for category in CATEGORIES:
        if category not in gold:
            continue
        optional = frozenset(gold.get("optional_lines", {}).get(category, ()))
        wanted = wanted_items(gold, category)
        scores.append(compare_items(category, wanted, read_items(letter, category, line_map), optional, known))
    if "duties" in gold:
        scores.append(compare_duties(letter, gold, line_map))
    return tuple(scores)


def nothing_found(gold: Mapping[str, Any]) -> tuple[Score, ...]:
    """The scores of a letter that the reader refuses to read: everything that the gold wants is missed."""
    scores = []
    for category in CATEGORIES:
        if category in gold:
            missed = tuple(str(item) for item in wanted_items(gold, category) if not item.optional)
            scores.append(Score(category, len(missed), 0, 0, missed, ()))
    if "duties" in gold:
        missed = tuple(f"line {row['line']}: {row['count']} of {row['count']}" for row in gold["duties"])
        scores.append(Score("duties", sum(row["count"] for row in gold["duties"]), 0, 0, missed, ()))
    return tuple(scores)
