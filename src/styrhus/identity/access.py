"""Who may do what. Deny by default: a view without a mark is refused, and a role has only what a table gives it.

Each room has an `access` module with an enum of its permissions and one call to ``grant``. All of them together
are ``TABLE``, the one place that says what a role may do; the page "Tilganger" shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from .roles import Role

if TYPE_CHECKING:
    from .models import Organisation, User

View = TypeVar("View", bound=Callable[..., Any])

TABLE: dict[Role, frozenset[StrEnum]] = {}


class AccessDenied(PermissionDenied):
    """An act was refused. The message is a reason that the screen can show."""


class PermissionEnum(StrEnum):
    """A room's permissions. Each member is its name, and in words what it lets a user do."""

    label: Any

    def __new__(cls, value: str, label: Any = "") -> PermissionEnum:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Permission(PermissionEnum):
    """The permissions of this room."""

    SEE_USERS = "identity.see_users", _("Se brukere og roller i egen virksomhet")
    MANAGE_USERS = "identity.manage_users", _("Opprette brukere, gi og avslutte roller i egen virksomhet")
    MANAGE_ORGANISATIONS = (
        "identity.manage_organisations",
        _("Registrere organisasjoner, og avdelinger i egen virksomhet"),
    )
    SEE_EVENTS = "identity.see_events", _("Se hendelsesloggen for brukere i egen virksomhet")
    SEE_ALL = "identity.see_all", _("Se brukere og hendelser i alle virksomheter")


def grant(table: Mapping[StrEnum, Iterable[Role]]) -> None:
    """Add a room's permissions, each with the roles that have it."""
    for permission, roles in table.items():
        for role in roles:
            TABLE[role] = TABLE.get(role, frozenset()) | {permission}


grant(
    {
        Permission.SEE_USERS: (Role.ADMINISTRATOR, Role.AUDITOR, Role.CONTROLLER, Role.DIRECTOR),
        Permission.MANAGE_USERS: (Role.ADMINISTRATOR,),
        Permission.MANAGE_ORGANISATIONS: (Role.ADMINISTRATOR,),
        Permission.SEE_ALL: (Role.AUDITOR,),
        Permission.SEE_EVENTS: (Role.ADMINISTRATOR, Role.AUDITOR, Role.CONTROLLER),
    }
)


def require(user: User, permission: StrEnum, organisation: Organisation | int | None = None) -> None:
    """Raise AccessDenied, with a reason in words, unless ``user`` has ``permission`` (in ``organisation``)."""
    if not user.is_active or not user.may(permission, organisation):
        raise AccessDenied(_("Rollen din gir ikke tilgang til dette. Spør en administrator i virksomheten din."))


# -- marks on views. The middleware refuses a view that carries none.


def public(view: View) -> View:
    """Open to everyone, also those who are not logged in. Each such route is named in tests/lists/routes.toml."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def logged_in(view: View) -> View:
    """Open to every user who is logged in, whatever the role."""
    view.access = "logged_in"  # type: ignore[attr-defined]
    return view


def requires(*permissions: StrEnum) -> Callable[[View], View]:
    """Open to users who have one of ``permissions``."""

    def mark(view: View) -> View:
        view.access = permissions  # type: ignore[attr-defined]
        return view

    return mark
