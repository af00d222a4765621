"""What the pages of the preparedness share: who may, trying an act, and saying what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from styrhus.identity.access import AccessDenied
from styrhus.identity.models import Organisation, User
from styrhus.preparedness import queries
from styrhus.preparedness.access import Permission

SEES = (Permission.SEE_PREPAREDNESS, Permission.RECEIVE_INCIDENT)


def may(user: User, permission: Permission, agency: Organisation | int | None) -> bool:
    return agency is not None and user.is_active and user.may(permission, agency)


def keeper(request: HttpRequest) -> Organisation:
    """The agency that the user keeps the preparedness of. Raises: AccessDenied."""
    agency = queries.agency_of(request.user, Permission.KEEP_PREPAREDNESS)
    if agency is None:
        raise AccessDenied(_("Rollen din gir ikke tilgang til dette."))
    return agency


def try_act(form: BaseForm, act: Callable[[], Model]) -> Model | None:
    """What the act made; None where it refused, with its reason in the form."""
    try:
        return act()
    except ValidationError as error:
        for message in error.messages:
            form.add_error(None, message)
        return None


def say(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    """Do the act of a button, and say what came of it."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, done)
