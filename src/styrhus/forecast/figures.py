"""The figures of forecasts, for reports: from frozen versions alone, so that they never change.

"forecast:671.60" is the forecast of a post in the newest version that was frozen when it was asked and has no later
cut-off; "forecast" without a post is all expense posts together. What is not frozen has no value.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.common.figures import Figure, receipt
from styrhus.identity.models import Organisation
from styrhus.ui.formats import date_long

from . import queries
from .models import Version
from .reckoning import ForecastRow
from .rules import NOTHING, Method
from .texts import METHODS, place

LABELS: dict[str, Any] = {
    "used": _("Brukt da prognosen ble frosset"),
    "forecast": _("Prognose for året"),
    "own_estimate": _("Prognose etter eget anslag"),
    "profile": _("Prognose etter fjorårets profil"),
    "straight_line": _("Lineær prognose"),
    "planned_rest": _("Planlagt resten av året"),
    "deviation": _("Avvik mellom prognosen og det som er til disposisjon"),
}


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure "NAME" or "NAME:CHAPTER.POST". Raises: KeyError for one that this room does not have."""
    kind, _colon, post = name.partition(":")
    label = str(LABELS[kind])
    version = queries.latest_version(agency, year, as_at=as_at, known_at=known_at)
    rows = [row for row in (queries.rows_of(version) if version else []) if _wanted(row, post)]
    values = [_value(row, kind) for row in rows]
    known = [value for value in values if value is not None]
    return receipt(
        f"forecast.{name}",
        sum(known, NOTHING) if known and len(known) == len(values) else None,
        [(version.pk if version else None, *_receipt_row(row)) for row in rows],
        label=f"{label}, {post}" if post else label,
        unit="kroner",
        definition=_definition(kind, version, rows),
        as_at=as_at,
        known_at=known_at,
        url=reverse("forecast:version", args=(version.pk,)) if version else "",
    )


def _wanted(row: ForecastRow, post: str) -> bool:
    return place(row) == post if post else not row.income


def _value(row: ForecastRow, kind: str) -> Decimal | None:
    if kind in ("used", "planned_rest"):
        return row.used if kind == "used" else row.planned_rest
    if kind in ("forecast", "deviation"):
        if row.leading is None:
            return None
        return row.forecast(row.leading) if kind == "forecast" else row.deviation_of(row.leading)
    return row.forecast(Method(kind))


def _receipt_row(row: ForecastRow) -> tuple[object, ...]:
    return place(row), row.used, row.planned_rest, row.straight_line, row.profile, row.own_estimate, row.at_disposal


def _definition(kind: str, version: Version | None, rows: Sequence[ForecastRow]) -> str:
    """How it is computed, in a sentence."""
    if version is None:
        return gettext("Ingen prognose var frosset da.")
    values = {"version": version.title, "day": date_long(version.cut_off)}
    if kind == "used":
        return gettext("Regnskapsført til og med %(day)s, slik det sto da «%(version)s» ble frosset.") % values
    if kind == "planned_rest":
        return gettext("Det avdelingene planla for resten av året i «%(version)s», per %(day)s.") % values
    if kind in ("forecast", "deviation"):
        used = {row.leading for row in rows if row.leading}
        values["method"] = ", ".join(str(METHODS[one]).lower() for one in Method if one in used)
        if kind == "forecast":
            return gettext("«%(version)s», per %(day)s. Regnet etter: %(method)s.") % values
        return (
            gettext(
                "Til disposisjon minus prognosen i «%(version)s», per %(day)s (for inntekter omvendt). Regnet etter: %(method)s."
            )
            % values
        )
    return gettext("%(method)s i «%(version)s», per %(day)s.") % {**values, "method": METHODS[Method(kind)]}
