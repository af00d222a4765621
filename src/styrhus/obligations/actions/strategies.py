"""Cross-agency strategies and action plans."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity.models import Department, Organisation, User
from styrhus.obligations.access import require_keeper, require_manager
from styrhus.obligations.models import MeasureState, Strategy, StrategyMeasure, StrategyReport
from styrhus.steering.models import Assignment

from .rows import change, enter


class StrategyValues(TypedDict):
    title: str
    lead: str
    first_year: int
    last_year: int
    link: str
    role: str


class MeasureValues(TypedDict):
    number: str
    title: str
    assignment: Assignment | None
    department: Department | None
    due_on: date | None
    state: str
    words: str


def enter_strategy(*, agency: Organisation, values: StrategyValues, by: User | None) -> Strategy:
    """Enter a strategy that the agency takes part in. Raises: AccessDenied, ValidationError."""
    require_manager(by, agency.pk)
    _in_order(values)
    return enter(Strategy(agency=agency), "obligations.enter_strategy", by, **values)


def change_strategy(*, row: Strategy, values: StrategyValues, by: User | None) -> Strategy:
    """Change what stands of a strategy. Raises: AccessDenied, ValidationError."""
    require_manager(by, row.agency_id)
    _in_order(values)
    return change(row, "obligations.change_strategy", by, **values)


def _in_order(values: StrategyValues) -> None:
    if values["last_year"] < values["first_year"]:
        raise ValidationError(_("Det siste året ligger før det første. Rett ett av dem."))


@transaction.atomic
def add_measure(*, strategy: Strategy, values: MeasureValues, by: User | None) -> StrategyMeasure:
    """Add a measure that is the agency's own. Raises: AccessDenied, ValidationError."""
    require_keeper(by, strategy.agency_id, _key(values["department"]))
    Strategy.objects.select_for_update(of=("self",)).get(pk=strategy.pk)
    return _save(StrategyMeasure(strategy=strategy), values, "obligations.add_measure", by)


@transaction.atomic
def change_measure(*, row: StrategyMeasure, values: MeasureValues, by: User | None) -> StrategyMeasure:
    """Say how a measure stands. Raises: AccessDenied, ValidationError."""
    require_keeper(by, row.strategy.agency_id, row.department_id)
    require_keeper(by, row.strategy.agency_id, _key(values["department"]))
    row = StrategyMeasure.objects.select_for_update(of=("self",)).get(pk=row.pk)
    return _save(row, values, "obligations.change_measure", by)


def _save(row: StrategyMeasure, values: MeasureValues, act: str, by: User | None) -> StrategyMeasure:
    if values["state"] in (MeasureState.DONE, MeasureState.STOPPED) and not values["words"].strip():
        raise ValidationError(_("Skriv hva som er gjort, eller hvorfor tiltaket er stanset."))
    same = StrategyMeasure.objects.filter(strategy=row.strategy_id, number=values["number"]).exclude(pk=row.pk)
    if same.exists():
        raise ValidationError(_("Strategien har alt et tiltak med det nummeret."))
    old = {"state": row.state, "words": row.words} if row.pk else None
    for name, value in values.items():
        setattr(row, name, value)
    save_checked(row)
    new = {"number": row.number, "title": row.title, "state": row.state, "words": row.words}
    record(act=act, subject=row.strategy, by=by, old=old, new=new)
    return row


def report_strategy(*, strategy: Strategy, year: int, text: str, by: User | None) -> StrategyReport:
    """Write the yearly report on a strategy; it stands. Raises: AccessDenied, ValidationError."""
    require_manager(by, strategy.agency_id)
    if not text.strip():
        raise ValidationError(_("Rapporten er tom."))
    if not strategy.first_year <= year <= strategy.last_year + 1:
        raise ValidationError(_("Året ligger utenfor strategiens år."))
    return enter(StrategyReport(strategy=strategy), "obligations.report_strategy", by, year=year, text=text)


def _key(department: Department | None) -> int | None:
    return department.pk if department else None
