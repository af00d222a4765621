"""What an event changed, in the words of the fields: for the history on a page and for the event's own page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext

from styrhus.ui.formats import NOTHING, date_short, date_time, number

from .acts import field_text
from .models import Event

NAMED = ("identity.user", "identity.department", "identity.organisation")  # shown by name, others by their number


@dataclass(frozen=True)
class Change:
    field: str
    old: str
    new: str


def changes_of(events: Iterable[Event]) -> list[tuple[Event, list[Change]]]:
    """Each event with its changes in words. Names are looked up once for all events together."""
    listed = list(events)
    names = _names(listed)
    return [(event, _changes(event, names)) for event in listed]


def _changes(event: Event, names: dict[tuple[str, int], str]) -> list[Change]:
    old, new = event.old or {}, event.new or {}
    found = []
    keys = dict.fromkeys((*old, *new))
    for key in keys:
        if f"{key}_name" in keys:
            continue  # the name of that day is kept beside the key
        field = _field(event, key)
        named = getattr(field, "verbose_name", None)  # a lazy text where the model names it, else the code's own name
        label = str(named) if isinstance(named, Promise) else field_text(event.subject_type, key)
        texts = [_text(values.get(key), field, names) for values in (old, new)]
        found.append(Change(label[:1].upper() + label[1:], *texts))
    return found


def _field(event: Event, key: str) -> models.Field[Any, Any] | None:
    try:
        return apps.get_model(event.subject_type)._meta.get_field(key)  # type: ignore[return-value]
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _text(value: Any, field: models.Field[Any, Any] | None, names: dict[tuple[str, int], str]) -> str:
    if value is None or value in ("", [], {}):
        return NOTHING
    related = getattr(getattr(field, "related_model", None), "_meta", None)
    if related is not None:
        return (
            names.get((related.label_lower, value), gettext("nr. %(number)s") % {"number": value})
            if isinstance(value, int)
            else str(value)
        )
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))  # type: ignore[union-attr]
    return _plain(value, field)


def _plain(value: Any, field: models.Field[Any, Any] | None) -> str:
    if isinstance(value, bool):
        return "✓" if value else NOTHING
    if isinstance(value, str) and isinstance(field, models.DateTimeField):
        return date_time(datetime.fromisoformat(value))
    if isinstance(value, str) and isinstance(field, models.DateField):
        return date_short(date.fromisoformat(value))
    if isinstance(value, int) and isinstance(field, models.BigIntegerField):
        return number(value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)


def _names(events: list[Event]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for event in events:
        for values in (event.old or {}, event.new or {}):
            for key, value in values.items():
                related = getattr(_field(event, key), "related_model", None)
                if related is not None and related._meta.label_lower in NAMED and isinstance(value, int):
                    wanted.setdefault(related._meta.label_lower, set()).add(value)
    return {
        (label, item.pk): str(item)
        for label, keys in wanted.items()
        for item in apps.get_model(label)._default_manager.filter(pk__in=keys)
    }
