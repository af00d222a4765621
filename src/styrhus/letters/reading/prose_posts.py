"""Posts that no table shows: "Kap. 410, post 21: kr 8 750 000,-", "Det tildeles 12 mill. kroner over kap. 1471 post 50"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from styrhus.common.money import PrintedAmount, find_amounts, multiplier_of, parse_amount
from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import Lines
from styrhus.letters.reading.budget_places import NOWHERE, BudgetText, heading_of
from styrhus.letters.reading.drafts import CHAPTER_AND_POST
from styrhus.letters.reading.manuscript import ASSIGNMENTS, INSTRUCTION
from styrhus.letters.reading.sentences import sentences
from styrhus.letters.reading.vocabulary import CARRIES_OVER, ESTIMATE, UNITS

_AMOUNT = r"(?P<amount>(?:kr\.? )?[-−]?[0-9][^a-zæøå]*(?:mill(?:\.|ioner) kroner|kroner|kr|,-)?)\.?"
_LINE = re.compile(
    rf"kap(?:ittel|\.)? ?0?(?P<chapter>[0-9]{{3,4}}),? ?(?:og )?post ?(?P<post>[0-9]{{2}})(?![0-9])[ ,]*"
    rf"(?P<name>[^0-9:]{{0,120}}?)[ :–-]+{_AMOUNT}",
    re.IGNORECASE,
)
_POST_LINE = re.compile(
    rf"post ?(?P<post>[0-9]{{2}})(?![0-9])[ .:,–-]*(?P<name>[A-ZÆØÅ][^:0-9]{{2,140}}?(?: under post(?:ene)? [0-9]{{2}}(?:(?:,| og)(?: post)? [0-9]{{2}})*)?)"
    rf"[ :.–-]+{_AMOUNT}",
    re.IGNORECASE,
)
_LARGE = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")
_GIVES = re.compile(
    r"\b(?:bevilg(?:et|es|er|a|ning[a-z]*)|løyv(?:er|d|t|ast|ing[a-z]*)|tildel(?:es|t|er|ast|ing[a-z]*)|disposisjon|disponerer"
    r"|(?:øk|auk|reduser|endr|nedsett|sett)(?:es|et|t|a|er|ast|te)?|satt til|sett til|utgjør|utgjer|rammen|ramma|inntektskrav[a-z]*)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(r"\b(?:fra|frå) (?P<from>.{4,40}?) til (?=(?:kr\.? )?[0-9])", re.IGNORECASE)
_ONLY_BY = re.compile(
    r"\b(?:øk|auk|reduser|nedsett|sett ned|sett opp)[a-zæøå ]{0,40} med\s*(?:om lag |inntil )?$", re.IGNORECASE
)
_SHARE = re.compile(
    r"^(?:av (?!denne posten|posten er det bevilget)|hvorav|herav|kor av)|øremerk|øyremerk|satt av|sett av|bundet|bundne"
    r"|udisponert|hvorav|i fjor|i 20[0-9]{2} ble|belastningsfullmakt|bestillingsfullmakt|tilsagnsfullmakt|oppdrag",
    re.IGNORECASE,
)
_BUDGET_PLACE = re.compile(
    r"budsjett|tildeling|løyving|bevilgning|ramme|midler|midlar|økonomi|\bkap\b|\bpost\b|utgift|inntekt", re.IGNORECASE
)
_AUTHORITY = re.compile(r"fullmakt", re.IGNORECASE)
_NAME = re.compile(
    r"\bpost ?(?P<post>[0-9]{2}) (?P<name>[A-ZÆØÅ][^0-9.:;]{2,100}?)(?=,| (?:blir|vert|økes|aukes?|auka|redusert|reduseres|er\b"
    r"|tildeles|bevilges|med\b|fra\b|frå\b|stilles|som\b|på\b|utgjør|settes|i 20|for 20)|[. ]*$)"
)
_CAPTION = re.compile(r"beløp|alle tal|tall i|tal i", re.IGNORECASE)
_TOO_LARGE = 10_000_000  # an amount in thousands or millions is printed with less than this
_OVER = re.compile(
    r"\s*(?:på|over|under|til) (?:kap(?:ittel|\.)? ?0?(?P<chapter>[0-9]{3,4}),? ?)?(?:og )?post ?(?P<post>[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_MAX_LINE = 240


@dataclass(frozen=True, slots=True)
class ProsePost:
    place: int  # of the block that prints the amount
    chapter: str
    post: str
    name: str
    chapter_name: str
    amount: PrintedAmount
    lines: Lines
    keywords: str  # "kan overføres", "overslagsbevilgning", as far as the text under the post says so
    sure: bool


def read_prose_posts(text: BudgetText, tabled: set[tuple[str, str]]) -> Iterator[ProsePost]:
    """Each post once, at its first amount. ``tabled`` are those that a table shows. Linear."""
    seen = set(tabled)
    unit = 1
    manuscript = text.manuscript
    keywords = _keywords(text)
    for place, block in enumerate(manuscript.blocks):
        if manuscript.documents[place] in {INSTRUCTION, ASSIGNMENTS} or block.kind is BlockKind.ROW:
            continue
        unit = _unit(block, unit)
        for found in _of_block(text, place, block, keywords, unit):
            if (found.chapter, found.post) not in seen:
                seen.add((found.chapter, found.post))
                yield found


def _of_block(
    text: BudgetText, place: int, block: Block, keywords: dict[tuple[str, str], str], unit: int
) -> Iterator[ProsePost]:
    manuscript, where = text.manuscript, text.places[place]
    line = (_LINE.fullmatch(block.text) or _POST_LINE.fullmatch(block.text)) if len(block.text) < _MAX_LINE else None
    if line is not None:
        chapter = line.groupdict().get("chapter") or where.chapter
        amount = next(find_amounts(line["amount"]), None) or _bare_amount(
            line["amount"].strip(" ."), unit, sure="chapter" in line.groupdict()
        )
        if chapter and amount is not None:
            name = line["name"].strip(" ,:–-.")
            yield _post(text, place, block, chapter, line["post"], name, amount, f"{line['name']} ", sure=True)
        return
    titles = manuscript.path_titles(place)
    if _AUTHORITY.search(titles) or not (
        where is not NOWHERE or _BUDGET_PLACE.search(titles) or "kap" in block.text.casefold()
    ):
        return
    for sentence in sentences(block.text):
        both = CHAPTER_AND_POST.search(sentence)
        chapter = (both["chapter"] or both["dotted"]) if both else where.chapter
        post = (both["post"] or both["dotted_post"]) if both else where.post
        if not chapter or not post or not _GIVES.search(sentence) or _SHARE.search(sentence):
            continue
        if not both and place == where.post_at:
            continue
        over = list(_amounts_over_posts(sentence, chapter))
        if len(over) > 1:
            for here, post_here, amount_here, segment in over:
                named = _NAME.search(segment)
                name = named["name"].strip(" ,") if named and named["post"] == post_here else ""
                yield _post(text, place, block, here, post_here, name, amount_here, segment, sure=False)
            continue
        amount = _given(sentence)
        if amount is None:
            continue
        named = _NAME.search(sentence)
        name = named["name"].strip(" ,") if named and named["post"] == post else ""
        yield _post(
            text, place, block, chapter, post, name, amount, keywords.get((chapter, post), "") + sentence, sure=False
        )


def _bare_amount(printed: str, unit: int, *, sure: bool) -> PrintedAmount | None:
    """An amount without "kr": it is in the unit printed above, unless it is too large for that."""
    if not sure and not _LARGE.fullmatch(printed):
        return None
    amount = parse_amount(printed, unit)
    return amount if amount is None or abs(amount.kroner) < _TOO_LARGE * unit else parse_amount(printed)


def _unit(block: Block, before: int) -> int:
    """The unit that a heading or caption prints for the lines below it, else the one before."""
    found = UNITS.search(block.text) if len(block.text) < _MAX_LINE else None
    if found is None or not (found[0].startswith("(") or _CAPTION.search(block.text)):
        return before
    return multiplier_of(found[0])


def _amounts_over_posts(sentence: str, chapter: str) -> Iterator[tuple[str, str, PrintedAmount, str]]:
    """(chapter, post, amount, words up to the next) of "5 mill. kroner på kap. 10 post 01 … og 2 mill. kroner på post 21"."""
    amounts = list(find_amounts(sentence))
    for index, amount in enumerate(amounts):
        match = _OVER.match(sentence, amount.end)
        if match is not None:
            chapter = match["chapter"] or chapter
            end = amounts[index + 1].start if index + 1 < len(amounts) else len(sentence)
            segment = re.sub(r"(?:,| og| samt)?\s*$", "", sentence[amount.end : end])
            yield chapter, match["post"], amount, segment


def _given(sentence: str) -> PrintedAmount | None:
    """The amount that the sentence appropriates: the new one of "økes fra … til …", None when only the change is printed."""
    changes = _CHANGES.search(sentence)
    amounts = list(find_amounts(sentence))
    if changes is not None:
        return next((amount for amount in amounts if amount.start >= changes.end() - 1), None)
    first = amounts[0] if amounts else None
    return None if first is None or _ONLY_BY.search(sentence[: first.start]) else first


def _post(  # noqa: PLR0917
    text: BudgetText, place: int, block: Block, chapter: str, post: str, name: str, amount: PrintedAmount, keywords: str,
    *, sure: bool,
) -> ProsePost:  # fmt: skip
    where = text.places[place]
    lines, chapter_name = block.lines, ""
    blocks = text.manuscript.blocks
    if where.chapter == chapter and where.chapter_at >= 0 and (heading := heading_of(blocks[where.chapter_at])):
        chapter_name = heading.name if heading.post is None else ""
    if (
        (where.chapter, where.post) == (chapter, post)
        and where.post_at >= 0
        and (heading := heading_of(blocks[where.post_at]))
    ):
        name = name or heading.name
        lines = tuple(sorted({*blocks[where.post_at].lines, *lines}))
        keywords += f" {blocks[where.post_at].text}"
    return ProsePost(place, chapter, post, name, chapter_name, amount, lines, keywords, sure)


def _keywords(text: BudgetText) -> dict[tuple[str, str], str]:
    """Of each post, the sentences under its heading that say "kan overføres" or "overslagsbevilgning" of it."""
    found: dict[tuple[str, str], str] = {}
    for place, block in enumerate(text.manuscript.blocks):
        where = text.places[place]
        if where.chapter and where.post and (CARRIES_OVER.search(block.text) or ESTIMATE.search(block.text)):
            key = (where.chapter, where.post)
            found[key] = f"{found.get(key, '')} {block.text[:400]}" if len(found.get(key, "")) < 2_000 else found[key]
    return found
