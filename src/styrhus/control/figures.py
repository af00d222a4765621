"""The figures of internal control and audit follow-up, for reports.

The ministry sees findings, and of the rest what the agency says in its report: how many controls were done and how
many departments have assessed themselves, never whose answers or what a single control found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.common.figures import Figure, receipt
from styrhus.identity.models import Organisation

from .models import Delegation, Finding, FindingMeasure, Performance, PlannedControl, Result, SelfAssessment

LABELS: dict[str, Any] = {
    "controls_planned": _("Planlagte kontroller"),
    "controls_done": _("Gjennomførte kontroller"),
    "control_deviations": _("Avvik funnet i kontroller"),
    "self_assessments": _("Egenvurderinger levert"),
    "delegations": _("Budsjettfullmakter"),
    "findings": _("Merknader fra revisjon og tilsyn"),
    "findings_open": _("Åpne merknader"),
    "findings_closed": _("Lukkede merknader"),
    "finding_measures": _("Tiltak mot merknader"),
    "finding_measures_done": _("Gjennomførte tiltak mot merknader"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    agency: Organisation
    year: int
    as_at: date
    known_at: datetime | None

    def known(self, field: str = "made_at") -> Q:
        return Q(**{f"{field}__lte": self.known_at}) if self.known_at else Q()


def findings_of(asked: Asked, which: str = "") -> list[Finding]:
    """The findings received by then; ``which`` "open" or "closed" as it was then, or "year" for the year's own."""
    rows = Finding.objects.filter(asked.known(), case__agency=asked.agency, case__received_on__lte=asked.as_at)
    found = list(rows.select_related("case").order_by("case__received_on", "case", "number"))
    if which == "year":
        return [row for row in found if row.case.received_on.year == asked.year]
    if which == "closed":
        # closed in the year: those closed before belong to an earlier report
        return [row for row in found if was_closed(row, asked) and _closed_year(row) == asked.year]
    return [row for row in found if not was_closed(row, asked)] if which == "open" else found


def was_closed(row: Finding, asked: Asked) -> bool:
    moment = row.closed_at
    if moment is None or timezone.localtime(moment).date() > asked.as_at:
        return False
    return asked.known_at is None or moment <= asked.known_at


def _closed_year(row: Finding) -> int:
    return timezone.localtime(row.closed_at).year if row.closed_at else 0


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure ``name``, which takes no argument. Raises: KeyError for an unknown name."""
    asked = Asked(agency, year, as_at, known_at)
    value, rows, definition, url = _FIGURES[name](asked)
    return receipt(
        f"control.{name}",
        value,
        rows,
        label=str(LABELS[name]),
        unit="count",
        definition=definition,
        as_at=as_at,
        known_at=known_at,
        url=reverse(url),
    )


Counted = tuple[int, list[Sequence[object]], str, str]


def _planned(asked: Asked) -> Counted:
    rows = PlannedControl.objects.filter(cycle__agency=asked.agency, cycle__year=asked.year).order_by("pk")
    found = [(row.pk, row.control_id, row.times) for row in rows]
    words = gettext("Ganger som årets kontroller skal utføres, etter planen for internkontrollen.")
    return sum(row[2] for row in found), list(found), words, "control:front"


def _performances(asked: Asked) -> list[Performance]:
    rows = Performance.objects.filter(
        asked.known(), planned__cycle__agency=asked.agency, planned__cycle__year=asked.year,
        performed_on__lte=asked.as_at,
    )  # fmt: skip
    return list(rows.order_by("pk"))


def _done(asked: Asked) -> Counted:
    found: list[Sequence[object]] = [(row.pk, row.performed_on) for row in _performances(asked)]
    return len(found), found, gettext("Ganger som årets kontroller er ført som utført."), "control:front"


def _deviations(asked: Asked) -> Counted:
    found: list[Sequence[object]] = [
        (row.pk, row.performed_on) for row in _performances(asked) if row.result == Result.DEVIATION
    ]
    return len(found), found, gettext("Utførte kontroller som fant avvik."), "control:front"


def _self_assessments(asked: Asked) -> Counted:
    rows = SelfAssessment.objects.filter(
        asked.known("submitted_at"), cycle__agency=asked.agency, cycle__year=asked.year,
        submitted_at__date__lte=asked.as_at,
    )  # fmt: skip
    found: list[Sequence[object]] = [(row.pk, row.department_id, row.submitted_at) for row in rows.order_by("pk")]
    return len(found), found, gettext("Avdelinger som har levert egenvurdering av internkontrollen."), "control:front"


def _delegations(asked: Asked) -> Counted:
    rows = Delegation.objects.filter(asked.known(), agency=asked.agency).holding_on(asked.as_at).order_by("pk")
    found: list[Sequence[object]] = [(row.pk, row.valid_from, row.valid_to) for row in rows]
    words = gettext("Skriftlige fullmakter til å disponere budsjettet som gjaldt denne dagen.")
    return len(found), found, words, "control:delegations"


def _findings(which: str, words: Any) -> Callable[[Asked], Counted]:
    def count(asked: Asked) -> Counted:
        found: list[Sequence[object]] = [(row.pk, row.case_id, row.number) for row in findings_of(asked, which)]
        return len(found), found, str(words), "control:findings"

    return count


def measures_of(asked: Asked) -> list[FindingMeasure]:
    """The measures against findings that were open at some time in the year."""
    keys = [row.pk for row in (*findings_of(asked, "open"), *findings_of(asked, "closed"))]
    return list(FindingMeasure.objects.filter(asked.known(), finding__in=keys).order_by("deadline", "pk"))


def _measures(done: bool, words: Any) -> Callable[[Asked], Counted]:
    def count(asked: Asked) -> Counted:
        found: list[Sequence[object]] = [
            (row.pk, row.done_on)
            for row in measures_of(asked)
            if not done or (row.done_on is not None and row.done_on <= asked.as_at)
        ]
        return len(found), found, str(words), "control:findings"

    return count


_FIGURES: dict[str, Callable[[Asked], Counted]] = {
    "controls_planned": _planned,
    "controls_done": _done,
    "control_deviations": _deviations,
    "self_assessments": _self_assessments,
    "delegations": _delegations,
    "findings": _findings("year", _("Merknader i saker som er mottatt i året.")),
    "findings_open": _findings("open", _("Merknader som ikke er bekreftet lukket, uansett år.")),
    "findings_closed": _findings("closed", _("Merknader som er bekreftet lukket i året.")),
    "finding_measures": _measures(False, _("Tiltak mot merknader som er åpne, eller som ble lukket i året.")),
    "finding_measures_done": _measures(True, _("Tiltak mot de samme merknadene som er ført som gjennomført.")),
}
