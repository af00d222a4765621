"""What of this room a steering meeting should take up: open deviations first, then matters that may become demanding."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.steering.agenda import AgendaPoint
from styrhus.steering.models import Plan

from .actions.deviations import address_of as deviation_address
from .actions.matters import address_of as matter_address
from .models import Deviation, Matter

DEVIATIONS = gettext_lazy("Avvik")
MATTERS = gettext_lazy("Saker av interesse")


def room_points(plan: Plan) -> Iterator[AgendaPoint]:
    """Open deviations weigh 3; open matters 2 where they may become demanding, else 1. Drafts are the agency's own."""
    for one in Deviation.objects.open().filter(plan=plan).select_related("plan").order_by("reported_at"):
        yield AgendaPoint(
            kind="alerts.deviation",
            heading=DEVIATIONS,
            text=_("Avvik %(number)s: %(title)s") % {"number": one.label, "title": one.title},
            url=deviation_address(one),
            note=one.get_state_display(),
            weight=3,
            key=f"alerts.deviation-{one.pk}",
        )
    for one in Matter.objects.open().filter(plan=plan).order_by("-may_grow", "sent_at"):
        yield AgendaPoint(
            kind="alerts.matter",
            heading=MATTERS,
            text=f"{one.get_kind_display()}: {one.title}",
            url=matter_address(one),
            note=one.get_state_display(),
            weight=2 if one.may_grow else 1,
            key=f"alerts.matter-{one.pk}",
        )
