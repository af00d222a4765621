"""What several places of this room say in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Deviation, MatterState, PublicationState, State
from .rules import days_and_hours

STATE_KINDS = {
    State.DRAFT: "neutral",
    State.REPORTED: "warning",
    State.ACKNOWLEDGED: "info",
    State.CLOSED: "success",
}
MATTER_KINDS = {MatterState.SENT: "warning", MatterState.ACKNOWLEDGED: "info", MatterState.CLOSED: "success"}
PUBLICATION_KINDS = {
    PublicationState.ANNOUNCED: "info",
    PublicationState.PUBLISHED: "success",
    PublicationState.CANCELLED: "neutral",
}


def duration(begin: datetime, end: datetime) -> str:
    """How long it took: "under en time", "5 timer", "2 dager og 3 timer"."""
    days, hours = days_and_hours(begin, end)
    if not days and not hours:
        return _("under en time")
    said_days = ngettext("%(count)s dag", "%(count)s dager", days) % {"count": days}
    said_hours = ngettext("%(count)s time", "%(count)s timer", hours) % {"count": hours}
    if not days:
        return said_hours
    return _("%(days)s og %(hours)s") % {"days": said_days, "hours": said_hours} if hours else said_days


def touched_facts(deviation: Deviation) -> list[tuple[str, str]]:
    """What the deviation touches, as label and value; empty values are left out by the record."""
    post = deviation.post
    return [
        (_("Gjelder mål"), f"{deviation.goal.number} {deviation.goal.title}" if deviation.goal else ""),
        (_("Gjelder styringsparameter"), str(deviation.parameter) if deviation.parameter else ""),
        (
            _("Gjelder oppdrag"),
            f"{deviation.assignment.number} {deviation.assignment.title}" if deviation.assignment else "",
        ),
        (_("Gjelder post"), f"{post.chapter.number}.{post.number} {post.name}" if post else ""),
    ]
