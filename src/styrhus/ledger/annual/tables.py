"""The four tables of the annual accounts as rows and columns, each amount with the address of what it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from styrhus.ledger.rules import account_of
from styrhus.ui.tables import Column, NumberColumn, Table

from .parts import NoteBLine, TypeLine
from .readings import Booked
from .report import AnnualAccounts
from .rulebook import in_language
from .rules import ReportedPost
from .texts import CAPS


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pages of an agency's accounts of a year are; ``query`` is the day and the moment asked for."""

    accounts: AnnualAccounts
    query: str = ""

    def url(self, key: str) -> str:
        return reverse("ledger:annual_part", args=(self.accounts.agency.pk, self.accounts.year, key)) + self.query


@dataclass(frozen=True, slots=True)
class PostRow:
    """A line of the appropriation report, or of note A."""

    place: Place
    post: ReportedPost
    note: str = ""

    @property
    def code(self) -> str:
        return f"{self.post.chapter}.{self.post.post}"

    @property
    def name(self) -> str:
        return post_name(self.place.accounts, self.post)

    @property
    def accounts_url(self) -> str:
        key = f"post-{self.post.key}" if self.post.post_id else f"felles-{self.post.key.removeprefix('common-')}"
        return self.place.url(key)

    @property
    def post_url(self) -> str:
        return reverse("economy:post", args=(self.post.post_id,)) if self.post.post_id else ""


def post_name(accounts: AnnualAccounts, post: ReportedPost) -> str:
    """Chapter and post in words, with what sets the line apart from the agency's own."""
    chapter, name = post.chapter_name, post.post_name
    if post.common:
        common = next(one for one in accounts.book.common if f"common-{one.key}" == post.key)
        chapter, name = (in_language(text, get_language() or "nb") for text in (common.chapter_name, common.post_name))
    text = f"{chapter} – {name}"
    if post.received:
        return now("%(post)s (belastningsfullmakt fra en annen)") % {"post": text}
    return now("%(post)s (felleskapittel)") % {"post": text} if post.common else text


class _PostTable(Table):
    exports = False
    page_size = 500
    chapter = Column(_("Kapittel"), value="post.chapter", only_export=True)
    number = Column(_("Post"), value="post.post", only_export=True)
    code = Column(_("Kap. og post"), export=False)
    name = Column(_("Betegnelse"), header=True, wide=True)
    note = Column(_("Note"))
    total = NumberColumn(_("Samlet tildeling"), value="post.total", total="post__total", link=lambda row: row.post_url)
    accounts = NumberColumn(
        _("Regnskap"), value="post.accounts", total="post__accounts", link=lambda row: row.accounts_url
    )


class ExpenseTable(_PostTable):
    caption = _("Utgiftskapitler")
    deviation = NumberColumn(_("Merutgift (−) og mindreutgift"), value="post.deviation", total="post__deviation")
    empty_title = _("Ingen utgifter")
    empty_text = _("Ingen utgiftspost har tildeling eller regnskap dette året.")


class IncomeTable(_PostTable):
    caption = _("Inntektskapitler")
    deviation = NumberColumn(_("Merinntekt og mindreinntekt (−)"), value="post.deviation", total="post__deviation")
    empty_title = _("Ingen inntekter")
    empty_text = _("Ingen inntektspost har tildeling eller regnskap dette året.")


class NoteATable(Table):
    caption = _("Note A")
    exports = False
    page_size = 500
    chapter = Column(_("Kapittel"), value="post.chapter", only_export=True)
    number = Column(_("Post"), value="post.post", only_export=True)
    code = Column(_("Kap. og post"), export=False)
    name = Column(_("Betegnelse"), header=True, wide=True, link=lambda row: row.post_url)
    carried_in = NumberColumn(_("Overført fra i fjor"), value="post.carried_in", total="post__carried_in")
    allocated = NumberColumn(_("Årets tildelinger"), value="post.allocated", total="post__allocated")
    total = NumberColumn(_("Samlet tildeling"), value="post.total", total="post__total")
    empty_title = _("Ingen tildelinger")
    empty_text = _("Legg inn bevilgningene i budsjettet, så står de her.")


@dataclass(frozen=True, slots=True)
class NoteBRow:
    place: Place
    line: NoteBLine

    @property
    def code(self) -> str:
        return f"{self.line.post.chapter}.{self.line.post.post}"

    @property
    def name(self) -> str:
        return post_name(self.place.accounts, self.line.post)

    @property
    def keyword(self) -> str:
        return str(CAPS[self.line.carry.basis_of_cap]) if self.line.post.keyword else ""

    @property
    def charged(self) -> Decimal:
        return -self.line.carry.charged_by_others

    @property
    def saved(self) -> Decimal:
        return -self.line.carry.saved


class NoteBTable(Table):
    caption = _("Note B")
    exports = False
    page_size = 500
    chapter = Column(_("Kapittel"), value="line.post.chapter", only_export=True)
    number = Column(_("Post"), value="line.post.post", only_export=True)
    code = Column(_("Kap. og post"), header=True, export=False)
    name = Column(_("Betegnelse"), only_export=True, wide=True)
    keyword = Column(_("Stikkord"))
    deviation = NumberColumn(_("Merutgift (−) og mindreutgift"), value="line.carry.deviation")
    charged = NumberColumn(_("Utgiftsført av andre etter fullmakt (−)"))
    after = NumberColumn(_("Etter det andre har utgiftsført"), value="line.carry.after_charges")
    extra = NumberColumn(_("Merinntekt og mindreinntekt (−)"), value="line.carry.extra_income")
    moved = NumberColumn(_("Omdisponert mellom poster"), value="line.carry.moved")
    saved = NumberColumn(_("Innsparinger (−)"))
    basis = NumberColumn(_("Grunnlag for overføring"), value="line.carry.basis")
    cap = NumberColumn(_("Maks. beløp å overføre"), value="line.cap")
    possible = NumberColumn(_("Mulig å overføre"), value="line.possible", total="line__possible")
    empty_title = _("Ingen poster å regne på")
    empty_text = _("Ingen utgiftspost har rett til å overføre ubrukt beløp.")


