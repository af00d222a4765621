"""From the year's money: posts with what was given, bound, used and forecast; changes in order; grants.

Reports hold what the ministry itself sees of the money: posts as a whole. Departments' shares and single vouchers are
the agency's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from styrhus.economy.models import Binding, NamedGrant, Post
from styrhus.economy.queries import PostBudget, appropriations_at, budget_at
from styrhus.economy.rules import is_income
from styrhus.forecast.queries import latest_version
from styrhus.reports.document import Block, Cell
from styrhus.ui.formats import date_long

from .context import Context, Source, cell, facts, heading, plain, table

GRANT_POSTS = ("62", "71", "73")


def _budget(context: Context) -> list[PostBudget]:
    return budget_at(context.agency, context.year, as_at=context.cut_off, known_at=context.known_at)


def _name(post: Post) -> str:
    return f"{post.chapter.number}.{post.number} {post.name}"


def _post_table(
    context: Context, caption: str, columns: Sequence[tuple[str, str]], posts: Sequence[PostBudget]
) -> list[Block]:
    """A row a post, a column for each (heading, key of a figure that takes the post)."""
    header = (_("Post"), *(head for head, _key in columns))
    rows = [(Cell(_name(one.post)), *(cell(context, f"{key}:{one.code}") for _head, key in columns)) for one in posts]
    return table(caption, header, rows, note=_("Beløp i kroner."))


def _split(context: Context, caption: Any, columns: Sequence[tuple[str, str]]) -> list[Block]:
    """Tables of expense posts and of income posts, each with its own name."""
    posts = _budget(context)
    expenses = [one for one in posts if not is_income(one.post.chapter.number)]
    income = [one for one in posts if is_income(one.post.chapter.number)]
    if not posts:
        return [plain(_("Det er ikke ført noen bevilgninger for %(year)s.") % {"year": context.year})]
    return [
        *_post_table(context, str(caption), columns, expenses),
        *_post_table(context, _("%(caption)s, inntekter") % {"caption": caption}, columns, income),
    ]


def posts(context: Context) -> list[Block]:
    """Each post: appropriated, at disposal, bound and used at the cut-off."""
    columns = [
        (_("Bevilget"), "economy.appropriated"),
        (_("Til disposisjon"), "economy.at_disposal"),
        (_("Bundet"), "economy.committed"),
        (_("Brukt"), "ledger.used"),
    ]
    return _split(context, _("Bevilgning og bruk per post"), columns)


def forecast(context: Context) -> list[Block]:
    """Each post: used, planned use for the rest of the year, forecast and deviation from what is at disposal.

    From the newest frozen forecast. Departments' own estimates that are not frozen stay inside.
    """
    disposal, used = (_("Til disposisjon"), "economy.at_disposal"), (_("Brukt"), "ledger.used")
    version = latest_version(context.agency, context.year, as_at=context.cut_off, known_at=context.known_at)
    if version is None:
        found = _split(context, _("Regnskap per post"), [disposal, used])
        return [plain(_("Ingen prognose er låst for %(year)s.") % {"year": context.year}), *found]
    columns = [
        disposal,
        used,
        (_("Planlagt resten av året"), "forecast.planned_rest"),
        (_("Prognose for året"), "forecast.forecast"),
        (_("Avvik"), "forecast.deviation"),
    ]
    first = plain(
        _("Prognosen er «%(title)s», regnet per %(day)s.") % {"title": version.title, "day": date_long(version.cut_off)}
    )
    return [first, *_split(context, _("Regnskap og prognose per post"), columns)]


def appropriations(context: Context) -> list[Block]:
    """Every change of the appropriations in order: letter, supplements, revised budget, moves, carried over."""
    rows = (
        appropriations_at(context.cut_off, context.known_at)
        .filter(post__chapter__agency=context.agency, post__chapter__year=context.year)
        .select_related("post__chapter")
        .order_by("decided_on", "pk")
    )
    lines = [
        (
            date_long(row.decided_on),
            str(row.get_kind_display()),
            _name(row.post),
            cell(context, f"reports.appropriation_change:{row.pk}"),
            cell(context, f"reports.disposal_change:{row.pk}"),
        )
        for row in rows
    ]
    if not lines:
        return [plain(_("Det er ikke ført noen bevilgninger for %(year)s.") % {"year": context.year})]
    header = (_("Dato"), _("Grunnlag"), _("Post"), _("Bevilget"), _("Til disposisjon"))
    return table(_("Bevilgningene gjennom året"), header, lines, note=_("Beløp i kroner."))


def grants(context: Context) -> list[Block]:
    """The posts with grants to be reported by themselves: what was given, bound, named and used.

    Recipients' own reports are not held by the program, and the text says so.
    """
    chosen = [one for one in _budget(context) if one.post.number in GRANT_POSTS and not one.is_income]
    if not chosen:
        return [
            plain(_("Det er ikke ført bevilgninger på post 62, 71 eller 73 for %(year)s.") % {"year": context.year})
        ]
    found: list[Block] = [
        plain(
            _(
                "Mottakernes egne rapporter er ikke registrert i systemet. Tallene under er det som er bevilget, bundet og "
                "brukt; måloppnåelsen må skrives ut fra rapportene."
            )
        )
    ]
    for one in chosen:
        found += [heading(_name(one.post)), _grant_sentence(context, one)]
        found += _bindings(context, one.post)
        found += _named(context, one)
    return found


def _grant_sentence(context: Context, one: PostBudget) -> Block:
    return facts(
        context,
        _("Til disposisjon er %(disposal)s. Det er bundet %(committed)s og brukt %(used)s."),
        disposal=f"economy.at_disposal:{one.code}",
        committed=f"economy.committed:{one.code}",
        used=f"ledger.used:{one.code}",
    )


def _bindings(context: Context, post: Post) -> list[Block]:
    rows = [row for row in Binding.objects.filter(post=post, depth=0, withdrawn=False).order_by("pk") if row.amount]
    lines = [(row.text, cell(context, f"reports.binding:{row.pk}")) for row in rows]
    caption = _("Bindinger på %(post)s") % {"post": f"{post.chapter.number}.{post.number}"}
    return table(caption, (_("Formål"), _("Beløp (kr)")), lines)


def _named(context: Context, one: PostBudget) -> list[Block]:
    rows = NamedGrant.objects.filter(post=one.post).order_by("pk")
    lines = [(Cell(row.recipient), cell(context, f"reports.named_grant:{row.pk}")) for row in rows]
    if not lines:
        return []
    total = (Cell(_("Sum")), cell(context, f"reports.named_grants:{one.code}"))
    caption = _("Navngitte mottakere på %(post)s") % {"post": one.code}
    return table(caption, (_("Mottaker"), _("Beløp (kr)")), [*lines, total], sums=frozenset({len(lines)}))


def recipients_reports(context: Context) -> list[Block]:
    """That the program does not hold the recipients' reports: said plainly, so that nobody takes silence for nothing."""
    return [plain(_("Mottakernes egne rapporter er ikke registrert i systemet."))]


