"""What the rules of forecasts would remind of on a day: departments that have not delivered, and what waits for approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.identity.queries import holders_of
from styrhus.notices.sources import Reminder
from styrhus.ui.formats import date_long

from . import queries
from .access import Permission
from .actions.people import heads_of
from .models import Version
from .queries import Task

AHEAD = 3  # days before the deadline that the first reminder is given


def due(today: date) -> Iterable[Reminder]:
    """Before the deadline the department's head; after it the head anew, and the controller with the names of all."""
    for version in Version.objects.filter(frozen_at=None).select_related("agency").order_by("pk"):
        days = (version.due_on - today).days
        if days > AHEAD:
            continue
        late = [one for one in queries.tasks(version) if not one.submitted]
        for one in late:
            yield from _of_department(version, one, late=days < 0)
        if late and days < 0:
            yield from _of_controller(version, late)


def _of_department(version: Version, task: Task, *, late: bool) -> Iterator[Reminder]:
    values = {"version": version.title, "day": date_long(version.due_on)}
    for user in heads_of(version.agency, task.department):
        yield Reminder(
            user=user,
            kind="forecast.late" if late else "forecast.due",
            key=f"forecast.{'late' if late else 'due'}-{version.pk}-{task.key}-{version.due_on}",
            text=(lambda: _("«%(version)s» skulle vært levert %(day)s.") % values)
            if late
            else (lambda: _("«%(version)s» skal leveres %(day)s.") % values),
            url=reverse("forecast:task", args=(version.pk, task.key)),
            urgent=late,
            due=version.due_on,
        )


def _of_controller(version: Version, late: list[Task]) -> Iterator[Reminder]:
    names = ", ".join(one.department.name for one in late if one.department)
    for user in holders_of(Permission.GATHER, version.agency_id):
        yield Reminder(
            user=user,
            kind="forecast.missing",
            key=f"forecast.missing-{version.pk}-{version.due_on}",
            text=lambda: (
                _("«%(version)s»: ikke levert av %(names)s.")
                % {"version": version.title, "names": names or _("Det som ikke er fordelt")}
            ),
            url=reverse("forecast:version", args=(version.pk,)),
            due=version.due_on,
        )
