"""Amounts as Norwegians print them, in whole kroner, with the step that the print can tell apart.

"61,0 mill. kroner" is 61 000 000 kroner give or take half of a step of 100 000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from styrhus.common.numbers import NUMBER_PATTERN, PrintedNumber, parse_number, plain_spaces

THOUSAND = 1_000
MILLION = 1_000_000
BILLION = 1_000_000_000

_SCALES = (
    ("mrd", BILLION),
    ("milliard", BILLION),
    ("mill", MILLION),
    ("mnok", MILLION),
    ("1000", THOUSAND),
    ("tusen", THOUSAND),
)
_SCALE = r"(?:mrd\.?|milliard(?:er|ar)?|mill\.?|million(?:er|ar)?|tusen)"
_AMOUNT = re.compile(
    rf"(?<![0-9])(?<![0-9][.,])(?P<sign>[-−–])?(?:(?P<kr>kr\.?|nok) ?)?(?P<number>{NUMBER_PATTERN})(?P<tail>,-|,–|,—)?"
    rf"(?: ?(?P<scale>{_SCALE})(?![a-zæøå]))?(?: ?(?P<unit>kroner|kr\b|nok\b|mnok\b))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    kroner: int
    precision: int  # the smallest step of the print, in kroner
    text: str
    start: int  # where it stands in the text it was found in
    end: int


def find_amounts(text: str) -> Iterator[PrintedAmount]:
    """Every amount in a running text: it must say kroner, kr, mill. or the like. Bare numbers are not amounts."""
    plain = text if text.isascii() else plain_spaces(text)
    for match in _AMOUNT.finditer(plain):
        if not (match["kr"] or match["tail"] or match["scale"] or match["unit"]):
            continue
        number = parse_number(match["number"])
        if number is None:
            continue
        scale = (match["scale"] or "") + (match["unit"] or "")
        joined = match.start() > 0 and plain[match.start() - 1].isalnum()  # "2–3 mill." is a range and not negative
        signed = -1 if match["sign"] and not joined else 1
        yield _amount(number, multiplier_of(scale), signed, match[0], match.span())


def parse_amount(text: str, multiplier: int = 1) -> PrintedAmount | None:
    """The amount that a whole cell is ("15 335,9" with multiplier 1 000 000), or None when the cell is anything else.

    A cell that prints its own scale ("4,5 mill. kroner") is read by that one, not by ``multiplier``.
    """
    cell = plain_spaces(text).strip()
    number = parse_number(cell)
    if number is not None:
        return _amount(number, multiplier, 1, cell, (0, len(cell)))
    match = _AMOUNT.fullmatch(cell)
    if match is None:
        return None
    inner = parse_number(match["number"])
    if inner is None:
        return None
    scale = (match["scale"] or "") + (match["unit"] or "")
    own = multiplier_of(scale) if scale or match["kr"] or match["tail"] else multiplier
    return _amount(inner, own, -1 if match["sign"] else 1, cell, (0, len(cell)))


def multiplier_of(unit: str) -> int:
    """How many kroner one of the unit is: "(i 1 000 kr)" → 1 000, "mill. kroner" → 1 000 000, "kroner" → 1."""
    plain = plain_spaces(unit).lower().replace("1 000", "1000").replace("1.000", "1000")
    return next((size for word, size in _SCALES if word in plain), 1)


def _amount(number: PrintedNumber, multiplier: int, sign: int, text: str, span: tuple[int, int]) -> PrintedAmount:
    kroner = int((number.value * multiplier).quantize(Decimal(1), ROUND_HALF_UP)) * sign
    precision = max(1, int(Decimal(multiplier).scaleb(-number.decimals)))
    return PrintedAmount(kroner, precision, text, *span)
