"""Reads of users, organisations and roles."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from .access import Permission
from .models import RoleAssignment, User

DEMO_DOMAIN = "demo.styrhus.invalid"


def demo_logins() -> QuerySet[RoleAssignment]:
    """The demo's users with a role each, for the login page of the demo."""
    return (
        RoleAssignment.objects.current()
        .filter(user__email__endswith=f"@{DEMO_DOMAIN}", user__is_active=True)
        .select_related("user", "organisation", "department")
        .order_by("pk")
    )


def may_manage(by: User, user: User) -> bool:
    """Whether ``by`` administers the account of ``user``: every role that the user holds now or later is in an
    organisation that ``by`` administers. Nobody can take over an account of another organisation.
    """
    own = by.organisations_with(Permission.MANAGE_USERS)
    return bool(own) and not user.roles.overlapping(timezone.localdate(), None).exclude(organisation__in=own).exists()
