"""How risks are shown: which are placed where on the map, and a level in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import Organisation

from .heat_map import MARKS, HeatMap, Placed, heat_map
from .models import Axis, BandKind, Colour, Scale, ScaleCell
from .queries.lines import RiskLine, Standing
from .queries.scales import ScaleView, scale_view, standing_scale
from .queries.snapshots import SnapshotLine
from .rules import Movement

KINDS = {Colour.GREEN: "success", Colour.YELLOW: "warning", Colour.ORANGE: "warning", Colour.RED: "danger"}

STANDING_TEXTS: dict[Standing, Any] = {
    Standing.NOT_ASSESSED: _("Ikke vurdert"),
    Standing.CHANGED: _("Teksten er endret: vurder på nytt"),
    Standing.NO_DECISION_NEEDED: _("Trenger ingen beslutning"),
    Standing.WAITS_FOR_HEAD: _("Venter på avdelingsleder"),
    Standing.WAITS_FOR_DIRECTOR: _("Venter på direktøren"),
    Standing.ACCEPTED: _("Godtatt"),
    Standing.NOT_ACCEPTED: _("Ikke godtatt"),
    Standing.CLOSED: _("Avsluttet"),
    Standing.HIDDEN: _("Vises når dere har vurdert"),
}
STANDING_KINDS = {
    Standing.NOT_ASSESSED: "info",
    Standing.CHANGED: "warning",
    Standing.NO_DECISION_NEEDED: "neutral",
    Standing.WAITS_FOR_HEAD: "warning",
    Standing.WAITS_FOR_DIRECTOR: "warning",
    Standing.ACCEPTED: "success",
    Standing.NOT_ACCEPTED: "danger",
    Standing.CLOSED: "neutral",
    Standing.HIDDEN: "info",
}


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level in words. ``kind`` is that of a tag; ``colour`` of the map."""

    cell: ScaleCell
    likelihood: str
    consequence: str

    @property
    def band(self) -> str:
        return self.cell.band.label

    @property
    def kind(self) -> str:
        return KINDS[Colour(self.cell.band.colour)]

    @property
    def mark(self) -> str:
        return MARKS[BandKind(self.cell.band.kind)]

    @property
    def colour(self) -> str:
        return self.cell.band.colour


class Scales:
    """The scales that cells of a page belong to, each read once."""

    def __init__(self, agency: Organisation) -> None:
        self.agency = agency
        self._views: dict[int, ScaleView] = {}
        scale = standing_scale(agency)
        self.standing = self.view(scale) if scale else None

    def view(self, scale: Scale) -> ScaleView:
        if scale.pk not in self._views:
            self._views[scale.pk] = scale_view(scale)
        return self._views[scale.pk]

    def level(self, cell: ScaleCell | None) -> LevelView | None:
        if cell is None:
            return None
        view = self.view(cell.scale)
        return LevelView(
            cell, view.step(Axis.LIKELIHOOD, cell.likelihood), view.step(Axis.CONSEQUENCE, cell.consequence)
        )


def risk_url(pk: int) -> str:
    return reverse("risk:risk", args=(pk,))


def placed_now(lines: Iterable[RiskLine]) -> list[Placed]:
    """After measures, with where each stood at the last snapshot."""
    return [
        Placed(
            line.risk.code, line.risk.event, risk_url(line.risk.pk), line.assessment.after, line.earlier, line.movement
        )
        for line in lines
        if line.assessment
    ]


def placed_measures(lines: Iterable[RiskLine]) -> list[Placed]:
    """After measures, with where each stands before them."""
    return [
        Placed(line.risk.code, line.risk.event, risk_url(line.risk.pk), line.assessment.after, line.assessment.before)
        for line in lines
        if line.assessment
    ]


def placed_parties(lines: Iterable[RiskLine]) -> list[Placed]:
    """Both parties' assessments of the risks that both have assessed."""
    found = []
    for line in lines:
        if not (line.opened and line.assessment and line.ministry):
            continue
        url = risk_url(line.risk.pk)
        found.append(Placed(line.risk.code, line.risk.event, url, line.assessment.after))
        found.append(Placed(line.risk.code, line.risk.event, url, line.ministry.cell, ministry=True))
    return found


def placed_in_snapshot(lines: Iterable[SnapshotLine]) -> list[Placed]:
    return [
        Placed(line.risk.code, line.row.event, risk_url(line.risk.pk), line.row.after, line.earlier, line.movement)
        for line in lines
        if line.row.after and not line.row.closed
    ]


def map_of_risk(scales: Scales, line: RiskLine) -> HeatMap | None:
    """A small map of one risk: where it stands before and after measures, and where the ministry sees it."""
    if line.assessment is None:
        return None
    placed = [Placed(_("Nå"), line.risk.event, "", line.assessment.after, line.assessment.before, ghost_code=_("Før"))]
    if line.opened and line.ministry:
        placed.append(Placed(_("Dep."), line.risk.event, "", line.ministry.cell, ministry=True))
    view = scales.view(line.assessment.after.scale)
    return heat_map(view, placed, id="place", title=_("Risikoens plass"), compact=True)


def moved_kind(moved: Movement | None) -> str:
    return (
        {Movement.UP: "danger", Movement.DOWN: "success", Movement.NEW: "info"}.get(moved, "neutral") if moved else ""
    )
