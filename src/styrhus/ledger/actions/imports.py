"""Bringing in accounts from a file: upload → check → confirm. Nothing touches the ledger before it is confirmed.

A check or a posting may be cut off at any point and begun again: all that it found is written in one last transaction.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Mapping
from contextlib import closing
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import require
from styrhus.identity.models import Organisation, User
from styrhus.ledger import import_texts, staging
from styrhus.ledger.access import Permission
from styrhus.ledger.importing.layout import Refused
from styrhus.ledger.importing.lines import Block, CsvLines
from styrhus.ledger.importing.sheets import NEEDED, OPTIONAL, SheetLines
from styrhus.ledger.models import (
    AccountsImport,
    Basis,
    CauseKind,
    Entry,
    EntryKind,
    ImportedMonth,
    ImportFile,
    ImportMapping,
    ImportState,
    MonthState,
)
from styrhus.ledger.rules import NOTHING, Cause, Line
from styrhus.ledger.staging import standing_months

from .entries import hold_entries, post_entry, reverse_entry

LARGEST = 1 << 30  # bytes of one file; a million lines of the state accounts are about half of it
SETTLEMENT = "280"  # avregning med statskassen (R-102, group 28): what a month's lines leave to balance
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
    _require(by, agency)
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
    _require(by, accounts.agency)
    kept = _keep_file(file)
    if _is_sheet(file):
        raise ValidationError(_("Lagre de rettede linjene som CSV, og last opp den filen."))
    with transaction.atomic():
        accounts = _held(accounts)
        if accounts.state != ImportState.CHECKED or not accounts.wrong_lines:
            raise ValidationError(_("Denne importen venter ikke på rettede linjer."))
        try:
            with default_storage.open(kept[0]) as opened:
                mended = CsvLines(opened).mended
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
    _require(by, accounts.agency)
    with transaction.atomic():
        accounts = _held(accounts)
        if accounts.state not in MAY_START_AGAIN:
            raise ValidationError(_("Importen kan ikke kontrolleres på nytt nå."))
        _start_check(accounts)
        record(act="ledger.check_again", subject=accounts, by=by)
    return accounts


def discard_import(*, accounts: AccountsImport, by: User) -> AccountsImport:
    """Put an import away that is not to be posted. Its file is kept. Raises: AccessDenied, ValidationError."""
    _require(by, accounts.agency)
    with transaction.atomic():
        accounts = _held(accounts)
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
                    opened, mapping.columns, sheet=mapping.sheet, heading_row=mapping.heading_row, year=accounts.year
                )
            else:
                lines = CsvLines(opened)

            def tell(block: Block, size: int = kept.size) -> None:
                _tell(accounts, min(STAGED_AT, block.position * STAGED_AT // size))

            staging.stage(lines, "staged" if kept.sequence == 1 else "mended", tell)
        if kept.sequence > 1 and (twice := staging.use_mended()):
            raise Refused("line-twice", lines=", ".join(map(str, twice)))


@transaction.atomic
def _keep_check(accounts: AccountsImport) -> AccountsImport:
    accounts = _held(accounts)
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
    accounts = _held(accounts)
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


# -- the posting


@transaction.atomic
def begin_confirm(*, accounts: AccountsImport, by: User) -> AccountsImport:
    """Decide that the checked import is to be posted, so that a worker may do it with ``run_confirm``.

    Raises: AccessDenied, ValidationError (not checked, wrong lines left, nothing new).
    """
    _require(by, accounts.agency)
    accounts = _held(accounts)
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
    accounts = _held(accounts)
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
    accounts = _held(accounts)
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


# -- mappings


@transaction.atomic
def save_mapping(
    *,
    agency: Organisation,
    name: str,
    columns: Mapping[str, str],
    by: User | None,
    sheet: str = "",
    heading_row: int = 1,
) -> ImportMapping:
    """Save which heading of a sheet is which of our fields, in place of the one of the same name.

    Raises: AccessDenied, ValidationError (a field that is needed has no heading, one heading for two fields).
    """
    _require(by, agency)
    given = {field: " ".join(columns.get(field, "").split()) for field in (*NEEDED, *OPTIONAL)}
    for field in NEEDED:
        if not given[field]:
            raise ValidationError(
                _("Skriv overskriften til kolonnen med %(field)s.") % {"field": import_texts.field_name(field).lower()}
            )
    used = [heading.casefold() for heading in given.values() if heading]
    if len(set(used)) != len(used):
        raise ValidationError(_("Den samme kolonnen er oppgitt for to felter. Hver kolonne kan brukes én gang."))
    earlier = ImportMapping.objects.in_use().filter(agency=agency, name=name.strip()).select_for_update().first()
    if earlier:
        earlier.retired_at = clock.now()
        save_checked(earlier, only=("retired_at",))
    mapping = ImportMapping(
        agency=agency, name=name, sheet=sheet, heading_row=heading_row, made_at=clock.now(), made_by=by,
        columns={field: heading for field, heading in given.items() if heading},
    )  # fmt: skip
    save_checked(mapping)
    new = {"name": mapping.name, "columns": mapping.columns}
    record(act="ledger.save_mapping", subject=mapping, by=by, old=earlier and {"columns": earlier.columns}, new=new)
    return mapping


@transaction.atomic
def retire_mapping(*, mapping: ImportMapping, by: User) -> ImportMapping:
    """Take a mapping out of use; imports that used it keep it. Raises: AccessDenied."""
    _require(by, mapping.agency)
    mapping = ImportMapping.objects.select_for_update().get(pk=mapping.pk)
    if mapping.retired_at is None:
        mapping.retired_at = clock.now()
        save_checked(mapping, only=("retired_at",))
        record(act="ledger.retire_mapping", subject=mapping, by=by, new={"name": mapping.name})
    return mapping


# -- shared


def _require(by: User | None, agency: Organisation) -> None:
    if by is not None:
        require(by, Permission.IMPORT_ACCOUNTS, agency)


def _held(accounts: AccountsImport) -> AccountsImport:
    """The import as it stands, held until this transaction ends."""
    found: AccountsImport = (
        AccountsImport.objects.select_for_update(of=("self",))
        .select_related("agency", "mapping", "uploaded_by", "confirmed_by")
        .get(pk=accounts.pk)
    )
    return found


def _start_check(accounts: AccountsImport) -> None:
    accounts.state, accounts.progress = ImportState.CHECKING, 0
    accounts.refusal, accounts.refusal_values = "", {}
    save_checked(accounts)


def _is_sheet(file: File[bytes]) -> bool:
    file.seek(0)
    return file.read(2) == b"PK"


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


def earlier_import(accounts: AccountsImport) -> AccountsImport | None:
    """A posted import of exactly the same bytes, so that the page can say so."""
    found: AccountsImport | None = (
        AccountsImport.objects.filter(
            agency=accounts.agency_id, state=ImportState.CONFIRMED, files__sha256=accounts.first_file.sha256
        )
        .exclude(pk=accounts.pk)
        .first()
    )
    return found


def entries_of(accounts: AccountsImport) -> list[Entry]:
    return list(Entry.objects.filter(imported__accounts=accounts).order_by("on", "number"))
