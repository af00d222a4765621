"""The figures of the preparedness that a report may tell: how often it was exercised, and what the ministry was told.

The agency's overview of functions, vulnerabilities and plans is its own; nothing of it is counted here, and no figure
says what an exercise or an incident was about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.common.figures import Figure, receipt
from styrhus.identity.models import Organisation

from .models import Exercise, Incident, LearningPoint

LABELS: dict[str, Any] = {
    "exercises": _("Gjennomførte øvelser"),
    "exercises_evaluated": _("Evaluerte øvelser"),
    "incidents_notified": _("Hendelser varslet til departementet"),
    "learning_closed": _("Lukkede læringspunkter"),
}
Counted = tuple[list[Sequence[object]], str, str]


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure ``name``, which takes no argument. Raises: KeyError for an unknown name."""
    rows, definition, url = _FIGURES[name](agency, year, as_at, known_at)
    return receipt(
        f"preparedness.{name}",
        len(rows),
        rows,
        label=str(LABELS[name]),
        unit="count",
        definition=definition,
        as_at=as_at,
        known_at=known_at,
        url=reverse(f"preparedness:{url}"),
    )


def _exercises(evaluated: bool) -> Callable[..., Counted]:
    def count(agency: Organisation, year: int, as_at: date, known_at: datetime | None) -> Counted:
        rows = Exercise.objects.filter(agency=agency, held_on__year=year, held_on__lte=as_at)
        if evaluated:
            rows = rows.filter(evaluated_on__lte=as_at)
        words = (
            gettext("Øvelser som er holdt i året og evaluert.")
            if evaluated
            else gettext("Øvelser som er holdt i året.")
        )
        return [(row.pk, row.held_on) for row in rows.order_by("pk")], words, "exercises"

    return count


def _incidents(agency: Organisation, year: int, as_at: date, known_at: datetime | None) -> Counted:
    wanted = Q(agency=agency, notified_at__year=year, notified_at__date__lte=as_at)
    if known_at:
        wanted &= Q(notified_at__lte=known_at)
    rows = Incident.objects.filter(wanted).order_by("pk")
    words = gettext("Hendelser som departementet ble varslet om i året.")
    return [(row.pk, row.notified_at) for row in rows], words, "incidents"


def _learning(agency: Organisation, year: int, as_at: date, known_at: datetime | None) -> Counted:
    rows = LearningPoint.objects.filter(agency=agency, closed_on__year=year, closed_on__lte=as_at).order_by("pk")
    words = gettext("Læringspunkter fra øvelser, hendelser og tilsyn som er lukket i året.")
    return [(row.pk, row.closed_on) for row in rows], words, "learning"


_FIGURES: dict[str, Callable[..., Counted]] = {
    "exercises": _exercises(False),
    "exercises_evaluated": _exercises(True),
    "incidents_notified": _incidents,
    "learning_closed": _learning,
}