def supervision(context: Context) -> list[Block]:
    """Supervision of municipalities and complaints are in no register yet; the text says so."""
    return [plain(_("Tilsyn med kommunene og klagesaker er ikke registrert i systemet."))]


def settlement(context: Context) -> list[Block]:
    """Settlement and reception are in no register yet; the text says so."""
    return [plain(_("Bosetting og ankomster er ikke registrert i systemet."))]


def statistics(context: Context) -> list[Block]:
    """The statistics annex is in no register yet; the text says so."""
    return [plain(_("Statistikken som tildelingsbrevet ber om, er ikke registrert i systemet."))]


OFFERED: dict[str, Any] = {
    "posts": Source(lazy("Bevilgning, binding og bruk per post"), posts),
    "forecast": Source(lazy("Regnskap og prognose per post"), forecast),
    "appropriations": Source(lazy("Bevilgningene og endringene gjennom året"), appropriations),
    "grants": Source(lazy("Tilskuddspostene 62, 71 og 73"), grants),
    "recipients_reports": Source(lazy("Mottakernes egne rapporter"), recipients_reports, answers=False),
    "supervision": Source(lazy("Tilsyn og klager"), supervision, answers=False),
    "settlement": Source(lazy("Bosetting"), settlement, answers=False),
    "statistics": Source(lazy("Statistikk"), statistics, answers=False),
}
