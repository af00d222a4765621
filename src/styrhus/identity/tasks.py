"""The nightly clean-up of what is about logins."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

ATTEMPTS_KEPT = timedelta(days=1)


@app.periodic(cron="35 2 * * *")
@app.task(name="identity.clean_up", queueing_lock="identity.clean_up")
def clean_up(timestamp: int) -> None:
    """Remove sessions that have ended and failed logins older than a day. ``timestamp``: the planned time."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT).delete()
