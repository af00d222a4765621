from collections.abc import Iterable

from django import template

from styrhus.audit.acts import act_text
from styrhus.audit.changes import Change, changes_of
from styrhus.audit.models import Event

register = template.Library()
register.filter("act_text", act_text)


@register.filter
def with_changes(events: Iterable[Event]) -> list[tuple[Event, list[Change]]]:
    return changes_of(events)
