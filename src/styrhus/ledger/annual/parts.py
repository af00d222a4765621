"""What the annual accounts are made of, as data: the two reports, note B, key figures and what is astray."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from styrhus.economy.models import Post

from . import rules
from .readings import Booked
from .rules import ZERO, CarryOver, Filled, ReportedPost, Sums, TypeRow


@dataclass(frozen=True, slots=True)
class AppropriationReport:
    expenses: tuple[ReportedPost, ...]
    incomes: tuple[ReportedPost, ...]
    bank_in: Decimal
    bank_out: Decimal  # below 0
    treasury: Decimal  # outstanding with the Treasury at the end, assets above 0
    treasury_before: Decimal

    @property
    def posts(self) -> tuple[ReportedPost, ...]:
        return (*self.expenses, *self.incomes)

    @property
    def expense_sums(self) -> Sums:
        return rules.sums_of(self.expenses)

    @property
    def income_sums(self) -> Sums:
        return rules.sums_of(self.incomes)

    @property
    def net(self) -> Decimal:
        """Netto rapportert til bevilgningsregnskapet."""
        return rules.net_of(self.posts)

    @property
    def treasury_change(self) -> Decimal:
        return self.treasury - self.treasury_before

    @property
    def reported(self) -> Decimal:
        """Sum rapportert: 0 when every amount reported has its counterpart."""
        return self.net + self.bank_in + self.bank_out + self.treasury_change


@dataclass(frozen=True, slots=True)
class TypeLine:
    """A row of the accounts by type as shown; None for a heading, and where the year before has no accounts."""

    row: TypeRow
    amount: Decimal | None
    before: Decimal | None
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountsByType:
    result: tuple[TypeLine, ...]
    balance: tuple[TypeLine, ...]
    filled: Filled
    has_before: bool

    @property
    def net(self) -> Decimal:
        return self.filled.amounts["net"]


@dataclass(frozen=True, slots=True)
class NoteBLine:
    """A line of note B. ``authority`` is True where what others charged is taken to be all that they may."""

    post: ReportedPost
    carry: CarryOver
    cap: Decimal
    possible: Decimal
    lapses: Decimal
    authority: bool
    moved_too_much: Decimal
    last_year_known: bool


@dataclass(frozen=True, slots=True)
class NoteB:
    lines: tuple[NoteBLine, ...]
    left_out: tuple[ReportedPost, ...]  # expense posts from which nothing may be carried over

    @property
    def possible(self) -> Decimal:
        return sum((line.possible for line in self.lines), ZERO)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A share (0.25), an amount in kroner (``kroner``), or None where there is nothing to compute it from."""

    key: str
    value: Decimal | None
    part: Decimal = ZERO
    whole: Decimal = ZERO
    kroner: bool = False


@dataclass(frozen=True, slots=True)
class Astray:
    """What makes the two reports differ: a result account on no post, or a post on an account of the balance."""

    booked: Booked
    post: Post | None

    @property
    def amount(self) -> Decimal:
        """What it adds to the net by type less the net by post."""
        return self.booked.amount if self.post is None else -self.booked.amount
