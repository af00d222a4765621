"""The figures of the registers that the annual report tells of: joint directives, evaluations, procurements.

Sums and counts alone; names of suppliers and persons never leave the registers this way. A row that is struck out
counts until the day it was struck.
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

from styrhus.common.figures import Figure, Unit, receipt
from styrhus.identity.models import Organisation

from .models import ApprenticeCount, ConsultantField, ConsultantPurchase, DecentralisedCount, Evaluation, Procurement

LABELS: dict[str, Any] = {
    "employees": _("Ansatte"),
    "apprentices": _("Lærlinger"),
    "students": _("Studenter i praksis"),
    "apprentice_counts": _("Tellinger av lærlinger"),
    "consultants_spent": _("Kjøp av konsulenter"),
    "consultants_before": _("Kjøp av konsulenter året før"),
    "communication": _("Kommunikasjonstjenester utenom kampanjer"),
    "campaigns": _("Informasjons- og holdningskampanjer"),
    "decentralised": _("Ansatte som arbeider desentralisert"),
    "decentralised_employees": _("Ansatte ved tellingen av desentralisert arbeid"),
    "advertised": _("Stillinger lyst ut"),
    "advertised_open": _("Stillinger lyst ut med valgfritt arbeidssted"),
    "evaluations_published": _("Publiserte evalueringer og FoU-prosjekter"),
    "evaluations_in_kudos": _("Publiserte evalueringer registrert i Kudos"),
    "evaluations_running": _("Evalueringer og FoU-prosjekter i arbeid"),
    "procurements": _("Inngåtte kontrakter"),
    "procurements_value": _("Verdien av inngåtte kontrakter"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    agency: Organisation
    year: int
    as_at: date
    known_at: datetime | None

    @property
    def known(self) -> Q:
        return Q(made_at__lte=self.known_at) if self.known_at else Q()

    @property
    def standing(self) -> Q:
        """Rows that were not struck out."""
        if self.known_at is None:
            return Q(struck_on=None)
        return Q(struck_on=None) | Q(struck_on__gt=timezone.localtime(self.known_at).date())


Counted = tuple[int | None, list[Sequence[object]], Unit, str, str]


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure ``name`` ("apprentices", "consultants_spent:ict"). Raises: KeyError, ValueError for an unknown name."""
    base, _colon, argument = name.partition(":")
    value, rows, unit, definition, url = _FIGURES[base](Asked(agency, year, as_at, known_at), argument)
    label = str(LABELS[base])
    if argument:
        label = f"{label}: {ConsultantField(argument).label}"
    return receipt(
        f"obligations.{name}",
        value,
        rows,
        label=label,
        unit=unit,
        definition=definition,
        as_at=as_at,
        known_at=known_at,
        url=reverse(f"obligations:{url}"),
    )


def apprentices_of(asked: Asked) -> list[ApprenticeCount]:
    """The year's counts by then, earliest first."""
    rows = ApprenticeCount.objects.filter(
        asked.known, agency=asked.agency, counted_on__year=asked.year, counted_on__lte=asked.as_at
    )
    return list(rows.order_by("counted_on", "pk"))


def _last_apprentices(field: str, words: Any) -> Callable[[Asked, str], Counted]:
    def last(asked: Asked, argument: str) -> Counted:
        rows = apprentices_of(asked)[-1:]
        found: list[Sequence[object]] = [(row.pk, row.counted_on, getattr(row, field)) for row in rows]
        return (getattr(rows[0], field) if rows else None), found, "persons", str(words), "apprentices"

    return last


def _apprentice_counts(asked: Asked, argument: str) -> Counted:
    found: list[Sequence[object]] = [(row.pk, row.counted_on) for row in apprentices_of(asked)]
    return len(found), found, "count", gettext("Hvor mange ganger lærlingene er telt i året."), "apprentices"


def purchases_of(asked: Asked, year: int) -> list[ConsultantPurchase]:
    rows = ConsultantPurchase.objects.filter(
        asked.known, asked.standing, agency=asked.agency, bought_on__year=year, bought_on__lte=asked.as_at
    )
    return list(rows.order_by("pk"))


def _spent(asked: Asked, field: str, year: int, words: str, keep: Callable[[ConsultantPurchase], bool]) -> Counted:
    wanted = ConsultantField(field).value if field else ""
    rows = [row for row in purchases_of(asked, year) if wanted in ("", row.field) and keep(row)]
    found: list[Sequence[object]] = [(row.pk, row.field, row.amount) for row in rows]
    return sum(row.amount for row in rows), found, "kroner", words, "purchases"


def _consultants(asked: Asked, argument: str) -> Counted:
    words = gettext("Summen av kjøp som er ført i registeret over konsulenter hittil i året.")
    return _spent(asked, argument, asked.year, words, lambda row: True)


def _consultants_before(asked: Asked, argument: str) -> Counted:
    words = gettext("Summen av kjøp som er ført i registeret over konsulenter for hele året før.")
    return _spent(asked, argument, asked.year - 1, words, lambda row: True)


