"""Unnumbered assignments in lists and sentences: "NVE skal i 2025: – lage … innen 1. mai", "Departementet ber X om å …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import Deadline, DeadlineKind
from styrhus.letters.reading import vocabulary as words
from styrhus.letters.reading.deadlines import last_deadline, sentence_deadlines
from styrhus.letters.reading.goals import GoalReading
from styrhus.letters.reading.manuscript import LETTER, Manuscript
from styrhus.letters.reading.openings import CODE_ID, YEARLY_ID, tidy_id
from styrhus.letters.reading.sentences import sentences

AREA = re.compile(
    r"oppdrag|oppgave|oppgåve|tiltak|bestilling|aktivitetskrav|aktivitet|leveranse|prioritert|prioriteringer",
    re.IGNORECASE,
)
NOT_HERE = re.compile(
    r"rapport|budsjett|tildeling|møte|styringsdialog|fullmakt|fellesføring|løyving|bevilgning", re.IGNORECASE
)
_NO_PLACE_FOR_TASKS = re.compile(
    rf"{NOT_HERE.pattern}|instruks|beredskap|internkontroll|vedlegg|statistikk|innledning|innleiing", re.IGNORECASE
)
_ORDERS = re.compile(
    r"(?:\b(?:skal|må)\b[^:.]{0,160}|\b(?:ber|bes|bedt|beden|bedne|oppdrag)\b[^:.]{0,160}\b(?:om|å|at))\s*:",
    re.IGNORECASE,
)
_SAYS_ASSIGNMENTS = re.compile(
    r"\b(?:oppdrag|oppgaver|oppgåver|bestillinger|bestillingar|leveranser|leveransar)\b", re.IGNORECASE
)
_ORDERS_NO_TASK = re.compile(
    r"rapport|omtal|beskriv|inneh|vektlegg|legge vekt|styringsparamet|indikator|midler|midla|kroner|vedlegg|fullmakt"
    r"|kriteri|prinsipp|dokument|gjøre greie|gjere greie|redegjør|oversikt over|\bmål\b|målene|måla\b|bestå av",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\(?(?P<number>[0-9]{1,2})[.)] +(?P<text>[«\"A-ZÆØÅa-zæøå].{7,})")
_ASKS = re.compile(
    r"(?:[Dd]epartementet|[Vv]i|[A-ZÆØÅ]{2,4}) (?:vil |gir |ber )?(?:derfor |også |òg |om |be )?.{0,90}?\b(?:om å|om at|om ei?n?|om et|i oppdrag å)\b"
)
_NO_TASK = re.compile(
    r"\bskal (?:også |òg |i tillegg )?(?:rapportere|sende inn|kalle inn|melde|orientere|informere|ha\b|være|vere|holde|halde)",
    re.IGNORECASE,
)
MOVED = re.compile(
    rf"(?:[Ff]risten|[Ff]rist|[Ll]everingsfristen) (?:for|på) (?:oppdrag|oppgave|oppgåve)(?:et)?(?: nr\.?)? (?P<id>{YEARLY_ID}|{CODE_ID}|[0-9]{{1,3}})"
    r",?(?: [–-])?(?P<title> [«A-ZÆØÅ].{3,200}?)?,? (?:er |blir |vert )?(?:utsettes|utsatt|utsett|flyttes|flyttet|flytta|endres|endret|endra|forlenges|forlenget)\b"
)
_GOES_ON = re.compile(
    r"(?:frist|fristen|rapport|evaluering|utgreiing|utredning|forslag|plan|notat|utkast|leveranse|resultat|utredningen|utgreiinga|rapporten|planen|oppdraget|arbeidet|leveransen|svar|svaret|notatet|forslaget"
    r"|evalueringen|evalueringa|vurderingen|vurderinga|resultatet|resultata|resultatene|kartleggingen|kartlegginga|det skal)\b",
    re.IGNORECASE,
)
_DEADLINE_LINE = re.compile(r"(?:leverings)?frist(?:en)?\b", re.IGNORECASE)
_MAX_TEXT = 1_200


class Listed:
    """The members of lists of assignments, found by their lead-in before the walk, and demands in running text."""

    def __init__(self, manuscript: Manuscript, goals: GoalReading) -> None:
        self.manuscript, self.goals = manuscript, goals
        self.members: dict[int, float] = {}  # place of each member, with how sure
        done = -1
        for place in range(len(manuscript.blocks)):
            if place > done and self._leads(place):
                done = self._take(place)

    def text_of(self, place: int) -> str:
        """A member's words without its printed number."""
        block = self.manuscript.blocks[place]
        match = _NUMBERED.fullmatch(block.text) if block.kind is BlockKind.PARAGRAPH else None
        return match["text"] if match else block.title

    def demands(self, place: int, *, headed: bool) -> Iterator[tuple[str, list[Deadline]]]:
        """The sentences of a paragraph that lay a task with a deadline on the agency, each with the deadlines."""
        block, manuscript = self.manuscript.blocks[place], self.manuscript
        if (
            block.kind is not BlockKind.PARAGRAPH
            or manuscript.documents[place] != LETTER
            or len(block.text) > _MAX_TEXT * 2
        ):
            return
        if _NO_PLACE_FOR_TASKS.search(manuscript.path_titles(place)) or manuscript.section_of[place] < 0:
            return
        said = list(sentences(block.text))
        for index, sentence in enumerate(said):
            if len(sentence) > _MAX_TEXT or not self._is_demand(sentence):
                continue
            following = said[index + 1] if index + 1 < len(said) else ""
            deadlines = _firm(sentence_deadlines(sentence, block.lines, manuscript.year))
            if not deadlines and _GOES_ON.match(following):
                deadlines = _firm(sentence_deadlines(following, block.lines, manuscript.year))
            if not deadlines and not following:
                deadlines = self._deadline_below(place, headed=headed)
            if deadlines:
                yield sentence, deadlines

    def _deadline_below(self, place: int, *, headed: bool) -> list[Deadline]:
        """The deadlines of a line "Frist: 1. juni 2025" right under a paragraph, unless they are those of its heading."""
        below = self.manuscript.blocks[place + 1] if place + 1 < len(self.manuscript.blocks) else None
        if below is None or below.kind is not BlockKind.PARAGRAPH or not _DEADLINE_LINE.match(below.text):
            return []
        if headed and words.label_of(below.text) is not None:
            return []
        return sentence_deadlines(below.text[:_MAX_TEXT], below.lines, self.manuscript.year)

    def moved(self, place: int) -> tuple[str, str, list[Deadline]] | None:
        """(number, title, new deadline) of "Fristen for oppdrag 2025-17 Kurs utsettes fra 1. juni til 1. november 2025"."""
        block = self.manuscript.blocks[place]
        match = MOVED.match(block.text) if len(block.text) <= _MAX_TEXT else None
        if match is None:
            return None
        sentence = next(sentences(block.text), "")
        dates = last_deadline(sentence, block.lines, self.manuscript.year)
        return (tidy_id(match["id"]), (match["title"] or "").strip(" «»"), dates) if dates else None

    def _is_demand(self, sentence: str) -> bool:
        head = self.manuscript.head
        if _ASKS.match(sentence):
            return True
        opening = sentence[:120]
        names = [name for name in (head.agency, head.agency_short) if name]
        ours = opening.startswith(tuple(names)) or opening.casefold().startswith(words.GENERIC_AGENCY)
        return (
            ours
            and re.search(r"\b(?:skal|får i oppdrag|gis i oppdrag|bes|må)\b", opening) is not None
            and not _NO_TASK.search(opening)
        )

    def _leads(self, place: int) -> bool:
        block, manuscript = self.manuscript.blocks[place], self.manuscript
        if (
            manuscript.documents[place] != LETTER
            or block.kind in {BlockKind.ROW, BlockKind.BULLET}
            or len(block.text) > 700
        ):
            return False
        if _NO_PLACE_FOR_TASKS.search(manuscript.path_titles(place)) or manuscript.section_of[place] < 0:
            return False
        if place in manuscript.heads_section:
            return words.ASSIGNMENT_HEADINGS.match(block.title) is not None
        last = block.text.rsplit(". ", maxsplit=1)[-1]
        orders = _ORDERS.search(last) is not None or (last.endswith(":") and _SAYS_ASSIGNMENTS.search(last) is not None)
        return last.endswith(":") and orders and not _ORDERS_NO_TASK.search(last)

    def _take(self, lead: int) -> int:
        """Takes the list under the lead-in; the place of its last member, or of the lead-in when no list follows."""
        blocks, year = self.manuscript.blocks, self.manuscript.year
        places = list(self._list_below(lead + 1))
        if not places:
            return lead
        dated = {place for place in places if sentence_deadlines(blocks[place].text, blocks[place].lines, year)}
        text = blocks[lead].text if lead not in self.manuscript.heads_section else ""
        titled = _SAYS_ASSIGNMENTS.search(f"{self.manuscript.section_title(lead)} {text}") is not None
        area = titled or AREA.search(self.manuscript.path_titles(lead)) is not None
        for place in places:
            if place in dated:
                self.members[place] = 0.65 if area else 0.55
            elif titled or (area and dated):
                self.members[place] = 0.5
        return places[-1]

    def _list_below(self, start: int) -> Iterator[int]:
        blocks = self.manuscript.blocks
        top = blocks[start].indent if start < len(blocks) else 0
        number = 0
        for place in range(start, len(blocks)):
            block = blocks[place]
            if place in self.manuscript.heads_section or place in self.goals.begins or len(block.text) > _MAX_TEXT:
                return
            if block.kind is BlockKind.BULLET and number == 0:
                if block.indent <= top:
                    yield place
            elif (printed := _printed_number(block)) == number + 1:
                number = printed
                yield place
            else:
                return


def _printed_number(block: Block) -> int:
    if block.kind is BlockKind.HEADING and block.number and block.number.isdigit() and not block.marks:
        return int(block.number)
    match = _NUMBERED.fullmatch(block.text) if block.kind is BlockKind.PARAGRAPH else None
    return int(match["number"]) if match else -1


def _firm(deadlines: list[Deadline]) -> list[Deadline]:
    """Those that a task in running text is held to: with a date, not "løpende" nor "i årsrapporten"."""
    firm = (DeadlineKind.DATE, DeadlineKind.END_OF_YEAR, DeadlineKind.HALF_YEAR)
    return [deadline for deadline in deadlines if deadline.date is not None and deadline.kind in firm]
