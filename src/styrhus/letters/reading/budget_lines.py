"""Amounts set aside under a post: bullets, rows and sentences, nested ones ("hvorav") kept apart from those that add up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from styrhus.common.money import PrintedAmount, find_amounts, parse_amount
from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import BudgetLine, Lines, StatedAmount
from styrhus.letters.reading.budget_places import BudgetPlace, BudgetText
from styrhus.letters.reading.drafts import CHAPTER_AND_POST
from styrhus.letters.reading.manuscript import ASSIGNMENTS, INSTRUCTION
from styrhus.letters.reading.openings import CODE_ID, YEARLY_ID, compare_id, tidy_id
from styrhus.letters.reading.sentences import sentences
from styrhus.letters.reading.units import first_place, kroner_in
from styrhus.letters.reading.vocabulary import PART_WORDS, SUM_WORDS, Column

_ASSIGNMENT = re.compile(
    rf"(?:oppdrag|oppgave|oppgåve)(?:et|ene|a|en)?(?: nr\.?| nummer)? ?"
    rf"(?P<id>{YEARLY_ID}|{CODE_ID}|[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*(?![0-9]))",
    re.IGNORECASE,
)
_BARE_ID = re.compile(rf"(?<![\w/-])(?:{YEARLY_ID}|{CODE_ID})(?![\w/-])")
_PART = re.compile(rf"\b(?P<part>{PART_WORDS} [0-9]{{1,2}}[a-z]?)\b", re.IGNORECASE)
_NESTED = re.compile(
    r"\b(?:hvorav|herav|herunder|derav|av dette|av desse|av disse|av midlene er|kor av)\b", re.IGNORECASE
)
_GROUP = re.compile(r"(?P<name>[^()]{3,200}?) ?\((?:totalt |samlet |til sammen )?[^()]{0,30}?\) ?:?")
_SUBGROUP = re.compile(r"i tillegg|videre|vidare|dessuten|totalt|samlet|herav|til sammen", re.IGNORECASE)
_EARMARK_AFTER = re.compile(
    r"\s*(?:skal (?:gå|nyttes|brukes|benyttes|disponeres|nyttast|brukast|gå) til|(?:er|blir"
    r"|vert) (?:øremerket|øyremerka|satt av|sett av|avsatt)|går til|øremerkes|øyremerkast|settes av til"
    r"|(?:øremerket|øyremerka|satt av|sett av|avsatt|avsett|bundet|bunde) (?:til|for))",
    re.IGNORECASE,
)
_EARMARK_BEFORE = re.compile(
    r"(?:satt av|settes av|settes det av|setjast av|setjast det av|sett av|avsatt|avsett|øremerket|øremerker|øyremerka|setter av|set av)(?: inntil| totalt"
    r"| et beløp på| eit beløp på)?\s*$",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(
    r"av (?:midlene|midla|midlane|beløpet|bevilgningen|bevilgninga|løyvinga|løyvingen|tildelingen|tildelinga|summen|posten"
    r"|rammen|ramma|dette|disse|desse)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"(?:,|\bog|\bsamt|;)\s*(?:om lag |inntil )?$", re.IGNORECASE)
_PAYMENTS = re.compile(r"utbetal|terminvis|overføres i |overførast i ", re.IGNORECASE)
_POST_NAMED = re.compile(r"\bpost(?:en)? ?(?P<post>[0-9]{2})(?![0-9.])", re.IGNORECASE)
_ABOUT_TASK = re.compile(r"\boppdraget\b|\boppgåva\b|\boppgaven\b|fullmakt", re.IGNORECASE)
_SHARE_TO = re.compile(
    r"\s*(?:er )?(?:bundet|bundne|øremerket|øyremerka|satt av|sett av|avsatt)? ?(?:til(?! disposisjon)|for)\b"
    r"|\s*(?:er )?(?:øremerket|øyremerka) ",
    re.IGNORECASE,
)
_LEADING_TO = re.compile(
    r"^[\s:,–-]*(?:er |bundet |bundne |øremerket |satt av |skal gå |går |settes av |avsettes )?(?:til|for|i"
    r"|på)\b\s*|^[\s:,–-]+",
    re.IGNORECASE,
)
_MAX_CLAUSE = 400  # no clause of an amount is longer; keeps a line of thousands of amounts linear


@dataclass(frozen=True, slots=True)
class LinesReading:
    lines: tuple[BudgetLine, ...]
    stated: tuple[StatedAmount, ...]


@dataclass(slots=True)
class _Context:
    where: BudgetPlace
    group: str | None = None
    indent: int = 0
    nested: bool = False  # bullets below are parts of the line above
    listing: bool = False  # a lead-in stands above
    payments: bool = False  # the list below is of payments, which set nothing aside


class LineReader:
    """Walks through the blocks under the posts and collects the amounts that are set aside."""

    def __init__(self, text: BudgetText, used: set[int], known_ids: frozenset[str]) -> None:
        self.known_ids, self.only_post, self.chapters_of = known_ids, text.only_post, text.chapters_of
        self.manuscript, self.places, self.units, self.used = text.manuscript, text.places, text.units, used
        self.tables = {row.place: table for table in text.tables for row in table.rows}
        self.found: list[BudgetLine] = []
        self.stated: list[StatedAmount] = []
        self.context = _Context(BudgetPlace(None, None))

    def read(self) -> LinesReading:
        for index, block in enumerate(self.manuscript.blocks):
            where = self.places[index]
            if where.post is None and where.chapter is not None and where.chapter in self.only_post:
                where = replace(where, post=self.only_post[where.chapter])
            if where != self.context.where:
                self.context = _Context(where)
            if index in self.used or index == where.post_at:
                continue
            if where.post is None:
                self._naming_post(index, block)
            elif _PAYMENTS.search(self.manuscript.path_titles(index)):
                continue
            elif block.kind is BlockKind.BULLET:
                self._bullet(block)
            elif block.kind is BlockKind.ROW:
                self._row(index, block)
            else:
                self._paragraph(index, block)
        return LinesReading(tuple(self.found), tuple(self.stated))

    def _bullet(self, block: Block) -> None:
        amounts = list(find_amounts(block.text))
        context = self.context
        if not context.listing:
            context.listing, context.indent = True, block.indent
        depth = int(context.nested) + int(block.indent > context.indent) + int(bool(_NESTED.match(block.text)))
        if context.payments or (not amounts and not context.nested):
            return
        self._add(block.text, amounts, block.lines, min(depth, 2), 1.0)

    def _row(self, index: int, block: Block) -> None:
        table = self.tables.get(index)
        if table is None or not table.has(Column.AMOUNT) or table.has(Column.RECIPIENT) or table.has(Column.DEADLINE):
            return
        if any(SUM_WORDS.match(cell) for cell in block.cells[:2]) or table.header is None:
            return
        unit = self.units[first_place(table)]
        amounts = [
            amount for cell in reversed(block.cells[1:]) if (amount := parse_amount(cell, kroner_in(unit))) is not None
        ]
        if amounts:
            name = next((cell for cell in block.cells if cell and parse_amount(cell) is None), block.text)
            self._line(name, amounts[0], block.text, block.lines, int(bool(_NESTED.match(name))), 0.9)

    def _paragraph(self, index: int, block: Block) -> None:
        text = block.text
        if text.endswith(":") or (block.is_short_line() and _GROUP.fullmatch(text)):
            self._lead_in(index, block)
            return
        own = self.context
        for sentence in sentences(text):
            named = self._named_place(sentence)
            if named is not None and named != (own.where.chapter, own.where.post):
                self.context = _Context(BudgetPlace(*named))
            self._sentence(sentence, block.lines)
            self.context = own

    def _naming_post(self, index: int, block: Block) -> None:
        """Earmarks outside the posts' own headings: "Under post 77 er det satt av 6,4 mill. kroner til …"."""
        if block.kind is not BlockKind.PARAGRAPH or self.manuscript.documents[index] in {INSTRUCTION, ASSIGNMENTS}:
            return
        last: tuple[str, str] | None = None
        for sentence in sentences(block.text):
            named = self._named_place(sentence)
            last = named or last
            if last is not None and (named is not None or _OF_WHICH.match(sentence)):
                self.context = _Context(BudgetPlace(*last))
                self._sentence(sentence, block.lines)
                self.context = _Context(self.places[index])

    def _named_place(self, sentence: str) -> tuple[str, str] | None:
        """The chapter and post that a sentence names, when the letter has them."""
        named = _POST_NAMED.search(sentence)
        if named is None or _ABOUT_TASK.search(sentence):
            return None
        both = CHAPTER_AND_POST.search(sentence)
        printed = both["chapter"] if both and both["chapter"] else None
        chapters = self.chapters_of.get(named["post"], ())
        chapter = printed or self.context.where.chapter
        if chapter not in chapters:
            chapter = chapters[0] if len(chapters) == 1 and printed is None else None
        return (chapter, named["post"]) if chapter is not None else None

    def _sentence(self, sentence: str, lines: Lines) -> None:
        """The amounts of a sentence that are set aside for something, also the second and third of a row of them."""
        shares = list(_shares(sentence))
        for amount, segment in shares:
            self._line(_sentence_text(segment, amount), amount, segment, lines, 0, 0.7)
        goes_on = False
        amounts = list(find_amounts(sentence)) if not shares else []
        for index, amount in enumerate(amounts):
            after, before = (
                sentence[amount.end : amount.end + 60],
                sentence[max(0, amount.start - 60) : amount.start],
            )
            another = goes_on and _ANOTHER.search(before) is not None and _SHARE_TO.match(after) is not None
            another = another or (goes_on and _NESTED.search(before[-25:]) is not None)
            if another or _EARMARK_AFTER.match(after) or _EARMARK_BEFORE.search(before[-60:]):
                depth = int(bool(_NESTED.search(before[-40:])))
                end = _end_of_share(sentence, amounts, index)
                text = _sentence_text(sentence[:end], amount)
                if goes_on:
                    segment = sentence[amount.start : end]
                    self._line(text, next(find_amounts(segment), amount), segment, lines, depth, 0.7)
                else:
                    self._line(text, amount, sentence[:end], lines, depth, 0.7)
                goes_on = True

    def _lead_in(self, index: int, block: Block) -> None:
        """A line over a list: with an amount it is a group; a list without amounts of its own is part of one line."""
        context, text = self.context, block.text
        amount = next(find_amounts(text), None)
        last_sentence = list(sentences(text))[-1] if amount else text
        amount = next(find_amounts(last_sentence), None) if amount else None
        bullets = self._bullets_below(index)
        context.listing, context.indent, context.nested = True, bullets[0].indent if bullets else 0, False
        context.payments = _PAYMENTS.search(text) is not None
        if amount is None:
            return
        if bullets and not any(True for bullet in bullets for _ in find_amounts(bullet.text)):
            self._line(_sentence_text(last_sentence.rstrip(" :"), amount), amount, last_sentence, block.lines, 0, 0.9)
            context.nested = True
            return
        heading = _GROUP.fullmatch(last_sentence)
        name = heading["name"].strip() if heading else last_sentence.rstrip(" :")
        if heading or context.group is None or not _SUBGROUP.match(last_sentence):
            context.group = name if heading or not _is_disposal(last_sentence) else None
        if heading or not _is_disposal(last_sentence):
            where = context.where
            self.stated.append(
                StatedAmount(where.chapter, where.post, "group", amount.kroner, amount.precision, block.lines, name)
            )

    def _bullets_below(self, index: int) -> list[Block]:
        bullets: list[Block] = []
        for block in self.manuscript.blocks[index + 1 : index + 60]:
            if block.kind is not BlockKind.BULLET:
                break
            bullets.append(block)
        return bullets

    def _add(self, text: str, amounts: list[PrintedAmount], lines: Lines, depth: int, confidence: float) -> None:
        if not amounts:
            self._line(text.strip(" .;"), None, text, lines, depth, 0.8)
            return
        main, *others = amounts
        self._line(_bullet_text(text, main), main, text, lines, depth, confidence)
        for other in others:
            clause_start = max(
                (match.start() for match in _NESTED.finditer(text, max(0, other.start - _MAX_CLAUSE), other.start)),
                default=-1,
            )
            if clause_start >= 0:
                clause = next(sentences(text[clause_start : clause_start + _MAX_CLAUSE]), "")
                self._line(clause.strip(" .;()"), other, clause, lines, depth + 1, 0.8)

    def _assignment(self, text: str) -> tuple[str | None, int]:
        """The assignment that a text names, after its word or as a number that the letter knows, and where it ends."""
        worded = _ASSIGNMENT.search(text)
        if worded:
            return tidy_id(worded["id"]), worded.end()
        for bare in _BARE_ID.finditer(text):
            if compare_id(bare[0]) in self.known_ids:
                return tidy_id(bare[0]), bare.end()
        return None, 0

    def _line(  # noqa: PLR0917
        self, text: str, amount: PrintedAmount | None, whole: str, lines: Lines, depth: int, confidence: float
    ) -> None:
        assignment, end = self._assignment(whole)
        part = None
        if assignment:
            following = _PART.search(whole, end)
            part = following["part"] if following else None
        elif amount is not None:
            inside = _PART.search(whole, amount.end if amount.end <= len(whole) else 0)
            part = inside["part"] if inside and inside.start() - amount.end < 12 else None
        self.found.append(
            BudgetLine(
                chapter=self.context.where.chapter,
                post=self.context.where.post,
                text=text,
                amount=amount.kroner if amount else None,
                assignment=assignment,
                part=part[0].upper() + part[1:] if part else None,
                lines=lines,
                depth=depth,
                group=self.context.group,
                precision=amount.precision if amount else 0,
                confidence=confidence,
            )
        )


