"""What the steering dialogue should talk about. A room offers ``agenda.py`` with ``room_points(plan)``."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.ui.formats import date_long
from styrhus.ui.rooms import offered

from . import queries
from .agenda_point import AgendaPoint as AgendaPoint
from .models import Colour, Plan
from .routine_cards import routine_points
from .texts_followup import progress_text


def points(plan: Plan) -> Iterator[AgendaPoint]:
    """The points of every installed room, heaviest first within each room, as the plan stands today."""
    for _room, module in offered("agenda"):
        if hasattr(module, "room_points"):
            yield from sorted(module.room_points(plan), key=lambda point: -point.weight)


LATE, JUDGED, PARAMETERS = _("Forsinkede oppdrag"), _("Vurderinger"), _("Styringsparametere")


def room_points(plan: Plan) -> Iterator[AgendaPoint]:
    """Late assignments and reports, and what is judged yellow or red: all as the ministry sees it.

    The agenda is read by both sides, so judgements that are not marked for the ministry, and milestones, stay out.
    """
    today = clock.today()
    for row in queries.followup_rows(plan, today, inside=False):
        name = f"{row.number} {row.title}".strip()
        if row.progress.late and not row.part:
            note = progress_text(row.progress)
            if row.deadline:
                note = gettext("%(status)s, frist %(day)s") % {"status": note, "day": date_long(row.deadline)}
            key = f"late-{row.assignment.pk}"
            yield AgendaPoint("steering.late", LATE, name, row.url, note, 3, key)
        judgement = row.judgement
        if judgement and judgement.colour != Colour.GREEN and judgement.part == row.part:
            weight = 3 if judgement.colour == Colour.RED else 2
            note = f"{Colour(judgement.colour).label}: {judgement.reason}"
            yield AgendaPoint("steering.judged", JUDGED, name, row.url, note, weight, f"judged-{judgement.pk}")
    for report in queries.report_rows(plan, today):
        if report.progress.late:
            note = progress_text(report.progress)
            key = f"late-report-{report.demand.pk}"
            yield AgendaPoint("steering.late", LATE, report.demand.title, report.url, note, 3, key)
    for one in queries.parameter_rows(plan, inside=False):
        judgement = one.judgement
        if judgement and judgement.colour != Colour.GREEN:
            weight = 3 if judgement.colour == Colour.RED else 2
            note = f"{Colour(judgement.colour).label}: {judgement.reason}"
            text = f"{one.parameter.label}: {one.parameter.text}"
            yield AgendaPoint("steering.parameter", PARAMETERS, text, one.url, note, weight, f"judged-{judgement.pk}")
    yield from routine_points(plan)
