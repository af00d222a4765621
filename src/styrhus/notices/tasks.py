"""Background work of this room. Any number of workers may run it at once: no mail is sent twice."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from styrhus.identity import clock

from .collecting import collect
from .digests import write_digests, write_urgent
from .models import Mail, MailAttachment, MailState
from .outbox import mark_lost, send_waiting

QUEUE = "mail"
SENT_KEPT = timedelta(days=90)


@app.periodic(cron="* * * * *")
@app.task(name="notices.send_mail", queue=QUEUE, queueing_lock="notices.send_mail")
def send_mail(timestamp: int) -> None:
    """Every minute: urgent notices become mail, and what waits in the outbox is sent."""
    mark_lost()
    write_urgent()
    send_waiting()


@app.periodic(cron="*/10 * * * *")
@app.task(name="notices.write_digests", queue=QUEUE, queueing_lock="notices.write_digests")
def digests(timestamp: int) -> None:
    """Every ten minutes: the digest of each user whose hour has come."""
    write_digests()


@app.periodic(cron="30 5 * * *")
@app.task(name="notices.collect_reminders", queue=QUEUE, queueing_lock="notices.collect_reminders")
def collect_reminders(timestamp: int) -> None:
    """Every morning before the digests: what the rules of all rooms would remind of."""
    collect()


@app.periodic(cron="45 2 * * *")
@app.task(name="notices.clean_up", queue=QUEUE, queueing_lock="notices.clean_up")
def clean_up(timestamp: int) -> None:
    """Every night: remove sent mail after 90 days. What was formal in it stands in the archive."""
    old = Mail.objects.filter(state=MailState.SENT, sent_at__lt=clock.now() - SENT_KEPT)
    MailAttachment.objects.filter(mail__in=old.order_by()).delete()
    old.delete()
