"""The annual accounts as figures of a report: every amount of the four forms, each with its receipt.

"accounts:671.60.total" is an amount of a post (total, carried_in, allocated, accounts, deviation), "accounts:expenses.total" of the
sum row of expenses (or incomes), "accounts:net" one of the amounts below the posts. "by_type:salaries.amount" (or .before)
is a row of the accounts by type, "note_b:671.60.possible" a step of note B, and "note_b:possible" all that may be carried over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from styrhus.audit.queries import head
from styrhus.common.figures import Figure, receipt
from styrhus.identity.models import Organisation
from styrhus.ledger.annual.parts import NoteBLine, TypeLine
from styrhus.ledger.annual.report import AnnualAccounts, annual_accounts
from styrhus.ledger.annual.rulebook import in_language
from styrhus.ledger.annual.rules import ReportedPost, Sums

POST_COLUMNS: dict[str, Any] = {
    "carried_in": _("Overført fra i fjor"),
    "allocated": _("Årets tildelinger"),
    "total": _("Samlet tildeling"),
    "accounts": _("Regnskap"),
    "deviation": _("Avvik fra tildelingen"),
}
BELOW: dict[str, Any] = {
    "net": _("Netto rapportert til bevilgningsregnskapet"),
    "bank_in": _("Innbetalinger"),
    "bank_out": _("Utbetalinger"),
    "treasury_change": _("Endring i mellomværende med statskassen"),
    "reported": _("Sum rapportert"),
    "treasury": _("Mellomværende med statskassen ved årets slutt"),
}
NOTE_B_COLUMNS: dict[str, Any] = {
    "deviation": _("Mer-/mindreutgift"),
    "charged_by_others": _("Utgiftsført av andre etter fullmakt"),
    "after_charges": _("Mer-/mindreutgift etter fullmakter"),
    "extra_income": _("Merinntekt etter fullmakt"),
    "moved": _("Omdisponert"),
    "saved": _("Innsparing"),
    "basis": _("Grunnlag for overføring"),
    "cap": _("Høyeste overførbare beløp"),
    "possible": _("Mulig overførbart beløp"),
}
DEFINITIONS: dict[str, Any] = {
    "accounts": _("Fra bevilgningsrapporteringen i årsregnskapet: tildelinger fra budsjettet, beløp fra hovedboken."),
    "by_type": _("Fra artskontorapporteringen i årsregnskapet: sum av kontoene i raden, etter kontantprinsippet."),
    "note_b": _("Fra note B i årsregnskapet: utregnet trinn for trinn fra avviket på posten."),
}
Found = tuple[Decimal | None, str, list[Sequence[object]]]

_kept: dict[tuple[object, ...], AnnualAccounts] = {}


def accounts_of(
    agency: Organisation, year: int, *, as_at: date, known_at: datetime | None = None
) -> AnnualAccounts | None:
    """The annual accounts, kept until the event log grows; None for a year before the dated rules begin.

    A report asks for some hundred amounts of the same accounts. Every change of the ledger or the budget writes an event,
    so the log's last hash says whether what was computed still holds.
    """
    key = (connection.settings_dict["NAME"], head(), agency.pk, year, as_at, known_at)
    if key not in _kept:
        try:
            found = annual_accounts(agency, year, as_at=as_at, known_at=known_at)
        except LookupError:
            return None
        _kept.clear()
        _kept[key] = found
    return _kept[key]


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure ``name``. Raises: KeyError for an amount that the accounts do not have."""
    form, _colon, argument = name.partition(":")
    accounts = accounts_of(agency, year, as_at=as_at, known_at=known_at)
    if accounts is None:
        raise KeyError(name)
    value, label, rows = _FORMS[form](accounts, argument)
    return receipt(
        f"reports.{name}",
        value,
        rows,
        label=label,
        unit="kroner",
        definition=str(DEFINITIONS[form]),
        as_at=as_at,
        known_at=known_at,
        url=reverse("ledger:annual", args=(agency.pk, year)),
    )


