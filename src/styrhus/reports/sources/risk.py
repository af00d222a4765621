"""From the risks: those that are raised to the steering dialogue, with the measures against them.

A risk that is not raised is the agency's own. The agency's levels stand where the ministry may see them: shared, or
both parties have assessed the risk.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from styrhus.reports.document import Block
from styrhus.risk.figures import raised_of, shown_assessment
from styrhus.risk.models import Measure, MeasureState, Risk
from styrhus.ui.formats import date_long

from .context import Context, Source, facts, plain, said, table


def raised_risks(context: Context) -> list[Block]:
    """The risks raised to the dialogue: what may happen, cause, consequence, levels and measures."""
    risks = raised_of(context.agency, context.year, context.cut_off)
    if not risks:
        return [plain(_("Ingen risikoer er løftet til styringsdialogen."))]
    first = facts(
        context,
        _(
            "Risikoer løftet til styringsdialogen: %(raised)s. På det høyeste nivået etter tiltak: %(high)s. Gjennomførte tiltak: %(done)s av %(measures)s."
        ),
        raised="risk.raised",
        high="risk.raised_high",
        done="risk.measures_done",
        measures="risk.measures",
    )
    return [first, _table(context, risks), *(block for risk in risks for block in _risk(context, risk))]


def _table(context: Context, risks: list[Risk]) -> Block:
    rows = []
    for risk in risks:
        shown = shown_assessment(risk, context.cut_off, context.known_at)
        levels = (shown.before.band.label, shown.after.band.label) if shown else (_("ikke delt"), _("ikke delt"))
        goals = ", ".join(goal.number for goal in risk.goals.all())
        rows.append((str(risk), goals, *levels))
    header = (_("Risiko"), _("Mål"), _("Før tiltak"), _("Etter tiltak"))
    note = _("Nivåene vises når begge parter har vurdert risikoen, eller virksomheten har delt sin vurdering.")
    return table(_("Risikoer i styringsdialogen"), header, rows, note=note)[0]


def _risk(context: Context, risk: Risk) -> list[Block]:
    found = said(f"{risk}.", _("Årsak: %(text)s") % {"text": risk.cause} if risk.cause else "")
    found += said(_("Konsekvens:"), risk.consequence)
    measures = risk.measures.exclude(state=MeasureState.DROPPED).order_by("due", "pk")
    for measure in measures:
        found += said(
            _("Tiltak (%(state)s, frist %(day)s):")
            % {"state": _state(measure, context), "day": date_long(measure.due)},
            f"{measure.title}. {measure.effect}".strip(),
        )
    return found


def _state(measure: Measure, context: Context) -> str:
    done = measure.state == MeasureState.DONE and measure.ended_on and measure.ended_on <= context.cut_off
    return _("gjennomført") if done else _("ikke gjennomført")


OFFERED: dict[str, Any] = {"raised_risks": Source(lazy("Risikoer som er løftet til styringsdialogen"), raised_risks)}
