"""Background work of this room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from styrhus.economy.models import Chapter
from styrhus.identity import clock
from styrhus.identity.models import Organisation

from .actions import watch


@app.periodic(cron="20 5 * * *")
@app.task(name="forecast.watch", queue="forecast", queueing_lock="forecast.watch")
def watch_all(timestamp: int) -> None:
    """Every morning: which posts of the running year have come over what is at disposal since yesterday."""
    year = clock.today().year
    agencies = Chapter.objects.filter(year=year).order_by().values("agency").distinct()
    for agency in Organisation.objects.filter(pk__in=agencies).order_by("pk"):
        watch(agency=agency, year=year)
