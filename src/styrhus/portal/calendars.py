"""The calendar feed (iCalendar, RFC 5545): a day for each deadline, with a stable identity."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from styrhus.steering.queries import DueItem


def as_calendar(items: Iterable[DueItem], name: str, address: Callable[[DueItem], str]) -> bytes:
    """``items`` (each with a date) as an iCalendar file. ``address`` gives the full address of an item's page."""
    calendar = Calendar()
    calendar.add("prodid", "-//Styrhus//nb")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), {"value": "DURATION"})
    stamp = timezone.now()
    for item in items:
        if item.date is None:
            continue
        event = Event()
        event.add("uid", f"{item.key}-{item.plan.pk}@styrhus")
        event.add("dtstamp", stamp)
        event.add("dtstart", item.date)
        event.add("dtend", item.date + timedelta(days=1))
        event.add("summary", _("Frist: %(label)s") % {"label": item.label})
        event.add("description", "\n".join(part for part in (item.text, item.goal, item.owner) if part))
        event.add("url", address(item))
        event.add("categories", [str(item.kind.label)])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
