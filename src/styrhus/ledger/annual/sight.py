"""Who sees the annual accounts of an agency."""

from __future__ import annotations

from styrhus.identity.models import Organisation, User
from styrhus.ledger.access import Permission
from styrhus.ledger.queries import locked_months

YEAR = frozenset(range(1, 13))


def open_months(agency: Organisation, year: int) -> list[int]:
    """The months of the year that can still be posted in."""
    return sorted(YEAR - locked_months(agency, year).keys())


def sees_annual(user: User, agency: Organisation, year: int) -> bool:
    """The agency itself and the auditor see the accounts as they grow; the ministry sees them when the year is locked."""
    if user.may(Permission.SEE_ALL_LEDGERS) or user.may(Permission.SEE_SUMS, agency):
        return True
    return agency.parent_id in user.organisations_with(Permission.SEE_SUMS) and not open_months(agency, year)
