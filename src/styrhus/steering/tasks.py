"""What the program does by itself each night."""

from procrastinate.contrib.django import app

from styrhus.identity import clock

from .actions import apply_granted


@app.periodic(cron="5 0 * * *")
@app.task(name="steering.apply_granted", queueing_lock="steering.apply_granted")
def apply_drops(timestamp: int) -> None:
    """Let what the ministry has granted take effect on its day. ``timestamp``: the planned time."""
    apply_granted(today=clock.today())
