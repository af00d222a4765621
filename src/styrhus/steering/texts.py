"""The words and the colour of a deadline's status."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from .rules import Status

STATUS_TEXTS: dict[Status, Any] = {
    Status.PASSED: _("Fristen er passert"),
    Status.SOON: _("Innen 14 dager"),
    Status.COMING: _("Kommer"),
    Status.NO_DATE: _("Uten dato"),
    Status.WITHDRAWN: _("Trukket"),
}
KINDS = {
    Status.PASSED: "danger",
    Status.SOON: "warning",
    Status.COMING: "info",
    Status.NO_DATE: "neutral",
    Status.WITHDRAWN: "neutral",
}
AWAITING = _("Muntlig – venter på skriftlig bekreftelse")

# What an item's history tells of, by the fields of its events.
HISTORY_WORDS: dict[str, Any] = {
    "title": _("Tittel"),
    "part": _("Gjelder"),
    "label": _("Nummer"),
    "text": _("Tekst"),
    "date": _("Dato"),
    "year": _("År"),
    "amount": _("Beløp i kroner"),
    "deadline": _("Frist"),
    "owner_name": _("Ansvarlig"),
    "department_name": _("Avdeling"),
    "routine": _("Rutine"),
    "oral_from": _("Gitt av"),
    "oral_on": _("Gitt"),
}


def status_kind(status: Status, plan_year: int, today: date) -> str:
    """The colour of a status. In a year that has ended a passed date says nothing of delivery, and is not red."""
    return "neutral" if status is Status.PASSED and plan_year < today.year else KINDS[status]
