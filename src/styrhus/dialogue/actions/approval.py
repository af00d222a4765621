"""Sending minutes out, remarks, and approval by both parties, which locks them and journals them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.dialogue import letters
from styrhus.dialogue.access import Permission, require_in
from styrhus.dialogue.models import (
    Comment,
    Minutes,
    MinutesPart,
    MinutesState,
    PointKind,
    Resolution,
    Side,
)
from styrhus.dialogue.rules import Act
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.identity.queries import holders_of
from styrhus.notices.actions import notify

from .shared import held_meeting_row, held_minutes_row, require_draft, require_party, side_of, state_after

APPROVALS = ("agency_approved_by", "agency_approved_at", "ministry_approved_by", "ministry_approved_at")


@transaction.atomic
def send_minutes(*, minutes: Minutes, by: User | None, public_title: str = "", exemption: str = "") -> Minutes:
    """Send minutes, or an addendum, to both parties for approval.

    Raises: AccessDenied, ValidationError (sent already, nothing written, or a public title without its exemption).
    """
    require_party(by, Permission.LEAD_DIALOGUE, minutes.meeting.plan)
    meeting = held_meeting_row(minutes.meeting)
    minutes = held_minutes_row(minutes)
    minutes.meeting = meeting
    require_draft(minutes)
    if not minutes.number:
        meeting.state = state_after(meeting, Act.SEND_MINUTES)
    if not minutes.parts.exclude(text="").exists() and not minutes.points.exists():
        raise ValidationError(_("Referatet er tomt. Skriv minst én sak før du sender det."))
    old = snapshot(minutes, "state")
    minutes.state, minutes.sent_by, minutes.sent_at = MinutesState.SENT, by, clock.now()
    minutes.public_title, minutes.exemption = public_title, exemption
    save_checked(minutes)
    if not minutes.number:
        save_checked(meeting, only=("state",))
    new = snapshot(minutes, "state", "public_title", "exemption")
    record(act="dialogue.send_minutes", subject=minutes, by=by, old=old, new=new)
    _tell_approvers(minutes, "dialogue.minutes_sent")
    return minutes


@transaction.atomic
def take_back_minutes(*, minutes: Minutes, why: str, by: User | None) -> Minutes:
    """Take minutes back to write in the remarks. Approvals that were given fall. Raises: AccessDenied, ValidationError."""
    require_party(by, Permission.LEAD_DIALOGUE, minutes.meeting.plan)
    meeting = held_meeting_row(minutes.meeting)
    minutes = held_minutes_row(minutes)
    minutes.meeting = meeting
    if minutes.state != MinutesState.SENT:
        raise ValidationError(_("Bare et referat som er sendt til godkjenning, kan tas tilbake."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor referatet tas tilbake, så den andre parten forstår det."))
    if not minutes.number:
        meeting.state = state_after(meeting, Act.TAKE_BACK)
        save_checked(meeting, only=("state",))
    old = snapshot(minutes, "state", *APPROVALS)
    minutes.state = MinutesState.DRAFT
    minutes.sent_by = minutes.sent_at = None
    for name in APPROVALS:
        setattr(minutes, name, None)
    save_checked(minutes)
    new = snapshot(minutes, "state", *APPROVALS)
    record(act="dialogue.take_back_minutes", subject=minutes, by=by, old=old, new=new, why=why)
    return minutes


@transaction.atomic
def comment_minutes(*, minutes: Minutes, text: str, by: User | None) -> Comment:
    """Remark on minutes that are out for approval. Raises: AccessDenied, ValidationError (not out)."""
    require_party(by, Permission.LEAD_DIALOGUE, minutes.meeting.plan)
    minutes = held_minutes_row(minutes)
    if minutes.state != MinutesState.SENT:
        raise ValidationError(_("Merknader skrives mens referatet er til godkjenning."))
    comment = Comment(
        minutes=minutes, text=text, side=side_of(by, minutes.meeting.plan), written_by=by, written_at=clock.now()
    )
    save_checked(comment)
    record(act="dialogue.comment_minutes", subject=minutes, by=by, new=snapshot(comment, "text", "side"))
    if minutes.sent_by:
        name, words = (by.name if by else "Styrhus"), str(minutes)
        notify(
            users=[minutes.sent_by],
            kind="dialogue.comment",
            text=lambda: _("%(name)s har en merknad til «%(minutes)s».") % {"name": name, "minutes": words},
            url=reverse("dialogue:minutes", args=(minutes.pk,)),
            key=f"dialogue.comment-{comment.pk}",
        )
    return comment


@transaction.atomic
def approve_minutes(*, minutes: Minutes, side: Side, by: User | None) -> Minutes:
    """Approve for one party. When both have, the minutes are journaled and locked, and enter the register.

    Raises: AccessDenied, ValidationError (not out, approved already, or the same person for both parties).
    """
    plan = minutes.meeting.plan
    party = plan.ministry_id if side == Side.MINISTRY else plan.agency_id
    require_in(by, Permission.APPROVE_MINUTES, party)
    meeting = held_meeting_row(minutes.meeting)
    minutes = held_minutes_row(minutes)
    minutes.meeting = meeting
    if minutes.state != MinutesState.SENT:
        raise ValidationError(_("Referatet er ikke til godkjenning."))
    if getattr(minutes, f"{side}_approved_at"):
        raise ValidationError(_("Referatet er allerede godkjent for denne parten."))
    other = Side.AGENCY if side == Side.MINISTRY else Side.MINISTRY
    if by and getattr(minutes, f"{other}_approved_by_id") == by.pk:
        raise ValidationError(_("Den samme personen kan ikke godkjenne for begge parter."))
    setattr(minutes, f"{side}_approved_by", by)
    setattr(minutes, f"{side}_approved_at", clock.now())
    new = {"side": side}
    record(act="dialogue.approve_minutes", subject=minutes, by=by, new=new)
    if getattr(minutes, f"{other}_approved_at"):
        _lock(minutes, by)
        if not minutes.number:
            meeting.state = state_after(meeting, Act.LOCK)
            save_checked(meeting, only=("state",))
    else:
        save_checked(minutes)
    return minutes


@transaction.atomic
def start_addendum(*, minutes: Minutes, why: str, by: User | None) -> Minutes:
    """Begin a correction of approved minutes: a text of its own, which both parties approve in their turn.

    Raises: AccessDenied, ValidationError (not locked, no reason, or one is being written already).
    """
    plan = minutes.meeting.plan
    require_party(by, Permission.LEAD_DIALOGUE, plan)
    meeting = held_meeting_row(minutes.meeting)
    rows = list(meeting.minutes.order_by("number"))
    if any(row.state != MinutesState.LOCKED for row in rows):
        raise ValidationError(_("Et referat eller tillegg til dette møtet er ikke godkjent ennå. Fullfør det først."))
    if not why.strip():
        raise ValidationError(_("Skriv hva tillegget retter."))
    addendum = Minutes(meeting=meeting, number=rows[-1].number + 1, why=why, made_by=by, made_at=clock.now())
    save_checked(addendum)
    save_checked(MinutesPart(minutes=addendum, order=1, title=_("Rettelse")))
    record(act="dialogue.start_addendum", subject=addendum, by=by, new={"number": addendum.number}, why=why)
    return addendum


def _lock(minutes: Minutes, by: User | None) -> None:
    """Both have approved: journal the minutes, enter decisions and signals in the register, and lock."""
    meeting, now = minutes.meeting, clock.now()
    minutes.record = letters.journal_minutes(minutes, by=by)
    for point in minutes.points.exclude(kind=PointKind.INFORMATION).order_by("part__order", "order", "pk"):
        resolution = Resolution(
            plan=meeting.plan,
            kind=point.kind,
            text=point.text,
            given_on=meeting.day,
            side=point.side,
            due=point.due,
            owner_id=point.owner_id,
            point=point,
            entered_by=by,
        )
        save_checked(resolution)
        new = snapshot(resolution, "kind", "text", "side", "due", "owner")
        record(act="dialogue.enter_resolution", subject=resolution, by=by, new=new)
        if point.owner:
            _tell_owner(resolution)
    old = snapshot(minutes, "state")
    minutes.state, minutes.locked_at = MinutesState.LOCKED, now
    save_checked(minutes)
    new = snapshot(minutes, "state", "locked_at", "record")
    record(act="dialogue.lock_minutes", subject=minutes, by=by, old=old, new=new)
    _tell_approvers(minutes, "dialogue.minutes_locked")


def _tell_owner(resolution: Resolution) -> None:
    words = resolution.text[:120]
    notify(
        users=[resolution.owner] if resolution.owner else [],
        kind="dialogue.resolution",
        text=lambda: _("Du er ansvarlig for: %(text)s") % {"text": words},
        url=resolution.get_absolute_url(),
        key=f"dialogue.resolution-{resolution.pk}",
    )


def _tell_approvers(minutes: Minutes, kind: str) -> None:
    plan = minutes.meeting.plan
    people = [
        *holders_of(Permission.APPROVE_MINUTES, plan.agency),
        *holders_of(Permission.APPROVE_MINUTES, plan.ministry),
    ]

    def text() -> str:
        words = {"minutes": str(minutes)}
        if minutes.state == MinutesState.LOCKED:
            return _("«%(minutes)s» er godkjent av begge parter.") % words
        return _("«%(minutes)s» er klart til godkjenning.") % words

    key = f"{kind}-{minutes.pk}-{minutes.sent_at:%Y%m%d%H%M%S}"
    notify(users=people, kind=kind, text=text, url=minutes.get_absolute_url(), key=key)
