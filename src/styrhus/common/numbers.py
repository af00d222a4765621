"""Numbers as Norwegians print them: "17 349,1", "353.610.000", "−1 250", and the small ones as words.

A printed number keeps how many decimals it was printed with: "61,0" says more than "61".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# NBSP, figure space, thin space and narrow NBSP all stand between thousands in typeset tables.
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u2002\u2003\u2005\u2006\u200a"), " ")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)

_MINUS = "-−–"
_DIGITS = r"(?:[0-9]{1,3}(?:[ .][0-9]{3})+|[0-9]+)"
NUMBER_PATTERN = rf"{_DIGITS}(?:,[0-9]{{1,4}})?"
_NUMBER = re.compile(rf"(?<![0-9])(?<![0-9][.,])(?P<sign>[{_MINUS}] ?)?(?P<number>{NUMBER_PATTERN})(?![0-9])")
_WHOLE = re.compile(rf"[{_MINUS}]? ?{NUMBER_PATTERN}")

NUMBER_WORDS: dict[str, int] = {
    "en": 1, "én": 1, "et": 1, "ett": 1, "ei": 1, "ein": 1, "eitt": 1, "éin": 1,
    "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10,
    "elleve": 11, "tolv": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    value: Decimal
    decimals: int  # as printed: 1 for "61,0"


def plain_spaces(text: str) -> str:
    """The text with every kind of space as an ordinary one, and without the marks that no one sees."""
    return text.translate(_UNSEEN).translate(_SPACES)


def parse_number(text: str) -> PrintedNumber | None:
    """The number that the text is, or None when it is anything else ("Post 01", "2023-01", "")."""
    printed = plain_spaces(text).strip()
    if len(printed) > 40 or not _WHOLE.fullmatch(printed):
        return None
    negative = printed[0] in _MINUS
    whole, _, fraction = printed.lstrip(_MINUS + " ").partition(",")
    digits = whole.replace(" ", "").replace(".", "")
    value = Decimal(f"{digits}.{fraction or 0}")
    return PrintedNumber(-value if negative else value, len(fraction))


def find_numbers(text: str) -> Iterator[tuple[re.Match[str], PrintedNumber]]:
    """Every number in a running text, with where it stands."""
    for match in _NUMBER.finditer(text):
        number = parse_number(match["number"])
        if number is not None:
            yield match, number


def parse_count(text: str) -> int | None:
    """A small count printed as a word or in figures: "to", "2"."""
    word = text.strip().lower()
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    return int(word) if word.isascii() and word.isdigit() and len(word) < 4 else None
