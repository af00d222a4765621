"""The register of decisions and signals: what is received between the meetings, and how each is followed up."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.models import Document
from styrhus.archive.queries import documents_visible_to
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.dialogue.access import Permission
from styrhus.dialogue.models import Resolution, ResolutionKind, ResolutionState, Side
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.notices.actions import notify
from styrhus.steering.models import Plan

from .shared import require_owner_of_a_party, require_party
from .written_acts import require_from_ministry

FOLLOW_UP = ("state", "outcome", "closed_by", "closed_at")


@transaction.atomic
def register_signal(
    *,
    plan: Plan,
    kind: ResolutionKind | str,
    text: str,
    document: Document,
    given_on: date,
    given_by: str,
    received_by: str,
    by: User | None,
    side: Side | str = Side.AGENCY,
    owner: User | None = None,
    due: date | None = None,
) -> Resolution:
    """Enter what the ministry has said in writing between the meetings, through the fixed contact.

    Raises: AccessDenied, ValidationError (not the ministry's document, no names, or a day to come).
    """
    require_party(by, Permission.LEAD_DIALOGUE, plan)
    require_from_ministry(document, plan)
    if by and not documents_visible_to(by).filter(pk=document.pk).exists():
        raise ValidationError(_("Dokumentet finnes ikke, eller du har ikke tilgang til det."))
    if not given_by.strip() or not received_by.strip():
        raise ValidationError(_("Skriv både hvem i departementet som ga føringen, og hvem som tok imot den."))
    if given_on > clock.today():
        raise ValidationError(_("Føringen kan ikke være gitt en dag som ikke er kommet."))
    require_owner_of_a_party(owner, plan)
    resolution = Resolution(
        plan=plan,
        kind=str(kind),
        text=text,
        document=document,
        given_on=given_on,
        given_by=given_by,
        received_by=received_by,
        side=str(side),
        owner=owner,
        due=due,
        entered_by=by,
    )
    save_checked(resolution)
    new = snapshot(
        resolution, "kind", "text", "document", "given_on", "given_by", "received_by", "side", "owner", "due"
    )
    record(act="dialogue.register_signal", subject=resolution, by=by, new=new)
    return resolution


@transaction.atomic
def set_resolution_owner(*, resolution: Resolution, owner: User | None, by: User | None) -> Resolution:
    """Say who follows it up. Raises: AccessDenied, ValidationError (a person of neither party)."""
    require_party(by, Permission.LEAD_DIALOGUE, resolution.plan)
    require_owner_of_a_party(owner, resolution.plan)
    resolution = _row(resolution)
    old = snapshot(resolution, "owner")
    resolution.owner = owner
    new = snapshot(resolution, "owner")
    if old == new:
        return resolution
    save_checked(resolution, only=("owner",))
    record(
        act="dialogue.set_resolution_owner",
        subject=resolution,
        by=by,
        old=old,
        new=new | {"owner_name": owner.name if owner else ""},
    )
    if owner:
        words = resolution.text[:120]
        notify(
            users=[owner],
            kind="dialogue.resolution",
            text=lambda: _("Du er ansvarlig for: %(text)s") % {"text": words},
            url=resolution.get_absolute_url(),
            key=f"dialogue.resolution-{resolution.pk}",
        )
    return resolution


@transaction.atomic
def close_resolution(
    *, resolution: Resolution, state: ResolutionState | str, outcome: str, by: User | None
) -> Resolution:
    """Mark it as carried out or dropped, with what came of it. Raises: AccessDenied, ValidationError."""
    require_party(by, Permission.LEAD_DIALOGUE, resolution.plan)
    resolution = _row(resolution)
    if resolution.state != ResolutionState.OPEN:
        raise ValidationError(_("Beslutningen er allerede avsluttet."))
    if state not in (ResolutionState.DONE, ResolutionState.DROPPED):
        raise ValidationError(_("Velg om beslutningen er gjennomført eller frafalt."))
    if not outcome.strip():
        raise ValidationError(_("Skriv hva det ble til, eller hvorfor det er frafalt."))
    old = snapshot(resolution, "state")
    resolution.state, resolution.outcome = str(state), outcome
    resolution.closed_by, resolution.closed_at = by, clock.now()
    save_checked(resolution, only=FOLLOW_UP)
    new = snapshot(resolution, "state", "outcome")
    record(act="dialogue.close_resolution", subject=resolution, by=by, old=old, new=new)
    return resolution


@transaction.atomic
def reopen_resolution(*, resolution: Resolution, why: str, by: User | None) -> Resolution:
    """Open it again, when it was closed too soon. Raises: AccessDenied, ValidationError."""
    require_party(by, Permission.LEAD_DIALOGUE, resolution.plan)
    resolution = _row(resolution)
    if resolution.state == ResolutionState.OPEN:
        raise ValidationError(_("Beslutningen er åpen."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor den åpnes igjen."))
    old = snapshot(resolution, "state", "outcome")
    resolution.state, resolution.outcome = ResolutionState.OPEN, ""
    resolution.closed_by = resolution.closed_at = None
    save_checked(resolution, only=FOLLOW_UP)
    record(
        act="dialogue.reopen_resolution",
        subject=resolution,
        by=by,
        old=old,
        new=snapshot(resolution, "state", "outcome"),
        why=why,
    )
    return resolution


def _row(resolution: Resolution) -> Resolution:
    rows = Resolution.objects.select_for_update(of=("self",)).select_related("plan__agency", "plan__ministry")
    return rows.get(pk=resolution.pk)
