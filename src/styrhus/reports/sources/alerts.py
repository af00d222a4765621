"""From the alerts: deviations that are reported, what the ministry was told of, what was published.

A draft is the agency's own and never enters. A deviation that is exempt from public access is named by its number
alone, because reports are published: its words stand in the letter that was sent.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from styrhus.alerts.figures import deviations_of, is_open, publications_of
from styrhus.alerts.models import Deviation, DeviationKind
from styrhus.alerts.texts import touched_facts
from styrhus.reports.document import Block
from styrhus.ui.formats import date_long

from .context import Context, Source, facts, heading, plain, said, table


def deviations(context: Context) -> list[Block]:
    """The deviations reported to the ministry, each with what happened, why, and the measures, word for word."""
    return _deviations(context, None)


def budget_deviations(context: Context) -> list[Block]:
    """Those of them that are about the budget."""
    return _deviations(context, DeviationKind.BUDGET)


def _deviations(context: Context, kind: DeviationKind | None) -> list[Block]:
    known = deviations_of(context.agency, context.year, context.cut_off, context.known_at)
    rows = [row for row in known if kind is None or row.kind == kind]
    if not rows:
        return [
            plain(
                _("Det er ikke meldt noen budsjettavvik til departementet.")
                if kind
                else _("Det er ikke meldt noen avvik til departementet.")
            )
        ]
    if kind:
        first = facts(
            context,
            _("Budsjettavvik meldt til departementet: %(all)s."),
            all="alerts.deviations:budget",
        )
    else:
        first = facts(
            context,
            _("Avvik meldt til departementet: %(all)s. Åpne: %(open)s. Lukkede: %(closed)s."),
            all="alerts.deviations",
            open="alerts.deviations_open",
            closed="alerts.deviations_closed",
        )
    return [first, *(block for row in rows for block in _deviation(context, row))]


def _deviation(context: Context, row: Deviation) -> list[Block]:
    if row.exemption:
        return [
            plain(
                _("Avvik %(number)s er meldt %(day)s i eget brev, som er unntatt offentlighet (%(ground)s).")
                % {"number": row.label, "day": date_long(row.reported_at), "ground": row.exemption}
            )
        ]
    state = _("åpent") if is_open(row, context.cut_off, context.known_at) else _("lukket")
    about = "; ".join(f"{name}: {value}" for name, value in touched_facts(row) if value)
    told = _("Meldt %(day)s, %(state)s.") % {"day": date_long(row.reported_at), "state": state}
    found: list[Block] = [heading(str(row)), plain(f"{told} {about}.".replace("..", ".") if about else told)]
    found += said(_("Hva som har skjedd:"), row.what)
    found += said(_("Årsak og virkning:"), row.why)
    found += said(_("Korrigerende tiltak:"), row.measures)
    if state == _("lukket"):
        found += said(_("Slik endte det:"), row.outcome)
    return found


def measures(context: Context) -> list[Block]:
    """The corrective measures of open deviations, word for word: what the ministry asks for in the short term."""
    rows = [
        row
        for row in deviations_of(context.agency, context.year, context.cut_off, context.known_at)
        if is_open(row, context.cut_off, context.known_at) and row.measures and not row.exemption
    ]
    found = [block for row in rows for block in said(f"{row}:", row.measures)]
    return found or [plain(_("Ingen åpne avvik har forslag til korrigerende tiltak."))]


def matters(context: Context) -> list[Block]:
    """How many matters the ministry was told of. What they were about stays between the parties."""
    return [
        facts(
            context,
            _("Saker departementet er orientert om: %(all)s."),
            all="alerts.matters",
        )
    ]


def publications(context: Context) -> list[Block]:
    """What was published in the year, as the ministry was told beforehand."""
    rows = publications_of(context.agency, context.year, context.cut_off, context.known_at)
    if not rows:
        return [plain(_("Det er ikke ført noen publiseringer."))]
    first = facts(context, _("Publiserte rapporter og andre arbeider: %(all)s."), all="alerts.publications")
    lines = [(row.title, str(row.get_kind_display()), date_long(row.published_on)) for row in rows]
    return [first, *table(_("Publisert"), (_("Tittel"), _("Type"), _("Dato")), lines)]


OFFERED: dict[str, Any] = {
    "deviations": Source(lazy("Avvik som er meldt til departementet"), deviations),
    "budget_deviations": Source(lazy("Budsjettavvik som er meldt til departementet"), budget_deviations),
    "measures": Source(lazy("Korrigerende tiltak mot åpne avvik"), measures),
    "matters": Source(lazy("Saker departementet er orientert om"), matters),
    "publications": Source(lazy("Publiseringer"), publications),
}
