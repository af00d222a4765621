"""Reads of imports: what the check found, and what the import does to the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from styrhus.identity.models import Organisation, User
from styrhus.ledger import import_texts
from styrhus.ledger.access import Permission
from styrhus.ledger.importing.layout import LINE_COLUMN, MEND_COLUMN, WRONG_COLUMN
from styrhus.ledger.importing.lines import wrong_lines
from styrhus.ledger.importing.sheets import open_rows
from styrhus.ledger.models import AccountsImport, ImportFault, ImportMapping, ImportState
from styrhus.ledger.rules import account_of

MENDED_FIRST = 200_000  # wrong lines in one file for mending; with more, the whole file is wrong


def imports_visible_to(user: User) -> QuerySet[AccountsImport]:
    """Imports with the name of their file (``filename``) and who posted them."""
    rows: QuerySet[AccountsImport] = AccountsImport.objects.visible_to(user)
    return rows.select_related("agency", "uploaded_by", "confirmed_by", "mapping").prefetch_related("files")


def mappings_visible_to(user: User) -> QuerySet[ImportMapping]:
    rows: QuerySet[ImportMapping] = ImportMapping.objects.in_use()
    visible: QuerySet[ImportMapping] = rows.visible_to(user).select_related("agency", "made_by")
    return visible


def importers_agencies(user: User) -> QuerySet[Organisation]:
    """The agencies whose accounts the user may bring in."""
    return Organisation.objects.filter(pk__in=user.organisations_with(Permission.IMPORT_ACCOUNTS)).order_by("name")


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One kind of fault in a file: how many lines have it."""

    code: str
    lines: int
    example: str

    @property
    def title(self) -> str:
        return import_texts.wrong(self.code, self.example)

    @property
    def mend(self) -> str:
        return import_texts.mend(self.code)


def fault_kinds(accounts: AccountsImport) -> list[FaultKind]:
    """What is wrong, the most frequent first, each with the value of one line."""
    kinds = accounts.faults.values("code").annotate(count=Count("line", distinct=True)).order_by("-count", "code")
    found = []
    for kind in kinds:
        first = accounts.faults.filter(code=kind["code"]).order_by("line", "pk")[0]
        found.append(FaultKind(kind["code"], kind["count"], first.value))
    return found


def faults_of(accounts: AccountsImport) -> QuerySet[ImportFault]:
    return accounts.faults.order_by("line", "pk")


@dataclass(frozen=True, slots=True)
class Difference:
    """One post and account of one month: what the ledger has from an earlier import, and what the file has."""

    month: int
    post_code: str
    post_name: str
    account: str
    before: Decimal | None
    now: Decimal | None

    @property
    def change(self) -> Decimal:
        return (self.now or Decimal(0)) - (self.before or Decimal(0))

    @property
    def kind(self) -> str:
        if self.before is None:
            return "new"
        if self.now is None:
            return "gone"
        return "same" if self.before == self.now else "changed"

    @property
    def month_name(self) -> str:
        return f"{self.month:02}"

    @property
    def account_name(self) -> str:
        known = account_of(self.account, date(2023, self.month, 1))
        return f"{self.account} {known.name_in(get_language() or 'nb')}" if known else self.account


DIFFERENCE = """
    with now as (
        select month, post_id, account, sum(amount) as amount from ledger_importsum
         where accounts_id = %(key)s group by 1, 2, 3
    ), before as (
        select m.month, s.post_id, s.account, sum(s.amount) as amount
          from ledger_importedmonth m
          join ledger_importedmonth r on r.id = m.replaces_id
          join ledger_importsum s on s.accounts_id = r.accounts_id and s.month = r.month
         where m.accounts_id = %(key)s group by 1, 2, 3
    )
    select coalesce(n.month, b.month), lpad(c.number, 4, '0') || '.' || p.number, p.name, coalesce(n.account, b.account),
           b.amount, n.amount
      from now n full join before b on b.month = n.month and b.post_id = n.post_id and b.account = n.account
      join economy_post p on p.id = coalesce(n.post_id, b.post_id) join economy_chapter c on c.id = p.chapter_id
     where %(all)s or n.amount is distinct from b.amount
     order by 1, 2, 4
"""


def differences(accounts: AccountsImport, *, with_same: bool = False) -> list[Difference]:
    """Month by month, post by post and account by account: what the import changes in the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCE, {"key": accounts.pk, "all": with_same})
        return [Difference(*row) for row in cursor.fetchall()]


def same_file_posted(accounts: AccountsImport) -> AccountsImport | None:
    """A posted import of exactly the same bytes."""
    found: AccountsImport | None = (
        AccountsImport.objects.filter(
            agency=accounts.agency_id, state=ImportState.CONFIRMED, files__sha256=accounts.first_file.sha256
        )
        .exclude(pk=accounts.pk)
        .first()
    )
    return found


def lines_to_mend(accounts: AccountsImport) -> Iterator[list[str]]:
    """The wrong lines as they stand in the file, each with what is wrong and how to mend it. First the headings."""
    told: dict[int, list[ImportFault]] = {}
    for fault in faults_of(accounts).filter(~Q(code="locked"))[:MENDED_FIRST]:
        told.setdefault(fault.line, []).append(fault)
    rows = _rows(accounts, set(told))
    yield [WRONG_COLUMN, MEND_COLUMN, LINE_COLUMN, *next(rows)[1]]
    for number, fields in rows:
        wrong = "; ".join(import_texts.wrong(fault.code, fault.value) for fault in told[number])
        mend = " ".join(dict.fromkeys(import_texts.mend(fault.code) for fault in told[number]))
        yield [wrong, mend, str(number), *fields]


def _rows(accounts: AccountsImport, wanted: set[int]) -> Iterator[tuple[int, list[str]]]:
    """The heading as line 1 and the wanted lines, as last uploaded: a mended line stands for the first one."""
    newest: dict[int, list[str]] = {}
    for kept in accounts.files.filter(sequence__gt=1).order_by("sequence"):
        with kept.file.open("rb") as opened:
            newest |= _mended_rows(opened)
    with accounts.first_file.file.open("rb") as opened:
        for number, fields in wrong_lines(opened, wanted):
            yield number, newest.get(number, fields)


def _mended_rows(opened: Any) -> dict[int, list[str]]:
    """Line number in the first file → its fields, out of a file that we gave and somebody mended."""
    rows = wrong_lines(opened, set(range(2, MENDED_FIRST)))
    heading = next(rows)[1]
    ours = [name.strip() for name in heading]
    place = ours.index(LINE_COLUMN)
    kept = [i for i, name in enumerate(ours) if name not in {WRONG_COLUMN, MEND_COLUMN, LINE_COLUMN}]
    return {
        int(fields[place]): [fields[i] for i in kept if i < len(fields)]
        for _number, fields in rows
        if len(fields) > place and fields[place].strip().isdigit()
    }


def can_be_mended(accounts: AccountsImport) -> bool:
    """Wrong lines of a CSV file are given back for mending; a sheet is mended in the sheet itself."""
    return accounts.mapping_id is None and 0 < accounts.wrong_lines <= MENDED_FIRST


def headings_of(opened: Any, sheet: str, heading_row: int) -> list[str]:
    """The headings of a sheet, for choosing among. Raises: Refused."""
    row = next(open_rows(opened, sheet, heading_row), ())
    return [" ".join(str(value).split()) for value in row if value not in (None, "")]
