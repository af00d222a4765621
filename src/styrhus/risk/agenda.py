"""What of the risks a steering meeting should talk about: only those raised to the dialogue, as both parties read the agenda."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.steering.agenda import AgendaPoint
from styrhus.steering.models import Plan

from .models import BandKind
from .queries.lines import RiskLine, Standing, lines_of
from .rules import Movement

HEADING = gettext_lazy("Risiko")
WEIGHTS = {BandKind.ACT: 3, BandKind.WATCH: 2, BandKind.ACCEPT: 1}


def room_points(plan: Plan) -> Iterable[AgendaPoint]:
    """A point for each raised risk that runs; what the ministry may not see of it yet is left out of the note.

    Weight by band after measures; one that is not accepted or has moved up must be taken up.
    """
    return [_point(line) for line in lines_of(plan, Q(raised_on__isnull=False, closed_on=None), as_ministry=True)]


def _point(line: RiskLine) -> AgendaPoint:
    risk = line.risk
    band = BandKind(line.assessment.after.band.kind) if line.assessment else None
    refused, higher = line.standing == Standing.NOT_ACCEPTED, line.movement == Movement.UP
    notes = []
    if line.hidden:
        notes.append(_("Departementet har ikke gitt sin vurdering ennå"))
    if line.assessment:
        level = {"band": line.assessment.after.band.label, "cell": line.assessment.after}
        notes.append(_("Etter tiltak: %(band)s (%(cell)s)") % level)
    if line.ministry:
        level = {"band": line.ministry.cell.band.label, "cell": line.ministry.cell}
        notes.append(_("Departementet: %(band)s (%(cell)s)") % level)
    if higher:
        notes.append(_("har økt siden forrige bilde"))
    if refused:
        notes.append(_("ikke godtatt"))
    return AgendaPoint(
        kind="risk.refused"
        if refused
        else "risk.up"
        if higher
        else "risk.high"
        if band == BandKind.ACT
        else "risk.raised",
        heading=HEADING,
        text=f"{risk.code} {risk.event}",
        url=reverse("risk:risk", args=(risk.pk,)),
        note=". ".join(notes),
        weight=3 if refused or higher else WEIGHTS[band] if band else 2,
        key=f"risk.{risk.pk}",
    )
