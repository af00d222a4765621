"""Assignments: listing them in a year, their parts and money, withdrawing them."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.sourced import Place
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.economy.models import Binding, Post
from styrhus.identity.models import User
from styrhus.steering.access import Permission, require_in
from styrhus.steering.models import (
    Assignment,
    AssignmentBinding,
    AssignmentPart,
    AssignmentState,
    Funding,
    Goal,
    Listing,
    Plan,
)
from styrhus.steering.rules import year_in_number

FIELDS = (
    "number",
    "title",
    "given_year",
    "is_rd",
    "lead",
    "partners",
    "background",
    "description",
    "document",
    "lines",
)


@transaction.atomic
def add_assignment(
    *,
    plan: Plan,
    number: str,
    title: str,
    goal: Goal | None,
    earlier: bool,
    place: Place,
    by: User | None,
    given_year: int | None = None,
    is_rd: bool = False,
    lead: str = "",
    partners: Sequence[str] = (),
    background: str = "",
    description: str = "",
) -> Assignment:
    """List an assignment in the plan, under ``goal``; ``earlier`` when an earlier year's letter gave it.

    A number that the agency already has is the same assignment: it is listed anew and keeps its parts, deadlines,
    owner and history. A title that differs is taken over; a background or description only where it had none.

    Raises: AccessDenied, ValidationError (listed twice, withdrawn, or the goal is of another plan).
    """
    require_in(by, Permission.MAKE_PLAN, plan.agency_id)
    if goal and goal.plan_id != plan.pk:
        raise ValidationError(_("Målet hører til en annen plan."))
    number = number.replace("\x00", "").strip()
    known = (
        Assignment.objects.select_for_update().filter(agency=plan.agency_id, number=number).first() if number else None
    )
    if known:
        texts = {"title": title, "background": background, "description": description}
        assignment = _list_anew(known, plan, texts, place, by)
    else:
        assignment = Assignment(
            agency_id=plan.agency_id,
            number=number,
            title=title,
            given_year=given_year or year_in_number(number, plan.year) or (None if earlier else plan.year),
            is_rd=is_rd,
            lead=lead,
            partners=list(partners),
            background=background,
            description=description,
            entered_by=by,
            **place.as_fields(),
        )
        save_checked(assignment)
        record(act="steering.add_assignment", subject=assignment, by=by, new=snapshot(assignment, *FIELDS))
    listing = Listing(plan=plan, assignment=assignment, goal=goal, earlier=earlier, **place.as_fields())
    save_checked(listing)
    new = {"plan": plan, "year": plan.year, "goal": goal, "earlier": earlier, **place.as_fields()}
    record(act="steering.list_assignment", subject=assignment, by=by, new=new)
    return assignment


def _list_anew(known: Assignment, plan: Plan, texts: dict[str, str], place: Place, by: User | None) -> Assignment:
    names = {"number": known.number, "year": plan.year}
    if known.state == AssignmentState.WITHDRAWN:
        raise ValidationError(_("Oppdrag %(number)s er trukket og kan ikke føres opp på nytt.") % names)
    if Listing.objects.filter(plan=plan, assignment=known).exists():
        raise ValidationError(_("Oppdrag %(number)s står allerede i planen for %(year)s.") % names)
    changes = {
        "title": texts["title"].strip() or known.title,
        "background": known.background or texts["background"],
        "description": known.description or texts["description"],
    }
    changed = tuple(name for name, value in changes.items() if getattr(known, name) != value)
    if changed:
        old = snapshot(known, *changed)
        for name in changed:
            setattr(known, name, changes[name])
        save_checked(known, only=changed)
        new = snapshot(known, *changed) | place.as_fields()
        record(act="steering.change_assignment", subject=known, by=by, old=old, new=new)
    return known


@transaction.atomic
def add_part(*, assignment: Assignment, label: str, text: str, place: Place, by: User | None) -> AssignmentPart:
    """Add a part ("Del 1"). One that the assignment has from an earlier year is returned as it stands.

    Raises: AccessDenied, ValidationError (the same document gives the label twice).
    """
    require_in(by, Permission.MAKE_PLAN, assignment.agency_id)
    known = assignment.parts.filter(label=label.strip()).first()
    if known and known.document_id == (place.document.pk if place.document else None):
        raise ValidationError(_("%(label)s står allerede i oppdraget.") % {"label": label})
    if known:
        return known
    part = AssignmentPart(assignment=assignment, label=label, text=text, **place.as_fields())
    save_checked(part)
    new = snapshot(part, "label", "text", "document", "lines")
    record(act="steering.add_part", subject=assignment, by=by, new=new)
    return part


@transaction.atomic
def withdraw_assignment(*, assignment: Assignment, place: Place, by: User | None, why: str) -> Assignment:
    """Mark an assignment as withdrawn; it stays readable, and its deadlines no longer count.

    A user needs the ministry's document; without one, the agency asks (``ask_to_drop``).
    Raises: AccessDenied, ValidationError (withdrawn already, no document, or neither a document nor a reason).
    """
    require_in(by, Permission.MAKE_PLAN, assignment.agency_id)
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.state == AssignmentState.WITHDRAWN:
        raise ValidationError(_("Oppdraget er allerede trukket."))
    if place.document is None and by:  # the agency does not drop running work by itself (see drops.ask_to_drop)
        raise ValidationError(
            _(
                "Velg dokumentet som trekker oppdraget. Vil virksomheten selv slippe det, må departementet spørres først."
            )
        )
    if place.document is None and not why.strip():
        raise ValidationError(_("Skriv hvorfor oppdraget trekkes, eller velg dokumentet som trekker det."))
    old = snapshot(assignment, "state")
    assignment.state = AssignmentState.WITHDRAWN
    save_checked(assignment, only=("state",))
    new = snapshot(assignment, "state") | place.as_fields()
    record(act="steering.withdraw_assignment", subject=assignment, by=by, old=old, new=new, why=why)
    return assignment


@transaction.atomic
def add_funding(
    *, assignment: Assignment, part: str, post: Post | None, amount: int | None, place: Place, by: User | None
) -> Funding:
    """Note what the assignment's own text says it is financed with (kroner). Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MAKE_PLAN, assignment.agency_id)
    _own_money(assignment, post)
    funding = Funding(assignment=assignment, part=part, post=post, amount=amount, **place.as_fields())
    save_checked(funding)
    new = snapshot(funding, "part", "post", "amount", "document", "lines")
    record(act="steering.add_funding", subject=assignment, by=by, new=new)
    return funding


@transaction.atomic
def bind_to_assignment(*, assignment: Assignment, binding: Binding, part: str, by: User | None) -> AssignmentBinding:
    """Link an amount set aside under a post to its assignment. A binding has one assignment; a new link moves it.

    Raises: AccessDenied, ValidationError (the money is another agency's).
    """
    require_in(by, Permission.MAKE_PLAN, assignment.agency_id)
    _own_money(assignment, binding.post)
    known = AssignmentBinding.objects.filter(binding=binding).first()
    link = known or AssignmentBinding(binding=binding)
    old = snapshot(link, "assignment", "part") if known else None
    link.assignment, link.part = assignment, part
    save_checked(link)
    new = snapshot(link, "binding", "assignment", "part") | {"amount": binding.amount}
    record(act="steering.bind_to_assignment", subject=assignment, by=by, old=old, new=new)
    return link


def _own_money(assignment: Assignment, post: Post | None) -> None:
    if post and post.chapter.agency_id != assignment.agency_id:
        raise ValidationError(_("Posten hører til en annen virksomhet enn oppdraget."))
