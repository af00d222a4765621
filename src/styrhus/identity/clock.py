"""What day it is. The demo shows a year that has passed, so it has a day of its own to look at it from."""

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day that deadlines are held against: today in Norway, or the demo's day where one is set."""
    chosen: date | None = settings.DEMO_TODAY
    return chosen or timezone.localdate()


def now() -> datetime:
    """This moment, or this time of day on the demo's day: what the program itself dates its acts with."""
    moment = timezone.localtime()
    chosen: date | None = settings.DEMO_TODAY
    return moment if chosen is None else timezone.make_aware(datetime.combine(chosen, time(moment.hour, moment.minute)))
