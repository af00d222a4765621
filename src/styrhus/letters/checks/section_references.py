"""References to the letter's own sections: to one that is not there, or to one about something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import error
from styrhus.letters.checks.passages import Passage, sentences
from styrhus.letters.checks.wording import stems
from styrhus.letters.model import Finding, Letter, Section

_REFERENCE = re.compile(
    r"\b(?:pkt|punkt|kapittel|kap|avsnitt)\b\.?\s*(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?![\d/-]|,\d)\.?"
    r"(?P<where>\s+(?:i\s+(?:tildelingsbrevet|tildelingsbrev|(?:dette\s+)?brevet(?:\s+her)?"
    r"|(?:hoved|hovud)?instruks(?:jon)?en)|nedenfor|nedanfor|ovenfor|ovanfor|over|under)\b)?",
    re.IGNORECASE,
)
# A sentence that names another document may number that one's sections.
_ELSEWHERE = re.compile(
    r"bestemmelse|føresegn|reglement|\bprop\b|\binnst\b|\bmeld\b|\bnou\b|gul bok|rundskriv|\br-\d|retningslinj"
    r"|veileder|rettleiar|forskrift|\blov(?:en|a)?\b|\w(?:loven|lova)\b|§|rapport(?:en)? fra"
    r"|strategi|handlingsplan|avtale|standard|dokument",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(r"instruks", re.IGNORECASE)


def check(letter: Letter) -> Iterable[Finding]:
    numbered = [section for section in letter.sections if section.number]
    by_document: dict[str, dict[str, Section]] = {}
    for section in numbered:
        by_document.setdefault(section.document, {}).setdefault(section.number or "", section)
    if not by_document:
        return
    for sentence in sentences(letter.source.lines):
        for match in _REFERENCE.finditer(sentence.text):
            yield from _reference(letter, sentence, match, by_document)


def _reference(
    letter: Letter, sentence: Passage, match: re.Match[str], by_document: dict[str, dict[str, Section]]
) -> Iterator[Finding]:
    if not match["where"] and _ELSEWHERE.search(sentence.text):
        return
    place = sentence.line(match.start())
    document = _document(match["where"], place, by_document)
    sections = by_document.get(document, {})
    number = match["number"]
    if not sections or place in {section.lines[0] for section in sections.values() if section.lines}:
        return
    target, lines = sections.get(number), sentence.lines(match.start(), match.end())
    if target is None:
        yield error("section-unknown", lines, number=number)
        return
    meant = _meant(letter, sentence, match, place, target, sections)
    if meant is not None:
        yield error(
            "section-reference-wrong",
            lines,
            f"pkt. {meant.number}",
            number=number,
            title=target.title,
            meant=meant.number or "",
            meant_title=meant.title,
        )


def _document(where: str | None, place: int, by_document: dict[str, dict[str, Section]]) -> str:
    """The document that a reference points into: the one it names, else the one it stands in."""
    if where and _INSTRUCTION.search(where):
        return "instruction"
    if where and "brev" in where:
        return "letter"
    holding = (
        name for name, sections in by_document.items() if any(_holds(section, place) for section in sections.values())
    )
    return next(holding, "letter")


def _meant(  # noqa: PLR0917
    letter: Letter, sentence: Passage, match: re.Match[str], place: int, target: Section, sections: dict[str, Section]
) -> Section | None:
    """The section that the sentence speaks of, when the one it points to never mentions the matter.

    The first word of the sentence that any section's title holds is its subject. Nothing is said when the target's
    title or text has that word too, when the section where the sentence stands has it, or when none is found.
    """
    around = [section for section in sections.values() if _holds(section, place)]
    own = set().union(*(stems(section.title) for section in around)) if around else set()
    words = [word for word in re.findall(r"\w{6,}", sentence.text[: match.start()]) if stems(word) - own]
    others = [section for section in sections.values() if section not in around and section is not target]
    others.sort(key=lambda section: (section.level, section.lines[:1]))
    for word in words:
        subject = stems(word)
        found = next((section for section in others if subject & stems(section.title)), None)
        if subject & stems(target.title):
            return None
        if found is not None:
            mentioned = subject & stems(letter.source.text(target.lines))
            return None if mentioned else found
    return None


def _holds(section: Section, line: int) -> bool:
    return bool(section.lines) and section.lines[0] <= line <= section.lines[-1]
