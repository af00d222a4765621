"""Evaluations and R&D projects. Amounts are whole kroner."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.models import Document
from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.economy.models import Post
from styrhus.identity import clock
from styrhus.identity.models import Department, Organisation, User
from styrhus.obligations.access import require_keeper
from styrhus.obligations.models import Evaluation, EvaluationCost
from styrhus.steering.models import Assignment, Parameter

from .rows import change, enter


class EvaluationValues(TypedDict):
    title: str
    kind: str
    purpose: str
    assignment: Assignment | None
    parameter: Parameter | None
    supplier: str
    department: Department | None
    contract_on: date | None
    due_on: date | None
    delivered_on: date | None
    abstract: str
    language: str
    concerned_from: int | None
    concerned_to: int | None
    authors: str
    publishers: str
    recipients: str


def plan_evaluation(*, agency: Organisation, values: EvaluationValues, by: User | None) -> Evaluation:
    """Enter an evaluation or R&D project. Raises: AccessDenied, ValidationError."""
    _check(values)
    require_keeper(by, agency.pk, _key(values["department"]))
    return enter(Evaluation(agency=agency), "obligations.plan_evaluation", by, **values)


def change_evaluation(*, row: Evaluation, values: EvaluationValues, by: User | None) -> Evaluation:
    """Change what stands of an evaluation. Raises: AccessDenied, ValidationError."""
    require_keeper(by, row.agency_id, row.department_id)
    require_keeper(by, row.agency_id, _key(values["department"]))
    _check(values)
    if row.published_on and values["contract_on"] and values["contract_on"] > row.published_on:
        raise ValidationError(_("Kontrakten kan ikke være inngått etter at rapporten ble publisert. Rett datoen."))
    return change(row, "obligations.change_evaluation", by, **values)


@transaction.atomic
def set_cost(
    *, evaluation: Evaluation, year: int, post: Post | None, planned: int, spent: int, by: User | None
) -> EvaluationCost:
    """Say what an evaluation costs in a year on a post. Raises: AccessDenied, ValidationError (negative)."""
    require_keeper(by, evaluation.agency_id, evaluation.department_id)
    if planned < 0 or spent < 0:
        raise ValidationError(_("Beløpene kan ikke være negative."))
    Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    cost = EvaluationCost.objects.filter(evaluation=evaluation, year=year, post=post).first()
    old = {"planned": cost.planned, "spent": cost.spent} if cost else None
    cost = cost or EvaluationCost(evaluation=evaluation, year=year, post=post)
    cost.planned, cost.spent = planned, spent
    save_checked(cost)
    new = {"year": year, "post": str(post or ""), "planned": planned, "spent": spent}
    record(act="obligations.set_cost", subject=evaluation, by=by, old=old, new=new)
    return cost


def publish_evaluation(
    *, row: Evaluation, published_on: date, report: Document | None, link: str, by: User | None
) -> Evaluation:
    """Record that the report is out, with the document or its address.

    That the ministry was told 14 days before is kept in the room of alerts. Raises: AccessDenied, ValidationError.
    """
    require_keeper(by, row.agency_id, row.department_id)
    if row.stopped_on:
        raise ValidationError(_("Prosjektet er stanset."))
    if published_on > clock.today():
        raise ValidationError(_("Publiseringen ligger fram i tid. Før den når rapporten er ute."))
    if row.contract_on and published_on < row.contract_on:
        raise ValidationError(_("Publiseringen ligger før kontrakten. Rett datoen."))
    if report is None and not link:
        raise ValidationError(_("Velg rapporten i arkivet, eller skriv adressen der den er publisert."))
    return change(
        row, "obligations.publish_evaluation", by, published_on=published_on, report=report, link=link,
        delivered_on=row.delivered_on or published_on,
    )  # fmt: skip


def register_in_kudos(*, row: Evaluation, kudos_on: date, kudos_link: str, by: User | None) -> Evaluation:
    """Record that a published report is registered in Kudos. Raises: AccessDenied, ValidationError."""
    require_keeper(by, row.agency_id, row.department_id)
    if row.published_on is None:
        raise ValidationError(_("Rapporten er ikke publisert. Bare det som er publisert, registreres i Kudos."))
    if kudos_on < row.published_on or kudos_on > clock.today():
        raise ValidationError(_("Datoen må ligge mellom publiseringen og i dag."))
    return change(row, "obligations.register_in_kudos", by, kudos_on=kudos_on, kudos_link=kudos_link)


def stop_evaluation(*, row: Evaluation, why: str, by: User | None) -> Evaluation:
    """Stop a project that will not be carried out. Raises: AccessDenied, ValidationError."""
    require_keeper(by, row.agency_id, row.department_id)
    if row.published_on or row.stopped_on:
        raise ValidationError(_("Prosjektet er alt avsluttet."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor prosjektet stanses."))
    return change(row, "obligations.stop_evaluation", by, why, stopped_on=clock.today(), stopped_why=why)


def _check(values: EvaluationValues) -> None:
    contract, due, delivered = values["contract_on"], values["due_on"], values["delivered_on"]
    if contract and due and due < contract:
        raise ValidationError(_("Rapporten er ventet før kontrakten er inngått. Rett en av datoene."))
    if contract and delivered and delivered < contract:
        raise ValidationError(_("Rapporten er mottatt før kontrakten er inngått. Rett en av datoene."))
    first, last = values["concerned_from"], values["concerned_to"]
    if first and last and last < first:
        raise ValidationError(_("Det siste året den gjelder, ligger før det første. Rett ett av dem."))


def _key(department: Department | None) -> int | None:
    return department.pk if department else None
