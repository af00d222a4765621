"""Deadlines of assignments. None is ever overwritten: a new one takes the place of the old, and both stay readable."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.sourced import Place
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity.models import User
from styrhus.steering.access import Permission, require_in
from styrhus.steering.models import Assignment, AssignmentState, Deadline, DeadlineKind
from styrhus.steering.rules import Stated, restated_by

FIELDS = ("part", "text", "kind", "date", "document", "lines")


@transaction.atomic
def add_deadline(
    *,
    assignment: Assignment,
    part: str,
    text: str,
    kind: DeadlineKind | str,
    date: date | None,
    place: Place,
    by: User | None,
) -> Deadline:
    """Give the assignment, or a part of it, a deadline as printed.

    A later letter that prints an earlier assignment's deadline again gives the standing one back; one that prints
    another for the same part replaces it, when there is just one that it can stand for.

    Raises: AccessDenied, ValidationError (kind "date" without a date).
    """
    require_in(by, Permission.MAKE_PLAN, assignment.agency_id)
    Assignment.objects.select_for_update().get(pk=assignment.pk)
    part, text = part.strip(), text.strip()
    standing = list(assignment.deadlines.filter(replaced_by=None))
    source = place.document.pk if place.document else None
    known, same = restated_by(
        Stated(part, text, str(kind), date, source),
        [Stated(row.part, row.text, row.kind, row.date, row.document_id) for row in standing],
    )
    if known is not None and same:
        return standing[known]
    if known is not None:
        return _replace(standing[known], text=text, kind=kind, date=date, place=place, by=by)
    deadline = _new(assignment, part=part, text=text, kind=kind, date=date, place=place)
    record(act="steering.add_deadline", subject=assignment, by=by, new=snapshot(deadline, *FIELDS))
    return deadline


@transaction.atomic
def change_deadline(
    *,
    deadline: Deadline,
    text: str,
    kind: DeadlineKind | str,
    date: date | None,
    place: Place,
    by: User | None,
    why: str = "",
) -> Deadline:
    """Replace ``deadline`` with a new one, by the document that decides it. Gives the new one back.

    Raises: AccessDenied, ValidationError (no document, replaced already, nothing changed, withdrawn assignment).
    """
    require_in(by, Permission.MAKE_PLAN, deadline.assignment.agency_id)
    if place.document is None:
        raise ValidationError(
            _("Velg dokumentet som endrer fristen. En frist endres ikke uten en skriftlig beslutning.")
        )
    deadline = Deadline.objects.select_for_update(of=("self",)).select_related("assignment").get(pk=deadline.pk)
    if deadline.assignment.state == AssignmentState.WITHDRAWN:
        raise ValidationError(_("Oppdraget er trukket; fristene kan ikke endres."))
    if deadline.replaced_by_id:
        raise ValidationError(_("Fristen er allerede erstattet av en nyere. Endre den nyeste."))
    if (text.strip(), str(kind), date) == (deadline.text, deadline.kind, deadline.date):
        raise ValidationError(_("Den nye fristen er lik den som gjelder."))
    return _replace(deadline, text=text, kind=kind, date=date, place=place, by=by, why=why)


def _replace(
    old: Deadline,
    *,
    text: str,
    kind: DeadlineKind | str,
    date: date | None,
    place: Place,
    by: User | None,
    why: str = "",
) -> Deadline:
    new = _new(old.assignment, part=old.part, text=text, kind=kind, date=date, place=place)
    old.replaced_by = new
    save_checked(old, only=("replaced_by",))
    record(
        act="steering.change_deadline",
        subject=old.assignment,
        by=by,
        old=snapshot(old, *FIELDS),
        new=snapshot(new, *FIELDS),
        why=why,
    )
    return new


def _new(
    assignment: Assignment, *, part: str, text: str, kind: DeadlineKind | str, date: date | None, place: Place
) -> Deadline:
    if kind == DeadlineKind.DATE and date is None:
        raise ValidationError(_("En frist av typen «Dato» må ha en dato."))
    deadline = Deadline(assignment=assignment, part=part, text=text, kind=str(kind), date=date, **place.as_fields())
    save_checked(deadline)
    return deadline
