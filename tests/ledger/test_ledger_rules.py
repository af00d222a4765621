"""The ledger's arithmetic, the lines of common events in both views, and the chart of accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styrhus.ledger import line_sets
from styrhus.ledger.rules import Line, account_of, accounts_on, chart, debit_of, imbalance, in_ore, mirrored, sum_of

AMOUNTS = st.decimals("0.01", "9999999999.99", places=2)
POST: Any = "the post"
DAY = date(2023, 5, 1)

SETS: dict[str, Callable[[Decimal], list[Line]]] = {
    "payment": lambda amount: line_sets.payment(account="671", amount=amount, post=POST),
    "invoice_received": lambda amount: line_sets.invoice_received(account="671", amount=amount, post=POST),
    "invoice_paid": lambda amount: line_sets.invoice_paid(account="671", amount=amount, post=POST),
    "grant_paid": lambda amount: line_sets.grant_paid(amount=amount, post=POST),
    "income_received": lambda amount: line_sets.income_received(account="320", amount=amount, post=POST),
    "depreciation": lambda amount: line_sets.depreciation(asset="125", amount=amount),
    "asset_bought": lambda amount: line_sets.asset_bought(expense="490", asset="125", amount=amount, post=POST),
    "salary": lambda amount: line_sets.salary(
        gross=amount, withheld=amount / 4 // 1, employer_tax=amount / 7 // 1, post=POST, holiday_pay=amount / 8 // 1
    ),
}
# how much of the amount the post has used, in the cash view and in the SRS view
USED = {
    "payment": (1, 1),
    "invoice_received": (0, 1),
    "invoice_paid": (1, 0),
    "grant_paid": (1, 1),
    "income_received": (-1, -1),
    "depreciation": (0, 0),
    "asset_bought": (1, 0),
}


@pytest.mark.parametrize("name", SETS)
@given(amount=AMOUNTS)
def test_every_line_set_balances_in_both_views(name: str, amount: Decimal) -> None:
    lines = SETS[name](amount)
    assert imbalance(lines) == {}
    assert imbalance(mirrored(lines)) == {}
    assert all(line.amount for line in lines)
    assert all(account_of(line.account, DAY) for line in lines)
    assert mirrored(mirrored(lines)) == lines


@pytest.mark.parametrize("name", USED)
@given(amount=AMOUNTS)
def test_the_post_is_used_when_each_view_says(name: str, amount: Decimal) -> None:
    on_post = [line for line in SETS[name](amount) if line.post]
    assert (sum_of(on_post, "cash"), sum_of(on_post, "accrual")) == tuple(amount * share for share in USED[name])


@given(amount=AMOUNTS)
def test_an_invoice_received_and_paid_is_one_expense_in_each_view_and_leaves_no_debt(amount: Decimal) -> None:
    lines = SETS["invoice_received"](amount) + SETS["invoice_paid"](amount)
    assert sum_of([line for line in lines if line.post], "cash") == amount
    assert sum_of([line for line in lines if line.post], "accrual") == amount
    assert sum_of([line for line in lines if line.account == line_sets.PAYABLES], "accrual") == 0


def test_debit_counts_each_view_for_itself() -> None:
    lines = SETS["invoice_paid"](Decimal(100))
    assert (debit_of(lines, "cash"), debit_of(lines, "accrual")) == (100, 100)
    assert imbalance([Line("671", Decimal(3)), Line("192", Decimal(-2))]) == {"cash": 1, "accrual": 1}


@pytest.mark.parametrize(
    ("amount", "held"),
    [
        ("1.23", True),
        ("1.230", True),
        ("1.234", False),
        ("NaN", False),
        ("Infinity", False),
        ("1e16", False),
        ("-5", True),
    ],
)
def test_an_amount_is_whole_ore(amount: str, held: bool) -> None:
    assert in_ore(Decimal(amount)) is held


def test_the_chart_is_whole_and_says_where_each_name_was_read() -> None:
    for one in chart():
        assert one.name["nb"]
        assert one.name["nn"]
        assert one.use in ("cash", "accrual", "both")
        assert one.klass in "12345678"
        assert one.valid_to is None or one.valid_from <= one.valid_to
        assert one.source.startswith("https://") if one.verified else one.source
    numbers = [one.number for one in accounts_on(DAY).values()]
    assert len(numbers) == len(set(numbers))
    assert {number[:2] for number in numbers} <= set(numbers)  # every account has its group
    assert any(one.verified for one in chart())
    assert not all(one.verified for one in chart())


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("500", "500"),
        ("5001", "500"),
        ("6799", "67"),
        ("67", None),
        ("999", None),
        ("0500", None),
        ("50000", None),
        ("5a0", None),
    ],
)
def test_an_own_account_belongs_to_the_charts(number: str, found: str | None) -> None:
    account = account_of(number, DAY)
    assert (account.number if account else None) == found


def test_an_account_holds_from_its_day() -> None:
    assert account_of("674", date(2018, 12, 31)).number == "67"
    assert account_of("674", date(2019, 1, 1)).number == "674"
