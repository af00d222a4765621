"""Deciding what to do with what the checks found."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.identity.models import User
from styrhus.intake.access import Permission
from styrhus.intake.models import Finding, FindingState, Item, Reading
from styrhus.intake.queries import correction_of

from .guards import lock_open, require_in
from .items import edit_item

FIELDS = ("state", "note")


@transaction.atomic
def take_proposal(*, finding: Finding, by: User | None) -> Item:
    """Correct the item that the finding's proposal fits. Gives the corrected item back.

    Raises: AccessDenied, ValidationError (the proposal fits no item).
    """
    finding = _take(finding, by)
    correction = correction_of(finding)
    if correction is None:
        raise ValidationError(
            _("Forslaget kan ikke settes rett inn. Rett punktet selv, eller ta det opp med departementet.")
        )
    item = Item.objects.get(pk=correction.row)
    item = edit_item(
        item=item, values={**item.values, **correction.changes}, lines=item.lines, version=item.version, by=by
    )
    _decide(finding, FindingState.TAKEN, "", by)
    return item


@transaction.atomic
def tell_ministry(*, finding: Finding, note: str = "", by: User | None) -> Finding:
    """Put the finding on the list of what is taken up with the ministry; ``note`` is added to the point.

    Raises: AccessDenied, ValidationError.
    """
    return _decide(_take(finding, by), FindingState.TELL_MINISTRY, note, by)


@transaction.atomic
def dismiss_finding(*, finding: Finding, note: str, by: User | None) -> Finding:
    """Put the finding away, with the reason. Raises: AccessDenied, ValidationError (no reason)."""
    if not note.strip():
        raise ValidationError(_("Skriv hvorfor funnet legges bort."))
    return _decide(_take(finding, by), FindingState.DISMISSED, note, by)


@transaction.atomic
def reopen_finding(*, finding: Finding, by: User | None) -> Finding:
    """Look at the finding anew. A correction that was taken stays; undo it at the item. Raises: AccessDenied."""
    return _decide(_take(finding, by), FindingState.OPEN, "", by)


def _take(finding: Finding, by: User | None) -> Finding:
    reading = Reading.objects.select_related("agency").get(pk=finding.reading_id)
    require_in(by, Permission.REVIEW_LETTER, reading)
    lock_open(reading)
    return Finding.objects.select_for_update(of=("self",)).select_related("reading").get(pk=finding.pk)


def _decide(finding: Finding, state: FindingState, note: str, by: User | None) -> Finding:
    old = snapshot(finding, *FIELDS)
    decided = state != FindingState.OPEN
    finding.state, finding.note = state, note.strip()
    finding.decided_by, finding.decided_at = (by, timezone.now()) if decided else (None, None)
    finding.save(update_fields=["state", "note", "decided_by", "decided_at"])
    record(act="intake.decide_finding", subject=finding, by=by, old=old, new=snapshot(finding, *FIELDS), why=note)
    return finding
