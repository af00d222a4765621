"""The ledger's arithmetic and its chart of accounts: pure functions on plain data.

Amounts are kroner and øre as exact decimals, debit + and credit −. The chart is statens standard kontoplan (circular
R-102 from the Ministry of Finance, obligatory by bestemmelser om økonomistyring i staten 3.3.3).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from styrhus.economy.models import Post
    from styrhus.identity.models import Department

BasisValue = Literal["cash", "accrual", "both"]
View = Literal["cash", "accrual"]
NOTHING = Decimal("0.00")
ORE = Decimal("0.01")
LARGEST = Decimal(10) ** 16  # numeric(18,2) holds amounts below this
CHART = Path(__file__).parent / "data" / "accounts.toml"


@dataclass(frozen=True, slots=True)
class Line:
    """A line to be posted. ``post`` and ``department`` are rows, or None where the line belongs to none."""

    account: str
    amount: Decimal
    post: Post | None = None
    department: Department | None = None
    basis: BasisValue = "both"
    text: str = ""

    @property
    def views(self) -> tuple[View, ...]:
        return ("cash", "accrual") if self.basis == "both" else (self.basis,)


@dataclass(frozen=True, slots=True)
class Cause:
    """What an entry follows from: a value of ``CauseKind``, its key elsewhere, its name in words and its address."""

    kind: str
    ref: str
    label: str
    url: str = ""


def sum_of(lines: Iterable[Line], view: View) -> Decimal:
    """What the lines sum to in one view; 0 when they balance there."""
    return sum((line.amount for line in lines if view in line.views), NOTHING)


def debit_of(lines: Iterable[Line], view: View) -> Decimal:
    """What is debited in one view: how large the event is."""
    return sum((line.amount for line in lines if view in line.views and line.amount > 0), NOTHING)


def imbalance(lines: Sequence[Line]) -> dict[View, Decimal]:
    """The views that do not balance, each with what is too much in debit (+) or in credit (−)."""
    views: tuple[View, ...] = ("cash", "accrual")
    sums = {view: sum_of(lines, view) for view in views}
    return {view: amount for view, amount in sums.items() if amount}


def in_ore(amount: Decimal) -> bool:
    """Whether the amount is a finite one of whole øre that the ledger can hold."""
    return amount.is_finite() and abs(amount) < LARGEST and amount == amount.quantize(ORE)


def mirrored(lines: Iterable[Line]) -> list[Line]:
    """The same lines with debit and credit exchanged."""
    return [Line(one.account, -one.amount, one.post, one.department, one.basis, one.text) for one in lines]


# -- the chart of accounts


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the chart, or a group where the chart's accounts are not known one by one.

    ``type`` is where the report by type of account puts it: income, salary, other_operating, investment, finance,
    collection (innkreving), grants (tilskudd), settlement (mellomværende) or balance. ``use`` says which view it is
    posted in. ``verified`` is False where no published source was read for it; screens show that.
    """

    number: str
    name: dict[str, str]
    klass: str
    group: str
    type: str
    use: BasisValue
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool

    @property
    def is_group(self) -> bool:
        return len(self.number) == 2

    def name_in(self, language: str) -> str:
        return self.name.get(language[:2]) or self.name["nb"]


@cache
def chart() -> tuple[Account, ...]:
    """Every account and group of the chart, at all times, by number and then by day."""
    data = tomllib.loads(CHART.read_text(encoding="utf-8"))
    groups = {one["number"]: one for one in data["groups"]}
    found = [_account(one, one, data["chart"]) for one in data["groups"]]
    found += [_account(one, groups[one["number"][:2]], data["chart"]) for one in data["accounts"]]
    return tuple(sorted(found, key=lambda one: (one.number, one.valid_from)))


def _account(row: dict[str, object], group: dict[str, object], whole: dict[str, object]) -> Account:
    def told(key: str, default: object = None) -> object:
        return row.get(key, group.get(key, whole.get(key, default)))

    number = str(row["number"])
    return Account(
        number=number,
        name={"nb": str(row["nb"]), "nn": str(row.get("nn", row["nb"]))},
        klass=number[0],
        group=number[:2],
        type=str(told("type")),
        use=told("use", "both"),  # type: ignore[arg-type]
        valid_from=told("valid_from"),  # type: ignore[arg-type]
        valid_to=told("valid_to"),  # type: ignore[arg-type]
        source=str(row.get("source", whole["source"])),
        verified=bool(row.get("verified", False)),
    )


@lru_cache(maxsize=400)
def accounts_on(day: date) -> dict[str, Account]:
    """The accounts and groups that hold on ``day``, by number."""
    return {
        one.number: one for one in chart() if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    }


def account_of(number: str, day: date) -> Account | None:
    """The account that a posted number belongs to: the three-digit account, or its group where that is all we know.

    Agencies have own accounts of four digits under the three of the chart. None: no account of the chart.
    """
    if not re.fullmatch(r"[1-9][0-9]{2,3}", number):
        return None
    known = accounts_on(day)
    return known.get(number[:3]) or known.get(number[:2])
