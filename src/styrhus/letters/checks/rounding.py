"""Whether printed amounts add up, given that each print is rounded.

A print of "61,0" mill. may stand for anything within half its last step (50 000 kroner). So a stated sum may differ
from the sum of its printed parts by half a step for each part and half a step for itself, and still hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

_MILLION = 1_000_000


class Outcome(Enum):
    HOLDS = "holds"  # the parts, rounded as the sum is printed, give the sum
    ROUNDING = "rounding"  # differs, but the rounding of the parts can explain it
    STRAINED = "strained"  # rounding explains it only when most parts are rounded the same way
    DIFFERS = "differs"  # no rounding can explain it


@dataclass(frozen=True, slots=True)
class Comparison:
    outcome: Outcome
    total: int  # of the printed parts, in kroner
    difference: int  # stated minus total


def compare(stated: int, precision: int, parts: Iterable[tuple[int, int]]) -> Comparison:
    """Hold a stated sum against its parts, each (amount, precision) in kroner; a precision of 0 or 1 is exact."""
    amounts = list(parts)
    total = sum(amount for amount, _ in amounts)
    difference = stated - total
    own = half_step(precision)
    slack = own + sum(half_step(step) for _, step in amounts)
    if abs(difference) <= own:
        outcome = Outcome.HOLDS
    elif abs(difference) > slack:
        outcome = Outcome.DIFFERS
    else:
        outcome = Outcome.STRAINED if 2 * abs(difference) > slack else Outcome.ROUNDING
    return Comparison(outcome, total, difference)


def as_decided(amounts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The amounts of one list, those in whole millions with the step that the list's other amounts are printed with.

    Money that is set aside is decided, not measured: "1 mill." beside "0,7 mill." is 1,0. Where all are whole millions
    nothing tells how exact they are, and they keep their step.
    """
    listed = list(amounts)
    finer = [step for _, step in listed if step < _MILLION]
    step = max(finer, default=_MILLION)
    return [(amount, step if own == _MILLION else own) for amount, own in listed]


def same(first: int, first_precision: int, second: int, second_precision: int) -> bool:
    """Whether two prints may stand for the same amount: 353,6 mill. and 353 610 000 may."""
    return abs(first - second) <= half_step(first_precision) + half_step(second_precision)


def half_step(precision: int) -> int:
    return precision // 2 if precision > 1 else 0