def _bullet_text(text: str, amount: PrintedAmount) -> str:
    """What the amount is for: the words without the amount and its brackets."""
    before, after = text[: amount.start], text[amount.end :]
    opened = before.rfind("(")
    if opened > before.rfind(")") and opened > 3:
        return before[:opened].strip(" .;,–-:")
    if len(before.strip(" -–:(")) < 3:
        return _LEADING_TO.sub("", after).strip(" .;")
    return f"{before.rstrip(' :–-(')}{'' if after[:1] in '.,;:' else ' '}{after.lstrip(' )')}".strip(" .;,–-:")


def _sentence_text(sentence: str, amount: PrintedAmount) -> str:
    after = _EARMARK_AFTER.sub("", sentence[amount.end : amount.end + _MAX_CLAUSE], count=1)
    text = _LEADING_TO.sub("", after).strip(" .;:")
    return text or sentence.strip(" .;:")


def _end_of_share(sentence: str, amounts: list[PrintedAmount], index: int) -> int:
    """Where the words of an amount stop: at the next one of the row ("… og 2 mill. kroner til …"), else at the end."""
    if index + 1 < len(amounts):
        before, after = sentence[: amounts[index + 1].start], sentence[amounts[index + 1].end :][:60]
        another = _ANOTHER.search(before[-20:])
        if another and _SHARE_TO.match(after):
            return len(before) - len(before[-20:]) + another.start()
    return len(sentence)


def _shares(sentence: str) -> Iterator[tuple[PrintedAmount, str]]:
    """The amounts of "Av midlene er kr 25 000 000,- bundet til … og kr 4 200 000,- til …", each with its own words."""
    if not _OF_WHICH.match(sentence):
        return
    amounts = list(find_amounts(sentence))
    for place, amount in enumerate(amounts):
        end = amounts[place + 1].start if place + 1 < len(amounts) else len(sentence)
        segment = sentence[amount.start : end].removesuffix(" og ").strip(" ,")
        if _SHARE_TO.match(segment[amount.end - amount.start :]):
            yield next(find_amounts(segment)), segment


def _is_disposal(text: str) -> bool:
    return bool(
        re.search(r"disposisjon|disponer|andel av|bevilget|løyvd", text, re.IGNORECASE)
    ) and not _SUBGROUP.match(text)
