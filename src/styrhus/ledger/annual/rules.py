"""The arithmetic of the annual accounts (R-115): pure functions on plain data, exact in kroner and øre.

Signs: ``booked`` is as the ledger has it, debit above 0. On a page expense and income are both shown above 0; a
deviation is below 0 when it is to the worse: more spent, or less received, than was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

ZERO = Decimal(0)
HUNDRED = Decimal(100)
UNPLACED = "unplaced"  # the row of accounts that no row of the form takes
BY_TYPE = 1.5  # a match by the chart's type goes before a beginning of one digit, and after a longer one


# -- appropriation report and note A


@dataclass(frozen=True, slots=True)
class ReportedPost:
    """A chapter and post as the appropriation report has it, in kroner.

    ``allocated`` None: the agency has no allocation there (a charge authorisation received, a common chapter), so
    there is nothing to deviate from. ``key`` says where the line comes from: a post's key, or a common chapter's.
    """

    key: str
    chapter: str
    chapter_name: str
    post: str
    post_name: str
    income: bool
    carried_in: Decimal
    allocated: Decimal | None
    booked: Decimal
    post_id: int | None = None
    keyword: bool = False  # "kan overføres"
    estimate: bool = False  # "overslagsbevilgning"
    common: bool = False  # one of the common chapters of the state
    received: bool = False  # charged by authority of another agency

    @property
    def total(self) -> Decimal | None:
        """Samlet tildeling: carried in and the year's allocations (R-115 point 4.6.2)."""
        return None if self.allocated is None else self.carried_in + self.allocated

    @property
    def accounts(self) -> Decimal:
        """What was spent, or on an income post what came in; both above 0."""
        return -self.booked if self.income else self.booked

    @property
    def deviation(self) -> Decimal | None:
        """Mer-/mindreutgift, or mer-/mindreinntekt: below 0 to the worse. None where there is no allocation."""
        if self.total is None:
            return None
        return self.accounts - self.total if self.income else self.total - self.accounts


@dataclass(frozen=True, slots=True)
class Sums:
    total: Decimal
    accounts: Decimal
    deviation: Decimal


def sums_of(posts: Iterable[ReportedPost]) -> Sums:
    """The sum row. The deviation is summed over the posts that have one, so that it is what the column adds up to."""
    found = list(posts)
    return Sums(
        sum((post.total for post in found if post.total is not None), ZERO),
        sum((post.accounts for post in found), ZERO),
        sum((post.deviation for post in found if post.deviation is not None), ZERO),
    )


def net_of(posts: Iterable[ReportedPost]) -> Decimal:
    """Netto rapportert til bevilgningsregnskapet: expense less income."""
    return sum((post.booked for post in posts), ZERO)


# -- note B: what may be carried over


