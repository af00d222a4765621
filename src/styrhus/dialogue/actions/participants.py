"""Who is asked to a meeting."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.dialogue import invitations
from styrhus.dialogue.access import Permission
from styrhus.dialogue.models import CalledMeeting, MeetingState, Participant, Side
from styrhus.identity.models import User

from .shared import held_meeting_row, require_before_meeting, require_owner_of_a_party, require_party, side_of


@transaction.atomic
def add_participant(
    *,
    meeting: CalledMeeting,
    by: User | None,
    user: User | None = None,
    name: str = "",
    email: str = "",
    body: str = "",
) -> Participant:
    """Ask somebody to the meeting: a user of either side, or an outsider by name and address.

    One who is added after the call is invited at once. Raises: AccessDenied, ValidationError (asked already, neither
    a user nor a name with an address, or the meeting is held).
    """
    require_party(by, Permission.LEAD_DIALOGUE, meeting.plan)
    meeting = held_meeting_row(meeting)
    require_before_meeting(meeting)
    require_owner_of_a_party(user, meeting.plan)
    if user is None and not (name.strip() and email.strip()):
        raise ValidationError(_("Velg en bruker, eller skriv både navn og e-postadresse."))
    participant = _of_user(meeting, user) if user else Participant(meeting=meeting, name=name, email=email, body=body)
    if meeting.participants.filter(email__iexact=participant.email.strip()).exists():
        raise ValidationError(_("%(name)s er allerede blant deltakerne.") % {"name": participant.name})
    save_checked(participant)
    new = {"participant": participant.name, "body": participant.body}
    record(act="dialogue.add_participant", subject=meeting, by=by, new=new)
    if meeting.state == MeetingState.CALLED:
        invitations.send(meeting, invitations.CALLED, to=[participant], by=by)
    return participant


@transaction.atomic
def remove_participant(*, participant: Participant, by: User | None) -> None:
    """Take somebody off the list; who was invited is told. Raises: AccessDenied, ValidationError."""
    require_party(by, Permission.LEAD_DIALOGUE, participant.meeting.plan)
    meeting = held_meeting_row(participant.meeting)
    require_before_meeting(meeting)
    if participant.invited_at:
        invitations.send(meeting, invitations.WITHDRAWN, to=[participant], by=by)
    old = snapshot(participant, "body") | {"participant": participant.name}
    participant.delete()
    record(act="dialogue.remove_participant", subject=meeting, by=by, old=old, new={})


def add_users(meeting: CalledMeeting, users: Iterable[User]) -> None:
    """The proposal that a new meeting starts with; one event of planning tells of it."""
    for user in {user.pk: user for user in users}.values():
        save_checked(_of_user(meeting, user))


def _of_user(meeting: CalledMeeting, user: User) -> Participant:
    plan = meeting.plan
    body = plan.ministry if side_of(user, plan) == Side.MINISTRY else plan.agency
    return Participant(meeting=meeting, user=user, name=user.name, email=user.email, body=body.label)
