"""Urgent orders given orally: entered at once, marked until the written confirmation is linked."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from styrhus.archive.models import Document
from styrhus.archive.sourced import Place
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity.models import User
from styrhus.steering.access import Permission, require_in
from styrhus.steering.models import Assignment, Deadline, DeadlineKind, Goal, Listing, Plan


@transaction.atomic
def enter_oral_order(
    *,
    plan: Plan,
    title: str,
    description: str,
    given_by_name: str,
    given_on: date,
    deadline_date: date | None,
    goal: Goal | None,
    by: User | None,
) -> Assignment:
    """Enter what the ministry asked for orally, with who said it and when; it has no number yet.

    Raises: AccessDenied, ValidationError (no name, a day to come, or a deadline before the order).
    """
    require_in(by, Permission.ENTER_ORAL_ORDER, plan.agency_id, plan.ministry_id)
    if goal and goal.plan_id != plan.pk:
        raise ValidationError(_("Målet hører til en annen plan."))
    if not given_by_name.strip():
        raise ValidationError(_("Skriv hvem som ga bestillingen."))
    if given_on > timezone.localdate():
        raise ValidationError(_("Bestillingen kan ikke være gitt en dag som ikke er kommet."))
    if deadline_date and deadline_date < given_on:
        raise ValidationError(_("Fristen ligger før dagen da bestillingen ble gitt."))
    assignment = Assignment(
        agency_id=plan.agency_id,
        title=title,
        description=description,
        given_year=given_on.year,
        oral_from=given_by_name,
        oral_on=given_on,
        entered_by=by,
    )
    save_checked(assignment)
    Listing.objects.create(plan=plan, assignment=assignment, goal=goal)
    if deadline_date:
        text = date_format(deadline_date, "d.m.Y")
        save_checked(Deadline(assignment=assignment, text=text, kind=DeadlineKind.DATE, date=deadline_date))
    new = snapshot(assignment, "title", "description", "oral_from", "oral_on")
    new |= {"plan": plan, "goal": goal, "deadline": deadline_date}
    record(act="steering.enter_oral_order", subject=assignment, by=by, new=new)
    return assignment


@transaction.atomic
def confirm_oral_order(*, assignment: Assignment, document: Document, place: Place, by: User | None) -> Assignment:
    """Link the written confirmation of an oral order; ``place`` holds the lines in it, where they are known.

    Raises: AccessDenied, ValidationError (not oral, confirmed already, or another organisation's document).
    """
    listing = assignment.listings.select_related("plan").latest("plan__year", "pk")
    organisations = (assignment.agency_id, listing.plan.ministry_id)
    require_in(by, Permission.ENTER_ORAL_ORDER, *organisations)
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if not assignment.oral_from:
        raise ValidationError(_("Oppdraget er gitt skriftlig og trenger ingen bekreftelse."))
    if assignment.confirmation_id:
        raise ValidationError(_("Bestillingen er allerede bekreftet skriftlig."))
    if document.organisation_id not in organisations:
        raise ValidationError(_("Dokumentet hører verken til virksomheten eller departementet."))
    old = snapshot(assignment, "confirmation")
    assignment.confirmation, assignment.document, assignment.lines = document, document, list(place.lines)
    save_checked(assignment, only=("confirmation", "document", "lines"))
    new = snapshot(assignment, "confirmation", "lines")
    record(act="steering.confirm_oral_order", subject=assignment, by=by, old=old, new=new)
    return assignment
