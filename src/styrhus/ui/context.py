"""What every page's frame needs: the menu, who you act for, language and colour scheme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .navigation import Entry, address, menu_for

COLOUR_SCHEMES = {"auto": _("Som enheten"), "light": _("Lyst"), "dark": _("Mørkt")}
COLOUR_SCHEME_COOKIE = "styrhus-colour-scheme"


@dataclass(frozen=True, slots=True)
class Frame:
    menu: list[Entry]
    part: Entry | None  # the part of the menu that this page belongs to, where it has several entries
    administration: list[Entry]
    acting_as: str  # "Controller, IMDi": always shown
    user_name: str
    language: str
    languages: list[tuple[str, str]]
    colour_scheme: str
    colour_schemes: list[tuple[str, Any]]
    demo: bool
    demo_day: date | None  # the day that the demo looks at its year from
    links: dict[str, str]  # addresses of other rooms; empty where the room is not there
    search_text: str
    path: str


LINKS = {
    "front": "portal:front",
    "search": "portal:search",
    "about": "portal:about",
    "privacy": "portal:privacy",
    "login": "identity:login",
    "logout": "identity:logout",
    "profile": "identity:profile",
    "notices": "notices:notices",
    "mail_choices": "notices:preferences",
    "accessibility": "ui:accessibility",
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame`` for the base template."""
    user = getattr(request, "user", None)
    logged_in = bool(getattr(user, "is_authenticated", False))
    entries = menu_for(user, request)
    menu = [entry for entry in entries if not entry.secondary]
    scheme = request.COOKIES.get(COLOUR_SCHEME_COOKIE, "auto")
    acting = getattr(user, "acting_for_text", None)
    return {
        "frame": Frame(
            menu=menu,
            part=next((entry for entry in menu if entry.current and entry.entries), None),
            administration=[entry for entry in entries if entry.secondary],
            acting_as=acting() if logged_in and acting else "",
            user_name=str(getattr(user, "name", user)) if logged_in else "",
            language=get_language() or settings.LANGUAGE_CODE,
            languages=list(settings.LANGUAGES),
            colour_scheme=scheme if scheme in COLOUR_SCHEMES else "auto",
            colour_schemes=list(COLOUR_SCHEMES.items()),
            demo=settings.DEMO,
            demo_day=settings.DEMO_TODAY,
            links={name: address(url_name) for name, url_name in LINKS.items()},
            search_text=request.GET.get("q", "") if request.path == address("portal:search") else "",
            path=request.get_full_path(),
        )
    }
