"""What every act asks first: may you, and is the letter still open."""

from __future__ import annotations

from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from styrhus.identity.access import require
from styrhus.identity.models import User
from styrhus.intake.models import Reading, ReadingState


def require_in(by: User | None, permission: StrEnum, reading: Reading) -> None:
    """Raise AccessDenied unless ``by`` has ``permission`` in the agency of the letter. None is the program itself."""
    if by:
        require(by, permission, reading.agency_id)


def lock_open(reading: Reading, *, being_adopted: bool = False) -> Reading:
    """The reading, locked for this transaction. Raises: ValidationError when it is not open for review.

    ``being_adopted`` is for the adoption itself, which may have been begun in the background.
    """
    locked = (
        Reading.objects.select_for_update(of=("self",))
        .select_related("document", "agency", "ministry")
        .get(pk=reading.pk)
    )
    if locked.state == ReadingState.ADOPTED:
        raise ValidationError(_("Brevet er allerede vedtatt. Endringer gjøres nå i planen."))
    if locked.state == ReadingState.DISCARDED:
        raise ValidationError(_("Brevet er forkastet. Last det opp på nytt hvis det skal brukes."))
    if locked.state == ReadingState.ADOPTING and not being_adopted:
        raise ValidationError(_("Brevet vedtas nå. Vent til planen er laget."))
    if locked.state not in (ReadingState.READ, ReadingState.ADOPTING):
        raise ValidationError(_("Brevet er ikke ferdig lest ennå. Vent til lesingen er ferdig."))
    return locked
