"""Writing the minutes: the text of each item, and the points that it came to."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.dialogue.access import Permission
from styrhus.dialogue.models import EarlierText, Minutes, MinutesPart, Point, PointKind, Side
from styrhus.dialogue.rules import joined
from styrhus.identity import clock
from styrhus.identity.models import User

from .shared import held_minutes_row, require_draft, require_owner_of_a_party, require_party

POINT_FIELDS = ("kind", "text", "side", "owner", "due")


class WrittenMeanwhile(ValidationError):
    """Somebody else has saved the item since the writer read it. ``part`` is as it stands now; nothing was changed."""

    def __init__(self, part: MinutesPart) -> None:
        name = part.edited_by.name if part.edited_by else "Styrhus"
        super().__init__(
            _("%(name)s har skrevet i saken «%(title)s» mens du skrev. Velg hva som skal stå.")
            % {"name": name, "title": part.title}
        )
        self.part = part


@transaction.atomic
def write_part(*, part: MinutesPart, text: str, version: int, by: User | None, keep_both: bool = False) -> MinutesPart:
    """Save the text of an item. ``version`` is the one that the writer saw; what stood before is kept as an earlier text.

    ``keep_both`` puts the text after what another has written since. Raises: AccessDenied, WrittenMeanwhile,
    ValidationError (the minutes are out or locked).
    """
    require_party(by, Permission.LEAD_DIALOGUE, part.minutes.meeting.plan)
    minutes = held_minutes_row(part.minutes)
    part = MinutesPart.objects.select_related("edited_by").get(pk=part.pk)
    part.minutes = minutes
    text = text.replace("\r\n", "\n").strip()
    if text == part.text:
        return part
    require_draft(minutes)
    if version != part.version:
        if not keep_both:
            raise WrittenMeanwhile(part)
        text = joined(part.text, text)
        if text == part.text:
            return part
    if part.text:
        EarlierText.objects.create(
            part=part, version=part.version, text=part.text, written_by=part.edited_by, written_at=part.edited_at
        )
    part.text, part.version, part.edited_by, part.edited_at = text, part.version + 1, by, clock.now()
    save_checked(part, only=("text", "version", "edited_by", "edited_at"))
    new = {"item": part.title, "version": part.version, "characters": len(part.text)}
    record(act="dialogue.write_part", subject=minutes, by=by, new=new)
    return part


@transaction.atomic
def add_part(*, minutes: Minutes, title: str, by: User | None) -> MinutesPart:
    """Take up an item that was not on the agenda. Raises: AccessDenied, ValidationError."""
    minutes = _open_minutes(minutes, by)
    last = minutes.parts.aggregate(last=Max("order"))["last"] or 0
    part = MinutesPart(minutes=minutes, order=last + 1, title=title)
    save_checked(part)
    record(act="dialogue.add_part", subject=minutes, by=by, new={"item": part.title})
    return part


@transaction.atomic
def add_point(
    *,
    part: MinutesPart,
    kind: PointKind | str,
    text: str,
    by: User | None,
    side: Side | str = Side.AGENCY,
    owner: User | None = None,
    due: date | None = None,
) -> Point:
    """Note what an item came to. Raises: AccessDenied, ValidationError (out or locked, or an owner of neither party)."""
    minutes = _open_minutes(part.minutes, by)
    require_owner_of_a_party(owner, minutes.meeting.plan)
    last = part.points.aggregate(last=Max("order"))["last"] or 0
    point = Point(
        minutes=minutes, part=part, order=last + 1, kind=str(kind), text=text, side=str(side), owner=owner, due=due
    )
    save_checked(point)
    record(act="dialogue.add_point", subject=minutes, by=by, new=snapshot(point, *POINT_FIELDS) | {"item": part.title})
    return point


@transaction.atomic
def change_point(
    *,
    point: Point,
    kind: PointKind | str,
    text: str,
    by: User | None,
    side: Side | str,
    owner: User | None,
    due: date | None,
) -> Point:
    """Change a point of minutes that are being written. Raises: AccessDenied, ValidationError."""
    minutes = _open_minutes(point.minutes, by)
    require_owner_of_a_party(owner, minutes.meeting.plan)
    point = Point.objects.select_for_update(of=("self",)).get(pk=point.pk)
    old = snapshot(point, *POINT_FIELDS)
    point.kind, point.text, point.side, point.owner, point.due = str(kind), text, str(side), owner, due
    save_checked(point, only=POINT_FIELDS)
    new = snapshot(point, *POINT_FIELDS)
    if new != old:
        record(act="dialogue.change_point", subject=minutes, by=by, old=old, new=new)
    return point


@transaction.atomic
def remove_point(*, point: Point, by: User | None) -> None:
    """Take a point out of minutes that are being written. Raises: AccessDenied, ValidationError."""
    minutes = _open_minutes(point.minutes, by)
    old = snapshot(point, *POINT_FIELDS)
    point.delete()
    record(act="dialogue.remove_point", subject=minutes, by=by, old=old, new={})


def _open_minutes(minutes: Minutes, by: User | None) -> Minutes:
    require_party(by, Permission.LEAD_DIALOGUE, minutes.meeting.plan)
    minutes = held_minutes_row(minutes)
    require_draft(minutes)
    return minutes
