"""What of the preparedness waits for a user."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.ui.cards import Card, CardLine
from styrhus.ui.formats import date_long

from . import queries
from .access import Permission
from .models import Incident

SHOWN = 3


def cards(user: User, plan: Plan, sight: str) -> list[Card]:
    """The ministry: notices to receive. The agency: incidents that run, and learning points that are late."""
    if user.may(Permission.RECEIVE_INCIDENT, plan.ministry_id):
        return _notices(plan)
    if not user.may(Permission.SEE_PREPAREDNESS, plan.agency_id):
        return []
    return [*_incidents(plan), *_learning(user, plan, mine=sight == "mine")]


def _notices(plan: Plan) -> list[Card]:
    waiting = Incident.objects.filter(agency=plan.agency, notified_at__isnull=False, received_at=None, closed_on=None)
    lines = [CardLine(row.title, reverse("preparedness:incident", args=(row.pk,))) for row in waiting]
    title, url = _("Varsler om hendelser å kvittere for"), reverse("preparedness:incidents")
    return [Card(title, url, len(lines), lines[:SHOWN], urgent=True, order=5)] if lines else []


def _incidents(plan: Plan) -> list[Card]:
    running = Incident.objects.filter(agency=plan.agency, closed_on=None)
    lines = [
        CardLine(
            row.title,
            reverse("preparedness:incident", args=(row.pk,)),
            tag="" if row.notified_at else _("Departementet er ikke varslet"),
            kind="warning",
        )
        for row in running
    ]
    if not lines:
        return []
    urgent = any(row.notified_at is None for row in running)
    return [Card(_("Hendelser som pågår"), reverse("preparedness:incidents"), len(lines), lines[:SHOWN], urgent, 10)]


def _learning(user: User, plan: Plan, *, mine: bool) -> list[Card]:
    today = clock.today()
    points = queries.open_points(plan.agency_id).order_by("deadline", "pk")
    points = points.filter(owner=user) if mine else points.filter(deadline__lt=today)
    lines = [
        CardLine(
            str(point),
            reverse("preparedness:learning_point", args=(point.pk,)),
            note=_("Frist %(date)s") % {"date": date_long(point.deadline)},
            tag=_("Over fristen") if point.deadline < today and not point.done_on else "",
            kind="danger",
        )
        for point in points
    ]
    if not lines:
        return []
    title = _("Læringspunkter du har ansvar for") if mine else _("Læringspunkter over fristen")
    return [Card(title, reverse("preparedness:learning"), len(lines), lines[:SHOWN], order=60)]
