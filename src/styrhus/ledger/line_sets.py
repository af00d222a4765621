"""The lines of the common events, so that the cash view and the SRS view both come out right of one entry.

Pure functions on plain data. ``amount`` is in kroner and øre and above 0. Under the cash principle an expense counts
when it is paid; under SRS when it is incurred. A line that counts in one view only says so in its basis.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from .rules import Line

if TYPE_CHECKING:
    from styrhus.economy.models import Post
    from styrhus.identity.models import Department

BANK_OUT = "192"
BANK_IN = "193"
PAYABLES = "240"
WITHHELD_TAX = "260"
EMPLOYER_TAX_OWED = "270"
HOLIDAY_PAY_OWED = "294"
SALARY = "500"
HOLIDAY_PAY = "509"
EMPLOYER_TAX = "540"
DEPRECIATION = "601"
GRANT = "870"


def payment(
    *, account: str, amount: Decimal, post: Post | None, department: Department | None = None, text: str = ""
) -> list[Line]:
    """Paid at once: expense and money out in both views."""
    return [Line(account, amount, post, department, "both", text), Line(BANK_OUT, -amount)]


def invoice_received(
    *, account: str, amount: Decimal, post: Post | None = None, department: Department | None = None, text: str = ""
) -> list[Line]:
    """An expense that is incurred and not paid: SRS alone sees it, so nothing of the post is used yet."""
    return [
        Line(account, amount, post, department, "accrual", text),
        Line(PAYABLES, -amount, basis="accrual"),
    ]


def invoice_paid(
    *, account: str, amount: Decimal, post: Post | None, department: Department | None = None, text: str = ""
) -> list[Line]:
    """The invoice is paid: the expense of the cash view, and the debt of the SRS view let go."""
    return [
        Line(account, amount, post, department, "cash", text),
        Line(PAYABLES, amount, basis="accrual"),
        Line(BANK_OUT, -amount),
    ]


def salary(
    *,
    gross: Decimal,
    withheld: Decimal,
    employer_tax: Decimal,
    post: Post | None,
    department: Department | None = None,
    holiday_pay: Decimal = Decimal(0),
) -> list[Line]:
    """A month's pay: gross and employer's contribution on the post; tax withheld and contribution owed until settled.

    ``holiday_pay`` is what the month earns for next year's holidays: a cost under SRS, none when only paid counts.
    """
    lines = [
        Line(SALARY, gross, post, department),
        Line(EMPLOYER_TAX, employer_tax, post, department),
        Line(WITHHELD_TAX, -withheld),
        Line(EMPLOYER_TAX_OWED, -employer_tax),
        Line(BANK_OUT, withheld - gross),
        Line(HOLIDAY_PAY, holiday_pay, post, department, "accrual"),
        Line(HOLIDAY_PAY_OWED, -holiday_pay, basis="accrual"),
    ]
    return [line for line in lines if line.amount]


def asset_bought(
    *, expense: str, asset: str, amount: Decimal, post: Post | None, department: Department | None = None
) -> list[Line]:
    """An investment: an expense of the year on a cash basis (classes 47-49), an asset under SRS (classes 10-12)."""
    return [
        Line(expense, amount, post, department, "cash"),
        Line(asset, amount, None, department, "accrual"),
        Line(BANK_OUT, -amount),
    ]


def depreciation(*, asset: str, amount: Decimal, department: Department | None = None) -> list[Line]:
    """A part of an asset's cost, in SRS alone: nothing is paid, so no post is charged."""
    return [
        Line(DEPRECIATION, amount, None, department, "accrual"),
        Line(asset, -amount, None, department, "accrual"),
    ]


def grant_paid(
    *, amount: Decimal, post: Post | None, department: Department | None = None, account: str = GRANT, text: str = ""
) -> list[Line]:
    """A grant that is paid out."""
    return payment(account=account, amount=amount, post=post, department=department, text=text)


def income_received(
    *, account: str, amount: Decimal, post: Post | None, department: Department | None = None, text: str = ""
) -> list[Line]:
    """Money that comes in, on an income post."""
    return [Line(BANK_IN, amount), Line(account, -amount, post, department, "both", text)]
