"""Reads of the registers. What a person may see is a scope on each query set; sums are whole kroner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Prefetch, QuerySet, Sum
from django.db.models.functions import Coalesce

from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.steering.models import Directive, Plan
from styrhus.steering.queries import visible_plans

from .access import Permission
from .models import (
    ApprenticeCount,
    Asset,
    AssetCount,
    Claim,
    ConsultantPurchase,
    ControlPoint,
    DecentralisedCount,
    DirectiveAccount,
    Evaluation,
    JointRoutine,
    Procurement,
    StortingContact,
    Strategy,
    Threshold,
)
from .rules import (
    ApprenticeRule,
    Change,
    Level,
    apprentice_rule,
    apprentices_missing,
    directive_kind,
    level_of,
    levels_on,
    missing_points,
    sums_by_field,
)


def agency_of(user: User, permission: Permission) -> Organisation | None:
    """The agency whose registers ``user`` keeps: the first of those where a role gives ``permission``."""
    return Organisation.objects.filter(pk__in=user.organisations_with(permission)).order_by("pk").first()


def plans_with_registers(user: User) -> list[Plan]:
    """The plans of the agencies whose registers ``user`` sees, newest first."""
    plans = list(visible_plans(user))
    if user.may(Permission.SEE_ALL_REGISTERS):
        return plans
    own = user.organisations_with(Permission.SEE_REGISTERS)
    return [plan for plan in plans if plan.agency_id in own]


def directives_of(plan: Plan) -> QuerySet[Directive]:
    return Directive.objects.filter(plan=plan).select_related("plan__agency", "account", "owner").order_by("pk")


def directive_for(user: User, pk: int) -> Directive | None:
    """A directive of a plan whose registers ``user`` sees."""
    plans = [plan.pk for plan in plans_with_registers(user)]
    rows = Directive.objects.filter(plan__in=plans).select_related("plan__agency__parent", "plan__ministry", "account")
    return rows.filter(pk=pk).first()


def account_of(directive: Directive) -> DirectiveAccount | None:
    return getattr(directive, "account", None)


def kind_of(directive: Directive) -> str:
    """As somebody has said, else by the title."""
    known = account_of(directive)
    return known.kind if known else directive_kind(directive.title, directive.text)


# -- apprentices


@dataclass(frozen=True, slots=True)
class ApprenticeState:
    """The last count against the rule. ``missing`` is how many apprentices are lacking."""

    count: ApprenticeCount
    rule: ApprenticeRule
    missing: int

    @property
    def applies(self) -> bool:
        return self.count.employees > self.rule.above


def state_of(count: ApprenticeCount) -> ApprenticeState:
    rule = apprentice_rule(count.counted_on)
    return ApprenticeState(count, rule, apprentices_missing(rule, count.employees, count.apprentices))


def apprentice_counts(agency: int, year: int) -> list[ApprenticeState]:
    """The counts of a year, earliest first."""
    rows = ApprenticeCount.objects.filter(agency=agency, counted_on__year=year).order_by("counted_on", "pk")
    return [state_of(row) for row in rows]


def newest_apprentices(agency: int) -> ApprenticeState | None:
    rows = ApprenticeCount.objects.filter(agency=agency, counted_on__lte=clock.today())
    last = rows.order_by("-counted_on", "-pk").first()
    return state_of(last) if last else None


# -- consultants


def purchase_sums(agency: int, year: int) -> dict[str, Change]:
    """The year's sums and last year's by field; what is struck out never counts."""
    rows = ConsultantPurchase.objects.filter(agency=agency, struck_on=None, bought_on__year__in=(year - 1, year))
    return sums_by_field(((row.field, row.bought_on.year, row.amount) for row in rows.order_by("pk")), year)


def communication_sums(agency: int, year: int) -> tuple[int, int]:
    """(communication services outside campaigns, within campaigns) bought in the year."""
    rows = ConsultantPurchase.objects.filter(
        agency=agency, struck_on=None, bought_on__year=year, field="communication"
    ).order_by("pk")
    campaigns = sum(row.amount for row in rows if row.campaign)
    return sum(row.amount for row in rows) - campaigns, campaigns


def decentralised_counts(agency: int, year: int) -> list[DecentralisedCount]:
    rows = DecentralisedCount.objects.filter(agency=agency, counted_on__year__in=(year - 1, year))
    return list(rows.order_by("counted_on", "pk"))


# -- evaluations


def evaluations_for(user: User) -> QuerySet[Evaluation]:
    zero = BigIntegerField()
    return (
        Evaluation.objects.visible_to(user)
        .select_related("agency", "assignment", "parameter", "department")
        .annotate(
            planned=Coalesce(Sum("costs__planned"), 0, output_field=zero),
            spent=Coalesce(Sum("costs__spent"), 0, output_field=zero),
        )
        .order_by("-published_on", "-pk")
    )


def not_in_kudos(rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """Published, and not yet registered."""
    return rows.filter(published_on__isnull=False, kudos_on=None)


# -- procurements


def levels_of(agency: int, day: date | None = None) -> list[Level]:
    rows = Threshold.objects.filter(agency=agency).order_by("pk")
    own = [(row.level, row.amount, row.valid_from, row.source) for row in rows]
    return levels_on(day or clock.today(), own)


@dataclass(frozen=True, slots=True)
class ProcurementRow:
    """A procurement with its threshold on the day it started and the points that should have been checked."""

    procurement: Procurement
    level: Level | None
    missing: list[str]
    deviations: int

    @property
    def pk(self) -> int:
        return self.procurement.pk


def procurement_row(row: Procurement, levels: list[Level] | None = None) -> ProcurementRow:
    latest: dict[str, ControlPoint] = {}
    for control in row.controls.all():
        latest.setdefault(control.point, control)  # newest first
    level = level_of(row.value, levels if levels is not None else levels_of(row.agency_id, row.started_on))
    ended = row.contract_until is not None and row.contract_until < clock.today()
    missing = missing_points(contract=row.contract_on is not None, ended=ended, checked=latest) if level else []
    deviations = sum(control.outcome == "deviation" for control in latest.values())
    return ProcurementRow(row, level, missing, deviations)


def procurements_for(user: User) -> list[ProcurementRow]:
    controls = ControlPoint.objects.order_by("-made_at", "-pk")
    rows = (
        Procurement.objects.visible_to(user)
        .select_related("agency", "department")
        .prefetch_related(Prefetch("controls", controls))
        .order_by("-started_on", "-pk")
    )
    return rows_of(rows)


def rows_of(rows: Iterable[Procurement]) -> list[ProcurementRow]:
    known: dict[tuple[int, date], list[Level]] = {}
    made = []
    for row in rows:
        key = (row.agency_id, row.started_on)
        if key not in known:
            known[key] = levels_of(*key)
        made.append(procurement_row(row, known[key]))
    return made


# -- assets


def assets_for(user: User) -> QuerySet[Asset]:
    return Asset.objects.visible_to(user).select_related("agency", "department", "disposed_by").order_by("number", "pk")


def last_asset_count(agency: int) -> AssetCount | None:
    return AssetCount.objects.filter(agency=agency).order_by("-counted_on", "-pk").first()


def asset_count_due(agency: int, today: date) -> bool:
    """Whether there are assets, the last quarter of the year has begun, and they are not counted this year."""
    standing = Asset.objects.filter(agency=agency, disposed_on=None, bought_on__year__lte=today.year).exists()
    counted = AssetCount.objects.filter(agency=agency, counted_on__year=today.year).exists()
    return standing and today.month >= 10 and not counted


# -- what stands elsewhere


def strategies_for(user: User) -> QuerySet[Strategy]:
    return Strategy.objects.visible_to(user).select_related("agency").order_by("-last_year", "title")


def claims_for(user: User) -> QuerySet[Claim]:
    return (
        Claim.objects.visible_to(user)
        .select_related("agency__parent", "entry__document")
        .order_by("-received_on", "-pk")
    )


def contacts_for(user: User) -> QuerySet[StortingContact]:
    return StortingContact.objects.visible_to(user).select_related("agency").order_by("-received_on", "-pk")


def routines_for(user: User) -> QuerySet[JointRoutine]:
    """The newest version of each routine."""
    rows = JointRoutine.objects.visible_to(user).filter(replaced_by=None)
    return rows.select_related("agency__parent", "replaces", "document").order_by("title", "-pk")


def one(rows: QuerySet[Any], pk: int) -> Any | None:
    return rows.filter(pk=pk).first() if pk < 2**63 else None