class CapBasis(StrEnum):
    OPERATING = "operating"  # a percentage of the year's allocation of an operating post without a keyword
    TWO_YEARS = "two_years"  # the allocations of this year and the last, with the keyword "kan overføres"
    NONE = "none"  # nothing may be carried over


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures of law that note B rests on; from dated data."""

    percent: Decimal  # of the year's allocation, on operating posts
    first: str  # the operating posts, first and last
    last: str
    move_percent: Decimal  # how much may be moved from post 01 to 45, of post 01's allocation


@dataclass(frozen=True, slots=True)
class CarryOver:
    """One line of note B, in kroner. What lessens the basis is given above 0 and subtracted here."""

    deviation: Decimal  # mindreutgift; below 0: merutgift
    charged_by_others: Decimal = ZERO  # by authority that this agency gave away
    extra_income: Decimal = ZERO  # merinntekt under an authorisation; below 0: mindreinntekt
    moved: Decimal = ZERO  # 01 to 45 in the year, or to 01/21 from next year's; above 0 adds to this post
    saved: Decimal = ZERO  # savings that an earlier overspending is paid back with
    allocated: Decimal = ZERO  # the year's
    allocated_before: Decimal = ZERO  # the year before's
    basis_of_cap: CapBasis = CapBasis.NONE

    @property
    def after_charges(self) -> Decimal:
        return self.deviation - self.charged_by_others

    @property
    def basis(self) -> Decimal:
        """Sum grunnlag for overføring."""
        return self.after_charges + self.extra_income + self.moved - self.saved

    def cap(self, limits: Limits) -> Decimal:
        """Maks. overførbart beløp, never below 0."""
        if self.basis_of_cap is CapBasis.OPERATING:
            return max(ZERO, self.allocated * limits.percent / HUNDRED)
        if self.basis_of_cap is CapBasis.TWO_YEARS:
            return max(ZERO, self.allocated + self.allocated_before)
        return ZERO

    def possible(self, limits: Limits) -> Decimal:
        """Mulig overførbart beløp: as much of the basis as the cap lets through, and never below 0."""
        return max(ZERO, min(self.basis, self.cap(limits)))

    def lapses(self, limits: Limits) -> Decimal:
        """What of the basis is above the cap, and so falls away."""
        return max(ZERO, self.basis) - self.possible(limits)


def basis_of_cap(post: str, keyword: bool, estimate: bool, limits: Limits) -> CapBasis:
    """Which cap holds for an expense post. The keyword goes before the percentage; an estimate is never carried over."""
    if estimate:
        return CapBasis.NONE
    if keyword:
        return CapBasis.TWO_YEARS
    return CapBasis.OPERATING if limits.first <= post <= limits.last else CapBasis.NONE


def moved_too_much(moved: Decimal, allocated: Decimal, limits: Limits) -> Decimal:
    """How much more than the authorisation lets was moved away from a post (``moved`` below 0), else 0."""
    return max(ZERO, -moved - max(ZERO, allocated) * limits.move_percent / HUNDRED)


@dataclass(frozen=True, slots=True)
class Claim:
    """An expense post that extra income may go to: what it lacks, and how much its authorisation lets (None: all)."""

    key: str
    need: Decimal
    limit: Decimal | None = None


def spread(extra: Decimal, claims: Sequence[Claim]) -> dict[str, Decimal]:
    """Extra income on one income post, spread on the expense posts that it may cover, in their order.

    First what each lacks, then the rest to the first that has room. What no authorisation lets falls to the Treasury.
    Less income than expected falls on the first.
    """
    given = {claim.key: ZERO for claim in claims}
    if not claims:
        return given
    if extra <= ZERO:
        return given | {claims[0].key: extra}
    rest = extra
    for only_needs in (True, False):
        for claim in claims:
            room = rest if claim.limit is None else max(ZERO, claim.limit - given[claim.key])
            part = min(rest, room, max(ZERO, claim.need)) if only_needs else min(rest, room)
            given[claim.key] += part
            rest -= part
    return given


# -- accounts by type


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A row of the form: a line takes accounts, a sum adds up other rows; a heading and a note have no amount.

    ``sign`` is −1 where credit is shown above 0 (income). ``accounts`` are beginnings of account numbers, of which
    the longest that fits takes the account; ``types`` are the chart's types, which take what no beginning of two
    digits or more does. A beginning of one digit takes what is left.
    """

    key: str
    kind: Literal["heading", "line", "sum"]
    part: Literal["result", "balance"]
    text: Mapping[str, str]
    sign: int = 1
    accounts: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """The rows' amounts in debit terms by key, and which accounts went where."""

    amounts: dict[str, Decimal]
    accounts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def shown(self, row: TypeRow) -> Decimal:
        return self.amounts[row.key] * row.sign


def place(account: str, type: str, rows: Sequence[TypeRow]) -> str:
    """The key of the line that takes the account of this type of the chart, or ``UNPLACED``."""
    found: list[tuple[float, str]] = [
        (len(start), row.key) for row in rows for start in row.accounts if account.startswith(start)
    ]
    found += [(BY_TYPE, row.key) for row in rows if type in row.types]
    return max(found)[1] if found else UNPLACED


def fill(rows: Sequence[TypeRow], balances: Mapping[str, Decimal], types: Mapping[str, str]) -> Filled:
    """The form filled from balances by account, debit above 0. Every account goes to exactly one line, or is unplaced.

    Raises: KeyError when a sum adds up a row that isn't there; ValueError when sums go in a ring.
    """
    lines = [row for row in rows if row.kind == "line"]
    amounts = {row.key: ZERO for row in lines} | {UNPLACED: ZERO}
    accounts: dict[str, list[str]] = {}
    for account, amount in sorted(balances.items()):
        key = place(account, types.get(account, ""), lines)
        amounts[key] += amount
        accounts.setdefault(key, []).append(account)
    sums = {row.key: row for row in rows if row.kind == "sum"}
    for key in sums:
        _add_up(key, sums, amounts, ())
    return Filled(amounts, {key: tuple(found) for key, found in accounts.items()})


def _add_up(key: str, sums: Mapping[str, TypeRow], amounts: dict[str, Decimal], above: tuple[str, ...]) -> Decimal:
    if key in amounts:
        return amounts[key]
    if key in above:
        raise ValueError(f"The sum '{key}' adds up itself.")
    amounts[key] = sum((_add_up(part, sums, amounts, (*above, key)) for part in sums[key].adds), ZERO)
    return amounts[key]


# -- checks and key figures


@dataclass(frozen=True, slots=True)
class Check:
    """Two ways to the same amount; what they differ by is shown, never hidden."""

    key: str
    left: Decimal
    right: Decimal

    @property
    def difference(self) -> Decimal:
        return self.left - self.right

    @property
    def holds(self) -> bool:
        return self.difference == ZERO


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """``part`` of ``whole`` as a share (0.25), or None where there is nothing to take a share of."""
    return None if whole <= ZERO else part / whole
