"""The agency's scales."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from styrhus.identity import clock
from styrhus.identity.models import Organisation
from styrhus.risk.models import Axis, Scale, ScaleBand, ScaleCell, ScaleStep


def scales_of(agency: Organisation) -> QuerySet[Scale]:
    return Scale.objects.filter(agency=agency).select_related("agency", "made_by").order_by("-version")


def standing_scale(agency: Organisation) -> Scale | None:
    """The newest version that holds today, None where the agency has none yet."""
    return scales_of(agency).filter(valid_from__lte=clock.today()).first()


@dataclass(frozen=True, slots=True)
class ScaleView:
    """A scale with its steps, bands and cells read: lowest first, cells by (likelihood, consequence)."""

    scale: Scale
    likelihoods: list[ScaleStep]
    consequences: list[ScaleStep]
    bands: list[ScaleBand]
    cells: dict[tuple[int, int], ScaleCell]

    def step(self, axis: Axis, value: int) -> str:
        steps = self.likelihoods if axis == Axis.LIKELIHOOD else self.consequences
        return next((step.label for step in steps if step.value == value), "")


def scale_view(scale: Scale) -> ScaleView:
    """Three queries."""
    steps = list(scale.steps.order_by("value"))
    cells = scale.cells.select_related("band").order_by("likelihood", "consequence")
    return ScaleView(
        scale=scale,
        likelihoods=[step for step in steps if step.axis == Axis.LIKELIHOOD],
        consequences=[step for step in steps if step.axis == Axis.CONSEQUENCE],
        bands=list(scale.bands.order_by("order")),
        cells={(cell.likelihood, cell.consequence): cell for cell in cells},
    )
