"""Deny by default: every request is refused unless its view says who may come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.translation import gettext as _

from .access import AccessDenied

# Static files in development are served by Django's own view, which carries no mark of ours.
OPEN_VIEWS = ("django.views.static.serve", "django.contrib.staticfiles.views.serve")


class DenyByDefault:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse the request, send it to the login page, or let it pass (None).

        Raises: AccessDenied (403) with a reason; ImproperlyConfigured for a view that carries no mark.
        """
        access = access_of(view)
        if access == "public":
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        if access == "logged_in":
            return None
        if not any(request.user.may(permission) for permission in access):
            raise AccessDenied(_("Rollen din gir ikke tilgang til denne siden."))
        return None


def access_of(view: Callable[..., Any]) -> Any:
    """The mark of ``view``: "public", "logged_in" or a tuple of permissions. Raises: ImproperlyConfigured."""
    if f"{view.__module__}.{getattr(view, '__name__', '')}" in OPEN_VIEWS:
        return "public"
    mark = getattr(view, "access", None) or getattr(getattr(view, "view_class", None), "access", None)
    if mark is None:
        raise ImproperlyConfigured(
            f"The view {view.__module__}.{getattr(view, '__name__', view)} does not say who may see it."
        )
    return mark
