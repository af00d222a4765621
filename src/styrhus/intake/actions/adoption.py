"""Adopting a letter: its items become the year's plan, all of them in one transaction or none."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from styrhus.archive.actions import share_document
from styrhus.audit.actions import record
from styrhus.identity.models import User
from styrhus.intake.access import Permission
from styrhus.intake.models import Item, ItemKind, LetterKind, Reading, ReadingState
from styrhus.intake.queries import open_errors, rows_of
from styrhus.intake.rules.adoption import obstacles, omissions
from styrhus.steering import actions as steering
from styrhus.steering.models import Plan

from .guards import lock_open, require_in
from .makers import MAKERS, Making

BATCH = 2000


@transaction.atomic
def adopt_letter(*, reading: Reading, accept_open_errors: bool, by: User | None) -> Plan:
    """Make the year's plan of an allocation letter; each thing in it keeps its link to the lines. All or nothing.

    ``accept_open_errors`` says outright that findings of the gravest kind may stay undecided.

    Raises: AccessDenied; ValidationError (not an allocation letter, no budget year, the year has a plan, something
    that the plan can't hold, open errors, or what an act of the plan refuses, with the item named).
    """
    require_in(by, Permission.ADOPT_LETTER, reading)
    reading = lock_open(reading, being_adopted=True)
    items = list(reading.items.standing().order_by("sequence"))
    year = _may_be_adopted(reading, items, accept_open_errors)
    plan = steering.make_plan(
        agency=reading.agency,
        ministry=reading.ministry,
        year=year,
        letter=reading.document,
        letter_date=reading.letter_date,
        reference=reading.reference,
        by=by,
    )
    made = _make_all(Making(reading, plan, by), items)
    Item.objects.bulk_update(made, ["adopted_model", "adopted_id"], batch_size=BATCH)
    mark_adopted(reading, plan, by)
    new = {"plan": plan, "items": len(made), "accepted_open_errors": open_errors(reading).count()}
    record(act="intake.adopt_letter", subject=reading, by=by, new=new)
    return plan


@transaction.atomic
def begin_adoption(*, reading: Reading, accept_open_errors: bool, by: User | None) -> Reading:
    """Close a large letter for review while a worker makes its plan; the caller queues the job (see tasks.py).

    Raises: as ``adopt_letter``, for all that can be told beforehand.
    """
    require_in(by, Permission.ADOPT_LETTER, reading)
    reading = lock_open(reading)
    _may_be_adopted(reading, list(reading.items.standing().order_by("sequence")), accept_open_errors)
    reading.state, reading.notice = ReadingState.ADOPTING, ""
    reading.save(update_fields=["state", "notice"])
    record(act="intake.begin_adoption", subject=reading, by=by, new={"accept_open_errors": accept_open_errors})
    return reading


@transaction.atomic
def stop_adoption(*, reading: Reading, why: str, by: User | None) -> None:
    """Open the letter again when its plan could not be made, with the sentence that says why."""
    reading = Reading.objects.select_for_update(of=("self",)).select_related("document").get(pk=reading.pk)
    if reading.state != ReadingState.ADOPTING:
        return
    reading.state, reading.notice = ReadingState.READ, why
    reading.save(update_fields=["state", "notice"])
    record(act="intake.stop_adoption", subject=reading, by=by, new={"state": reading.state}, why=why)


def mark_adopted(reading: Reading, plan: Plan, by: User | None) -> None:
    reading.state, reading.plan, reading.notice = ReadingState.ADOPTED, plan, ""
    reading.adopted_by, reading.adopted_at = by, timezone.now()
    reading.save(update_fields=["state", "plan", "notice", "adopted_by", "adopted_at"])
    for reader in (plan.agency, plan.ministry):  # what is adopted is known to both, whoever uploaded it
        share_document(document=reading.document, organisation=reader, by=None)


def _may_be_adopted(reading: Reading, items: list[Item], accept_open_errors: bool) -> int:
    """The plan's year, when nothing hinders it. Raises: ValidationError with the first thing that does."""
    if reading.kind != LetterKind.ALLOCATION:
        raise ValidationError(_("Bare et tildelingsbrev lager en plan. Dette brevet vedtas endring for endring."))
    if not reading.year:
        raise ValidationError(_("Brevet har ikke noe budsjettår. Sett året under «Brevhodet» først."))
    names = {"agency": reading.agency.label, "year": reading.year}
    if Plan.objects.filter(agency=reading.agency_id, year=reading.year).exists():
        raise ValidationError(
            _("%(agency)s har allerede en plan for %(year)s. Se forskjellene fra planen og vedta dem én for én.")
            % names
        )
    if not items:
        raise ValidationError(_("Det er ingenting å vedta. Legg til det brevet ber om, og prøv igjen."))
    if hindrances := obstacles(rows_of(items)):
        raise ValidationError(
            _("%(count)s ting må rettes før brevet kan vedtas. De står på listen under.") % {"count": len(hindrances)}
        )
    if not accept_open_errors and (count := open_errors(reading).count()):
        raise ValidationError(
            _("%(count)s feil i brevet er ikke vurdert. Vurder dem, eller kryss av for at planen vedtas likevel.")
            % {"count": count}
        )
    return reading.year


def _make_all(making: Making, items: list[Item]) -> list[Item]:
    """Make everything, in an order where each finds what it hangs on. Gives the items that became something."""
    left_out = {omission.row for omission in omissions(rows_of(items))}
    made = []
    for kind, make in MAKERS.items():
        for item in sorted((i for i in items if i.kind == kind and i.pk not in left_out), key=_main_goals_first):
            try:
                thing = make(making, item)
            except ValidationError as error:
                names = {"kind": item.get_kind_display(), "title": str(item)[:120], "error": error.messages[0]}
                raise ValidationError(_("%(kind)s «%(title)s»: %(error)s") % names) from error
            item.adopted_model, item.adopted_id = thing._meta.label_lower, thing.pk
            made.append(item)
    return made


def _main_goals_first(item: Item) -> tuple[bool, int]:
    return (item.kind == ItemKind.GOAL and item.values.get("parent") is not None, item.sequence)
