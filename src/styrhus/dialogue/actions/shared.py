"""What the acts of the dialogue share: whose side a person is on, and whether a state allows an act."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.dialogue.access import Permission, require_in
from styrhus.dialogue.models import CalledMeeting, Minutes, MinutesState, Side
from styrhus.dialogue.rules import BEFORE_MEETING, Act, next_state
from styrhus.identity.models import RoleAssignment, User
from styrhus.steering.models import Plan

ACT_WORDS = {
    Act.CALL: gettext_lazy("kalles inn"),
    Act.CHANGE: gettext_lazy("endres"),
    Act.CANCEL: gettext_lazy("avlyses"),
    Act.HOLD: gettext_lazy("føres som holdt"),
    Act.SEND_MINUTES: gettext_lazy("få referatet sendt ut"),
    Act.TAKE_BACK: gettext_lazy("få referatet tatt tilbake"),
    Act.LOCK: gettext_lazy("få referatet godkjent"),
}


def require_party(by: User | None, permission: Permission, plan: Plan) -> None:
    """Raise AccessDenied unless ``by`` has ``permission`` in the plan's agency or its ministry."""
    require_in(by, permission, plan.agency_id, plan.ministry_id)


def side_of(user: User | None, plan: Plan) -> Side:
    """Which party ``user`` belongs to; the agency where it can't be told."""
    if user and any(held.organisation_id == plan.ministry_id for held in user.current_roles):
        return Side.MINISTRY
    return Side.AGENCY


def has_role_with_a_party(user: User, plan: Plan) -> bool:
    parties = (plan.agency_id, plan.ministry_id)
    return user.is_active and RoleAssignment.objects.current().filter(user=user, organisation__in=parties).exists()


def require_owner_of_a_party(owner: User | None, plan: Plan) -> None:
    if owner and not has_role_with_a_party(owner, plan):
        raise ValidationError(
            _("%(name)s har ingen rolle i virksomheten eller departementet. Velg en som har det.")
            % {"name": owner.name}
        )


def held_meeting_row(meeting: CalledMeeting) -> CalledMeeting:
    """The meeting's row, held for this transaction, with its plan and parties."""
    rows = CalledMeeting.objects.select_for_update(of=("self",))
    return rows.select_related("plan__agency", "plan__ministry", "announced", "chair").get(pk=meeting.pk)


def held_minutes_row(minutes: Minutes) -> Minutes:
    rows = Minutes.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__plan__agency", "meeting__plan__ministry").get(pk=minutes.pk)


def state_after(meeting: CalledMeeting, act: Act) -> str:
    """Where ``act`` leads the meeting. Raises: ValidationError when its state doesn't allow it."""
    after = next_state(meeting.state, act)
    if after is None:
        raise ValidationError(
            _("Møtet har tilstanden «%(state)s» og kan ikke %(act)s.")
            % {"state": meeting.get_state_display(), "act": ACT_WORDS[act]}
        )
    return after.value


def require_before_meeting(meeting: CalledMeeting) -> None:
    if meeting.state not in BEFORE_MEETING:
        raise ValidationError(
            _("Møtet har tilstanden «%(state)s». Sakslisten og deltakerne kan ikke endres lenger.")
            % {"state": meeting.get_state_display()}
        )


def require_draft(minutes: Minutes) -> None:
    if minutes.state == MinutesState.LOCKED:
        raise ValidationError(_("Referatet er godkjent av begge parter og låst. Rett det med et tillegg."))
    if minutes.state != MinutesState.DRAFT:
        raise ValidationError(_("Referatet er sendt til godkjenning. Ta det tilbake før du endrer det."))
