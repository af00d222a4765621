"""The words and colours of the follow-up: status, judgement, deliveries, and what to do next."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.ui.formats import date_long

from .models import Colour, Delivery
from .queries import FollowUp, Strand
from .rules_followup import DeliveryState, Progress

PROGRESS_TEXTS: dict[Progress, Any] = {
    Progress.WITHDRAWN: _("Trukket"),
    Progress.ACCEPTED: _("Godtatt"),
    Progress.DELIVERED: _("Levert"),
    Progress.CONTINUOUS: _("Løpende"),
    Progress.ON_TRACK: _("I gang"),
    Progress.NOT_STARTED: _("Ikke påbegynt"),
    Progress.DUE_SOON: _("Frist innen 14 dager"),
    Progress.MORE_REQUESTED: _("Bedt om mer"),
    Progress.MILESTONE_MISSED: _("Milepæl ikke nådd"),
    Progress.RETURNED: _("Sendt tilbake"),
    Progress.OVERDUE: _("Over fristen"),
}
PROGRESS_KINDS = {
    Progress.WITHDRAWN: "neutral",
    Progress.ACCEPTED: "success",
    Progress.DELIVERED: "success",
    Progress.CONTINUOUS: "neutral",
    Progress.ON_TRACK: "info",
    Progress.NOT_STARTED: "neutral",
    Progress.DUE_SOON: "warning",
    Progress.MORE_REQUESTED: "warning",
    Progress.MILESTONE_MISSED: "warning",
    Progress.RETURNED: "danger",
    Progress.OVERDUE: "danger",
}
COLOUR_KINDS = {Colour.GREEN: "success", Colour.YELLOW: "warning", Colour.RED: "danger"}
DELIVERY_TEXTS: dict[DeliveryState, Any] = {
    DeliveryState.DELIVERED: _("Venter på departementet"),
    DeliveryState.RECEIVED: _("Mottatt av departementet"),
    DeliveryState.MORE_REQUESTED: _("Departementet ber om mer"),
    DeliveryState.ACCEPTED: _("Godtatt av departementet"),
    DeliveryState.RETURNED: _("Sendt tilbake"),
    DeliveryState.REPLACED: _("Erstattet av ny leveranse"),
}
DELIVERY_KINDS = {
    DeliveryState.DELIVERED: "info",
    DeliveryState.RECEIVED: "info",
    DeliveryState.MORE_REQUESTED: "warning",
    DeliveryState.ACCEPTED: "success",
    DeliveryState.RETURNED: "danger",
    DeliveryState.REPLACED: "neutral",
}
WHOLE = _("Hele oppdraget")

# What a milestone's history tells of, by the fields of its events.
MILESTONE_WORDS: dict[str, Any] = {
    "title": _("Milepæl"),
    "date": _("Dato"),
    "done_on": _("Gjort"),
    "dropped_on": _("Gjelder ikke lenger fra"),
}


def progress_text(progress: Progress) -> str:
    return str(PROGRESS_TEXTS[progress])


def next_thing(one: FollowUp, today: date) -> str:
    """One sentence on what the agency should do next; empty where nothing presses."""
    strand = max(one.strands, key=lambda strand: strand.progress.weight, default=one.whole)
    sentence = _sentence(strand, one, today)
    return f"{strand.label}: {sentence}" if sentence and strand.label else sentence


def _sentence(strand: Strand, one: FollowUp, today: date) -> str:  # noqa: PLR0911 - one sentence a status reads best
    newest = next(iter(strand.deliveries or one.whole.deliveries), None)
    day = _passed_or_next(strand.deadlines or one.whole.deadlines, today)
    match strand.progress:
        case Progress.RETURNED | Progress.MORE_REQUESTED if newest:
            return _asked(newest, strand.progress)
        case Progress.OVERDUE if newest and any(reply.due for reply in newest.replies.all()):
            return _asked(newest, Progress.MORE_REQUESTED)
        case Progress.OVERDUE if day:
            return gettext("Fristen var %(day)s, og ingenting er levert. Lever, eller vurder hva som må til.") % {
                "day": date_long(day)
            }
        case Progress.DUE_SOON if day:
            return gettext("Fristen er %(day)s. Lever når det er klart.") % {"day": date_long(day)}
        case Progress.MILESTONE_MISSED if strand.next_milestone:
            values = {"title": strand.next_milestone.title, "day": date_long(strand.next_milestone.date)}
            return gettext("«%(title)s» skulle vært gjort %(day)s. Meld den gjort, eller flytt den.") % values
        case Progress.NOT_STARTED if not strand.milestones and not one.whole.milestones:
            return gettext("Legg inn milepæler, så ser alle hva som skal skje og når.")
    return ""


def _asked(delivery: Delivery, progress: Progress) -> str:
    replies = list(delivery.replies.all())
    if progress is Progress.RETURNED:
        day = replies[-1].made_at.date()
        return gettext("Departementet sendte leveransen tilbake %(day)s. Lever på nytt.") % {"day": date_long(day)}
    due = next((reply.due for reply in reversed(replies) if reply.due), None)
    return gettext("Departementet ba om mer innen %(day)s. Lever det som mangler.") % {"day": date_long(due)}


def _passed_or_next(deadlines: list[Any], today: date) -> date | None:
    days = sorted(row.date for row in deadlines if row.date)
    passed = [day for day in days if day < today]
    return (passed[-1:] or days[:1] or [None])[0]
