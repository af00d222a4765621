"""The annual accounts of an agency's year (R-115): appropriation report, accounts by type, notes A and B, checks.

Everything is computed from the ledger on the cash basis and from the budget, so that the same ``as_at`` and
``known_at`` give the same accounts for ever. Amounts are kroner and øre.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal

from styrhus.economy.models import Post
from styrhus.economy.rules import is_income
from styrhus.identity.models import Organisation
from styrhus.ledger.rules import account_of

from . import readings, rules
from .parts import AccountsByType, AppropriationReport, Astray, KeyFigure, NoteB, NoteBLine, TypeLine
from .readings import Booked, Given
from .rulebook import CommonPost, Rulebook, rulebook
from .rules import ZERO, CarryOver, Check, Claim, Filled, ReportedPost


@dataclass(frozen=True)
class AnnualAccounts:
    """The accounts of ``agency`` for ``year`` at ``as_at``, as known at ``known_at`` (None: all that is entered)."""

    agency: Organisation
    year: int
    as_at: date
    known_at: datetime | None = None

    @cached_property
    def book(self) -> Rulebook:
        return rulebook(date(self.year, 12, 31))

    @cached_property
    def booked(self) -> list[Booked]:
        return readings.booked(self.agency, self.year, as_at=self.as_at, known_at=self.known_at)

    @cached_property
    def given(self) -> list[Given]:
        return readings.given(self.agency, self.year, as_at=self.as_at, known_at=self.known_at)

    # -- appropriation report

    @cached_property
    def appropriations(self) -> AppropriationReport:
        posts = [*self._own_posts(), *self._other_posts(), *(self._common(one) for one in self.book.common)]
        shown = sorted(
            (one for one in posts if one.total or one.booked or one.carried_in),
            key=lambda one: (one.common, one.received, one.chapter.zfill(4), one.post),
        )
        bank = [row for row in self.booked if self.part_of(row.account) == "bank" and row.post is None]
        return AppropriationReport(
            tuple(one for one in shown if not one.income),
            tuple(one for one in shown if one.income),
            bank_in=sum((row.debit for row in bank), ZERO),
            bank_out=sum((row.credit for row in bank), ZERO),
            treasury=self.by_type.filled.amounts["treasury"],
            treasury_before=self._fill({}, self.opening).amounts["treasury"],
        )

    def _own_posts(self) -> Iterable[ReportedPost]:
        on_posts = self._on_posts
        for one in self.given:
            charged = one.charged_by_authority
            yield _reported(
                one.post,
                booked=on_posts.get(one.post.pk, ZERO),
                carried_in=ZERO if charged else one.carried_in,
                allocated=None if charged else one.allocated,
            )

    def _other_posts(self) -> Iterable[ReportedPost]:
        """Posts that were charged without being in the agency's budget of the year."""
        missing = self._on_posts.keys() - {one.post.pk for one in self.given}
        for post in Post.objects.filter(pk__in=missing).select_related("chapter"):
            yield _reported(post, booked=self._on_posts[post.pk], carried_in=ZERO, allocated=None)

    def _common(self, common: CommonPost) -> ReportedPost:
        rows = (row for row in self.booked if row.post is None and row.account.startswith(common.accounts))
        return ReportedPost(
            f"common-{common.key}", common.chapter, "", common.post, "", common.income, ZERO, None,
            sum((row.amount for row in rows), ZERO), common=True,
        )  # fmt: skip

    @cached_property
    def _on_posts(self) -> dict[int, Decimal]:
        found: dict[int, Decimal] = {}
        for row in self.booked:
            if row.post is not None:
                found[row.post] = found.get(row.post, ZERO) + row.amount
        return found

    # -- accounts by type

    @cached_property
    def opening(self) -> dict[str, Decimal]:
        return readings.opening(self.agency, self.year, known_at=self.known_at)

    @cached_property
    def by_type(self) -> AccountsByType:
        last_day = date(self.year - 1, 12, 31)
        before = readings.booked(self.agency, self.year - 1, as_at=last_day, known_at=self.known_at)
        earlier = self._fill(readings.balances(before), self.opening, added=False)
        filled = self._fill(readings.balances(self.booked), self.opening)
        known = {"result": bool(before), "balance": bool(self.opening)}
        lines = [
            TypeLine(
                row,
                None if row.kind == "heading" else filled.shown(row),
                None if row.kind == "heading" or not known[row.part] else earlier.shown(row),
                filled.accounts.get(row.key, ()),
            )
            for row in self.book.rows
            if row.kind != "line" or filled.amounts[row.key] or earlier.amounts[row.key] or row.key not in RARE
        ]
        return AccountsByType(
            tuple(line for line in lines if line.row.part == "result"),
            tuple(line for line in lines if line.row.part == "balance"),
            filled,
            known["result"],
        )

    def _fill(self, moved: dict[str, Decimal], opening: dict[str, Decimal], *, added: bool = True) -> Filled:
        """The form filled: the result from what the year moved, the balance from how the accounts stand.

        That is ``opening`` and what was moved since; where it isn't to be ``added``, ``opening`` alone.
        """
        amounts = {account: amount for account, amount in moved.items() if self.part_of(account) == "result"}
        for account in moved.keys() | opening.keys():
            if self.part_of(account) == "balance":
                amounts[account] = opening.get(account, ZERO) + (moved.get(account, ZERO) if added else ZERO)
        return rules.fill(self.book.rows, amounts, {account: self._type(account) for account in amounts})

    def _type(self, account: str) -> str:
        found = account_of(account, date(self.year, 12, 31))
        return found.type if found else ""

    def part_of(self, account: str) -> Literal["bank", "result", "balance"]:
        """Where an account is reported: as money in the bank, in the net, or as outstanding with the Treasury."""
        lines = [row for row in self.book.rows if row.kind == "line"]
        own_rows = tuple(start for row in lines for start in row.accounts if len(start) > 2)
        if account.startswith(self.book.bank) and not account.startswith(own_rows):
            return "bank"
        return self.book.row(self.row_of(account)).part

    def row_of(self, account: str) -> str:
        """The key of the row of the accounts by type that the account is in."""
        return rules.place(account, self._type(account), [row for row in self.book.rows if row.kind == "line"])

    # -- notes

    @cached_property
    def note_a(self) -> tuple[ReportedPost, ...]:
        """Expense posts that were allocated something. Charge authorisations are never here."""
        return tuple(one for one in self.appropriations.expenses if one.total)

    @cached_property
    def note_b(self) -> NoteB:
        before = readings.allocated_before(self.agency, self.year, self.known_at)
        by_post = {one.post.pk: one for one in self.given}
        extra = self._extra_income()
        lines, left_out = [], []
        for post in self.appropriations.expenses:
            one = by_post.get(post.post_id or 0)
            if one is None or post.deviation is None:
                continue
            basis = rules.basis_of_cap(post.post, post.keyword, post.estimate, self.book.limits)
            if basis is rules.CapBasis.NONE:
                left_out.append(post)
                continue
            last_year = before.get((post.chapter, post.post))
            carry = CarryOver(
                deviation=post.deviation,
                charged_by_others=Decimal(one.budget.given_away),
                extra_income=extra.get(post.key, ZERO),
                moved=one.moved,
                allocated=one.allocated,
                allocated_before=last_year or ZERO,
                basis_of_cap=basis,
            )
            lines.append(self._note_b_line(post, carry, bool(one.budget.given_away), last_year is not None))
        return NoteB(tuple(lines), tuple(left_out))

    def _note_b_line(self, post: ReportedPost, carry: CarryOver, authority: bool, last_year: bool) -> NoteBLine:
        limits = self.book.limits
        return NoteBLine(
            post, carry, carry.cap(limits), carry.possible(limits), carry.lapses(limits), authority,
            rules.moved_too_much(carry.moved, carry.allocated, limits), last_year,
        )  # fmt: skip

    def _extra_income(self) -> dict[str, Decimal]:
        """What each expense post (by its key) gets of more income, or bears of less."""
        pairs = readings.extra_income_pairs(self.agency, self.year, as_at=self.as_at, known_at=self.known_at)
        posts = {one.post_id: one for one in self.appropriations.posts if one.post_id}
        found: dict[str, Decimal] = {}
        for income_id, expenses in sorted(pairs.items()):
            income = posts.get(income_id)
            if income is None or not income.deviation:
                continue
            claims = [
                Claim(posts[pk].key, -(posts[pk].deviation or ZERO) - found.get(posts[pk].key, ZERO), limit)
                for pk, limit in expenses
                if pk in posts
            ]
            for key, amount in rules.spread(income.deviation, claims).items():
                found[key] = found.get(key, ZERO) + amount
        return found

    # -- checks and key figures

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        report = self.appropriations
        allocated = sum((one.carried_in + one.allocated for one in self.given), ZERO)
        moved = sum((one.moved for one in self.given), ZERO)
        disposal = sum((Decimal(one.budget.at_disposal) for one in self.given), ZERO)
        return (
            Check("net", report.net, self.by_type.net),
            Check("reported", report.reported, ZERO),
            Check("disposal", allocated + moved, disposal),
        )

    @cached_property
    def astray(self) -> tuple[Astray, ...]:
        """The amounts that the first check differs by, largest first."""
        in_common = tuple(start for one in self.book.common for start in one.accounts)
        kept = [
            row
            for row in self.booked
            if row.amount
            and (self.part_of(row.account) == "result") == (row.post is None)
            and not (row.post is None and row.account.startswith(in_common))
        ]
        posts = Post.objects.select_related("chapter").in_bulk({row.post for row in kept if row.post is not None})
        rows = [Astray(row, posts.get(row.post) if row.post is not None else None) for row in kept]
        return tuple(sorted(rows, key=lambda one: -abs(one.amount)))

    @cached_property
    def key_figures(self) -> tuple[KeyFigure, ...]:
        amounts = self.by_type.filled.amounts
        operating = [
            one
            for one in self.appropriations.expenses
            if one.total is not None and self.book.limits.first <= one.post <= self.book.limits.last
        ]
        sums = rules.sums_of(operating)
        extra = sum((max(ZERO, line.carry.extra_income) for line in self.note_b.lines if line.post in operating), ZERO)
        consultants = sum((row.amount for row in self.booked if row.account.startswith(self.book.consultants)), ZERO)
        whole = amounts["operating_expense"]
        return (
            _share("operating_used", sums.accounts, sums.total + extra),
            _share("salary_share", amounts["salaries"], whole),
            _share("consultant_share", consultants, whole),
            _share("grant_share", amounts["grants"], whole + amounts["grants"]),
            KeyFigure("possible", self.note_b.possible, kroner=True),
        )


