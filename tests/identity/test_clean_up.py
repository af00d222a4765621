from datetime import timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

from styrhus.identity.tasks import clean_up


def test_ended_sessions_and_old_failed_logins_are_removed(db):
    now = timezone.now()
    for key, end in (("ended", now - timedelta(minutes=1)), ("running", now + timedelta(minutes=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    for name, age in (("old", timedelta(days=2)), ("new", timedelta(hours=1))):
        attempt = AccessAttempt.objects.create(username=name, failures_since_start=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=now - age)
    clean_up(timestamp=0)
    assert [session.session_key for session in Session.objects.all()] == ["running"]
    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["new"]
