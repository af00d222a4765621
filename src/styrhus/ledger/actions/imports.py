"""Bringing in accounts from a file: upload → check → confirm. Nothing touches the ledger before it is confirmed.

A check or a posting may be cut off at any point and begun again: all that it found is written in one last transaction.
"""

from __future__ import annotations

import hashlib
from contextlib import closing
from typing import BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.ledger import import_texts, staging
from styrhus.ledger.importing.layout import Refused
from styrhus.ledger.importing.lines import Block, CsvLines
from styrhus.ledger.importing.sheets import SheetLines
from styrhus.ledger.models import (
    AccountsImport,
    Basis,
    ImportFile,
    ImportMapping,
    ImportState,
)

from .import_parts import held_import, require_importer

LARGEST = 1 << 30  # bytes of one file; a million lines of the state accounts are about half of it
STAGED_AT = 70  # percent of the way when all lines are staged
MAY_START_AGAIN = (ImportState.CHECKED, ImportState.FAILED)


def upload_accounts(
    *,
    agency: Organisation,
    year: int,
    file: File[bytes],
    filename: str,
    by: User | None,
    basis: str = Basis.CASH,
    only_own: bool = False,
    mapping: ImportMapping | None = None,
) -> AccountsImport:
    """Keep a file of accounts as it came, to be checked by ``run_check``.

    ``only_own`` passes over lines of other agencies, as in the file of the whole state. Raises: AccessDenied,
    ValidationError (empty, too large, a sheet without a mapping, another agency's mapping).
    """
    require_importer(by, agency)
    kept = _keep_file(file)
    if _is_sheet(file) and mapping is None:
        raise ValidationError(_("Et regneark trenger et kolonneoppsett. Velg et, eller lag et nytt."))
    if mapping and mapping.agency_id != agency.pk:
        raise ValidationError(_("Kolonneoppsettet hører til en annen virksomhet."))
    with transaction.atomic():
        accounts = AccountsImport(
            agency=agency, year=year, basis=basis, only_own=only_own, mapping=mapping if _is_sheet(file) else None,
            uploaded_at=clock.now(), uploaded_by=by,
        )  # fmt: skip
        save_checked(accounts)
        added = _add_file(accounts, kept, filename, 1, by)
        new = {"year": year, "filename": added.filename, "size": added.size, "sha256": added.sha256}
        record(act="ledger.upload_accounts", subject=accounts, by=by, new=new)
    return accounts


def upload_mended(*, accounts: AccountsImport, file: File[bytes], filename: str, by: User) -> AccountsImport:
    """Take in the file of wrong lines, mended. Its lines stand for those with the same number in the first file.

    Raises: AccessDenied, ValidationError (not waiting for lines, no such file).
    """
    require_importer(by, accounts.agency)
    kept = _keep_file(file)
    if _is_sheet(file):
        raise ValidationError(_("Lagre de rettede linjene som CSV, og last opp den filen."))
    with transaction.atomic():
        accounts = held_import(accounts)
        if accounts.state != ImportState.CHECKED or not accounts.wrong_lines:
            raise ValidationError(_("Denne importen venter ikke på rettede linjer."))
        try:
            with default_storage.open(kept[0]) as opened:
                mended = CsvLines(_bytes(opened)).mended
        except Refused as refused:
            raise ValidationError(import_texts.refusal(refused.code, refused.values)) from refused
        if not mended:
            raise ValidationError(
                _(
                    "Filen har ikke kolonnen med linjenummer. Bruk feilfilen herfra, rett linjene i den, og last den opp."
                )
            )
        sequence = (accounts.files.aggregate(last=Max("sequence"))["last"] or 0) + 1
        added = _add_file(accounts, kept, filename, sequence, by)
        _start_check(accounts)
        new = {"filename": added.filename, "size": added.size, "sha256": added.sha256}
        record(act="ledger.upload_mended", subject=accounts, by=by, new=new)
    return accounts


def check_again(*, accounts: AccountsImport, by: User) -> AccountsImport:
    """Check a file anew, because the plan, the months or the ledger have changed. Raises: AccessDenied, ValidationError."""
    require_importer(by, accounts.agency)
    with transaction.atomic():
        accounts = held_import(accounts)
        if accounts.state not in MAY_START_AGAIN:
            raise ValidationError(_("Importen kan ikke kontrolleres på nytt nå."))
        _start_check(accounts)
        record(act="ledger.check_again", subject=accounts, by=by)
    return accounts


def discard_import(*, accounts: AccountsImport, by: User) -> AccountsImport:
    """Put an import away that is not to be posted. Its file is kept. Raises: AccessDenied, ValidationError."""
    require_importer(by, accounts.agency)
    with transaction.atomic():
        accounts = held_import(accounts)
        if accounts.state not in MAY_START_AGAIN:
            raise ValidationError(_("Importen kan ikke forkastes nå."))
        accounts.imported_lines.all().delete()
        accounts.state, accounts.discarded_at = ImportState.DISCARDED, clock.now()
        save_checked(accounts)
        record(act="ledger.discard_import", subject=accounts, by=by, new={"state": accounts.state})
    return accounts


# -- the check: run by a worker, or in the foreground by the demo


