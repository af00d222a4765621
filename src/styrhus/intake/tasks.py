"""Background work of this room. A worker runs it; any number may run at once."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from styrhus.identity.models import User

from .actions.adoption import adopt_letter, stop_adoption
from .actions.running import give_up_reading, run_reading
from .models import Reading, ReadingState

QUEUE = "letters"
STALLED_AFTER = 60  # seconds without a sign of life from the worker
ATTEMPTS = 3

# What stops a run is the machine, not the letter: a letter that can't be read is a result. So it is tried again.
AGAIN = RetryStrategy(max_attempts=ATTEMPTS, wait=2, linear_wait=10)


@app.task(name="intake.read_letter", queue=QUEUE, retry=AGAIN, pass_context=True)
def read_letter_job(context: JobContext, reading_id: int) -> None:
    """Read one letter. Runs that are cut off are begun again; a letter that is read already is left as it is."""
    reading = Reading.objects.filter(pk=reading_id).first()
    if reading is None:
        return
    try:
        run_reading(reading)
    except Exception:
        if context.job and context.job.attempts >= ATTEMPTS:
            give_up_reading(reading)
        raise


def read_in_background(reading: Reading) -> None:
    """Queue the reading, in the transaction that made it."""
    read_letter_job.defer(reading_id=reading.pk)


@app.task(name="intake.adopt_letter", queue=QUEUE, retry=AGAIN, pass_context=True)
def adopt_letter_job(context: JobContext, reading_id: int, user_id: int, accept_open_errors: bool) -> None:
    """Make the plan of a large letter. It is one transaction, so a run that is cut off has made nothing."""
    reading = Reading.objects.select_related("document", "agency", "ministry").filter(pk=reading_id).first()
    user = User.objects.get(pk=user_id)
    if reading is None or reading.state != ReadingState.ADOPTING:
        return
    with override(user.language):
        try:
            adopt_letter(reading=reading, accept_open_errors=accept_open_errors, by=user)
        except ValidationError as error:
            stop_adoption(reading=reading, why=error.messages[0], by=user)
        except Exception:
            if context.job and context.job.attempts >= ATTEMPTS:
                stop_adoption(reading=reading, why=_("Planen kunne ikke lages nå. Prøv igjen om litt."), by=user)
            raise


def adopt_in_background(reading: Reading, user: User, *, accept_open_errors: bool) -> None:
    """Queue the adoption, in the transaction that closed the letter."""
    adopt_letter_job.defer(reading_id=reading.pk, user_id=user.pk, accept_open_errors=accept_open_errors)


@app.periodic(cron="* * * * *")
@app.task(name="intake.take_up_stalled", queue=QUEUE, queueing_lock="intake.take_up_stalled")
async def take_up_stalled(timestamp: int) -> None:
    """Queue again what a worker had begun when it was killed."""
    stalled = await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED_AFTER)
    for job in stalled:
        await app.job_manager.retry_job(job)