def _communication(asked: Asked, argument: str) -> Counted:
    words = gettext("Kjøp på fagområdet kommunikasjon som ikke er kampanjer.")
    return _spent(asked, ConsultantField.COMMUNICATION, asked.year, words, lambda row: not row.campaign)


def _campaigns(asked: Asked, argument: str) -> Counted:
    words = gettext("Kjøp som er merket som informasjons- eller holdningskampanje.")
    return _spent(asked, ConsultantField.COMMUNICATION, asked.year, words, lambda row: row.campaign)


def decentralised_of(asked: Asked) -> list[DecentralisedCount]:
    rows = DecentralisedCount.objects.filter(
        asked.known, agency=asked.agency, counted_on__year=asked.year, counted_on__lte=asked.as_at
    )
    return list(rows.order_by("counted_on", "pk"))


def _last_decentralised(field: str, words: Any) -> Callable[[Asked, str], Counted]:
    def last(asked: Asked, argument: str) -> Counted:
        rows = decentralised_of(asked)[-1:]
        found: list[Sequence[object]] = [(row.pk, row.counted_on, getattr(row, field)) for row in rows]
        return (getattr(rows[0], field) if rows else None), found, "persons", str(words), "decentralised"

    return last


def _advertised(field: str, words: Any) -> Callable[[Asked, str], Counted]:
    def total(asked: Asked, argument: str) -> Counted:
        rows = decentralised_of(asked)
        found: list[Sequence[object]] = [(row.pk, row.counted_on, getattr(row, field)) for row in rows]
        value = sum(getattr(row, field) for row in rows) if rows else None
        return value, found, "count", str(words), "decentralised"

    return total


def evaluations_of(asked: Asked, which: str) -> list[Evaluation]:
    """Evaluations and R&D projects "published" in the year, of those "kudos", or "running" then."""
    rows = Evaluation.objects.filter(asked.known, agency=asked.agency).order_by("published_on", "pk")
    if which == "running":
        begun = Q(contract_on__lte=asked.as_at)
        over = Q(delivered_on__lte=asked.as_at) | Q(stopped_on__lte=asked.as_at) | Q(published_on__lte=asked.as_at)
        return list(rows.filter(begun).exclude(over))
    rows = rows.filter(published_on__year=asked.year, published_on__lte=asked.as_at)
    return list(rows.filter(kudos_on__lte=asked.as_at) if which == "kudos" else rows)


def _evaluations(which: str, words: Any) -> Callable[[Asked, str], Counted]:
    def count(asked: Asked, argument: str) -> Counted:
        found: list[Sequence[object]] = [
            (row.pk, row.published_on, row.kudos_on) for row in evaluations_of(asked, which)
        ]
        return len(found), found, "count", str(words), "evaluations"

    return count


def _contracts(asked: Asked) -> list[Procurement]:
    rows = Procurement.objects.filter(
        asked.known, agency=asked.agency, contract_on__year=asked.year, contract_on__lte=asked.as_at
    )
    return list(rows.order_by("pk"))


def _procurements(asked: Asked, argument: str) -> Counted:
    found: list[Sequence[object]] = [(row.pk, row.contract_on) for row in _contracts(asked)]
    return len(found), found, "count", gettext("Anskaffelser der kontrakten er inngått i året."), "procurements"


def _procurements_value(asked: Asked, argument: str) -> Counted:
    rows = _contracts(asked)
    found: list[Sequence[object]] = [(row.pk, row.contract_on, row.value) for row in rows]
    words = gettext("Summen av verdien uten merverdiavgift for anskaffelser der kontrakten er inngått i året.")
    return sum(row.value for row in rows), found, "kroner", words, "procurements"


_FIGURES: dict[str, Callable[[Asked, str], Counted]] = {
    "employees": _last_apprentices("employees", _("Ansatte ved årets siste telling av lærlinger.")),
    "apprentices": _last_apprentices("apprentices", _("Lærlinger ved årets siste telling.")),
    "students": _last_apprentices("students", _("Studenter i praksis ved årets siste telling av lærlinger.")),
    "apprentice_counts": _apprentice_counts,
    "consultants_spent": _consultants,
    "consultants_before": _consultants_before,
    "communication": _communication,
    "campaigns": _campaigns,
    "decentralised": _last_decentralised(
        "decentralised", _("Ansatte som arbeidet desentralisert ved årets siste telling.")
    ),
    "decentralised_employees": _last_decentralised("employees", _("Alle ansatte ved den samme tellingen.")),
    "advertised": _advertised("advertised", _("Stillinger lyst ut, lagt sammen fra årets tellinger.")),
    "advertised_open": _advertised("advertised_open", _("Av disse: stillinger med valgfritt arbeidssted.")),
    "evaluations_published": _evaluations("published", _("Evalueringer og FoU-prosjekter som er publisert i året.")),
    "evaluations_in_kudos": _evaluations("kudos", _("Av dem som er publisert i året: de som er registrert i Kudos.")),
    "evaluations_running": _evaluations("running", _("Kontrakten er inngått, og rapporten er ikke mottatt.")),
    "procurements": _procurements,
    "procurements_value": _procurements_value,
}
