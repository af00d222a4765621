"""Reads of users, organisations, roles and the events that users made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.apps import apps
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from styrhus.audit.models import Event

from .access import TABLE, Permission
from .models import Department, Organisation, RoleAssignment, User
from .ordering import NorwegianOrder
from .roles import Role

DEMO_DOMAIN = "demo.styrhus.invalid"


def demo_logins() -> QuerySet[RoleAssignment]:
    """The demo's users with a role each, for the login page of the demo."""
    return (
        RoleAssignment.objects.current()
        .filter(user__email__endswith=f"@{DEMO_DOMAIN}", user__is_active=True)
        .select_related("user", "organisation", "department")
        .order_by("pk")
    )


def holders_of(permission: StrEnum, organisation: Organisation | int) -> QuerySet[User]:
    """The active users to whom a role in ``organisation`` gives ``permission`` today: who is to be told."""
    roles = [role for role, permissions in TABLE.items() if permission in permissions]
    held = RoleAssignment.objects.current().filter(organisation=organisation, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")


def may_manage(by: User, user: User) -> bool:
    """Whether ``by`` administers the account of ``user``: every role that the user holds now or later is in an
    organisation that ``by`` administers. Nobody can take over an account of another organisation.
    """
    own = by.organisations_with(Permission.MANAGE_USERS)
    return bool(own) and not user.roles.overlapping(timezone.localdate(), None).exclude(organisation__in=own).exists()


def users_visible_to(user: User) -> QuerySet[User]:
    """Those who hold or held a role in an organisation where ``user`` may see users; the auditor sees all.

    An administrator sees the accounts without any role too, so that they can be given one.
    """
    everyone = User.objects.prefetch_related(
        Prefetch("roles", RoleAssignment.objects.current().select_related("organisation", "department"), "held_now")
    ).order_by(NorwegianOrder("name"), "pk")
    if user.may(Permission.SEE_ALL):
        return everyone
    condition = Q(pk__in=_users_of(user.organisations_with(Permission.SEE_USERS)))
    if user.may(Permission.MANAGE_USERS):
        condition |= ~Q(pk__in=RoleAssignment.objects.values("user"))
    return everyone.filter(condition)


def events_visible_to(user: User) -> QuerySet[Event]:
    """Events made by users of the organisations where ``user`` may see events; the auditor sees every event."""
    events = Event.objects.select_related("actor").order_by("-number")
    if user.may(Permission.SEE_ALL):
        return events
    return events.filter(actor__in=_users_of(user.organisations_with(Permission.SEE_EVENTS)))


def roles_of(user: User) -> QuerySet[RoleAssignment]:
    """Every role that ``user`` holds, held or will hold, the standing ones first."""
    return user.roles.select_related("organisation", "department", "granted_by").order_by("-valid_from", "-pk")


def organisations() -> QuerySet[Organisation]:
    """Every organisation with its departments and the number of users who hold a role there today."""
    today = timezone.localdate()
    holds = Q(roles__valid_from__lte=today) & (Q(roles__valid_to=None) | Q(roles__valid_to__gte=today))
    return (
        Organisation.objects.select_related("parent")
        .prefetch_related(Prefetch("departments", Department.objects.order_by(NorwegianOrder("name"))))
        .annotate(user_count=Count("roles__user", filter=holds, distinct=True))
        .order_by("kind", NorwegianOrder("name"))
    )


@dataclass(frozen=True)
class PermissionLine:
    """One line of the table of access: what may be done, and for each role whether it may."""

    text: str
    holders: list[tuple[Role, bool]]


@dataclass(frozen=True)
class RoomAccess:
    room: str
    lines: list[PermissionLine]


def access_table() -> list[RoomAccess]:
    """The one table of access by room, in words: every permission and every role."""
    permissions = sorted({permission for held in TABLE.values() for permission in held}, key=_place)
    return [
        RoomAccess(
            room=str(apps.get_app_config(room).verbose_name),
            lines=[
                PermissionLine(
                    text=str(getattr(permission, "label", "") or permission.value),
                    holders=[(role, permission in TABLE.get(role, frozenset())) for role in Role],
                )
                for permission in listed
            ],
        )
        for room, listed in groupby(permissions, key=_room)
    ]


def _room(permission: StrEnum) -> str:
    return permission.value.split(".")[0]


def _place(permission: StrEnum) -> tuple[str, int]:
    return _room(permission), list(type(permission)).index(permission)


def _users_of(organisations: set[int]) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(organisation__in=organisations).values("user")
