"""Amounts that sentences state of a post: what was appropriated, what the agency disposes of, what is left undisposed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from styrhus.common.money import PrintedAmount, find_amounts
from styrhus.letters.blocks import BlockKind
from styrhus.letters.model import StatedAmount
from styrhus.letters.reading.budget_places import BudgetPlace
from styrhus.letters.reading.drafts import CHAPTER_AND_POST
from styrhus.letters.reading.manuscript import Manuscript
from styrhus.letters.reading.sentences import sentences

_POST_NAMED = re.compile(r"\bpost ?([0-9]{2})\b", re.IGNORECASE)
_APPROPRIATED = re.compile(
    r"(?:bevilget|bevilga|løyvd|løyvt|bevilges|løyvast|(?<!av )(?:bevilgningen|bevilgninga|løyvinga) (?:på posten )?(?:er"
    r"|utgjør|utgjer))(?: på| totalt| samlet| i alt| inntil)?\s*$",
    re.IGNORECASE,
)
_AT_DISPOSAL = re.compile(
    r"(?:andel(?:en)?(?: av (?:bevilgningen|løyvinga|posten|midlene|midla))?(?: på posten)? (?:utgjør|er"
    r"|utgjer)(?: på)?"
    r"|disponer(?:er|e|ast|es)|til disposisjon(?: for [^.,;]{1,60})?(?: i 20[0-9]{2})?(?: er|:| på)?|(?:får"
    r"|blir|er|vert|blir det|vert det) ?(?:tildelt|tildelte)|tildeles|tildelast)(?: inntil| totalt"
    r"| samlet)?\s*$",
    re.IGNORECASE,
)
_PUT = re.compile(
    r"(?:stiller|stilles|stilt|stiller med dette|stilles det|stillast)(?: med dette| inntil| totalt| herved)?\s*$",
    re.IGNORECASE,
)
_UNDISPOSED = re.compile(
    r"\s*(?:er |som er |av midlene er )?(?:udisponert|ikke disponert|ufordelt|ikkje disponert)", re.IGNORECASE
)
_BINDINGS = re.compile(r"^(?P<name>Bindinger[^.]{0,160}?) (?:utgjør|utgjer|er)\s*$", re.IGNORECASE)


def read_stated(manuscript: Manuscript, places: tuple[BudgetPlace, ...]) -> Iterator[StatedAmount]:
    """What the sentences under each post, or those that name one, state of it."""
    for index, block in enumerate(manuscript.blocks):
        where = places[index]
        if block.kind is BlockKind.ROW or (where.chapter is None and "post" not in block.text):
            continue
        for sentence in sentences(block.text):
            yield from _of_sentence(sentence, where, block.lines)


def _of_sentence(sentence: str, where: BudgetPlace, lines: tuple[int, ...]) -> Iterator[StatedAmount]:
    chapter, post = where.chapter, where.post
    named, both = _POST_NAMED.search(sentence), CHAPTER_AND_POST.search(sentence)
    if both:
        chapter, post = both["chapter"] or both["dotted"], both["post"] or both["dotted_post"]
    elif named and chapter:
        post = named[1]
    if chapter is None or post is None:
        return
    for amount in find_amounts(sentence):
        what, group = _what(sentence, amount)
        if what:
            yield StatedAmount(chapter, post, what, amount.kroner, amount.precision, lines, group)


def _what(sentence: str, amount: PrintedAmount) -> tuple[str | None, str | None]:
    before, after = sentence[max(0, amount.start - 110) : amount.start], sentence[amount.end : amount.end + 70]
    if _UNDISPOSED.match(after):
        return "undisposed", None
    if _AT_DISPOSAL.search(before) or (_PUT.search(before) and "disposisjon" in after):
        return "at_disposal", None
    if _APPROPRIATED.search(before):
        return "appropriation", None
    bindings = _BINDINGS.match(sentence[: amount.start])
    return ("group", bindings["name"]) if bindings else (None, None)
