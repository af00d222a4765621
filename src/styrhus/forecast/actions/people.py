"""Whom the acts of this room tell."""

from __future__ import annotations

from styrhus.forecast.access import Permission, may_enter
from styrhus.identity.models import Department, Organisation, User
from styrhus.identity.queries import holders_of


def heads_of(agency: Organisation, department: Department | None) -> list[User]:
    """Those who enter for the department: its heads; where it has none, and for what lies on none, the controllers."""
    entering = list(holders_of(Permission.ENTER, agency))
    controllers = [user for user in entering if user.may(Permission.ENTER_ALL, agency)]
    heads = [user for user in entering if department and may_enter(user, agency.pk, department.pk)]
    return [user for user in heads if user not in controllers] or controllers
