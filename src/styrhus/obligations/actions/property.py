"""Procurements with their control points, and assets. Amounts are whole kroner."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.models import Document
from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import Department, Organisation, User
from styrhus.obligations.access import require_keeper, require_manager
from styrhus.obligations.models import (
    Asset,
    AssetCount,
    AssetCountLine,
    ControlPoint,
    Disposal,
    Outcome,
    Point,
    Procurement,
    Threshold,
)
from styrhus.obligations.rules import data

from .rows import change, enter


class ProcurementValues(TypedDict):
    number: str
    title: str
    value: int
    procedure: str
    supplier: str
    started_on: date
    contract_on: date | None
    contract_until: date | None
    department: Department | None
    note: str


class AssetValues(TypedDict):
    number: str
    title: str
    cost: int
    bought_on: date
    place: str
    department: Department | None
    note: str


def enter_procurement(*, agency: Organisation, values: ProcurementValues, by: User | None) -> Procurement:
    """Enter a procurement; ``value`` is without VAT. Raises: AccessDenied, ValidationError."""
    _check_procurement(values)
    require_keeper(by, agency.pk, _key(values["department"]))
    return enter(Procurement(agency=agency), "obligations.enter_procurement", by, **values)


def change_procurement(*, row: Procurement, values: ProcurementValues, by: User | None) -> Procurement:
    """Change what stands of a procurement. Raises: AccessDenied, ValidationError."""
    require_keeper(by, row.agency_id, row.department_id)
    require_keeper(by, row.agency_id, _key(values["department"]))
    _check_procurement(values)
    return change(row, "obligations.change_procurement", by, **values)


def _check_procurement(values: ProcurementValues) -> None:
    started, signed, until = values["started_on"], values["contract_on"], values["contract_until"]
    if values["value"] < 0:
        raise ValidationError(_("Verdien kan ikke være negativ."))
    if signed and signed < started:
        raise ValidationError(_("Kontrakten er inngått før anskaffelsen startet. Rett en av datoene."))
    if until and (signed is None or until < signed):
        raise ValidationError(_("Kontrakten må begynne før den slutter. Fyll ut eller rett datoene."))


def check_point(
    *,
    procurement: Procurement,
    point: Point | str,
    outcome: Outcome | str,
    deviation: str,
    document: Document | None,
    checked_on: date,
    by: User | None,
) -> ControlPoint:
    """Record a control of one point. It stands; a later control of the same point comes beside it.

    Raises: AccessDenied, ValidationError (a deviation without words, a day to come).
    """
    require_keeper(by, procurement.agency_id, procurement.department_id)
    if str(outcome) != Outcome.IN_ORDER and not deviation.strip():
        raise ValidationError(
            _("Skriv hva avviket er og hva som gjøres med det, eller hvorfor punktet ikke er aktuelt.")
        )
    if checked_on > clock.today():
        raise ValidationError(_("Kontrollen kan ikke ligge fram i tid."))
    row = ControlPoint(procurement=procurement, checked_by=by, made_at=clock.now())
    row.point, row.outcome, row.deviation = str(point), str(outcome), deviation
    row.document, row.checked_on = document, checked_on
    with transaction.atomic():
        save_checked(row)
        new = {"point": row.point, "outcome": row.outcome, "deviation": row.deviation, "checked_on": checked_on}
        record(act="obligations.check_point", subject=procurement, by=by, new=new)
    return row


def set_threshold(
    *, agency: Organisation, level: str, amount: int, valid_from: date, source: str, by: User | None
) -> Threshold:
    """Set a threshold (kroner without VAT) of the agency's own, with its source. Raises: AccessDenied, ValidationError."""
    require_manager(by, agency.pk)
    if level not in {row["key"] for row in data("procurement")["level"]}:
        raise ValidationError(_("Velg en av tersklene i listen."))
    if amount <= 0:
        raise ValidationError(_("Terskelen må være større enn 0 kroner."))
    if not source.strip():
        raise ValidationError(_("Skriv kilden: forskrift, rundskriv eller beslutning."))
    values = {"level": level, "amount": amount, "valid_from": valid_from, "source": source}
    return enter(Threshold(agency=agency), "obligations.set_threshold", by, **values)


def list_asset(*, agency: Organisation, values: AssetValues, by: User | None) -> Asset:
    """List an asset when it is bought; ``cost`` in kroner. Raises: AccessDenied, ValidationError."""
    _check_asset(values)
    require_keeper(by, agency.pk, _key(values["department"]))
    return enter(Asset(agency=agency), "obligations.list_asset", by, **values)


def change_asset(*, row: Asset, values: AssetValues, by: User | None) -> Asset:
    """Correct an asset or move it. Raises: AccessDenied, ValidationError (disposed of)."""
    require_keeper(by, row.agency_id, row.department_id)
    require_keeper(by, row.agency_id, _key(values["department"]))
    _standing(row)
    _check_asset(values)
    return change(row, "obligations.change_asset", by, **values)


def _check_asset(values: AssetValues) -> None:
    if values["cost"] < 0:
        raise ValidationError(_("Kostnaden kan ikke være negativ."))
    if values["bought_on"] > clock.today():
        raise ValidationError(_("Eiendelen er ikke anskaffet ennå. Før den når den er kommet."))


def dispose_asset(
    *, row: Asset, disposed_on: date, disposed_how: Disposal | str, disposed_note: str, by: User | None
) -> Asset:
    """Approve that an asset goes out, and list it as disposed of; then it stands. Raises: AccessDenied, ValidationError."""
    require_manager(by, row.agency_id)
    _standing(row)
    if not row.bought_on <= disposed_on <= clock.today():
        raise ValidationError(_("Datoen for avhending må ligge mellom anskaffelsen og i dag."))
    if not disposed_note.strip():
        raise ValidationError(_("Skriv en begrunnelse for avhendingen."))
    return change(
        row, "obligations.dispose_asset", by, disposed_note, disposed_on=disposed_on,
        disposed_how=str(disposed_how), disposed_note=disposed_note, disposed_by=by,
    )  # fmt: skip


@transaction.atomic
def count_assets(
    *, agency: Organisation, counted_on: date, found: Collection[int], note: str, by: User | None
) -> AssetCount:
    """Count all assets that stand: ``found`` has the keys of those that were seen. The count can't be changed.

    Raises: AccessDenied, ValidationError (nothing to count, a missing asset without a note).
    """
    require_manager(by, agency.pk)
    if counted_on > clock.today():
        raise ValidationError(_("Tellingen kan ikke ligge fram i tid."))
    assets = list(Asset.objects.select_for_update(of=("self",)).filter(agency=agency, disposed_on=None).order_by("pk"))
    if not assets:
        raise ValidationError(_("Det er ingen eiendeler å telle."))
    missing = [asset for asset in assets if asset.pk not in found]
    if missing and not note.strip():
        raise ValidationError(
            _("%(count)s eiendeler er ikke krysset av. Skriv i merknaden hva som gjøres med dem som mangler.")
            % {"count": len(missing)}
        )
    count = enter(AssetCount(agency=agency), "obligations.count_assets", by, counted_on=counted_on, note=note)
    AssetCountLine.objects.bulk_create(
        AssetCountLine(count=count, asset=asset, found=asset.pk in found) for asset in assets
    )
    return count


def _standing(row: Asset) -> None:
    if row.disposed_on:
        raise ValidationError(_("Eiendelen er avhendet, og raden kan ikke lenger endres."))


def _key(department: Department | None) -> int | None:
    return department.pk if department else None
