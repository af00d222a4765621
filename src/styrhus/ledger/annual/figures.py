"""The figures of the annual accounts: "annual.net", or with an argument: "annual.possible:671.01"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from styrhus.common.figures import Figure, Unit, fingerprint_of
from styrhus.identity.models import Organisation

from .report import AnnualAccounts, annual_accounts
from .texts import KEY_FIGURES

LABELS: dict[str, Promise] = {
    "annual.net": _("Netto rapportert til bevilgningsregnskapet"),
    "annual.total": _("Samlet tildeling på utgiftspostene"),
    "annual.expense": _("Utgifter rapportert"),
    "annual.income": _("Inntekter rapportert"),
    "annual.deviation": _("Mindreutgift, eller merutgift (−)"),
    "annual.treasury": _("Mellomværende med statskassen"),
    "annual.possible": _("Mulig å overføre til neste år"),
    "annual.salaries": _("Utbetalinger til lønn"),
    "annual.operating": _("Sum utbetalinger til drift"),
    "annual.grants": _("Utbetalinger av tilskudd og stønader"),
    **{f"annual.{key}": label for key, (label, _explained) in KEY_FIGURES.items() if key != "possible"},
}
BY_POST = ("total", "expense", "income", "deviation", "possible")  # these take a post: "annual.total:671.01"
SHARES = ("operating_used", "salary_share", "consultant_share", "grant_share")

Value = tuple[Decimal | None, str]  # the value and how it is computed


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure of a name in ``LABELS``, of one post where an argument names it. Raises: KeyError."""
    plain, _colon, post = name.partition(":")
    what = plain.removeprefix("annual.")
    if plain not in LABELS or (post and what not in BY_POST):
        raise KeyError(f"The annual accounts have no figure '{name}'.")
    accounts = annual_accounts(agency, year, as_at=as_at, known_at=known_at)
    value, definition = _share(accounts, what) if what in SHARES else FIGURES[what](accounts, post)
    unit: Unit = "percent" if what in SHARES else "kroner"
    label = str(LABELS[plain])
    rows = list(_rows(accounts))
    return Figure(
        key=f"ledger.{name}", label=f"{label}, {post}" if post else label, value=value, unit=unit, as_at=as_at,
        known_at=known_at, definition=definition, rows=len(rows), fingerprint=fingerprint_of(rows),
        url=reverse("ledger:annual", args=(agency.pk, year)),
    )  # fmt: skip


def _rows(accounts: AnnualAccounts) -> Iterable[tuple[object, ...]]:
    """Everything that the accounts rest on, in order: what was posted, what was given, and how the year began."""
    for row in accounts.booked:
        yield "booked", row.account, row.post, row.debit, row.credit, row.lines
    for one in accounts.given:
        yield "given", one.post.pk, one.carried_in, one.allocated, one.moved, one.budget.given_away
    for account, amount in sorted(accounts.opening.items()):
        yield "opening", account, amount


def _share(accounts: AnnualAccounts, what: str) -> Value:
    figure = next(one for one in accounts.key_figures if one.key == what)
    return figure.value, str(KEY_FIGURES[what][1])


def _of_posts(amount: Callable[..., Decimal | None], side: str, definition: Promise) -> Callable[..., Value]:
    def computed(accounts: AnnualAccounts, post: str) -> Value:
        posts = getattr(accounts.appropriations, side)
        chosen = [one for one in posts if not post or f"{one.chapter}.{one.post}" == post]
        if post and not chosen:
            return None, str(definition)
        return sum((amount(one) or Decimal(0) for one in chosen), Decimal(0)), str(definition)

    return computed


def _possible(accounts: AnnualAccounts, post: str) -> Value:
    definition = now("Det minste av grunnlaget og maks. beløp i note B, aldri under 0")
    lines = [one for one in accounts.note_b.lines if not post or f"{one.post.chapter}.{one.post.post}" == post]
    if post and not lines:
        return None, definition
    return sum((one.possible for one in lines), Decimal(0)), definition


def _row(key: str) -> Callable[..., Value]:
    def computed(accounts: AnnualAccounts, _post: str) -> Value:
        row = accounts.book.row(key)
        return accounts.by_type.filled.shown(row), now("Linjen «%(row)s» i artskontorapporteringen") % {
            "row": row.text["nb"]
        }

    return computed


def _net(accounts: AnnualAccounts, _post: str) -> Value:
    return accounts.appropriations.net, now("Regnskap på utgiftspostene minus regnskap på inntektspostene")


FIGURES: dict[str, Callable[..., Value]] = {
    "net": _net,
    "total": _of_posts(
        lambda one: one.total, "expenses", _("Overført fra i fjor og årets tildelinger på utgiftspostene")
    ),
    "expense": _of_posts(lambda one: one.accounts, "expenses", _("Regnskap på utgiftspostene, kontantprinsippet")),
    "income": _of_posts(lambda one: one.accounts, "incomes", _("Regnskap på inntektspostene, kontantprinsippet")),
    "deviation": _of_posts(
        lambda one: one.deviation, "expenses", _("Samlet tildeling minus regnskap på utgiftspostene med tildeling")
    ),
    "treasury": _row("treasury"),
    "possible": _possible,
    "salaries": _row("salaries"),
    "operating": _row("operating_expense"),
    "grants": _row("grants"),
}
