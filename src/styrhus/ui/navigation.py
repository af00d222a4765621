"""The navigation of each role. A room offers `navigation.ITEMS`; what a person may not do is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu. ``permission`` None means: everyone who is logged in (or everyone, when ``public``)."""

    label: Any  # lazy text
    url_name: str
    permission: StrEnum | None = None
    order: int = 100
    public: bool = False
    under: str = ""  # the entry stands as current on every address that begins with this; empty: its own address
    shown: Callable[[Any], bool] | None = None  # a further condition on the user
    secondary: bool = False  # stands behind the name of the user, not in the row: administration


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    current: bool
    secondary: bool = False


@cache
def items() -> tuple[Item, ...]:
    """The items of all installed rooms, in order."""
    found: list[Item] = []
    for config in apps.get_app_configs():
        if (
            config.name.startswith("styrhus.")
            and config.name != "styrhus.ui"
            and find_spec(f"{config.name}.navigation")
        ):
            found += import_module(f"{config.name}.navigation").ITEMS
    return tuple(sorted(found, key=lambda item: item.order))


def menu_for(user: Any, request: HttpRequest, offered: Iterable[Item] | None = None) -> list[Entry]:
    """The entries that ``user`` sees, with the one of this page marked."""
    seen: list[tuple[Item, str]] = []
    for item in items() if offered is None else offered:
        url = address(item.url_name)
        if url and _may_see(user, item):
            seen.append((item, url))
    current = max(
        (item.under or url for item, url in seen if _is_under(request.path, item, url)), key=len, default=None
    )
    return [Entry(str(item.label), url, (item.under or url) == current, item.secondary) for item, url in seen]


def address(url_name: str, *args: Any) -> str:
    """The address of a named route, or an empty text where no room offers it."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def _may_see(user: Any, item: Item) -> bool:
    if not getattr(user, "is_authenticated", False):
        return item.public
    if item.permission is not None and not user.may(item.permission):
        return False
    return item.shown is None or item.shown(user)


def _is_under(path: str, item: Item, url: str) -> bool:
    prefix = item.under or url
    return path == url or (prefix != "/" and path.startswith(prefix))
