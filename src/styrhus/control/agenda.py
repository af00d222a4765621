"""The audit follow-up as a standing item of the steering dialogue (Instruksen, om Riksrevisjonen)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from styrhus.identity import clock
from styrhus.steering.agenda import AgendaPoint
from styrhus.steering.models import Plan
from styrhus.ui.formats import date_long

from . import queries
from .models import Finding, FindingState, Priority

HEADING = gettext_lazy("Oppfølging etter revisjon og tilsyn")


def room_points(plan: Plan) -> Iterator[AgendaPoint]:
    """The state of the plan, always; then each open finding, those that are late or of high priority heavier."""
    today = clock.today()
    rows = Finding.objects.filter(case__agency=plan.agency_id)
    state = queries.figures(rows, today)
    yield AgendaPoint(
        kind="control.audit_state",
        heading=HEADING,
        text=_state_text(state),
        url=reverse("control:findings"),
        weight=3 if state.late else 2 if state.open else 1,
        key=f"control.audit_state-{plan.pk}",
    )
    still_open = rows.exclude(state=FindingState.CLOSED).select_related("case", "owner", "department")
    for finding in still_open.order_by("deadline", "pk"):
        late = finding.deadline is not None and finding.deadline < today
        yield AgendaPoint(
            kind="control.finding",
            heading=HEADING,
            text=_("%(body)s: %(title)s") % {"body": finding.case.sender, "title": finding.title},
            note=_("Frist %(day)s") % {"day": date_long(finding.deadline)} if finding.deadline else "",
            url=reverse("control:finding", args=(finding.pk,)),
            weight=3 if late else 2 if finding.priority == Priority.HIGH else 1,
            key=f"control.finding-{finding.pk}",
        )


def _state_text(state: queries.FindingFigures) -> str:
    if not state.open:
        return _("Ingen åpne merknader fra revisjon eller tilsyn.")
    text = ngettext("%(count)s merknad er ikke lukket.", "%(count)s merknader er ikke lukket.", state.open) % {
        "count": state.open
    }
    if not state.late:
        return text
    late = ngettext("%(count)s er over fristen.", "%(count)s er over fristen.", state.late) % {"count": state.late}
    return f"{text} {late}"
