"""What the registers remind of: the rule of apprentices, the yearly count of assets, control points that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from styrhus.identity.models import Organisation, User
from styrhus.identity.roles import OrganisationKind
from styrhus.notices.sources import Reminder
from styrhus.steering.models import Plan
from styrhus.steering.queries import people_of

from .waiting import Waiting, is_for, of_agency

REMINDED = ("apprentices", "assets", "procurement", "kudos", "routine")  # claims and contacts are told of at once


def due(today: date) -> Iterator[Reminder]:
    """One reminder for each who is to do it, of the agencies that have a plan this year."""
    agencies = Plan.objects.filter(year=today.year).values("agency")
    for agency in Organisation.objects.filter(kind=OrganisationKind.DIRECTORATE, pk__in=agencies).order_by("pk"):
        people = list(people_of(agency))
        if agency.parent:
            people += list(people_of(agency.parent))
        for row in of_agency(agency, today):
            if row.key.startswith(REMINDED):
                for user in people:
                    if is_for(user, agency, row):
                        yield _reminder(user, agency, row, today)


def _reminder(user: User, agency: Organisation, row: Waiting, today: date) -> Reminder:
    """``text`` is asked for in the user's language, so the words are made anew then."""

    def text() -> str:
        return next((one.text for one in of_agency(agency, today) if one.key == row.key), row.text)

    return Reminder(
        user=user,
        kind=f"obligations.{row.key.split('-')[0]}",
        key=f"obligations-{agency.pk}-{row.key}",
        text=text,
        url=row.url,
    )