RARE = ("no_row", "other_assets", "other_receivable", "shares", "advance_received", "other_debt", "pension_owed")


def _reported(post: Post, *, booked: Decimal, carried_in: Decimal, allocated: Decimal | None) -> ReportedPost:
    chapter = post.chapter
    return ReportedPost(
        key=str(post.pk),
        chapter=chapter.number,
        chapter_name=chapter.name,
        post=post.number,
        post_name=post.name,
        income=is_income(chapter.number),
        carried_in=carried_in,
        allocated=allocated,
        booked=booked,
        post_id=post.pk,
        keyword=post.carry_over,
        estimate=post.estimate,
        received=allocated is None,
    )


def _share(key: str, part: Decimal, whole: Decimal) -> KeyFigure:
    return KeyFigure(key, rules.share(part, whole), part, whole)


# -- the names that other rooms use


def annual_accounts(
    agency: Organisation, year: int, *, as_at: date, known_at: datetime | None = None
) -> AnnualAccounts:
    """The whole of the annual accounts. Raises: LookupError for a year before the dated rules begin."""
    rulebook(date(year, 12, 31))
    return AnnualAccounts(agency, year, as_at, known_at)


def appropriation_report(
    agency: Organisation, year: int, as_at: date, known_at: datetime | None = None
) -> AppropriationReport:
    return AnnualAccounts(agency, year, as_at, known_at).appropriations


def accounts_by_type(agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> AccountsByType:
    return AnnualAccounts(agency, year, as_at, known_at).by_type


def note_a(agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> tuple[ReportedPost, ...]:
    return AnnualAccounts(agency, year, as_at, known_at).note_a


def note_b(agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> NoteB:
    return AnnualAccounts(agency, year, as_at, known_at).note_b
