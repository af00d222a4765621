from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from styrhus.ui.tables import (
    ChoiceFilter,
    Column,
    DateColumn,
    DateRangeFilter,
    DateTimeColumn,
    MoneyColumn,
    NumberColumn,
    PercentColumn,
    Table,
    TagColumn,
    TextFilter,
)

from .models import EntryKind, Posting
from .queries import AccountSum, PostUse

KIND_COLOURS = {EntryKind.REVERSAL.value: "warning", EntryKind.IMPORT.value: "info"}
TYPES = {
    "income": _("Driftsinntekter"),
    "salary": _("Lønn"),
    "other_operating": _("Andre driftsutgifter"),
    "investment": _("Investeringer"),
    "finance": _("Finans"),
    "collection": _("Innkreving"),
    "grants": _("Tilskudd"),
    "settlement": _("Mellomværende og bank"),
    "balance": _("Balanse"),
}
USES = {"cash": _("Bare kontant"), "accrual": _("Bare SRS"), "both": _("Begge")}


def post_code(row: Posting) -> str:
    return f"{row.post.chapter.number}.{row.post.number}" if row.post else ""


def account_name(row: Posting) -> str:
    known = row.account_row  # type: ignore[attr-defined]
    return f"{row.account} {known.name_in(get_language() or 'nb')}" if known else row.account


class EntryTable(Table):
    caption = _("Bilag")
    number = Column(_("Bilag"), value="label", sort="number", header=True, link=lambda row: row.get_absolute_url())
    on = DateColumn(_("Dato"), sort=True)
    text = Column(_("Tekst"), wide=True)
    kind = TagColumn(_("Type"), kinds=KIND_COLOURS)
    cause = Column(_("Bygger på"), value="cause_label", wide=True)
    turnover = NumberColumn(_("Beløp"), decimals=2, sort=True)
    agency = Column(_("Virksomhet"), value="agency.label", only_export=True)
    entered_at = DateTimeColumn(_("Ført"), only_export=True)
    default_sort = "-on"
    filters = {
        "q": TextFilter(_("Søk"), fields=("text", "cause_label", "key")),
        "kind": ChoiceFilter(_("Type"), field="kind", choices=EntryKind.choices),
        "on": DateRangeFilter(_("Dato"), field="on"),
    }
    empty_title = _("Ingen bilag å vise")
    empty_text = _("Når det føres eller importeres bilag, står de her.")


class PostingTable(Table):
    """The lines of one entry, or of one account."""

    caption = _("Posteringer")
    entry = Column(_("Bilag"), value="entry.label", header=True, link=lambda row: row.entry.get_absolute_url())
    on = DateColumn(_("Dato"), value="entry.on", sort="entry__on")
    text = Column(_("Tekst"), value=lambda row: row.text or row.entry.text, wide=True)
    account = Column(_("Konto"), only_export=True)
    post = Column(_("Post"), value=post_code)
    department = Column(_("Avdeling"), value="department.name")
    amount = NumberColumn(_("Beløp"), decimals=2, sort=True, total=True)
    basis = Column(_("Regnskap"), value="get_basis_display")


class LineTable(Table):
    caption = _("Linjer")
    line = NumberColumn(_("Linje"))
    account = Column(_("Konto"), header=True, value=account_name, wide=True)
    post = Column(_("Post"), value=post_code)
    department = Column(_("Avdeling"), value="department.name")
    debit = NumberColumn(_("Debet"), decimals=2)
    credit = NumberColumn(_("Kredit"), decimals=2)
    basis = Column(_("Regnskap"), value="get_basis_display")
    text = Column(_("Tekst"), wide=True)


class UseTable(Table):
    caption = _("Brukt per post")
    code = Column(_("Post"), header=True)
    name = Column(_("Navn"), value="post.name", wide=True)
    at_disposal = MoneyColumn(_("Til disposisjon"))
    used = NumberColumn(_("Brukt"), decimals=2)
    left = NumberColumn(_("Igjen"), decimals=2)
    share = PercentColumn(_("Andel"))

    @classmethod
    def of(cls, uses: Iterable[PostUse], request: Any) -> UseTable:
        return cls(list(uses), request)


class TrialBalanceTable(Table):
    caption = _("Saldobalanse")
    number = Column(_("Konto"), header=True, sort=True, link=lambda row: row.url)
    name = Column(_("Navn"), wide=True)
    type = Column(_("Art"))
    debit = NumberColumn(_("Debet"), decimals=2, total=True)
    credit = NumberColumn(_("Kredit"), decimals=2, total=True)
    balance = NumberColumn(_("Saldo"), decimals=2, total=True)
    rows_count = NumberColumn(_("Linjer"))
    default_sort = "number"


class BalanceRow:
    """A row of the trial balance in words, with the address of its account specification."""

    def __init__(self, row: AccountSum, agency: int, year: int, query: str) -> None:
        self.number, self.debit, self.credit, self.balance = row.number, row.debit, row.credit, row.balance
        self.rows_count = row.rows
        self.name = row.account.name_in(get_language() or "nb") if row.account else gettext("Ikke i kontoplanen")
        self.type = TYPES.get(row.account.type, "") if row.account else ""
        self.url = reverse("ledger:account", args=(agency, year, row.number)) + query


class AccountTable(Table):
    caption = _("Standard kontoplan")
    number = Column(_("Konto"), header=True, sort=lambda row: row.number.ljust(3, "0"))  # a group before its accounts
    name = Column(_("Navn"), value=lambda row: row.name_in(get_language() or "nb"), wide=True)
    type = Column(_("Art"), value=lambda row: TYPES[row.type])
    use = Column(_("Regnskap"), value=lambda row: USES[row.use])
    valid_from = DateColumn(_("Gjelder fra"))
    valid_to = DateColumn(_("Gjelder til"), only_export=True)
    verified = TagColumn(
        _("Kilde"),
        value=lambda row: gettext("Lest i kilden") if row.verified else gettext("Ikke bekreftet"),
        kinds=lambda row: "success" if row.verified else "warning",
    )
    source = Column(_("Hvor"), only_export=True)
    default_sort = "number"
    page_size = 200
    filters = {
        "q": TextFilter(_("Søk"), fields=("number", "name")),
        "type": ChoiceFilter(_("Art"), field="type", choices=TYPES.items),
    }
