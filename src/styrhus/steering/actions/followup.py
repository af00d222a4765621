"""Following up: milestones, agreements with partners, judgements in words and progress notes.

The events of judgements, notes and milestones are their own, not the assignment's: the ministry reads the assignment's
history, and of these it sees only what is marked for it.
"""

from __future__ import annotations

from datetime import date as Date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User
from styrhus.steering.access import HasOwner, may_answer_for, may_follow_up
from styrhus.steering.models import (
    Assignment,
    AssignmentState,
    Colour,
    Judgement,
    Milestone,
    Parameter,
    Partner,
    ProgressNote,
)

from .owners import works_in

Followed = Assignment | Parameter
MILESTONE_FIELDS = ("part", "title", "date", "owner")


def agency_of(item: Followed) -> int:
    return item.agency_id if isinstance(item, Assignment) else item.plan.agency_id


def require_follow_up(by: User | None, item: HasOwner, agency: int) -> None:
    """Raise AccessDenied unless ``by`` may keep milestones, notes and agreements of ``item``."""
    if by and not may_follow_up(by, item, agency):
        raise AccessDenied(_("Bare den som er ansvarlig, avdelingen og controlleren kan følge opp dette."))


def require_answer(by: User | None, item: HasOwner, agency: int) -> None:
    """Raise AccessDenied unless ``by`` may judge and deliver ``item``."""
    if by and not may_answer_for(by, item, agency):
        raise AccessDenied(_("Bare den som er ansvarlig, avdelingslederen og controlleren kan gjøre dette."))


def known_part(assignment: Assignment, part: str) -> str:
    """``part`` as the assignment names it; empty is the whole. Raises: ValidationError for one that it has not."""
    part = part.strip()
    if part and part not in part_labels(assignment):
        raise ValidationError(_("Oppdraget har ingen del som heter «%(part)s».") % {"part": part[:80]})
    return part


def part_labels(assignment: Assignment) -> list[str]:
    """The parts by which an assignment is followed, in order: its own, then those that only a deadline names."""
    named = [part.label for part in assignment.parts.order_by("pk")]
    named += [row.part for row in assignment.deadlines.filter(replaced_by=None).order_by("pk") if row.part]
    return list(dict.fromkeys(named))


def _running(assignment: Assignment) -> None:
    if assignment.state == AssignmentState.WITHDRAWN:
        raise ValidationError(_("Oppdraget er trukket og følges ikke opp lenger."))


@transaction.atomic
def add_milestone(
    *, assignment: Assignment, title: str, date: Date, by: User | None, part: str = "", owner: User | None = None
) -> Milestone:
    """Add a step on the way. Raises: AccessDenied, ValidationError (no title, withdrawn, unknown part, a stranger)."""
    require_follow_up(by, assignment, assignment.agency_id)
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    _running(assignment)
    milestone = Milestone(
        assignment=assignment,
        part=known_part(assignment, part),
        title=title,
        date=date,
        owner=_colleague(owner, assignment.agency_id),
        order=assignment.milestones.count() + 1,
    )
    save_checked(milestone)
    record(act="steering.add_milestone", subject=milestone, by=by, new=snapshot(milestone, *MILESTONE_FIELDS))
    return milestone


@transaction.atomic
def change_milestone(
    *, milestone: Milestone, title: str, date: Date, owner: User | None, why: str, by: User | None
) -> Milestone:
    """Move or rename a milestone, with the reason. Raises: AccessDenied, ValidationError (done, dropped, no reason)."""
    milestone = _locked(milestone, by)
    if milestone.done_on or milestone.dropped_on:
        raise ValidationError(_("Milepælen er avsluttet. Åpne den igjen for å endre den."))
    _reasoned(why, _("Skriv hvorfor milepælen endres."))
    old = snapshot(milestone, *MILESTONE_FIELDS)
    milestone.title, milestone.date = title, date
    milestone.owner = _colleague(owner, milestone.assignment.agency_id)
    if snapshot(milestone, *MILESTONE_FIELDS) == old:
        raise ValidationError(_("Det er ingenting å endre: milepælen er lik den som står."))
    save_checked(milestone)
    new = snapshot(milestone, *MILESTONE_FIELDS)
    record(act="steering.change_milestone", subject=milestone, by=by, old=old, new=new, why=why)
    return milestone


