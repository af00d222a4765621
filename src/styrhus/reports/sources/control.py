"""From internal control and audit follow-up.

The ministry sees findings with their measures. Of internal control only the overall assessment of an approved year
enters, beside counts: departments' answers, single controls and drafts are the agency's own.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from styrhus.control.figures import Asked, findings_of, measures_of, was_closed
from styrhus.control.models import Cycle, Finding
from styrhus.reports.document import Block
from styrhus.ui.formats import date_long

from .context import Context, Source, facts, heading, plain, said, table


def _asked(context: Context) -> Asked:
    return Asked(context.agency, context.year, context.cut_off, context.known_at)


def internal_control(context: Context) -> list[Block]:
    """The year's internal control: counts, and the overall assessment once the director has approved it."""
    cycle = Cycle.objects.filter(agency=context.agency, year=context.year).first()
    if cycle is None:
        return [plain(_("Internkontrollen for %(year)s er ikke planlagt i systemet.") % {"year": context.year})]
    found: list[Block] = [
        facts(
            context,
            _(
                "Årets kontroller skal utføres %(planned)s ganger, og er ført som utført %(done)s ganger. Egenvurderinger levert av avdelingene: %(assessed)s."
            ),
            planned="control.controls_planned",
            done="control.controls_done",
            assessed="control.self_assessments",
        )
    ]
    approved = cycle.is_locked and cycle.approved_at is not None
    if approved and context.known_at and cycle.approved_at and cycle.approved_at > context.known_at:
        approved = False
    if not approved:
        found.append(plain(_("Den samlede vurderingen av internkontrollen er ikke godkjent ennå.")))
        return found
    lead = _("Samlet vurdering, godkjent %(day)s: %(grade)s.") % {
        "day": date_long(cycle.approved_at),
        "grade": cycle.get_grade_display(),
    }
    found += said(lead, cycle.overall)
    return found + said(_("Vesentlige forhold:"), cycle.matters)


def delegations(context: Context) -> list[Block]:
    """How many written delegations of budget authority held. Names and limits are the agency's own."""
    return [
        facts(
            context,
            _("Skriftlige fullmakter til å disponere budsjettet ved telletidspunktet: %(count)s."),
            count="control.delegations",
        )
    ]


def audit_findings(context: Context) -> list[Block]:
    """The plan for following up audit and supervision: findings, deadlines, state, and the measures against them."""
    asked = _asked(context)
    rows = [*findings_of(asked, "open"), *findings_of(asked, "closed")]
    if not rows:
        return [plain(_("Det er ingen merknader fra revisjon eller tilsyn å følge opp."))]
    first = facts(
        context,
        _(
            "Åpne merknader fra revisjon og tilsyn: %(open)s. Lukket i året: %(closed)s. Gjennomførte tiltak: %(done)s av %(measures)s."
        ),
        open="control.findings_open",
        closed="control.findings_closed",
        done="control.finding_measures_done",
        measures="control.finding_measures",
    )
    lines = [
        (
            row.title,
            row.case.sender,
            date_long(row.deadline) if row.deadline else _("ikke satt"),
            _("Lukket") if was_closed(row, asked) else _("Åpen"),
        )
        for row in rows
    ]
    header = (_("Merknad"), _("Fra"), _("Frist"), _("Tilstand"))
    found = [first, *table(_("Oppfølgingsplan for revisjon og tilsyn"), header, lines)]
    return found + [block for row in rows for block in _measures(row, asked)]


def _measures(row: Finding, asked: Asked) -> list[Block]:
    rows = [one for one in measures_of(asked) if one.finding_id == row.pk]
    if not rows:
        return []
    found: list[Block] = [heading(row.title)]
    for one in rows:
        done = one.done_on is not None and one.done_on <= asked.as_at
        lead = (
            _("Gjennomført %(day)s:") % {"day": date_long(one.done_on)}
            if done
            else _("Frist %(day)s:") % {"day": date_long(one.deadline)}
        )
        found += said(lead, one.text)
    return found


OFFERED: dict[str, Any] = {
    "internal_control": Source(lazy("Internkontrollen i året"), internal_control),
    "audit_findings": Source(lazy("Oppfølging av revisjon og tilsyn"), audit_findings),
    "delegations": Source(lazy("Budsjettfullmakter i virksomheten"), delegations),
}
