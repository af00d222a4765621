"""One of everything that the dialogue's addresses need, found in the demo's two meetings."""

from __future__ import annotations

from typing import Any

from styrhus.dialogue.models import AgendaItem, CalledMeeting, Minutes, MinutesPart, Point, Resolution
from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    meeting = CalledMeeting.objects.filter(plan=plan, state="called").order_by("pk").first()
    minutes = Minutes.objects.filter(meeting__plan=plan).order_by("pk").first()
    return {
        "dialogue_meeting": _key(meeting),
        "dialogue_item": _key(AgendaItem.objects.filter(meeting=meeting).order_by("pk").first()),
        "dialogue_minutes": _key(minutes),
        "dialogue_part": _key(MinutesPart.objects.filter(minutes=minutes).order_by("pk").first()),
        "dialogue_point": _key(Point.objects.filter(minutes=minutes).order_by("pk").first()),
        "dialogue_resolution": _key(Resolution.objects.filter(plan=plan).order_by("pk").first()),
    }


def _key(row: Any) -> int | None:
    return row.pk if row else None
