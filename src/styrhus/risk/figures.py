"""The figures of the risks, for reports: only risks that are raised to the steering dialogue.

A risk that is not raised is the agency's own, and counts nowhere here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.common.figures import Figure, receipt
from styrhus.identity.models import Organisation
from styrhus.steering.models import Plan

from .models import Assessment, BandKind, MeasureState, MinistryAssessment, Risk

LABELS: dict[str, Any] = {
    "raised": _("Risikoer i styringsdialogen"),
    "raised_closed": _("Avsluttede risikoer i styringsdialogen"),
    "raised_high": _("Risikoer på det høyeste nivået etter tiltak"),
    "measures": _("Tiltak mot risikoene"),
    "measures_done": _("Gjennomførte tiltak mot risikoene"),
}


def raised_of(agency: Organisation, year: int, as_at: date, *, closed: bool = False) -> list[Risk]:
    """The risks raised by that day and still running then; ``closed``: those that were closed by then."""
    rows = Risk.objects.filter(plan__agency=agency, plan__year=year, raised_on__lte=as_at)
    wanted = Q(closed_on__lte=as_at) if closed else Q(closed_on=None) | Q(closed_on__gt=as_at)
    return list(rows.filter(wanted).prefetch_related("goals").select_related("plan").order_by("number"))


def shown_assessment(risk: Risk, as_at: date, known_at: datetime | None = None) -> Assessment | None:
    """The agency's newest assessment then, where the ministry sees it: shared, or the ministry has made its own.

    Both parties assess a risk by themselves first, so a report must not tell the ministry beforehand.
    """
    moment = Q(assessed_on__lte=as_at)
    if known_at:
        moment &= Q(made_at__lte=known_at)
    shared = risk.shared_at is not None and timezone.localtime(risk.shared_at).date() <= as_at
    if known_at and shared and risk.shared_at and risk.shared_at > known_at:
        shared = False
    if not shared and not MinistryAssessment.objects.filter(moment, risk=risk).exists():
        return None
    rows = Assessment.objects.filter(moment, risk=risk).select_related("before__band", "after__band")
    return rows.order_by("-version").first()


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure ``name``, which takes no argument. Raises: KeyError for an unknown name."""
    rows, definition = _counted(name, agency, year, as_at, known_at)
    plan = Plan.objects.filter(agency=agency, year=year).first()
    return receipt(
        f"risk.{name}",
        len(rows),
        rows,
        label=str(LABELS[name]),
        unit="count",
        definition=definition,
        as_at=as_at,
        known_at=known_at,
        url=reverse("risk:report", args=(plan.pk,)) if plan else reverse("risk:risks"),
    )


def _counted(
    name: str, agency: Organisation, year: int, as_at: date, known_at: datetime | None
) -> tuple[list[Sequence[object]], str]:
    risks = raised_of(agency, year, as_at, closed=name == "raised_closed")
    if name in ("raised", "raised_closed"):
        words = {
            "raised": gettext("Risikoer som er løftet til styringsdialogen og ikke avsluttet."),
            "raised_closed": gettext("Risikoer som var løftet til styringsdialogen og er avsluttet."),
        }
        return [(risk.pk, risk.number, risk.raised_on) for risk in risks], words[name]
    if name == "raised_high":
        shown = [(risk, shown_assessment(risk, as_at, known_at)) for risk in risks]
        rows: list[Sequence[object]] = [
            (risk.pk, one.pk) for risk, one in shown if one and one.after.band.kind == BandKind.ACT
        ]
        return rows, gettext("Av risikoene der begge parter har vurdert: de som fortsatt ber om tiltak etter tiltak.")
    if name in ("measures", "measures_done"):
        found = [
            (one.pk, one.state, one.ended_on)
            for risk in risks
            for one in risk.measures.order_by("pk")
            if one.state != MeasureState.DROPPED
        ]
        if name == "measures":
            return list(found), gettext(
                "Tiltak mot risikoer som er løftet til styringsdialogen, uten dem som er strøket."
            )
        done = [row for row in found if row[1] == MeasureState.DONE and row[2] and row[2] <= as_at]
        return list(done), gettext("Tiltak mot risikoer som er løftet, og som er gjennomført.")
    raise KeyError(name)
