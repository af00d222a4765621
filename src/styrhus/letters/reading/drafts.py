"""An assignment while it is being read: one printing of it, its labelled fields filled as the blocks come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from styrhus.common.money import PrintedAmount, find_amounts
from styrhus.letters.model import Deadline, Funding, Lines, Mention, Part
from styrhus.letters.reading.deadlines import (
    field_deadlines,
    in_report_deadlines,
    running_deadlines,
    unite,
    without_restated,
)
from styrhus.letters.reading.roles import lead_and_partners, names_in
from styrhus.letters.reading.sentences import sentences
from styrhus.letters.reading.vocabulary import PART_WORDS, Field

_RESEARCH = re.compile(r"\bfou\b|\bfou-", re.IGNORECASE)
_PART_MARK = re.compile(
    rf"(?:^|(?<=[.:;] )|(?<=^- ))(?P<part>{PART_WORDS} [0-9]{{1,2}}[a-z]?|{PART_WORDS} [A-Z])(?:\)|:| [–-] )\s*",
    re.IGNORECASE,
)
CHAPTER_AND_POST = re.compile(
    r"kap(?:ittel|\.)? ?0?(?P<chapter>[0-9]{3,4}),?(?: [^.,;]{0,60})?,? (?:og )?post(?:ene)? ?(?P<post>[0-9]{2})(?![0-9])|\b0?(?P<dotted>[0-9]{3,4})\.(?P<dotted_post>[0-9]{2})\b(?![.0-9])",
    re.IGNORECASE,
)
_FUNDS = re.compile(
    r"finansier|budsjettmid|det er satt av|det er sett av|avsatt|avsett|bevilg|løyv|disposisjon", re.IGNORECASE
)
_CHANGES = re.compile(
    r"(?:endre|redusere|reduser|øk|auk)[a-z]* fr[aå] [^.]{0,30}(?:mill\. )?(?:kroner"
    r"|kr) til [^.]{0,20}(?:mill\. )?(?:kroner|kr)",
    re.IGNORECASE,
)
_PART = re.compile(rf"\b{PART_WORDS} ?[0-9]{{1,2}}[a-z]?", re.IGNORECASE)

Chunk = tuple[str, Lines]


@dataclass(slots=True)
class Draft:
    id: str | None
    title: str
    where: str  # "body" | "attachment"
    form: str  # "row" | "page" | "table" | "line"
    goal: int | str | None
    earlier: bool
    lines: list[int]
    confirmed: bool = True  # False for a heading that may turn out to head an assignment
    confidence: float = 1.0
    chunks: dict[Field, list[Chunk]] = field(default_factory=dict)
    stated: list[Deadline] = field(default_factory=list)  # that its one sentence states

    def add(self, name: Field, text: str, lines: Lines) -> None:
        self.lines.extend(lines)
        if text:
            self.chunks.setdefault(name, []).append((text, lines))

    def text_of(self, name: Field) -> str | None:
        return "\n\n".join(text for text, _ in self.chunks.get(name, ())) or None

    @property
    def is_rd(self) -> bool:
        stated = (self.text_of(Field.RESEARCH) or "").strip().casefold()
        return bool(_RESEARCH.search(self.title)) or stated in {"ja", "delvis", "x"}

    def deadlines(self, year: int | None) -> tuple[Deadline, ...]:
        found = [
            deadline
            for text, lines in self.chunks.get(Field.DEADLINE, ())
            for deadline in field_deadlines(text, lines, year)
        ]
        running = [
            deadline
            for text, lines in self.chunks.get(Field.DESCRIPTION, ())
            for deadline in running_deadlines(text, lines, year)
        ]
        found.extend(self.stated)
        found.extend(without_restated(running, found))
        if not found:
            found = [
                deadline
                for text, lines in self.chunks.get(Field.DESCRIPTION, ())
                for deadline in in_report_deadlines(text, lines, year, only_status=self.id is not None)
            ]
        if not found:
            found = [
                deadline
                for text, lines in self.chunks.get(Field.REPORTING, ())
                for deadline in field_deadlines(text, lines, year)
            ]
        return unite(found)

    def mention(self, year: int | None) -> Mention:
        return Mention(
            self.where, self.title, self.goal, self.deadlines(year), tuple(sorted(set(self.lines))), self.is_rd
        )

    def parts(self) -> tuple[Part, ...]:
        """ "Del 1) …", "Del 2: …" of the description, each with the text up to the next."""
        parts: list[tuple[str, list[str], list[int]]] = []
        for text, lines in self.chunks.get(Field.DESCRIPTION, ()):
            marks = list(_PART_MARK.finditer(text))
            before = text[: marks[0].start()] if marks else text
            if parts and before.strip():
                parts[-1][1].append(before.strip())
                parts[-1][2].extend(lines)
            for mark, following in zip(marks, [*marks[1:], None], strict=True) if marks else ():
                end = following.start() if following else len(text)
                body = text[mark.end() : end].strip()
                parts.append((mark["part"][0].upper() + mark["part"][1:], [body] if body else [], list(lines)))
        return tuple(Part(name, "\n\n".join(texts), tuple(sorted(set(lines)))) for name, texts, lines in parts)

    def funding(self) -> tuple[Funding, ...]:
        found: list[Funding] = []
        for text, lines in self.chunks.get(Field.FUNDING, ()):
            found.extend(_funding(text, lines, sure=True))
        for text, lines in self.chunks.get(Field.DESCRIPTION, ()) if not found else ():
            found.extend(_funding(text, lines, sure=False))
        return tuple(found)

    def roles(self, own_names: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
        lead, partners = lead_and_partners(self.text_of(Field.DESCRIPTION) or "", own_names)
        stated_lead, stated_partners = self.text_of(Field.LEAD), self.text_of(Field.PARTNERS)
        if stated_partners:
            partners = tuple(names_in(stated_partners)) or partners
        lead = stated_lead.strip(" .") if stated_lead else lead
        return lead, tuple(name for name in partners if name != lead)


def _funding(text: str, lines: Lines, *, sure: bool) -> list[Funding]:
    """Each sentence that says with how much, or over which post, the assignment is paid."""
    found = []
    changed: PrintedAmount | None = None  # an amount whose post stands in the next sentence
    for sentence in sentences(text):
        if not sure and not _FUNDS.search(sentence) and not changed and not _CHANGES.search(sentence):
            continue
        place = CHAPTER_AND_POST.search(sentence)
        amount = next(find_amounts(sentence), None) or (changed if place else None)
        if place is None and _CHANGES.search(sentence):
            changed = list(find_amounts(sentence))[-1]
        if place is None and (amount is None or not sure):
            continue
        part = _PART.search(sentence)
        found.append(
            Funding(
                amount=amount.kroner if amount else None,
                chapter=(place["chapter"] or place["dotted"]) if place else None,
                post=(place["post"] or place["dotted_post"]) if place else None,
                part=part[0][0].upper() + part[0][1:] if part else None,
                lines=lines,
                confidence=1.0 if sure and amount and place else 0.7,
            )
        )
    return found
