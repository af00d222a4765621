"""Recurring assignments: the rule for how often, the occurrences that it gives, and that each was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.models import Document
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity.models import User
from styrhus.steering.access import Permission, require_in
from styrhus.steering.models import AssignmentState, Deadline, DeadlineKind, Occurrence, Recurrence
from styrhus.steering.rules_periods import occurrence_days

from .routines import check_done, require_answering

FIRST_YEAR, LAST_YEAR = 2000, 2100


@transaction.atomic
def make_occurrences(
    *, deadline: Deadline, year: int, times: int | None, days: Sequence[str], by: User | None
) -> list[Occurrence]:
    """State how often the assignment recurs and make the year's occurrences. Gives those that are new.

    What is made already stands. An occurrence that the rule no longer gives is removed, unless it was done.
    Raises: AccessDenied, ValidationError (another kind of deadline, replaced, withdrawn, a rule without sense).
    """
    assignment = deadline.assignment
    require_in(by, Permission.ASSIGN_OWNERS, assignment.agency_id)
    deadline = Deadline.objects.select_for_update(of=("self",)).select_related("assignment").get(pk=deadline.pk)
    if deadline.kind != DeadlineKind.RECURRING:
        raise ValidationError(_("Bare frister som gjentas, har forekomster."))
    if deadline.replaced_by_id or deadline.assignment.state == AssignmentState.WITHDRAWN:
        raise ValidationError(_("Fristen gjelder ikke lenger."))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(_("Skriv et årstall mellom 2000 og 2100."))
    if (times is None) == (not days):
        raise ValidationError(_("Skriv enten hvor mange ganger i året eller hvilke dager."))
    try:
        wanted = occurrence_days(year, times=times, days=days)
    except ValueError as error:
        raise ValidationError(_("Antall ganger er fra 1 til 12, og dagene må finnes i kalenderen.")) from error
    rule = Recurrence.objects.filter(deadline=deadline).first() or Recurrence(deadline=deadline)
    old = snapshot(rule, "times", "days") if rule.pk else None
    rule.times, rule.days, rule.stated_by = times, list(days), by
    save_checked(rule)
    standing = {one.due: one for one in deadline.occurrences.filter(due__year=year)}
    gone = [one for day, one in standing.items() if day not in wanted and one.done_on is None]
    Occurrence.objects.filter(pk__in=[one.pk for one in gone]).delete()
    made = [Occurrence.objects.create(deadline=deadline, due=day) for day in wanted if day not in standing]
    if made or gone or old != snapshot(rule, "times", "days"):
        new = {"year": year, "times": times, "days": list(days), "due": [one.due for one in made]}
        record(act="steering.make_occurrences", subject=deadline.assignment, by=by, old=old, new=new)
    return made


@transaction.atomic
def finish_occurrence(
    *,
    occurrence: Occurrence,
    done_on: date,
    by: User,
    done_by: User | None = None,
    note: str = "",
    document: Document | None = None,
) -> Occurrence:
    """Note that one occurrence was done. Raises: AccessDenied, ValidationError (done already, a day to come)."""
    assignment = occurrence.deadline.assignment
    require_answering(by, assignment)
    occurrence = Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    who = done_by or by
    if occurrence.done_on:
        raise ValidationError(_("Denne gangen er allerede ført som gjort."))
    check_done(done_on, who, assignment.agency_id)
    occurrence.done_on, occurrence.done_by, occurrence.note, occurrence.document = done_on, who, note, document
    save_checked(occurrence)
    new = snapshot(occurrence, "due", "done_on", "note", "document") | {"done_by_name": who.name}
    record(act="steering.finish_occurrence", subject=assignment, by=by, new=new)
    return occurrence


@transaction.atomic
def reopen_occurrence(*, occurrence: Occurrence, why: str, by: User) -> Occurrence:
    """Take back that an occurrence was done; the history keeps what was noted. Raises: AccessDenied, ValidationError."""
    assignment = occurrence.deadline.assignment
    require_answering(by, assignment)
    occurrence = Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    if occurrence.done_on is None:
        raise ValidationError(_("Denne gangen er ikke ført som gjort."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor den åpnes igjen."))
    old = snapshot(occurrence, "due", "done_on", "note", "document")
    occurrence.done_on, occurrence.done_by, occurrence.note, occurrence.document = None, None, "", None
    save_checked(occurrence)
    record(act="steering.reopen_occurrence", subject=assignment, by=by, old=old, why=why)
    return occurrence
