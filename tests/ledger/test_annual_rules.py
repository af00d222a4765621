"""What holds of the annual accounts' arithmetic whatever the amounts are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.ledger.annual.rulebook import LANGUAGES, rulebook
from styrhus.ledger.annual.rules import (
    UNPLACED,
    ZERO,
    CapBasis,
    CarryOver,
    Claim,
    Limits,
    ReportedPost,
    TypeRow,
    basis_of_cap,
    fill,
    moved_too_much,
    net_of,
    place,
    share,
    spread,
    sums_of,
)

DAY = date(2023, 12, 31)
LIMITS = Limits(Decimal(5), "01", "29", Decimal(5))
amounts = st.integers(-(10**13), 10**13).map(lambda ore: Decimal(ore) / 100)
not_negative = st.integers(0, 10**13).map(lambda ore: Decimal(ore) / 100)
lines = st.builds(
    CarryOver, deviation=amounts, charged_by_others=not_negative, extra_income=amounts, moved=amounts, saved=not_negative,
    allocated=amounts, allocated_before=amounts, basis_of_cap=st.sampled_from(CapBasis),
)  # fmt: skip


@given(lines)
def test_what_may_be_carried_over_lies_between_nothing_and_the_cap(line: CarryOver) -> None:
    assert ZERO <= line.possible(LIMITS) <= line.cap(LIMITS)
    assert line.possible(LIMITS) <= max(ZERO, line.basis)
    assert line.possible(LIMITS) + line.lapses(LIMITS) == max(ZERO, line.basis)


@given(lines, not_negative)
def test_more_unused_never_gives_less_to_carry_over(line: CarryOver, more: Decimal) -> None:
    richer = CarryOver(
        line.deviation + more, line.charged_by_others, line.extra_income, line.moved, line.saved, line.allocated,
        line.allocated_before, line.basis_of_cap,
    )  # fmt: skip
    assert richer.possible(LIMITS) >= line.possible(LIMITS)
    assert richer.possible(LIMITS) - line.possible(LIMITS) <= more


@given(lines, not_negative)
def test_more_charged_by_others_never_gives_more_to_carry_over(line: CarryOver, more: Decimal) -> None:
    poorer = CarryOver(
        line.deviation, line.charged_by_others + more, line.extra_income, line.moved, line.saved, line.allocated,
        line.allocated_before, line.basis_of_cap,
    )  # fmt: skip
    assert poorer.possible(LIMITS) <= line.possible(LIMITS)


@pytest.mark.parametrize(
    ("post", "keyword", "estimate", "expected"),
    [
        ("01", False, False, CapBasis.OPERATING),
        ("29", False, False, CapBasis.OPERATING),
        ("30", False, False, CapBasis.NONE),
        ("00", False, False, CapBasis.NONE),
        ("21", True, False, CapBasis.TWO_YEARS),
        ("45", True, False, CapBasis.TWO_YEARS),
        ("71", True, False, CapBasis.TWO_YEARS),
        ("71", False, False, CapBasis.NONE),
        ("60", False, True, CapBasis.NONE),
        ("60", True, True, CapBasis.NONE),
    ],
)
def test_which_cap_holds(post: str, keyword: bool, estimate: bool, expected: CapBasis) -> None:
    assert basis_of_cap(post, keyword, estimate, LIMITS) is expected


def test_moving_from_a_post_has_a_limit() -> None:
    assert moved_too_much(Decimal(-5_000_000), Decimal(100_000_000), LIMITS) == ZERO
    assert moved_too_much(Decimal("-5000000.01"), Decimal(100_000_000), LIMITS) == Decimal("0.01")
    assert moved_too_much(Decimal(9_000_000), Decimal(100_000_000), LIMITS) == ZERO


claims = st.lists(
    st.tuples(amounts, st.none() | not_negative).map(lambda pair: Claim("", *pair)), min_size=1, max_size=5
).map(lambda found: [Claim(str(place), one.need, one.limit) for place, one in enumerate(found)])


@given(amounts, claims)
def test_extra_income_is_spread_once_and_within_each_limit(extra: Decimal, wanted: list[Claim]) -> None:
    given_out = spread(extra, wanted)
    assert set(given_out) == {claim.key for claim in wanted}
    if extra <= ZERO:
        assert sum(given_out.values()) == extra
        return
    assert ZERO <= sum(given_out.values()) <= extra
    for claim in wanted:
        assert given_out[claim.key] >= ZERO
        assert claim.limit is None or given_out[claim.key] <= claim.limit
    if sum(given_out.values()) < extra:  # something was let go: then nobody had room for it
        assert all(claim.limit is not None and given_out[claim.key] == claim.limit for claim in wanted)


def test_extra_income_that_no_authorisation_covers_goes_nowhere() -> None:
    assert spread(Decimal(100), []) == {}


def post(**changed: object) -> ReportedPost:
    values = {
        "key": "1", "chapter": "671", "chapter_name": "", "post": "01", "post_name": "", "income": False,
        "carried_in": ZERO, "allocated": ZERO, "booked": ZERO,
    }  # fmt: skip
    return ReportedPost(**(values | changed))  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.booleans(), amounts, st.none() | amounts, amounts)))
def test_the_sums_are_what_the_columns_add_up_to(found: list[tuple[bool, Decimal, Decimal | None, Decimal]]) -> None:
    posts = [post(income=i, carried_in=c, allocated=a, booked=b) for i, c, a, b in found]
    expense, income = [one for one in posts if not one.income], [one for one in posts if one.income]
    assert net_of(posts) == sums_of(expense).accounts - sums_of(income).accounts
    with_allocation = [one for one in expense if one.allocated is not None]
    whole = sums_of(with_allocation)
    assert whole.deviation == whole.total - whole.accounts


def test_a_line_without_allocation_deviates_from_nothing() -> None:
    charged = post(allocated=None, booked=Decimal("12.50"))
    assert (charged.total, charged.accounts, charged.deviation) == (None, Decimal("12.50"), None)


ROWS = rulebook(DAY).rows
TYPES = ("", "income", "salary", "other_operating", "investment", "finance", "collection", "grants", "balance")
balances = st.dictionaries(
    st.from_regex(r"[1-9][0-9]{3}", fullmatch=True), st.tuples(amounts, st.sampled_from(TYPES)), max_size=40
)


@given(balances)
def test_every_account_is_in_one_row_and_nothing_is_lost(found: dict[str, tuple[Decimal, str]]) -> None:
    values = {account: amount for account, (amount, _type) in found.items()}
    filled = fill(ROWS, values, {account: kind for account, (_amount, kind) in found.items()})
    assert filled.amounts[UNPLACED] == ZERO
    assert sorted(account for placed in filled.accounts.values() for account in placed) == sorted(values)
    assert filled.amounts["net"] + filled.amounts["treasury"] == sum(values.values(), ZERO)


def test_the_longest_beginning_goes_before_the_charts_type_and_that_before_a_single_digit() -> None:
    rows = [row for row in ROWS if row.kind == "line"]
    assert place("1986", "balance", rows) == "common_employer_tax"
    assert place("3300", "income", rows) == "fees"
    assert place("3900", "income", rows) == "other_income"
    assert place("5001", "salary", rows) == "salaries"
    assert place("8888", "", rows) == "no_row"
    assert place("1599", "balance", rows) == "other_receivable"


def test_a_sum_in_a_ring_is_refused() -> None:
    ring = [TypeRow("a", "sum", "result", {}, adds=("b",)), TypeRow("b", "sum", "result", {}, adds=("a",))]
    with pytest.raises(ValueError, match="adds up itself"):
        fill(ring, {}, {})


def test_a_share_of_nothing_is_no_number() -> None:
    assert share(Decimal(1), ZERO) is None
    assert share(Decimal(1), Decimal(4)) == Decimal("0.25")


# -- the dated data


def test_every_row_and_rule_has_its_text_in_all_languages() -> None:
    book = rulebook(DAY)
    texts = [row.text for row in book.rows] + [rule.text for rule in book.rules] + [book.bank_in, book.bank_out]
    texts += [text for one in book.common for text in (one.chapter_name, one.post_name)]
    assert all(text[language].strip() for text in texts for language in LANGUAGES)


def test_every_sum_adds_up_rows_that_are_there_and_every_line_is_in_a_sum() -> None:
    keys = {row.key for row in ROWS}
    added = [key for row in ROWS for key in row.adds]
    assert set(added) <= keys
    assert len(added) == len(set(added))
    assert {row.key for row in ROWS if row.kind == "line"} <= set(added)


def test_the_common_chapters_are_the_same_in_both_forms() -> None:
    book = rulebook(DAY)
    in_rows = {account for row in book.rows if row.key in book.row("common_net").adds for account in row.accounts}
    assert in_rows == {account for one in book.common for account in one.accounts}


def test_what_was_not_read_is_marked() -> None:
    unread = {one.key for one in rulebook(DAY).unverified}
    assert {"operating", "two_years", "move", "by_type", "forms"} <= unread
    assert "note_a" not in unread


def test_a_day_before_the_data_is_refused() -> None:
    with pytest.raises(LookupError):
        rulebook(date(1999, 12, 31))
