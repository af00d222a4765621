"""What the dialogue itself puts on the agenda of the next meeting: decisions and signals that are still open."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.identity import clock
from styrhus.steering.agenda import AgendaPoint
from styrhus.steering.models import Plan
from styrhus.ui.formats import date_short

from .models import Resolution


def room_points(plan: Plan) -> Iterator[AgendaPoint]:
    """The open ones, also those of last year's plan; past their date they must be taken up."""
    today = clock.today()
    years = (plan.year, plan.year - 1)
    rows = Resolution.objects.open().filter(plan__agency=plan.agency_id, plan__year__in=years)
    for row in rows.order_by("given_on", "pk"):
        late = row.due is not None and row.due < today
        yield AgendaPoint(
            kind="dialogue.resolution",
            heading=gettext_lazy("Oppfølging av tidligere møter"),
            text=row.text[:500],
            url=row.get_absolute_url(),
            note=_("Frist %(date)s.") % {"date": date_short(row.due)} if row.due else "",
            weight=3 if late else 2,
            key=f"resolution-{row.pk}",
        )
