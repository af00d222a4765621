"""The figures of a report, each with its receipt, and the same figure computed now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from styrhus.common.figures import Figure
from styrhus.reports import registry
from styrhus.reports.compose import figures_in_order
from styrhus.reports.document import Document
from styrhus.reports.models import Report
from styrhus.reports.sources import shown


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of a report with its place in the report's list of figures, counted from 1."""

    number: int
    figure: Figure
    shown: str
    url: str

    @property
    def label(self) -> str:
        return self.figure.label

    @property
    def key(self) -> str:
        return self.figure.key


def numbered_figures(document: Document) -> dict[str, int]:
    """The number of each figure, in the order in which a reader meets them; those met nowhere come last."""
    met = figures_in_order(document.sections, document.figures)
    rest = (key for key in document.figures if key not in met)
    return {key: number for number, key in enumerate([*met, *rest], 1)}


def figure_rows(report: Report, document: Document) -> list[FigureRow]:
    return [
        FigureRow(
            number,
            document.figures[key],
            shown(document.figures[key]),
            reverse("reports:figure", args=(report.pk, number)),
        )
        for key, number in numbered_figures(document).items()
    ]


def with_receipts(report: Report, document: Document) -> Document:
    """The document as the site shows it: each figure leads to its receipt, not straight to its rows."""
    numbers = numbered_figures(document)
    figures = {
        key: replace(figure, url=reverse("reports:figure", args=(report.pk, numbers[key])))
        for key, figure in document.figures.items()
    }
    return replace(document, figures=figures)


def recomputed(report: Report, figure: Figure) -> Figure | None:
    """The same figure computed now, as at the same day and as known then. None: no room computes it any more."""
    try:
        return registry.compute(
            figure.key, agency=report.agency, year=report.year, as_at=figure.as_at, known_at=figure.known_at
        )
    except registry.UnknownFigure:
        return None
