"""Who is to be told."""

from __future__ import annotations

from django.db.models import QuerySet

from styrhus.identity.models import Organisation, User
from styrhus.identity.roles import Role


def _holding(organisation: Organisation, *roles: Role) -> QuerySet[User]:
    held = organisation.roles.current().filter(role__in=roles)
    return User.objects.filter(is_active=True, roles__in=held).distinct().order_by("pk")


def managers_of(agency: Organisation) -> QuerySet[User]:
    """The agency's controllers."""
    return _holding(agency, Role.CONTROLLER)


def leaders_of(agency: Organisation) -> QuerySet[User]:
    """Those who may verify that a finding is closed."""
    return _holding(agency, Role.CONTROLLER, Role.DIRECTOR)


def officials_of(ministry: Organisation) -> QuerySet[User]:
    """The ministry's officials who steer its agencies."""
    return _holding(ministry, Role.MINISTRY_OFFICIAL)
