"""Background work of this room. A worker runs it; any number may run at once."""

from __future__ import annotations

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from .actions.running import give_up_reading, run_reading
from .models import Reading

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


@app.periodic(cron="* * * * *")
@app.task(name="intake.take_up_stalled", queue=QUEUE, queueing_lock="intake.take_up_stalled")
async def take_up_stalled(timestamp: int) -> None:
    """Queue again what a worker had begun when it was killed."""
    stalled = await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED_AFTER)
    for job in stalled:
        await app.job_manager.retry_job(job)
