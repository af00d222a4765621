"""Closing a month, and opening it again with a reason."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import require
from styrhus.identity.models import Organisation, User
from styrhus.ledger.access import Permission
from styrhus.ledger.models import Month

from .entries import hold_entries


@transaction.atomic
def lock_month(*, agency: Organisation, year: int, month: int, by: User | None) -> Month:
    """Close a month that is over: nothing more is posted in it. Raises: AccessDenied, ValidationError."""
    if by is not None:
        require(by, Permission.LOCK_MONTHS, agency)
    first = _first_day(year, month)
    if first >= clock.today().replace(day=1):
        raise ValidationError(_("%(month)s er ikke over og kan ikke låses ennå.") % {"month": name_of(first)})
    hold_entries(agency)
    if Month.objects.standing().filter(agency=agency, year=year, month=month).exists():
        raise ValidationError(_("%(month)s er allerede låst.") % {"month": name_of(first)})
    row = Month(agency=agency, year=year, month=month, locked_at=clock.now(), locked_by=by)
    save_checked(row)
    record(act="ledger.lock_month", subject=row, by=by, new=snapshot(row, "agency", "year", "month"))
    return row


@transaction.atomic
def reopen_month(*, month: Month, why: str, by: User) -> Month:
    """Open a closed month again. The director's act, with a reason. Raises: AccessDenied, ValidationError."""
    require(by, Permission.LOCK_MONTHS, month.agency)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor måneden åpnes igjen."))
    row: Month = Month.objects.select_for_update().get(pk=month.pk)
    if row.reopened_at:
        raise ValidationError(
            _("%(month)s er allerede åpnet igjen.") % {"month": name_of(date(row.year, row.month, 1))}
        )
    row.reopened_at, row.reopened_by, row.reopened_why = clock.now(), by, why
    save_checked(row, only=("reopened_at", "reopened_by", "reopened_why"))
    record(act="ledger.reopen_month", subject=row, by=by, old={"open": False}, new={"open": True}, why=why)
    return row


def name_of(first: date) -> str:
    """A month as it begins a sentence: "Mars 2023"."""
    return date_format(first, "F Y").capitalize()


def _first_day(year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except ValueError as error:
        raise ValidationError(_("Skriv et år og en måned fra 1 til 12.")) from error
