"""From the registers: the joint directives with the agency's words, consultants, evaluations, procurements, strategies.

Sums and counts by field enter, and the words written for the annual report. Names of suppliers, single purchases, the
agency's own notes to a count, and the control points of procurements do not.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from styrhus.obligations.figures import (
    Asked,
    apprentices_of,
    decentralised_of,
    evaluations_of,
    purchases_of,
)
from styrhus.obligations.models import ConsultantField, DirectiveKind, StrategyReport
from styrhus.obligations.queries import account_of, directives_of, kind_of
from styrhus.obligations.texts import QUESTIONS
from styrhus.reports.document import Block
from styrhus.steering.models import Directive
from styrhus.ui.formats import date_long

from .context import Context, Source, cell, facts, heading, plain, said, table


def _asked(context: Context) -> Asked:
    return Asked(context.agency, context.year, context.cut_off, context.known_at)


def apprentices(context: Context) -> list[Block]:
    """The year's last count of apprentices, and the trades and office that stand with it."""
    rows = apprentices_of(_asked(context))
    if not rows:
        return [plain(_("Ingen telling av lærlinger er ført i %(year)s.") % {"year": context.year})]
    last = rows[-1]
    found: list[Block] = [
        facts(
            context,
            _(
                "Ved siste telling hadde virksomheten %(employees)s ansatte. Lærlinger: %(apprentices)s. Studenter i praksis: %(students)s. Tellinger i året: %(counts)s."
            ),
            apprentices="obligations.apprentices",
            students="obligations.students",
            employees="obligations.employees",
            counts="obligations.apprentice_counts",
        )
    ]
    if last.trades:
        found += said(_("Lærefag:"), last.trades)
    if last.training_office:
        found += said(_("Opplæringskontor:"), last.training_office)
    return found


def consultants(context: Context) -> list[Block]:
    """What was bought of consultants by field, this year and the last, and from the communication trade."""
    asked = _asked(context)
    now, before = purchases_of(asked, context.year), purchases_of(asked, context.year - 1)
    if not now and not before:
        return [plain(_("Ingen kjøp av konsulenter er ført for %(year)s.") % {"year": context.year})]
    fields = [field for field in ConsultantField.values if any(row.field == field for row in (*now, *before))]
    rows = [
        (
            str(ConsultantField(field).label),
            cell(context, f"obligations.consultants_before:{field}"),
            cell(context, f"obligations.consultants_spent:{field}"),
        )
        for field in fields
    ]
    total = (
        _("Konsulenter i alt"),
        cell(context, "obligations.consultants_before"),
        cell(context, "obligations.consultants_spent"),
    )
    header = (_("Fagområde"), f"{context.year - 1} (kr)", f"{context.year} (kr)")
    made = table(_("Kjøp av konsulenter"), header, [*rows, total], sums=frozenset({len(rows)}))
    words = facts(
        context,
        _("Kommunikasjonstjenester utenom kampanjer er kjøpt for %(plain)s, kampanjer for %(campaigns)s."),
        plain="obligations.communication",
        campaigns="obligations.campaigns",
    )
    return [*made, words]


def decentralised(context: Context) -> list[Block]:
    """How many work decentralised, and how many posts were advertised with a free place of work."""
    if not decentralised_of(_asked(context)):
        return [plain(_("Ingen telling av desentralisert arbeid er ført i %(year)s.") % {"year": context.year})]
    return [
        facts(
            context,
            _(
                "%(count)s av %(all)s ansatte arbeidet desentralisert ved siste telling. Stillinger lyst ut: %(advertised)s. Av dem med valgfritt arbeidssted: %(open)s."
            ),
            count="obligations.decentralised",
            all="obligations.decentralised_employees",
            advertised="obligations.advertised",
            open="obligations.advertised_open",
        )
    ]


