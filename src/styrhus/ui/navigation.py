"""The navigation of each role. A room offers `navigation.ITEMS`; what a person may not do is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from .rooms import offered as offered_by_rooms

# The parts of the menu, in order. An item names its part by the key; one without a part stands by itself.
PARTS: dict[str, Any] = {
    "plan": _("Planen"),
    "money": _("Økonomi"),
    "reports": _("Rapporter"),
    "dialogue": _("Dialogen"),
    "control": _("Risiko og kontroll"),
    "preparedness": _("Beredskap"),
    "agency": _("Virksomheten"),
    "archive": _("Arkivet"),
}


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
    part: str = ""  # a key of PARTS


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as one user sees it. One that gathers a part of the menu leads to the first of its ``entries``."""

    label: str
    url: str
    current: bool
    secondary: bool = False
    entries: tuple[Entry, ...] = ()


@cache
def items() -> tuple[Item, ...]:
    """The items of all installed rooms, in order."""
    found = [item for room, module in offered_by_rooms("navigation") if room != "ui" for item in module.ITEMS]
    return tuple(sorted(found, key=lambda item: item.order))


def menu_for(user: Any, request: HttpRequest, offered: Iterable[Item] | None = None) -> list[Entry]:
    """The entries that ``user`` sees, with the one of this page marked; those of a part are gathered under it."""
    seen: list[tuple[Item, str]] = []
    for item in items() if offered is None else offered:
        url = address(item.url_name)
        if url and _may_see(user, item):
            seen.append((item, url))
    current = max(
        (item.under or url for item, url in seen if _is_under(request.path, item, url)), key=len, default=None
    )
    gathered: dict[str, list[Entry]] = {}
    for item, url in seen:
        entry = Entry(str(item.label), url, (item.under or url) == current, item.secondary)
        gathered.setdefault(item.part or f" {url}{item.label}", []).append(entry)
    return [_gather(part, entries) for part, entries in sorted(gathered.items(), key=_place_of_part)]


def _place_of_part(gathered: tuple[str, list[Entry]]) -> int:
    """What belongs to no part stands first, in its own order; then the parts in theirs."""
    return list(PARTS).index(gathered[0]) if gathered[0] in PARTS else -1


def _gather(part: str, entries: list[Entry]) -> Entry:
    if len(entries) == 1:
        return entries[0]
    return Entry(str(PARTS[part]), entries[0].url, any(entry.current for entry in entries), entries=tuple(entries))


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
