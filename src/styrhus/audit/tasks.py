"""The event log's daily work."""

from procrastinate.contrib.django import app

from .actions import write_head


@app.periodic(cron="15 2 * * *")
@app.task(name="audit.write_head", queueing_lock="audit.write_head")
def write_head_daily(timestamp: int) -> None:
    """Write the chain's head outside the database every night. ``timestamp``: the planned time in seconds."""
    write_head()
