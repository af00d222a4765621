"""Matters of interest: one party tells the other of a case from a supervisory body or the media."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.alerts.access import Permission
from styrhus.alerts.models import FollowUp, FollowUpKind, Matter, MatterState, Side
from styrhus.archive.actions import share_document
from styrhus.archive.formal import file_record
from styrhus.archive.models import Direction, Document
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import Organisation, User
from styrhus.steering.models import Plan

from .sharing import case_of, in_bokmal, side_of, tell_agency, tell_ministry


@transaction.atomic
def send_matter(
    *,
    plan: Plan,
    kind: str,
    title: str,
    summary: str,
    by: User,
    may_grow: bool = False,
    link: str = "",
    document: Document | None = None,
    exemption: str = "",
) -> Matter:
    """Tell the other party of a matter; it is journaled and a document that belongs to it is shared.

    Raises: AccessDenied, ValidationError (nothing said, a link that is none, another organisation's document).
    """
    side = side_of(by, plan, Permission.INFORM, Permission.INFORM)
    if not title.strip() or not summary.strip():
        raise ValidationError(_("Skriv hva saken gjelder, og kort hva den går ut på."))
    if document and document.organisation_id not in (plan.agency_id, plan.ministry_id):
        raise ValidationError(_("Dokumentet hører verken til virksomheten eller departementet."))
    sender, recipient = (plan.agency, plan.ministry) if side == Side.AGENCY else (plan.ministry, plan.agency)
    matter = Matter(
        plan=plan, sender=side, kind=kind, title=title, summary=summary, may_grow=may_grow, link=link,
        document=document, exemption=exemption, sent_at=clock.now(), sent_by=by,
    )  # fmt: skip
    if document:
        _share(document, recipient)
    with in_bokmal():
        matter.entry = file_record(
            case=case_of(plan, by),
            title=_("Orientering om sak: %(title)s") % {"title": title.strip()},
            facts=[
                (_("Fra"), sender.name),
                (_("Til"), recipient.name),
                (_("Type sak"), matter.get_kind_display()),
                (_("Kan bli krevende"), _("Ja") if may_grow else ""),
                (_("Lenke"), matter.link),
            ],
            sections=[(_("Kort om saken"), matter.summary)],
            direction=Direction.OUT if side == Side.AGENCY else Direction.IN,
            sender=sender.name,
            recipient=recipient.name,
            by=by,
            exemption=exemption,
            attachments=[document] if document else [],
            shared_with=(plan.ministry,),
        )
    save_checked(matter)
    record(act="alerts.send_matter", subject=matter, by=by, new=snapshot(matter, "kind", "title", "sender", "entry"))
    (tell_ministry if side == Side.AGENCY else tell_agency)(
        plan,
        kind="alerts.matter_sent",
        text=lambda: _("%(sender)s orienterer om en sak: %(title)s") % {"sender": sender.label, "title": matter.title},
        url=address_of(matter),
        key=f"alerts.matter-{matter.pk}-sent",
        urgent=may_grow,
    )
    return matter


def _share(document: Document, recipient: Organisation) -> None:
    share_document(document=document, organisation=recipient, by=None)


@transaction.atomic
def acknowledge_matter(*, matter: Matter, reply: str, by: User) -> Matter:
    """The other party has seen it. Raises: AccessDenied, ValidationError (seen already)."""
    side = side_of(by, matter.plan, Permission.INFORM, Permission.INFORM)
    locked = _lock(matter)
    if side == locked.sender:
        raise AccessDenied(_("Det er mottakeren som kvitterer for saken."))
    if locked.state != MatterState.SENT:
        raise ValidationError(_("Det er allerede kvittert for saken."))
    locked.state, locked.reply, locked.acknowledged_by = MatterState.ACKNOWLEDGED, reply, by
    locked.acknowledged_at = max(clock.now(), locked.sent_at)
    save_checked(locked, only=("state", "reply", "acknowledged_by", "acknowledged_at"))
    new = snapshot(locked, "state", "acknowledged_at", "reply")
    record(act="alerts.acknowledge_matter", subject=locked, by=by, old={"state": MatterState.SENT}, new=new)
    _tell_other(locked, side, "acknowledged", lambda: _("Kvittert: %(title)s") % {"title": locked.title})
    return locked


@transaction.atomic
def follow_up_matter(*, matter: Matter, text: str, by: User) -> FollowUp:
    """Add what has happened since. Raises: AccessDenied, ValidationError (no text, or closed)."""
    side = side_of(by, matter.plan, Permission.INFORM, Permission.INFORM)
    locked = _lock(matter)
    if locked.state == MatterState.CLOSED:
        raise ValidationError(_("Saken er avsluttet og kan ikke følges opp. Send en ny sak."))
    row = FollowUp(matter=locked, kind=FollowUpKind.NOTE, side=side, text=text, made_at=clock.now(), made_by=by)
    save_checked(row)
    record(act="alerts.follow_up", subject=locked, by=by, new=snapshot(row, "kind", "side", "text"))
    _tell_other(locked, side, f"note-{row.pk}", lambda: _("Nytt i saken: %(title)s") % {"title": locked.title})
    return row


@transaction.atomic
def close_matter(*, matter: Matter, outcome: str, by: User) -> Matter:
    """The party that sent it says how it ended. Raises: AccessDenied, ValidationError (not acknowledged, no words)."""
    side = side_of(by, matter.plan, Permission.INFORM, Permission.INFORM)
    locked = _lock(matter)
    if side != locked.sender:
        raise AccessDenied(_("Det er den som sendte saken, som avslutter den."))
    if locked.state != MatterState.ACKNOWLEDGED:
        raise ValidationError(_("Saken kan avsluttes når mottakeren har kvittert for den."))
    if not outcome.strip():
        raise ValidationError(_("Skriv hvordan det endte."))
    locked.state, locked.outcome, locked.closed_by = MatterState.CLOSED, outcome, by
    locked.closed_at = max(clock.now(), locked.acknowledged_at or clock.now())
    save_checked(locked, only=("state", "outcome", "closed_by", "closed_at"))
    new = snapshot(locked, "state", "closed_at", "outcome")
    record(act="alerts.close_matter", subject=locked, by=by, old={"state": MatterState.ACKNOWLEDGED}, new=new)
    _tell_other(locked, side, "closed", lambda: _("Avsluttet: %(title)s") % {"title": locked.title})
    return locked


def address_of(matter: Matter) -> str:
    return reverse("alerts:matter", args=(matter.pk,))


def _tell_other(matter: Matter, side: Side, what: str, text: Callable[[], str]) -> None:
    tell = tell_ministry if side == Side.AGENCY else tell_agency
    tell(
        matter.plan,
        kind=f"alerts.matter_{what.split('-', maxsplit=1)[0]}",
        text=text,
        url=address_of(matter),
        key=f"alerts.matter-{matter.pk}-{what}",
    )


def _lock(matter: Matter) -> Matter:
    found: Matter = (
        Matter.objects.select_for_update(of=("self",))
        .select_related("plan__agency", "plan__ministry")
        .get(pk=matter.pk)
    )
    return found