@transaction.atomic
def finish_milestone(*, milestone: Milestone, done_on: Date, by: User | None) -> Milestone:
    """Mark a milestone as done. Raises: AccessDenied, ValidationError (done or dropped already, a day to come)."""
    milestone = _locked(milestone, by)
    if milestone.done_on or milestone.dropped_on:
        raise ValidationError(_("Milepælen er allerede avsluttet."))
    if done_on > clock.today():
        raise ValidationError(_("Milepælen kan ikke være gjort på en dag som ikke har kommet."))
    return _close(milestone, "steering.finish_milestone", by, done_on=done_on, done_by=by)


@transaction.atomic
def drop_milestone(*, milestone: Milestone, why: str, by: User | None) -> Milestone:
    """Say that a milestone no longer matters, and why; it stays readable. Raises: AccessDenied, ValidationError."""
    milestone = _locked(milestone, by)
    if milestone.done_on or milestone.dropped_on:
        raise ValidationError(_("Milepælen er allerede avsluttet."))
    _reasoned(why, _("Skriv hvorfor milepælen ikke gjelder lenger."))
    return _close(milestone, "steering.drop_milestone", by, why=why, dropped_on=clock.today())


@transaction.atomic
def reopen_milestone(*, milestone: Milestone, why: str, by: User | None) -> Milestone:
    """Take back that a milestone is done or dropped. Raises: AccessDenied, ValidationError (open, or no reason)."""
    milestone = _locked(milestone, by)
    if not milestone.done_on and not milestone.dropped_on:
        raise ValidationError(_("Milepælen er åpen allerede."))
    _reasoned(why, _("Skriv hvorfor milepælen åpnes igjen."))
    return _close(milestone, "steering.reopen_milestone", by, why=why, done_on=None, done_by=None, dropped_on=None)


def _locked(milestone: Milestone, by: User | None) -> Milestone:
    """The row as it stands, held until the transaction ends. The milestone's own owner may tell of it too."""
    rows = Milestone.objects.select_for_update(of=("self",)).select_related("assignment")
    milestone = rows.get(pk=milestone.pk)
    if by is None or by.pk != milestone.owner_id:
        require_follow_up(by, milestone.assignment, milestone.assignment.agency_id)
    elif not works_in(by, milestone.assignment.agency_id):
        raise AccessDenied(_("Du har ikke lenger noen rolle i virksomheten."))
    return milestone


def _close(milestone: Milestone, act: str, by: User | None, why: str = "", **fields: object) -> Milestone:
    names = tuple(fields)
    old = snapshot(milestone, *names)
    for name, value in fields.items():
        setattr(milestone, name, value)
    save_checked(milestone, only=names)
    record(act=act, subject=milestone, by=by, old=old, new=snapshot(milestone, *names), why=why)
    return milestone


def _reasoned(why: str, sentence: str) -> None:
    if not why.strip():
        raise ValidationError(sentence)


def _colleague(owner: User | None, agency: int) -> User | None:
    if owner and not works_in(owner, agency):
        raise ValidationError(_("%(name)s har ingen rolle i virksomheten.") % {"name": owner.name})
    return owner


@transaction.atomic
def describe_partner(*, assignment: Assignment, name: str, contact: str, agreed: str, by: User | None) -> Partner:
    """Say whom one talks to in another agency and what is agreed with it. Raises: AccessDenied, ValidationError."""
    require_follow_up(by, assignment, assignment.agency_id)
    Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    name = name.strip()
    known = Partner.objects.filter(assignment=assignment, name=name).first()
    partner = known or Partner(assignment=assignment, name=name)
    old = snapshot(partner, "contact", "agreed") if known else None
    partner.contact, partner.agreed = contact, agreed
    save_checked(partner)
    new = snapshot(partner, "contact", "agreed")
    if new != old:
        record(act="steering.describe_partner", subject=partner, by=by, old=old, new=new)
    return partner


