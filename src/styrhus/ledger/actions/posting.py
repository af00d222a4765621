"""Posting a checked import: one entry a month, in the place of the earlier import of that month."""

from __future__ import annotations

import calendar
import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.ledger.access import Permission
from styrhus.ledger.models import (
    AccountsImport,
    Basis,
    CauseKind,
    EntryKind,
    ImportedMonth,
    ImportState,
    MonthState,
)
from styrhus.ledger.rules import NOTHING, Cause, Line
from styrhus.ledger.staging import standing_months

from .entries import hold_entries, post_entry, reverse_entry
from .import_parts import held_import, require_importer

SETTLEMENT = "280"  # avregning med statskassen (R-102, group 28): what a month's lines leave to balance


@transaction.atomic
def begin_confirm(*, accounts: AccountsImport, by: User) -> AccountsImport:
    """Decide that the checked import is to be posted, so that a worker may do it with ``run_confirm``.

    Raises: AccessDenied, ValidationError (not checked, wrong lines left, nothing new).
    """
    require_importer(by, accounts.agency)
    accounts = held_import(accounts)
    if accounts.state != ImportState.CHECKED:
        raise ValidationError(_("Importen er ikke kontrollert, så den kan ikke føres."))
    if accounts.wrong_lines:
        raise ValidationError(
            _("%(count)s linjer har feil. Rett dem og last dem opp, så kan importen føres.")
            % {"count": accounts.wrong_lines}
        )
    if not accounts.months.filter(state__in=(MonthState.NEW, MonthState.CHANGED)).exists():
        raise ValidationError(
            _("Ingenting i filen er nytt: regnskapet har de samme beløpene. Det er ingenting å føre.")
        )
    accounts.state, accounts.progress, accounts.confirmed_by = ImportState.CONFIRMING, 0, by
    save_checked(accounts)
    record(act="ledger.begin_confirm", subject=accounts, by=by, new={"state": accounts.state})
    return accounts


@transaction.atomic
def run_confirm(accounts: AccountsImport) -> AccountsImport:
    """Post the import: one entry a month, in the place of the earlier import of that month. Safe to run again.

    Raises: ValidationError when the ledger has changed since the check; ``stop_confirm`` then tells of it.
    """
    accounts = held_import(accounts)
    if accounts.state != ImportState.CONFIRMING:
        return accounts
    hold_entries(accounts.agency)
    standing = standing_months(accounts)
    content = _content(accounts)
    posted = []
    for month in accounts.months.filter(state__in=(MonthState.NEW, MonthState.CHANGED)).select_related(
        "replaces__entry"
    ):
        if standing.get(month.month) != month.replaces_id:
            raise ValidationError(
                _("%(month)s er endret i regnskapet siden filen ble kontrollert. Kontroller den på nytt.")
                % {"month": month.name}
            )
        _post_month(accounts, month, content)
        posted.append(month.month)
    accounts.state, accounts.progress, accounts.confirmed_at = ImportState.CONFIRMED, 100, clock.now()
    save_checked(accounts)
    new = {"months": posted, "lines": accounts.lines, "sha256": content}
    record(act="ledger.confirm_import", subject=accounts, by=accounts.confirmed_by, new=new)
    return accounts


def _post_month(accounts: AccountsImport, month: ImportedMonth, content: str) -> None:
    by = _poster(accounts)
    on = _day_of(accounts.year, month.month)
    name = f"{month.name} {accounts.year}"
    before = month.replaces
    if before and before.entry:
        why = _("%(month)s er importert på nytt fra %(file)s") % {"month": name, "file": accounts.first_file.filename}
        reverse_entry(entry=before.entry, on=max(before.entry.on, on), why=why, by=by)
    lines = _lines_of_month(accounts, month.month)
    if not lines:
        return
    times = ImportedMonth.objects.filter(
        accounts__agency=accounts.agency_id, accounts__year=accounts.year, accounts__basis=accounts.basis,
        month=month.month, entry__isnull=False,
    ).count()  # fmt: skip
    month.entry = post_entry(
        agency=accounts.agency,
        on=on,
        text=_("Importert regnskap for %(month)s") % {"month": name.lower()},
        lines=lines,
        cause=Cause(
            CauseKind.IMPORT,
            f"ledger.accountsimport:{accounts.pk}",
            accounts.first_file.filename,
            accounts.get_absolute_url(),
        ),
        # the same content of the same month is one entry; after a reversal it may come back as a new one
        key=f"import-{accounts.year}-{month.month:02}-{accounts.basis}-{content}-{times}",
        kind=EntryKind.IMPORT,
        by=by,
    )
    month.save(update_fields=["entry"])


def _lines_of_month(accounts: AccountsImport, month: int) -> list[Line]:
    """The month's sums as lines, and the settlement with the treasury that balances them."""
    basis = "cash" if accounts.basis == Basis.CASH else "accrual"
    sums = accounts.sums.filter(month=month).exclude(amount=0).select_related("post__chapter", "department")
    lines = [
        Line(one.account, one.amount, one.post, one.department, basis)  # type: ignore[arg-type]
        for one in sums.order_by("post__chapter__number", "post__number", "account", "pk")
    ]
    left = -sum((line.amount for line in lines), NOTHING)
    return [*lines, Line(SETTLEMENT, left, basis=basis)] if left else lines  # type: ignore[arg-type]


def _poster(accounts: AccountsImport) -> User | None:
    """Who the entries are made by: the one who confirmed, where that role may post; else the program for them."""
    by = accounts.confirmed_by
    return by if by and by.may(Permission.POST_ENTRIES, accounts.agency_id) else None


def _day_of(year: int, month: int) -> date:
    """A month's entry is dated on its last day, or today while the month is not over."""
    return min(date(year, month, calendar.monthrange(year, month)[1]), clock.today())


def _content(accounts: AccountsImport) -> str:
    """What the entries' keys are made of: the content of the file and of all that was mended in it."""
    hashes = list(accounts.files.order_by("sequence").values_list("sha256", flat=True))
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


@transaction.atomic
def stop_confirm(*, accounts: AccountsImport, why: str) -> AccountsImport:
    """The posting was refused: back to the check, with the reason in the log and for the one who asked."""
    accounts = held_import(accounts)
    if accounts.state == ImportState.CONFIRMING:
        accounts.state, accounts.progress = ImportState.CHECKED, 100
        accounts.refusal, accounts.refusal_values = "not-posted", {"why": why}
        save_checked(accounts)
        record(
            act="ledger.stop_confirm",
            subject=accounts,
            by=accounts.confirmed_by,
            new={"state": accounts.state},
            why=why,
        )
    return accounts
