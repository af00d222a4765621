"""What this room reminds of: reports nobody has acknowledged, drafts that lie, publications whose day has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from styrhus.common.working_days import add_working_days
from styrhus.identity.models import Organisation, User
from styrhus.identity.queries import holders_of
from styrhus.notices.sources import Reminder

from .access import Permission
from .actions.deviations import address_of as deviation_address
from .actions.matters import address_of as matter_address
from .actions.publications import address_of as publication_address
from .actions.publications import earliest_of
from .models import Deviation, Matter, MatterState, Publication, PublicationState, Side, State

UNSEEN = 3  # working days after which the one who should acknowledge is reminded
LYING = timedelta(days=1)  # a draft of something to be reported at once


def due(today: date) -> Iterator[Reminder]:
    """Everything that this room would remind of on ``today``."""
    yield from _unseen_deviations(today)
    yield from _lying_drafts(today)
    yield from _unseen_matters(today)
    yield from _ready_publications(today)


def _day(moment: datetime | None) -> date:
    return timezone.localtime(moment).date()


def _to(
    people: list[User], kind: str, key: str, text: Callable[[], str], url: str, *, urgent: bool
) -> Iterator[Reminder]:
    for user in people:
        yield Reminder(user=user, kind=kind, key=key, text=text, url=url, urgent=urgent)


def _holders(permission: Permission, organisation: Organisation | int) -> list[User]:
    return list(holders_of(permission, organisation))


def _unseen_deviations(today: date) -> Iterator[Reminder]:
    for one in Deviation.objects.filter(state=State.REPORTED).select_related("plan").order_by("pk"):
        if add_working_days(_day(one.reported_at), UNSEEN) <= today:
            yield from _to(
                _holders(Permission.ANSWER, one.plan.ministry_id),
                "alerts.unseen_deviation",
                f"alerts.unseen-deviation-{one.pk}",
                lambda one=one: (
                    _("Avvik %(number)s venter på kvittering: %(title)s")  # type: ignore[misc]
                    % {"number": one.label, "title": one.title}
                ),
                deviation_address(one),
                urgent=True,
            )


def _lying_drafts(today: date) -> Iterator[Reminder]:
    for one in Deviation.objects.filter(state=State.DRAFT).select_related("plan", "written_by").order_by("pk"):
        if _day(one.known_at) + LYING <= today:
            people = {
                user.pk: user for user in [one.written_by, *_holders(Permission.REPORT, one.plan.agency_id)] if user
            }
            yield from _to(
                list(people.values()),
                "alerts.unreported_deviation",
                f"alerts.unreported-deviation-{one.pk}",
                lambda one=one: (
                    _("Avvik %(number)s er kjent, men ikke meldt: %(title)s")  # type: ignore[misc]
                    % {"number": one.label, "title": one.title}
                ),
                deviation_address(one),
                urgent=True,
            )


def _unseen_matters(today: date) -> Iterator[Reminder]:
    for one in Matter.objects.filter(state=MatterState.SENT).select_related("plan").order_by("pk"):
        if add_working_days(_day(one.sent_at), UNSEEN) <= today:
            to_ministry = one.sender == Side.AGENCY
            people = (
                _holders(Permission.ANSWER, one.plan.ministry_id)
                if to_ministry
                else _holders(Permission.REPORT, one.plan.agency_id)
            )
            yield from _to(
                people,
                "alerts.unseen_matter",
                f"alerts.unseen-matter-{one.pk}",
                lambda one=one: _("En sak venter på kvittering: %(title)s") % {"title": one.title},  # type: ignore[misc]
                matter_address(one),
                urgent=False,
            )


def _ready_publications(today: date) -> Iterator[Reminder]:
    """When the planned day has come and the rule allows it: publish, and record it."""
    announced = Publication.objects.filter(state=PublicationState.ANNOUNCED).select_related("plan", "announced_by")
    for one in announced.order_by("pk"):
        if max(earliest_of(one), one.planned_on) <= today and one.announced_by:
            yield from _to(
                [one.announced_by],
                "alerts.publication_ready",
                f"alerts.publication-ready-{one.pk}-{one.planned_on.isoformat()}",
                lambda one=one: _("«%(title)s» kan publiseres nå") % {"title": one.title[:300]},  # type: ignore[misc]
                publication_address(one),
                urgent=False,
            )
