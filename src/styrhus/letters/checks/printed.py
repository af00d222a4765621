"""Amounts and dates as a Norwegian letter prints them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from styrhus.letters.model import Unit

MILLION = 1_000_000
_SIZES = {Unit.KRONER: 1, Unit.THOUSAND: 1_000, Unit.MILLION: MILLION}


def number(value: Decimal, decimals: int) -> str:
    """1524.7 → "1 524,7"."""
    return f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",")


def kroner(amount: int) -> str:
    """The shortest exact print: "353 610 000 kroner", "61 mill. kroner", "0,7 mill. kroner"."""
    if amount and amount % 10_000 == 0:
        value = (Decimal(amount) / MILLION).normalize()
        return f"{number(value, max(0, -int(value.as_tuple().exponent)))} mill. kroner"
    return f"{number(Decimal(amount), 0)} kroner"


def in_unit(amount: int, unit: Unit, precision: int) -> str:
    """The number alone, as a table in that unit prints it: 1 524 700 000 in mill. with a step of 0,1 → "1 524,7"."""
    size = _SIZES[unit]
    value, decimals = Decimal(amount) / size, 0
    while size // 10**decimals > max(precision, 1):
        decimals += 1
    return number(value, decimals)


def day(value: date) -> str:
    return f"{value:%d.%m.%Y}"


def listed(items: Iterable[str]) -> str:
    return ", ".join(items)
