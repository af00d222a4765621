"""What the acts on an import have in common."""

from __future__ import annotations

from styrhus.identity.access import require
from styrhus.identity.models import Organisation, User
from styrhus.ledger.access import Permission
from styrhus.ledger.models import (
    AccountsImport,
)


def require_importer(by: User | None, agency: Organisation) -> None:
    if by is not None:
        require(by, Permission.IMPORT_ACCOUNTS, agency)


def held_import(accounts: AccountsImport) -> AccountsImport:
    """The import as it stands, held until this transaction ends."""
    found: AccountsImport = (
        AccountsImport.objects.select_for_update(of=("self",))
        .select_related("agency", "mapping", "uploaded_by", "confirmed_by")
        .get(pk=accounts.pk)
    )
    return found
