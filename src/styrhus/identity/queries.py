"""Reads of users, organisations and roles."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import RoleAssignment

DEMO_DOMAIN = "demo.styrhus.invalid"


def demo_logins() -> QuerySet[RoleAssignment]:
    """The demo's users with a role each, for the login page of the demo."""
    return (
        RoleAssignment.objects.current()
        .filter(user__email__endswith=f"@{DEMO_DOMAIN}", user__is_active=True)
        .select_related("user", "organisation", "department")
        .order_by("pk")
    )