def code_of(post: ReportedPost) -> str:
    """How figures name the post: "671.60"; the common chapters by their own key."""
    return post.key if post.common else f"{post.chapter}.{post.post}"


def _booked(accounts: AnnualAccounts, post: ReportedPost | None = None) -> list[Sequence[object]]:
    """The ledger's sums behind an amount: a post's, or all."""
    rows = (
        accounts.booked if post is None or post.common else [one for one in accounts.booked if one.post == post.post_id]
    )
    return [(one.account, one.post, one.debit, one.credit, one.lines) for one in rows]


def _post(accounts: AnnualAccounts, code: str) -> ReportedPost:
    found = next((one for one in accounts.appropriations.posts if code_of(one) == code), None)
    if found is None:
        raise KeyError(code)
    return found


def _sums(accounts: AnnualAccounts, which: str) -> tuple[Sums, str]:
    report = accounts.appropriations
    if which == "expenses":
        return report.expense_sums, gettext("Sum utgifter")
    return report.income_sums, gettext("Sum inntekter")


def _accounts(accounts: AnnualAccounts, argument: str) -> Found:
    if argument in BELOW:
        value: Decimal = getattr(accounts.appropriations, argument)
        return value, str(BELOW[argument]), [*_booked(accounts), (argument, value)]
    code, _dot, column = argument.rpartition(".")
    if column not in POST_COLUMNS:
        raise KeyError(argument)
    if code in ("expenses", "incomes"):
        sums, label = _sums(accounts, code)
        value = getattr(sums, column) if column in ("total", "accounts", "deviation") else None
        return value, f"{label}, {str(POST_COLUMNS[column]).lower()}", [*_booked(accounts), (argument, value)]
    if code == "note_a":
        parts = [getattr(one, column) or Decimal(0) for one in accounts.note_a]
        total = sum(parts, Decimal(0))
        return (
            total,
            str(POST_COLUMNS[column]),
            [(code_of(one), part) for one, part in zip(accounts.note_a, parts, strict=True)],
        )
    post = _post(accounts, code)
    found = getattr(post, column)
    rows: list[Sequence[object]] = [(code, post.carried_in, post.allocated), *_booked(accounts, post)]
    return found, f"{POST_COLUMNS[column]}, {code}", rows


def type_line(accounts: AnnualAccounts, key: str) -> TypeLine:
    lines = (*accounts.by_type.result, *accounts.by_type.balance)
    found = next((one for one in lines if one.row.key == key), None)
    if found is None:
        raise KeyError(key)
    return found


def _by_type(accounts: AnnualAccounts, argument: str) -> Found:
    key, _dot, column = argument.rpartition(".")
    line = type_line(accounts, key)
    value = {"amount": line.amount, "before": line.before}[column]
    label = in_language(line.row.text, get_language() or "nb")
    rows: list[Sequence[object]] = [(key, column, value), *((account,) for account in line.accounts)]
    return value, label, rows


def note_b_line(accounts: AnnualAccounts, code: str) -> NoteBLine:
    found = next((one for one in accounts.note_b.lines if code_of(one.post) == code), None)
    if found is None:
        raise KeyError(code)
    return found


def _note_b(accounts: AnnualAccounts, argument: str) -> Found:
    if argument == "possible":
        note = accounts.note_b
        rows: list[Sequence[object]] = [(code_of(one.post), one.possible) for one in note.lines]
        return note.possible, str(NOTE_B_COLUMNS["possible"]), rows
    code, _dot, column = argument.rpartition(".")
    if column not in NOTE_B_COLUMNS:
        raise KeyError(argument)
    line = note_b_line(accounts, code)
    value: Decimal = getattr(line, column) if column in ("cap", "possible") else getattr(line.carry, column)
    carry = line.carry
    rows = [
        (code, carry.deviation, carry.charged_by_others, carry.extra_income, carry.moved, carry.saved, carry.allocated),
        (code, carry.allocated_before, str(carry.basis_of_cap)),
    ]
    return value, f"{NOTE_B_COLUMNS[column]}, {code}", rows


_FORMS = {"accounts": _accounts, "by_type": _by_type, "note_b": _note_b}