@dataclass(frozen=True, slots=True)
class TypeRowShown:
    """A row of the accounts by type: ``kind`` is heading, line or sum."""

    place: Place
    line: TypeLine

    @property
    def kind(self) -> str:
        return self.line.row.kind

    @property
    def text(self) -> str:
        return in_language(self.line.row.text, get_language() or "nb")

    @property
    def amount(self) -> Decimal | None:
        return self.line.amount

    @property
    def before(self) -> Decimal | None:
        return self.line.before

    @property
    def url(self) -> str:
        return self.place.url(f"rad-{self.line.row.key}") if self.line.accounts else ""

    @property
    def final(self) -> bool:
        return self.line.row.key in ("net", "treasury")


def grouped(rows: Iterable[TypeRowShown]) -> list[tuple[TypeRowShown | None, list[TypeRowShown]]]:
    """The rows under their headings; those before the first heading, and the last line, under none."""
    groups: list[tuple[TypeRowShown | None, list[TypeRowShown]]] = []
    for row in rows:
        if row.kind == "heading":
            groups.append((row, []))
        elif not groups or row.final:
            groups.append((None, [row]))
        else:
            groups[-1][1].append(row)
    return groups


class TypeTable(Table):
    """Only exported: on the page its rows stand in groups."""

    caption = _("Artskontorapportering")
    exports = False
    page_size = 500
    text = Column(_("Regnskapslinje"), header=True, wide=True)
    amount = NumberColumn(_("I år"))
    before = NumberColumn(_("I fjor"))


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A line under the appropriation report: the net, the bank, what is outstanding with the Treasury."""

    text: str
    amount: Decimal
    url: str = ""
    final: bool = False


def total_rows(place: Place) -> list[TotalRow]:
    report, book = place.accounts.appropriations, place.accounts.book
    language = get_language() or "nb"
    return [
        TotalRow(in_language(book.row("net").text, language), report.net, final=True),
        TotalRow(in_language(book.bank_in, language), report.bank_in, place.url("bank")),
        TotalRow(in_language(book.bank_out, language), report.bank_out, place.url("bank")),
        TotalRow(now("Endring i mellomværende med statskassen"), report.treasury_change, place.url("mellomvaerende")),
        TotalRow(now("Sum rapportert"), report.reported, final=True),
    ]


def holding_rows(place: Place) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    """(text, at the end, at the beginning, change)."""
    report = place.accounts.appropriations
    text = now("Mellomværende med statskassen")
    return [(text, report.treasury, report.treasury_before, report.treasury_change)]


class TotalTable(Table):
    """Only exported."""

    caption = _("Netto og mellomværende")
    exports = False
    text = Column(_("Regnskapslinje"), header=True, wide=True)
    amount = NumberColumn(_("Beløp"))


@dataclass(frozen=True, slots=True)
class PartRow:
    """What an amount is made of: an account, on a post or on none."""

    booked: Booked
    name: str
    post: str
    url: str


class PartTable(Table):
    caption = _("Kontoer")
    page_size = 1000
    account = Column(_("Konto"), value="booked.account", link=lambda row: row.url)
    name = Column(_("Kontonavn"), header=True, wide=True)
    post = Column(_("Post"))
    debit = NumberColumn(_("Debet"), decimals=2, value="booked.debit", total="booked__debit")
    credit = NumberColumn(_("Kredit"), decimals=2, value="booked.credit", total="booked__credit")
    amount = NumberColumn(_("Netto"), decimals=2, value="booked.amount", total="booked__amount")
    lines = NumberColumn(_("Linjer"), value="booked.lines", total="booked__lines")
    empty_title = _("Ingenting er ført")
    empty_text = _("Beløpet er 0 fordi ingen bilag er ført her.")


def account_name(account: str, accounts: AnnualAccounts) -> str:
    found = account_of(account, accounts.as_at)
    return found.name_in(get_language() or "nb") if found else now("Ikke i kontoplanen")


def post_rows(place: Place, posts: Iterable[ReportedPost]) -> list[PostRow]:
    accounts = place.accounts
    in_a = {post.key for post in accounts.note_a}
    in_b = {line.post.key for line in accounts.note_b.lines}
    notes = (("A", in_a), ("B", in_b))
    return [PostRow(place, post, ",\u00a0".join(note for note, keys in notes if post.key in keys)) for post in posts]


def tables_of(place: Place, request: Any = None) -> dict[str, Table]:
    """The tables by the name that an export of one is asked for with."""
    accounts = place.accounts
    by_type = [TypeRowShown(place, line) for line in (*accounts.by_type.result, *accounts.by_type.balance)]
    return {
        "utgifter": ExpenseTable(post_rows(place, accounts.appropriations.expenses), request, prefix="utgifter"),
        "inntekter": IncomeTable(post_rows(place, accounts.appropriations.incomes), request, prefix="inntekter"),
        "netto": TotalTable(total_rows(place), request, prefix="netto"),
        "artskonto": TypeTable(by_type, request, prefix="artskonto"),
        "note-a": NoteATable([PostRow(place, post) for post in accounts.note_a], request, prefix="note-a"),
        "note-b": NoteBTable([NoteBRow(place, line) for line in accounts.note_b.lines], request, prefix="note-b"),
    }