FIGURES: dict[str, Any] = {
    DirectiveKind.APPRENTICES: apprentices,
    DirectiveKind.CONSULTANTS: consultants,
    DirectiveKind.DECENTRALISED: decentralised,
}


def directives(context: Context) -> list[Block]:
    """Each joint directive: the figures, the agency's answers, and what was written down through the year."""
    rows = list(directives_of(context.plan))
    if not rows:
        return [plain(_("Tildelingsbrevet har ingen fellesføringer."))]
    return [block for row in rows for block in _directive(context, row)]


def _directive(context: Context, row: Directive) -> list[Block]:
    kind = kind_of(row)
    found: list[Block] = [heading(row.title)]
    if kind in FIGURES:
        found += FIGURES[kind](context)
    account = account_of(row)
    answers = {one.question: one.text for one in account.answers.all()} if account else {}
    own: list[Block] = []
    for key, question in QUESTIONS[kind]:
        own += said(str(question), answers.get(key, ""))
    if account:
        entries = account.entries.filter(
            struck_on=None, happened_on__gte=context.begin, happened_on__lte=context.cut_off
        ).order_by("happened_on", "pk")
        for entry in entries:
            if context.known_at is None or entry.made_at <= context.known_at:
                own += said(f"{date_long(entry.happened_on)}:", entry.text)
    return found + (own or [plain(_("Det er ikke skrevet noe om denne fellesføringen."))])


def evaluations(context: Context) -> list[Block]:
    """What was published of evaluations and R&D, and whether it is registered in Kudos."""
    asked = _asked(context)
    published = evaluations_of(asked, "published")
    first = facts(
        context,
        _(
            "Publiserte evalueringer og FoU-prosjekter i året: %(published)s. Av dem registrert i Kudos: %(kudos)s. I arbeid: %(running)s."
        ),
        published="obligations.evaluations_published",
        kudos="obligations.evaluations_in_kudos",
        running="obligations.evaluations_running",
    )
    lines = [
        (
            row.title,
            str(row.get_kind_display()),
            date_long(row.published_on),
            date_long(row.kudos_on) if row.kudos_on and row.kudos_on <= context.cut_off else _("ikke registrert"),
        )
        for row in published
    ]
    header = (_("Tittel"), _("Type"), _("Publisert"), _("I Kudos"))
    return [first, *table(_("Publiserte evalueringer og FoU-prosjekter"), header, lines)]


def procurements(context: Context) -> list[Block]:
    """How many contracts were signed and for how much. Single procurements and their control points stay inside."""
    return [
        facts(
            context,
            _("Kontrakter inngått i året: %(count)s. Samlet verdi uten merverdiavgift: %(value)s."),
            count="obligations.procurements",
            value="obligations.procurements_value",
        )
    ]


def strategies(context: Context) -> list[Block]:
    """The year's reports on cross-agency strategies and action plans, word for word."""
    rows = StrategyReport.objects.filter(
        strategy__agency=context.agency, year=context.year, made_at__date__lte=context.cut_off
    ).select_related("strategy")
    if context.known_at:
        rows = rows.filter(made_at__lte=context.known_at)
    newest = {row.strategy_id: row for row in rows.order_by("made_at", "pk")}
    found: list[Block] = []
    for row in newest.values():
        found += said(f"{row.strategy.title}.", row.text)
    return found or [plain(_("Det er ikke skrevet årsrapporter om strategier eller handlingsplaner."))]


OFFERED: dict[str, Any] = {
    "directives": Source(lazy("Fellesføringer"), directives),
    "apprentices": Source(lazy("Lærlinger"), apprentices),
    "consultants": Source(lazy("Konsulentbruk"), consultants),
    "decentralised": Source(lazy("Desentralisert arbeid"), decentralised),
    "evaluations": Source(lazy("Evalueringer og FoU"), evaluations),
    "procurements": Source(lazy("Anskaffelser"), procurements),
    "strategies": Source(lazy("Strategier og handlingsplaner"), strategies),
}