def run_check(accounts: AccountsImport) -> AccountsImport:
    """Check the file to its end, or to one sentence that says why it can't be read. Safe to run again.

    The result stands in ``state``: checked or failed. An import in any other state is left as it is.
    """
    accounts = AccountsImport.objects.select_related("agency", "mapping", "uploaded_by").get(pk=accounts.pk)
    if accounts.state != ImportState.CHECKING:
        return accounts
    try:
        _stage_files(accounts)
        staging.judge(accounts)
        _tell(accounts, STAGED_AT + 10)
        return _keep_check(accounts)
    except Refused as refused:
        return _fail(accounts, refused)
    finally:
        staging.end()


def _stage_files(accounts: AccountsImport) -> None:
    staging.begin()
    for kept in accounts.files.order_by("sequence"):
        with closing(kept.file.open("rb")) as opened:
            lines: staging.Lines
            if accounts.mapping and kept.sequence == 1:
                mapping = accounts.mapping
                lines = SheetLines(
                    _bytes(opened),
                    mapping.columns,
                    sheet=mapping.sheet,
                    heading_row=mapping.heading_row,
                    year=accounts.year,
                )
            else:
                lines = CsvLines(_bytes(opened))

            def tell(block: Block, size: int = kept.size) -> None:
                _tell(accounts, min(STAGED_AT, block.position * STAGED_AT // size))

            staging.stage(lines, "staged" if kept.sequence == 1 else "mended", tell)
        if kept.sequence > 1 and (twice := staging.use_mended()):
            raise Refused("line-twice", lines=", ".join(map(str, twice)))


@transaction.atomic
def _keep_check(accounts: AccountsImport) -> AccountsImport:
    accounts = held_import(accounts)
    if accounts.state != ImportState.CHECKING:  # another run has come before this one
        return accounts
    counts = staging.keep(accounts)
    accounts.lines, accounts.wrong_lines, accounts.locked_lines, accounts.skipped_lines = counts
    accounts.state, accounts.progress, accounts.checked_at = ImportState.CHECKED, 100, clock.now()
    accounts.refusal, accounts.refusal_values = "", {}
    save_checked(accounts)
    new = {"lines": counts[0], "wrong_lines": counts[1], "locked_lines": counts[2], "skipped_lines": counts[3]}
    record(act="ledger.check_import", subject=accounts, by=accounts.uploaded_by, new=new)
    return accounts


@transaction.atomic
def _fail(accounts: AccountsImport, refused: Refused) -> AccountsImport:
    accounts = held_import(accounts)
    if accounts.state != ImportState.CHECKING:
        return accounts
    accounts.state, accounts.refusal, accounts.refusal_values = ImportState.FAILED, refused.code, refused.values
    save_checked(accounts)
    new = {"state": accounts.state, "refusal": refused.code}
    record(act="ledger.import_failed", subject=accounts, by=accounts.uploaded_by, new=new)
    return accounts


def give_up_check(accounts: AccountsImport) -> AccountsImport:
    """Say that the file could not be checked, after several tries that none of them came to an end."""
    return _fail(accounts, Refused("check-failed"))


def _tell(accounts: AccountsImport, percent: int) -> None:
    """Progress is shown while the run goes on, so it is written outside the run's own transaction; it is no act."""
    AccountsImport.objects.filter(pk=accounts.pk, state=accounts.state).update(progress=percent)


# -- files


def _start_check(accounts: AccountsImport) -> None:
    accounts.state, accounts.progress = ImportState.CHECKING, 0
    accounts.refusal, accounts.refusal_values = "", {}
    save_checked(accounts)


def _is_sheet(file: File[bytes]) -> bool:
    file.seek(0)
    return bool(file.read(2) == b"PK")


def _bytes(file: File[bytes]) -> BinaryIO:
    """Django's files read as any other; only their type does not say so."""
    return cast("BinaryIO", file)


def _keep_file(file: File[bytes]) -> tuple[str, int, str]:
    """Store the bytes by their hash, a part at a time. Returns name in the store, size, SHA-256."""
    size, digest = 0, hashlib.sha256()
    file.seek(0)
    for part in file.chunks(1 << 20):
        size += len(part)
        digest.update(part)
        if size > LARGEST:
            raise ValidationError(
                _("Filen er større enn %(limit)s MB. Del den i flere, for eksempel en per måned.")
                % {"limit": LARGEST >> 20}
            )
    if not size:
        raise ValidationError(_("Filen er tom. Velg filen på nytt og prøv igjen."))
    sha256 = digest.hexdigest()
    name = f"regnskap/{sha256[:2]}/{sha256}"
    if not default_storage.exists(name) or default_storage.size(name) != size:
        file.seek(0)
        default_storage.delete(name)  # half of it, from a time when the machine stopped
        name = default_storage.save(name, file)
    return name, size, sha256


def _add_file(
    accounts: AccountsImport, kept: tuple[str, int, str], filename: str, sequence: int, by: User | None
) -> ImportFile:
    name, size, sha256 = kept
    added = ImportFile(
        accounts=accounts, sequence=sequence, filename=filename[-200:], size=size, sha256=sha256, file=name,
        uploaded_at=clock.now(), uploaded_by=by,
    )  # fmt: skip
    save_checked(added)
    return added
