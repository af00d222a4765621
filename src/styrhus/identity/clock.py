"""What day it is. The demo shows a year that has passed, so it has a day of its own to look at it from."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

_moved: ContextVar[date | None] = ContextVar("moved", default=None)


@contextmanager
def at(day: date) -> Iterator[None]:
    """Do what stands inside as if today were ``day``: how the demo makes a history for itself."""
    token = _moved.set(day)
    try:
        yield
    finally:
        _moved.reset(token)


def today() -> date:
    """The day that deadlines are held against: today in Norway, or the demo's day where one is set."""
    chosen: date | None = _moved.get() or settings.DEMO_TODAY
    return chosen or timezone.localdate()


def now() -> datetime:
    """This moment, or this time of day on the demo's day: what the program itself dates its acts with."""
    moment = timezone.localtime()
    chosen: date | None = _moved.get() or settings.DEMO_TODAY
    return moment if chosen is None else timezone.make_aware(datetime.combine(chosen, time(moment.hour, moment.minute)))
