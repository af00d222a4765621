"""From the annual accounts (R-115): the principles, the appropriation report, accounts by type, notes A and B."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from styrhus.ledger.annual.parts import TypeLine
from styrhus.ledger.annual.report import AnnualAccounts
from styrhus.ledger.annual.rulebook import in_language
from styrhus.ledger.annual.rules import ReportedPost
from styrhus.reports.annual import BELOW, NOTE_B_COLUMNS, POST_COLUMNS, accounts_of, code_of
from styrhus.reports.document import Block, Cell

from .context import Context, Source, cell, facts, plain, table


def _accounts(context: Context) -> AnnualAccounts | None:
    return accounts_of(context.agency, context.year, as_at=context.cut_off, known_at=context.known_at)


def _none(context: Context) -> list[Block]:
    return [plain(_("Det er ikke ført noe regnskap eller noen bevilgninger for %(year)s.") % {"year": context.year})]


def principles(context: Context) -> list[Block]:
    """The note on principles: which rules the accounts follow, and that they are kept by the cash principle."""
    return [
        plain(
            _(
                "Årsregnskapet er ført etter bestemmelsene om økonomistyring i staten, rundskriv R-115 fra "
                "Finansdepartementet og krav fra overordnet departement."
            )
        ),
        plain(
            _(
                "Regnskapet følger kalenderåret og kontantprinsippet: En utgift eller inntekt er med i det året den er betalt. "
                "Utgifter og inntekter er ført brutto."
            )
        ),
    ]


def _name(accounts: AnnualAccounts, post: ReportedPost, language: str) -> str:
    """Chapter, post and its name; those of the common chapters as the rules call them."""
    name = post.post_name
    if post.common:
        common = next(one for one in accounts.book.common if f"common-{one.key}" == post.key)
        name = in_language(common.post_name, language)
    return f"{post.chapter}.{post.post} {name}".strip()


def appropriation_report(context: Context) -> list[Block]:
    """The appropriation report: total allocation, accounts and deviation of each post, and what was reported below."""
    accounts = _accounts(context)
    if accounts is None or not accounts.appropriations.posts:
        return _none(context)
    report = accounts.appropriations
    found: list[Block] = []
    for key, posts, caption, deviation, total in (
        ("expenses", report.expenses, _("Utgifter"), _("Merutgift (−) og mindreutgift"), _("Sum utgifter")),
        ("incomes", report.incomes, _("Inntekter"), _("Merinntekt og mindreinntekt (−)"), _("Sum inntekter")),
    ):
        if posts:
            lines = [_post_row(context, accounts, one) for one in posts]
            sums = (Cell(total), *(cell(context, f"reports.accounts:{key}.{column}") for column in COLUMNS))
            header = (_("Kapittel og post"), str(POST_COLUMNS["total"]), str(POST_COLUMNS["accounts"]), deviation)
            found += table(
                _("Bevilgningsrapportering: %(part)s") % {"part": caption.lower()}, header, [*lines, sums],
                sums=frozenset({len(lines)}), note=_("Beløp i kroner."),
            )  # fmt: skip
    below = [(str(label), cell(context, f"reports.accounts:{key}")) for key, label in BELOW.items()]
    return found + table(_("Rapportert til bevilgningsregnskapet"), (_("Post i oppstillingen"), _("Beløp (kr)")), below)


COLUMNS = ("total", "accounts", "deviation")


def _post_row(context: Context, accounts: AnnualAccounts, post: ReportedPost) -> tuple[Cell, ...]:
    return (
        Cell(_name(accounts, post, context.language)),
        *(cell(context, f"reports.accounts:{code_of(post)}.{column}") for column in COLUMNS),
    )


def accounts_by_type(context: Context) -> list[Block]:
    """The accounts by type, with the year before beside them."""
    accounts = _accounts(context)
    if accounts is None or not accounts.booked:
        return [plain(_("Det er ikke ført noe regnskap for %(year)s.") % {"year": context.year})]
    by_type = accounts.by_type
    return [
        *_type_table(context, _("Artskontorapportering"), by_type.result),
        *_type_table(context, _("Oversikt over mellomværende med statskassen"), by_type.balance),
    ]


def _type_table(context: Context, caption: str, lines: Sequence[TypeLine]) -> list[Block]:
    rows: list[tuple[Cell, ...]] = []
    sums: set[int] = set()
    for line in lines:
        name = in_language(line.row.text, context.language)
        if line.row.kind == "heading":
            rows.append((Cell(name), Cell("", end=True), Cell("", end=True)))
            sums.add(len(rows) - 1)
            continue
        if line.row.kind == "sum":
            sums.add(len(rows))
        key = f"reports.by_type:{line.row.key}"
        rows.append((Cell(name), cell(context, f"{key}.amount"), cell(context, f"{key}.before")))
    header = (_("Art"), str(context.year), str(context.year - 1))
    return table(caption, header, rows, sums=frozenset(sums), note=_("Beløp i kroner."))


def note_a(context: Context) -> list[Block]:
    """Note A: what was carried in and allocated, post by post."""
    accounts = _accounts(context)
    if accounts is None or not accounts.note_a:
        return _none(context)
    columns = ("carried_in", "allocated", "total")
    lines = [
        (
            Cell(_name(accounts, one, context.language)),
            *(cell(context, f"reports.accounts:{code_of(one)}.{column}") for column in columns),
        )
        for one in accounts.note_a
    ]
    total = (Cell(_("Sum")), *(cell(context, f"reports.accounts:note_a.{column}") for column in columns))
    header = (_("Kapittel og post"), *(str(POST_COLUMNS[column]) for column in columns))
    return table(
        _("Note A: samlet tildeling av utgifter"), header, [*lines, total], sums=frozenset({len(lines)}),
        note=_("Beløp i kroner. Belastningsfullmakter er ikke med i note A."),
    )  # fmt: skip


def note_b(context: Context) -> list[Block]:
    """Note B: from the deviation to what may be carried over, step by step, each post in its column's order."""
    accounts = _accounts(context)
    if accounts is None or not accounts.note_b.lines:
        return [plain(_("Ingen poster kan gi beløp å overføre til neste år."))]
    header = (_("Kapittel og post"), *(str(label) for label in NOTE_B_COLUMNS.values()))
    lines = [
        (
            Cell(_name(accounts, one.post, context.language)),
            *(cell(context, f"reports.note_b:{code_of(one.post)}.{column}") for column in NOTE_B_COLUMNS),
        )
        for one in accounts.note_b.lines
    ]
    first = facts(context, _("Mulig overførbart beløp er %(possible)s til sammen."), possible="reports.note_b:possible")
    caption = _("Note B: brukte fullmakter og mulig overførbart beløp")
    return [*table(caption, header, lines, note=_("Beløp i kroner.")), first]


OFFERED: dict[str, Any] = {
    "principles": Source(lazy("Prinsippnote til årsregnskapet"), principles),
    "appropriation_report": Source(lazy("Bevilgningsrapportering"), appropriation_report),
    "accounts_by_type": Source(lazy("Artskontorapportering"), accounts_by_type),
    "note_a": Source(lazy("Note A: samlet tildeling"), note_a),
    "note_b": Source(lazy("Note B: mulig overførbart beløp"), note_b),
}
