"""Adopting a supplementary letter, or a new version of the letter, one difference at a time."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.sourced import Place
from styrhus.audit.actions import record
from styrhus.identity.models import User
from styrhus.intake.access import Permission
from styrhus.intake.models import Decision, Item, Reading, Verdict
from styrhus.intake.pictures import changes_of
from styrhus.intake.queries import plan_of
from styrhus.intake.rules.changes import Change, ChangeKind
from styrhus.steering import actions as steering
from styrhus.steering.models import Assignment, Plan

from .adoption import mark_adopted
from .changers import CHANGERS, Changing
from .guards import lock_open, require_in

CONFIRMATION = "confirmed_oral_order"


@transaction.atomic
def adopt_change(*, reading: Reading, key: str, by: User | None, why: str = "", as_addition: bool = False) -> Decision:
    """Take one difference into the plan. ``as_addition``: a post's amount is added to what it has, not put in its place.

    The letter is adopted when its last difference is decided. Raises: AccessDenied, ValidationError (the difference
    is gone or decided already, or an act of the plan refuses it).
    """
    require_in(by, Permission.ADOPT_LETTER, reading)
    reading, plan = _open_with_plan(reading)
    change = _standing(reading, key)
    item = Item.objects.filter(pk=change.row).first() if change.row else None
    changing = Changing(reading, plan, by, change, item, why.strip(), as_addition)
    thing = CHANGERS[change.kind](changing)
    if item and not item.adopted_model:
        item.adopted_model, item.adopted_id = thing._meta.label_lower, thing.pk
        item.save(update_fields=["adopted_model", "adopted_id"])
    return _decide(reading, plan, change, item=item, verdict=Verdict.ADOPTED, why=why, by=by)


@transaction.atomic
def reject_change(*, reading: Reading, key: str, why: str, by: User | None) -> Decision:
    """Leave one difference out of the plan, with the reason. Raises: AccessDenied, ValidationError (no reason, gone)."""
    require_in(by, Permission.ADOPT_LETTER, reading)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor endringen ikke tas inn i planen."))
    reading, plan = _open_with_plan(reading)
    change = _standing(reading, key)
    item = Item.objects.filter(pk=change.row).first() if change.row else None
    return _decide(reading, plan, change, item=item, verdict=Verdict.REJECTED, why=why, by=by)


@transaction.atomic
def reopen_change(*, decision: Decision, by: User | None) -> None:
    """Look anew at a difference that was left out. One that was taken in is undone in the plan, not here.

    Raises: AccessDenied, ValidationError.
    """
    require_in(by, Permission.ADOPT_LETTER, decision.reading)
    reading, _plan = _open_with_plan(decision.reading)
    if decision.verdict != Verdict.REJECTED:
        raise ValidationError(_("Endringen er tatt inn i planen. Rett den der hvis den er feil."))
    record(act="intake.reopen_change", subject=reading, by=by, old={"key": decision.key, "verdict": decision.verdict})
    decision.delete()


@transaction.atomic
def confirm_by_letter(*, reading: Reading, assignment: Assignment, item: Item | None, by: User | None) -> Decision:
    """Let the letter be the written confirmation of an order that was given orally; ``item`` is where it says so.

    Raises: AccessDenied, ValidationError (the order was not oral, or is confirmed already).
    """
    require_in(by, Permission.ADOPT_LETTER, reading)
    reading, plan = _open_with_plan(reading)
    if not plan.listings.filter(assignment=assignment).exists():
        raise ValidationError(_("Den muntlige bestillingen hører ikke til denne planen."))
    place = Place(reading.document, item.lines if item else ())
    steering.confirm_oral_order(assignment=assignment, document=reading.document, place=place, by=by)
    decision = Decision.objects.create(
        reading=reading,
        key=f"{CONFIRMATION}:{assignment.pk}",
        kind=CONFIRMATION,
        item=item,
        title=assignment.title,
        verdict=Verdict.ADOPTED,
        decided_by=by,
    )
    record(act="intake.confirm_by_letter", subject=reading, by=by, new={"assignment": assignment, "item": item})
    if item:
        _decide_new_assignment(reading, item, assignment, by)
    _finish(reading, plan, by)
    return decision


def _decide_new_assignment(reading: Reading, item: Item, assignment: Assignment, by: User | None) -> None:
    """The letter's item is the oral order itself, so it is not also a new assignment."""
    new = [one for one in changes_of(reading) if one.row == item.pk and one.kind == ChangeKind.NEW_ASSIGNMENT]
    for change in new:
        Decision.objects.get_or_create(
            reading=reading,
            key=change.key,
            defaults={
                "kind": change.kind.value,
                "item": item,
                "title": change.title,
                "verdict": Verdict.REJECTED,
                "why": _("Bekrefter den muntlige bestillingen «%(title)s».") % {"title": assignment.title},
                "decided_by": by,
            },
        )


def _open_with_plan(reading: Reading) -> tuple[Reading, Plan]:
    reading = lock_open(reading)
    plan = plan_of(reading)
    if plan is None:
        names = {"agency": reading.agency.label, "year": reading.year or _("et ukjent år")}
        raise ValidationError(
            _("%(agency)s har ingen plan for %(year)s å endre. Vedta tildelingsbrevet for året først.") % names
        )
    return reading, plan


def _standing(reading: Reading, key: str) -> Change:
    """The difference of that name, as letter and plan stand now."""
    if reading.decisions.filter(key=key).exists():
        raise ValidationError(_("Endringen er allerede avgjort."))
    change = next((one for one in changes_of(reading) if one.key == key and one.kind != ChangeKind.UNCHANGED), None)
    if change is None:
        raise ValidationError(_("Planen eller brevet er endret siden du åpnet siden. Last den på nytt."))
    return change


def _decide(
    reading: Reading, plan: Plan, change: Change, *, item: Item | None, verdict: Verdict, why: str, by: User | None
) -> Decision:
    decision = Decision.objects.create(
        reading=reading,
        key=change.key,
        kind=change.kind.value,
        item=item,
        title=change.title,
        old=change.old,
        new=change.new,
        verdict=verdict,
        why=why.strip(),
        decided_by=by,
    )
    new = {"key": change.key, "verdict": verdict, "item": item, "new": change.new}
    record(act="intake.decide_change", subject=reading, by=by, old={"old": change.old}, new=new, why=why)
    _finish(reading, plan, by)
    return decision


def _finish(reading: Reading, plan: Plan, by: User | None) -> None:
    """The letter is done when nothing in it is undecided."""
    decided = set(reading.decisions.values_list("key", flat=True))
    left = [one for one in changes_of(reading) if one.kind != ChangeKind.UNCHANGED and one.key not in decided]
    if not left:
        mark_adopted(reading, plan, by)
        record(act="intake.finish_letter", subject=reading, by=by, new={"plan": plan, "decisions": len(decided)})
