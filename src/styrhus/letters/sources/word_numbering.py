"""The printed numbers of automatic lists and headings in a DOCX ("3.1.2", "a)", "-"), which its text doesn't hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
BULLET = "-"
ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl"}
ROMAN |= {10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}


@dataclass(frozen=True, slots=True)
class Level:
    format: str
    text: str  # "%1.%2"
    start: int
    legal: bool  # all numbers in the text print as plain integers


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Which list a paragraph belongs to and how deep: w:numPr."""

    list_id: str
    level: int


@dataclass(slots=True)
class Numbering:
    """Counts through the document. One instance a document; ``label`` must be called in reading order."""

    levels: dict[tuple[str, int], Level] = field(default_factory=dict)  # by abstract list and level
    abstract_of: dict[str, str] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    overridden: set[tuple[str, int]] = field(default_factory=set)

    def label(self, place: ListPlace) -> str | None:
        """The printed label, BULLET for a bullet, None where the list prints nothing."""
        abstract = self.abstract_of.get(place.list_id)
        if abstract is None:
            return None
        level = self.levels.get((abstract, place.level))
        if level is None or level.format == "none":
            return None
        if level.format == "bullet":
            return BULLET
        counters = self._advance(place, abstract, level)
        return self._print(abstract, level, counters).strip() or None

    def _advance(self, place: ListPlace, abstract: str, level: Level) -> dict[int, int]:
        counters = self.counters.setdefault(abstract, {})
        key = (place.list_id, place.level)
        if key in self.overrides and key not in self.overridden:
            self.overridden.add(key)
            counters[place.level] = self.overrides[key]
        elif place.level in counters:
            counters[place.level] += 1
        else:
            counters[place.level] = level.start
        for deeper in [number for number in counters if number > place.level]:
            del counters[deeper]
        return counters

    def _print(self, abstract: str, level: Level, counters: dict[int, int]) -> str:
        def number(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            own = self.levels.get((abstract, index), level)
            value = counters.setdefault(index, own.start)
            return format_number(value, "decimal" if level.legal else own.format)

        return re.sub(r"%(\d)", number, level.text)


def read_numbering(root: etree._Element | None) -> Numbering:
    """From word/numbering.xml; an empty Numbering where the document has none."""
    numbering = Numbering()
    if root is None:
        return numbering
    style_links: dict[str, str] = {}
    linked_to: dict[str, str] = {}
    for abstract in root.iterfind(f"{W}abstractNum"):
        abstract_id = abstract.get(f"{W}abstractNumId", "")
        for level in abstract.iterfind(f"{W}lvl"):
            numbering.levels[abstract_id, _integer(level.get(f"{W}ilvl"), 0)] = _level(level)
        own, link = abstract.find(f"{W}styleLink"), abstract.find(f"{W}numStyleLink")
        if own is not None:
            style_links[own.get(VAL, "")] = abstract_id
        if link is not None:
            linked_to[abstract_id] = link.get(VAL, "")
    for entry in root.iterfind(f"{W}num"):
        list_id = entry.get(f"{W}numId", "")
        link = entry.find(f"{W}abstractNumId")
        abstract_id = link.get(VAL, "") if link is not None else ""
        numbering.abstract_of[list_id] = style_links.get(linked_to.get(abstract_id, ""), abstract_id)
        for override in entry.iterfind(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                index = _integer(override.get(f"{W}ilvl"), 0)
                numbering.overrides[list_id, index] = _integer(start.get(VAL), 1)
    return numbering


def format_number(value: int, style: str) -> str:
    """A list number as Word prints it: decimal, decimalZero, lower/upper letter, lower/upper roman, ordinal."""
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman"):
        roman, rest = "", value
        for amount, digits in ROMAN.items():
            count, rest = divmod(rest, amount)
            roman += digits * count
        return roman.upper() if style == "upperRoman" else roman
    if style == "decimalZero":
        return f"{value:02d}"
    return str(value)


def _level(level: etree._Element) -> Level:
    def value(tag: str, default: str) -> str:
        found = level.find(f"{W}{tag}")
        return default if found is None else found.get(VAL, default)

    legal = level.find(f"{W}isLgl") is not None
    return Level(value("numFmt", "decimal"), value("lvlText", ""), _integer(value("start", "1"), 1), legal)


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,6}", text) else default