@transaction.atomic
def judge(
    *,
    item: Followed,
    colour: Colour | str,
    reason: str,
    by: User | None,
    part: str = "",
    shared: bool = False,
) -> Judgement:
    """Judge how it goes: green, yellow or red; the last two with a reason. ``shared``: the ministry may read it.

    Raises: AccessDenied, ValidationError (no reason, unknown part, withdrawn).
    """
    require_answer(by, item, agency_of(item))
    if colour in (Colour.YELLOW, Colour.RED) and not reason.strip():
        raise ValidationError(_("Skriv en begrunnelse. Gult og rødt må alltid begrunnes."))
    judgement = Judgement(
        **_about(item, part), colour=str(colour), reason=reason, shared=shared, made_by=by, made_at=clock.now()
    )
    save_checked(judgement)
    new = snapshot(judgement, "assignment", "parameter", "part", "colour", "reason", "shared")
    record(act="steering.judge", subject=judgement, by=by, new=new)
    return judgement


@transaction.atomic
def write_note(*, item: Followed, text: str, by: User | None, part: str = "", shared: bool = False) -> ProgressNote:
    """Note what has happened; the words are kept as they are. ``shared``: the ministry may read it.

    Raises: AccessDenied, ValidationError (nothing written, unknown part, withdrawn).
    """
    require_follow_up(by, item, agency_of(item))
    _reasoned(text, _("Skriv hva som har skjedd."))
    note = ProgressNote(**_about(item, part), text=text, shared=shared, made_by=by, made_at=clock.now())
    save_checked(note)
    new = snapshot(note, "assignment", "parameter", "part", "text", "shared")
    record(act="steering.write_note", subject=note, by=by, new=new)
    return note


@transaction.atomic
def correct_note(
    *, note: ProgressNote, text: str, why: str, by: User | None, shared: bool | None = None
) -> ProgressNote:
    """Correct a note with a new version of it. One that the ministry has been shown stays shown.

    Raises: AccessDenied, ValidationError (corrected already, nothing changed, no reason).
    """
    item = note.item
    require_follow_up(by, item, agency_of(item))
    _hold(item)
    if ProgressNote.objects.filter(corrects=note).exists():
        raise ValidationError(_("Notatet er allerede rettet. Rett den nyeste versjonen."))
    _reasoned(text, _("Skriv hva som har skjedd."))
    _reasoned(why, _("Skriv hva rettelsen gjelder."))
    open_to_ministry = note.shared or bool(shared)
    if text.strip() == note.text and open_to_ministry == note.shared:
        raise ValidationError(_("Det er ingenting å rette: teksten er den samme."))
    newer = ProgressNote(
        assignment=note.assignment, parameter=note.parameter, part=note.part, text=text, shared=open_to_ministry,
        version=note.version + 1, corrects=note, why=why, made_by=by, made_at=clock.now(),
    )  # fmt: skip
    save_checked(newer)
    old, new = snapshot(note, "text", "shared", "version"), snapshot(newer, "text", "shared", "version")
    record(act="steering.correct_note", subject=newer, by=by, old=old, new=new, why=why)
    return newer


def _hold(item: Followed) -> None:
    """Let no one else correct at the same moment. The notes themselves can't be locked: nobody may change them."""
    type(item)._default_manager.select_for_update(of=("self",)).get(pk=item.pk)


def _about(item: Followed, part: str) -> dict[str, object]:
    if isinstance(item, Parameter):
        return {"parameter": item}
    _running(item)
    return {"assignment": item, "part": known_part(item, part)}
