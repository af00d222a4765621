"""Meetings between ministry and agency: how many of which kind, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from styrhus.common.deadlines import DateKind, find_dates
from styrhus.common.numbers import NUMBER_WORDS, parse_count
from styrhus.letters.blocks import BlockKind
from styrhus.letters.model import Lines, Meeting
from styrhus.letters.reading.manuscript import ASSIGNMENTS, INSTRUCTION, Manuscript
from styrhus.letters.reading.sentences import sentences
from styrhus.letters.reading.tables import Table
from styrhus.letters.reading.vocabulary import MEETING_KINDS, Column

_COUNT = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_NOUN = re.compile(
    rf"(?:\b(?P<count>{_COUNT}|[0-9]{{1,2}}) (?:årlige |årlege |ordinære |faste "
    rf"|halvårlige )?)?\b(?P<noun>[a-zæøå-]*(?:møter|møtet|møte|møtar|samlinger|samling"
    rf"|samlingar))\b(?P<about> om særskilte tema| om særskilde tema| med politisk ledelse"
    rf"| med politisk leiing)?",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:avholdes|avholde|holdes|haldast|halde|gjennomføres|gjennomførast|legges opp til|holder|held"
    r"|skal være|skal vere|kommer|kjem|avtales|avtalast|leggjast opp til|lagt opp til|planlagt|planlegges"
    r"|planlegg|inviterer|skal ha|vil ha|er det|har vi|ha|satt til|sett til|sette til|fastsatt|fastsett|blir|vert|finner sted"
    r"|finn stad|går av stabelen|legger opp til|legg opp til|tar sikte på|tek sikte på|innkaller|kaller inn|kallar inn|skal det vere|skal det være|ønsker|ønskjer)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"ved behov|om våren|om høsten|om hausten|på våren|på høsten|våren(?: 20[0-9]{2})?|høsten(?: 20[0-9]{2})?"
    r"|hausten(?: 20[0-9]{2})?|[0-9]{1,2}\. ?[a-zæøå]+(?: 20[0-9]{2})?(?= |$|[,.)])|i (?:januar|februar|mars"
    r"|april|mai|juni|juli|august|september|oktober|november|desember)|månedlig|kvartalsvis|hvert kvartal"
    r"|etter behov",
    re.IGNORECASE,
)
_HERE = re.compile(r"møte|styringsdialog|etatsstyring|dialog|styringskalender", re.IGNORECASE)
_REPORTS = re.compile(r"frist|innspill|innspel|rapport|årsrapport", re.IGNORECASE)
_THESE = re.compile(r"\b(?:følgende|følgjande|disse|desse) $", re.IGNORECASE)
_STEERING = re.compile(r"(?:etats)?styringsmøte", re.IGNORECASE)  # wherever the letter gives it a day
_MAX_DATED = 200
_NOT_MEETINGS = ("i møte", "imøte", "oppmøte", "folkemøte")


def read_meetings(manuscript: Manuscript, tables: tuple[Table, ...], taken: frozenset[int]) -> tuple[Meeting, ...]:
    """The meetings in the order printed. ``taken`` are lines of assignments: meetings there are not the dialogue's."""
    found: list[Meeting] = []
    in_tables: set[int] = set()
    for table in tables:
        if (
            table.header is None
            or not table.has(Column.MEETING)
            or not (table.has(Column.DATE) or table.has(Column.DEADLINE))
        ):
            continue
        here = _HERE.search(manuscript.path_titles(table.header.place)) is not None
        for row in table.rows:
            in_tables.add(row.place)
            title = row.cell(table.index(Column.MEETING))
            if title and (here or meeting_kind(title) != "other") and not _REPORTS.match(title) and _NOUN.search(title):
                when = row.cell(table.index(Column.DATE, Column.DEADLINE)) or None
                found.append(Meeting(meeting_kind(title), title, 1, when, manuscript.blocks[row.place].lines, 1.0))
    for place, block in enumerate(manuscript.blocks):
        skipped = place in in_tables or place in manuscript.heads_section or taken.intersection(block.lines)
        if skipped or manuscript.documents[place] in {INSTRUCTION, ASSIGNMENTS}:
            continue
        here = _HERE.search(manuscript.path_titles(place)) is not None
        if not here and not _STEERING.search(block.text):
            continue
        listed = block.kind in {BlockKind.BULLET, BlockKind.ROW}
        section = manuscript.section_title(place)
        for sentence in sentences(block.text):
            dated = len(sentence) < _MAX_DATED and bool(find_dates(sentence, manuscript.year))
            if not here and not (dated and _STEERING.search(sentence)):
                continue
            if listed or dated or _HELD.search(sentence):
                found.extend(_of_sentence(sentence, block.lines, section, manuscript.year))
    return tuple(sorted(found, key=lambda meeting: meeting.lines[:1]))


def meeting_kind(text: str) -> str:
    lower = text.casefold()
    return next((kind for kind, word in MEETING_KINDS if word in lower), "other")


def _of_sentence(sentence: str, lines: Lines, section: str, year: int | None) -> Iterator[Meeting]:
    nouns = [
        match
        for match in _NOUN.finditer(sentence)
        if not _in_brackets(sentence, match.start())
        and not _THESE.search(sentence[max(0, match.start() - 12) : match.start()])
        and match["noun"].casefold() not in _NOT_MEETINGS
    ]
    for place, match in enumerate(nouns):
        end = nouns[place + 1].start() if place + 1 < len(nouns) else len(sentence)
        when = _WHEN.search(sentence, match.end(), end) or (_WHEN.search(sentence) if len(nouns) == 1 else None)
        title = match["noun"] + (match["about"] or "")
        kind = meeting_kind(title)
        kind = meeting_kind(sentence[match.start() : match.end() + 30]) if kind == "other" else kind
        counted = bool(match["count"])
        if kind == "other" and counted:
            kind = meeting_kind(section)  # "Det blir to møter" under "Etatsstyringsmøter"
        if (
            kind == "other"
            and match["noun"].casefold() in {"møte", "møter", "samling", "samlinger"}
            and not match["count"]
        ):
            continue
        count = parse_count(match["count"]) if match["count"] else _dates_in(sentence[match.end() : end], year)
        yield Meeting(kind, title[0].upper() + title[1:], count, when[0] if when else None, lines, 0.9)


def _dates_in(text: str, year: int | None) -> int | None:
    """How many days a sentence names for its meetings ("24. april og 6. november"), None when it names none."""
    days = [printed for printed in find_dates(text, year) if printed.kind is DateKind.DATE]
    return len(days) or None


def _in_brackets(sentence: str, place: int) -> bool:
    return sentence.rfind("(", 0, place) > sentence.rfind(")", 0, place)
