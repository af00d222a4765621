"""What of the preparedness the steering dialogue should talk about."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from styrhus.identity import clock
from styrhus.steering.agenda import AgendaPoint
from styrhus.steering.models import Plan

from .models import Incident
from .queries import open_points

HEADING = lazy("Sikkerhet og beredskap")


def room_points(plan: Plan) -> Iterator[AgendaPoint]:
    """Incidents that the ministry was notified of and that run, and learning points that are late.

    Nothing that the ministry was not told of: the agenda is read by both sides.
    """
    for incident in Incident.objects.filter(agency=plan.agency, notified_at__isnull=False, closed_on=None):
        yield AgendaPoint(
            kind="preparedness.incident",
            heading=HEADING,
            text=_("Hendelse som pågår: %(title)s") % {"title": incident.title},
            url=reverse("preparedness:incident", args=(incident.pk,)),
            weight=3,
            key=f"preparedness-incident-{incident.pk}",
        )
    late = open_points(plan.agency_id).filter(done_on=None, deadline__lt=clock.today()).count()
    if late:
        yield AgendaPoint(
            kind="preparedness.learning",
            heading=HEADING,
            text=_("Læringspunkter over fristen: %(count)s") % {"count": late},
            url=reverse("preparedness:learning"),
            weight=1,
            key="preparedness-learning-late",
        )
