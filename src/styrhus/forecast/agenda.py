"""What of the money a steering meeting should talk about: only what the ministry is shown, as both parties read the agenda."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.identity.models import Organisation
from styrhus.ui.agenda_point import AgendaPoint
from styrhus.ui.formats import millions

from . import queries
from .models import Version
from .texts import METHODS, deviation_text, place

HEADING = gettext_lazy("Prognose")
LARGE_SHARE = 20  # one twentieth of what is at disposal: the most of an operating post that may be carried over


class OfYear(Protocol):
    """A plan, as far as this room knows of it."""

    agency: Organisation
    year: int


def room_points(plan: OfYear) -> Iterator[AgendaPoint]:
    """The posts of the newest shared version that end on the wrong side, and those that leave over five percent unused."""
    version = (
        Version.objects.frozen()
        .filter(agency=plan.agency, year=plan.year, sharing__isnull=False)
        .select_related("agency")
        .order_by("-number")
        .first()
    )
    if version is None:
        return
    url = reverse("forecast:version", args=(version.pk,))
    for row in queries.rows_of(version):
        deviation = row.deviation_of(row.leading) if row.leading else None
        if deviation is None or not row.leading or not row.at_disposal:
            continue
        over = deviation < 0
        if not over and deviation * LARGE_SHARE <= row.at_disposal:
            continue
        note = _("%(deviation)s av %(disposal)s til disposisjon (%(method)s, %(version)s)") % {
            "deviation": deviation_text(deviation, income=row.income),
            "disposal": millions(row.at_disposal),
            "method": str(METHODS[row.leading]).lower(),
            "version": version.title,
        }
        text = f"{place(row)} {row.post.name}"
        weight = 3 if over else 1
        key = f"forecast-{version.pk}-{row.post.pk}"
        yield AgendaPoint("forecast.over" if over else "forecast.left", HEADING, text, url, note, weight, key)
