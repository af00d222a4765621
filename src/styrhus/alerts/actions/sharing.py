"""What every formal act of this room shares: the case it goes in, who is told, and which side somebody acts for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from styrhus.alerts.access import Permission
from styrhus.alerts.models import Side
from styrhus.archive.formal import open_case
from styrhus.archive.models import CaseFile
from styrhus.identity.access import require
from styrhus.identity.models import User
from styrhus.identity.queries import holders_of
from styrhus.notices.actions import notify
from styrhus.steering.models import Plan


def in_bokmal() -> override:
    """Formal records are written in one language, whatever the one who acts reads."""
    return override(settings.LANGUAGE_CODE)


def case_of(plan: Plan, by: User | None) -> CaseFile:
    """The case that the year's steering dialogue is journaled in."""
    with in_bokmal():
        title = _("Styringsdialog %(agency)s %(year)s") % {"agency": plan.agency.label, "year": plan.year}
        return open_case(organisation=plan.agency, key=f"styringsdialog-{plan.year}", title=title, by=by)


def side_of(by: User, plan: Plan, agency: Permission, ministry: Permission) -> Side:
    """Which side ``by`` acts for in ``plan``. Raises: AccessDenied when neither permission is held there."""
    if by.is_active and by.may(ministry, plan.ministry_id):
        return Side.MINISTRY
    require(by, agency, plan.agency_id)
    return Side.AGENCY


def tell_ministry(
    plan: Plan, *, kind: str, text: Callable[[], str], url: str, key: str, urgent: bool = False, due: date | None = None
) -> None:
    """Tell those in the ministry who answer the agency."""
    people = holders_of(Permission.ANSWER, plan.ministry_id)
    notify(users=people, kind=kind, text=text, url=url, key=key, urgent=urgent, due=due)


def tell_agency(plan: Plan, *, kind: str, text: Callable[[], str], url: str, key: str, urgent: bool = False) -> None:
    """Tell those who report for the agency."""
    people = holders_of(Permission.REPORT, plan.agency_id)
    notify(users=people, kind=kind, text=text, url=url, key=key, urgent=urgent)
