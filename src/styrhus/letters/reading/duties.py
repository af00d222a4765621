"""Duties that the instruction lays on the agency, one sentence each: "IMDi skal …", "Systemet skal dokumenteres"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import Duty, Head, LetterKind, Lines
from styrhus.letters.reading.manuscript import INSTRUCTION, LETTER, Manuscript, section_name
from styrhus.letters.reading.sentences import sentences
from styrhus.letters.reading.vocabulary import GENERIC_AGENCY

_DEMANDS = re.compile(r"\b(?:skal|må)\b|\b(?:plikter|pliktar) å\b", re.IGNORECASE)
_ANSWERS = re.compile(
    r"\bhar (?:[a-zæøå]+ ){0,5}[a-zæøå-]*ansvar(?:et)?\b|\ber (?:[a-zæøå]+ )?(?:ansvarlig|ansvarleg"
    r"|pålagt) (?:for|å)\b|\bsvarer for\b",
    re.IGNORECASE,
)
_TASKS = re.compile(
    r"\bhar (?:følgende|desse|disse) (?:[a-zæøå]+ )?(?:oppgaver|oppgåver|hovedoppgaver|hovudoppgåver)"
    r"|\b(?:oppgaver|oppgåver) er\b.*:",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:skal|må)(?: [a-zæøå]+){0,5} (?:[a-zæøå]{3,}(?:es|ast)\b|ha (?:kopi|beskjed|melding)\b|bli [a-zæøå]+)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:kommune|fylkeskommune|statsforvalter|regjering|storting|statsråd|finansdepartement|kongen\b|departementene)",
    re.IGNORECASE,
)
_SHORT_BULLET = 60


def read_duties(manuscript: Manuscript) -> tuple[Duty, ...]:
    """Every duty of the instruction, with the number and title of its section, in the order printed."""
    whole = manuscript.head.kind is LetterKind.INSTRUCTION
    ours, ministry = _our_names(manuscript.head), _ministry_names(manuscript)
    duties: list[Duty] = []
    lead: int | None = None  # index in duties of the sentence that a list stands under
    few_words = False
    for place, block in enumerate(manuscript.blocks):
        document = manuscript.documents[place]
        if document != INSTRUCTION and not (whole and document == LETTER):
            continue
        section = _section(manuscript, place)
        if block.kind is BlockKind.BULLET:
            if lead is not None:
                _add_bullet(duties, lead, block, section, of_few_words=few_words)
            continue
        if place in manuscript.heads_section:
            lead = None
            continue
        found = list(_of_block(block, section, ours, ministry))
        duties.extend(found)
        below = _list_below(manuscript.blocks, place)
        opens_list = bool(below) and block.text[-1] in ":."
        few_words = all(len(bullet.text) <= _SHORT_BULLET for bullet in below)
        says_tasks = bool(_TASKS.search(block.text[-200:]))
        if opens_list and block.text.endswith(":") and says_tasks and not found:
            duties.append(Duty(section, block.text, block.lines, 0.8))
            found = duties[-1:]
        lead = len(duties) - 1 if opens_list and found else None
    return tuple(duties)


def is_duty(sentence: str, ours: re.Pattern[str], ministry: re.Pattern[str]) -> bool:
    """Does the sentence lay a duty on the agency? The ministry's own duties, and those of others, are none of its."""
    demand = _DEMANDS.search(sentence)
    if demand is None:
        answers = _ANSWERS.search(sentence)
        return answers is not None and ours.search(sentence[max(0, answers.start() - 40) : answers.start()]) is not None
    subject = " ".join(sentence.split()[:7])
    if ours.search(subject):
        return True
    if ministry.search(subject) or _OTHERS.match(subject):
        # "Departementet skal orienteres": it is the agency that has to tell.
        return bool(_PASSIVE.search(sentence, max(0, demand.start() - 1))) or bool(
            ours.search(sentence[: demand.start()])
        )
    return True


def _of_block(block: Block, section: str, ours: re.Pattern[str], ministry: re.Pattern[str]) -> Iterator[Duty]:
    for sentence in sentences(block.text):
        if is_duty(sentence, ours, ministry):
            yield Duty(section, sentence, block.lines, 1.0 if ours.search(sentence) else 0.8)


def _add_bullet(duties: list[Duty], lead: int, block: Block, section: str, *, of_few_words: bool) -> None:
    """A bullet is a duty of its own, save in a list of names ("Leders beretning"): that belongs to the sentence above."""
    if not of_few_words:
        duties.append(Duty(section, block.text, block.lines, 0.8))
        return
    above = duties[lead]
    lines: Lines = tuple(sorted({*above.lines, *block.lines}))
    duties[lead] = replace(above, text=f"{above.text.rstrip(' .')} {block.text.rstrip(' .;')};", lines=lines)


def _list_below(blocks: tuple[Block, ...], place: int) -> list[Block]:
    below = []
    for block in blocks[place + 1 : place + 80]:
        if block.kind is not BlockKind.BULLET:
            break
        below.append(block)
    return below


def _section(manuscript: Manuscript, place: int) -> str:
    index = manuscript.numbered_of[place]
    return section_name(manuscript.sections[index]) if index >= 0 else manuscript.section_title(place)


def _our_names(head: Head) -> re.Pattern[str]:
    names = [re.escape(name) for name in (head.agency_short, head.agency) if name]
    generic = "|".join(GENERIC_AGENCY)
    own = "|".join([*names, f"[{generic[0].upper()}{generic[0]}]{generic[1:]}"])
    return re.compile(rf"\b(?:{own})(?:['’]?s)?\b", re.IGNORECASE)


def _ministry_names(manuscript: Manuscript) -> re.Pattern[str]:
    names = ["departementet"]
    ministry = manuscript.head.ministry
    if ministry:
        names.append(re.escape(ministry))
        short = next(
            (
                match[1]
                for block in manuscript.blocks[:200]
                if (match := re.search(re.escape(ministry) + r" \(([A-ZÆØÅ-]{2,6})\)", block.text))
            ),
            None,
        )
        names += [re.escape(short)] if short else []
    return re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE)
