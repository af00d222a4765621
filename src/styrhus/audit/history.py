"""A thing's events as a timeline: what was done, by whom, from what to what, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from styrhus.ui.formats import number
from styrhus.ui.parts import TimelineEntry

from .acts import act_text
from .models import Event


def entries(events: Iterable[Event], words: Mapping[str, Any]) -> list[TimelineEntry]:
    """Each event with the changes of the fields that ``words`` names (field → its label), in the events' order."""
    return [
        TimelineEntry(
            title=act_text(event.act),
            day=event.at,
            text=" · ".join(part for part in (*_changes(event, words), event.why, event.actor_name) if part),
            past=True,
        )
        for event in events
    ]


def _changes(event: Event, words: Mapping[str, Any]) -> list[str]:
    old, new = event.old or {}, event.new or {}
    found = []
    for name, label in words.items():
        if name not in new or (new[name] in (None, "") and not old.get(name)):
            continue
        if name not in old:
            found.append(f"{label}: {_shown(new[name])}")
        elif old[name] != new[name]:
            values = {"label": label, "old": _shown(old[name]), "new": _shown(new[name])}
            found.append(_("%(label)s: fra %(old)s til %(new)s") % values)
    return found


def _shown(value: Any) -> str:
    """A kept value as people read it, cut short: the whole stands in the event log."""
    if value in (None, ""):
        return _("ingen")
    if isinstance(value, int) and abs(value) >= 10_000:
        return number(value)
    text = str(value)
    if len(text) == 10 and text[4] == text[7] == "-" and text[:4].isdigit():
        year, month, day = text.split("-")
        return f"{day}.{month}.{year}"
    return text if len(text) <= 120 else f"{text[:117]}…"
