"""What day it is. The demo shows a year that has passed, so it has a day of its own to look at it from."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day that deadlines are held against: today in Norway, or the demo's day where one is set."""
    chosen: date | None = settings.DEMO_TODAY
    return chosen or timezone.localdate()
