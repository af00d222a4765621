"""What rooms above this one know of the money: what a binding is for, and the other pages of the same year.

Each room may offer a module `money_links` with ``purposes_of(bindings)`` and ``pages_of(agency, year, user)``;
this room imports none of them by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps

from styrhus.identity.models import Organisation, User

from .models import Binding


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an amount is set aside for."""

    text: str
    url: str


@cache
def _rooms() -> tuple[ModuleType, ...]:
    names = [config.name for config in apps.get_app_configs() if config.name.startswith("styrhus.")]
    return tuple(import_module(f"{name}.money_links") for name in names if find_spec(f"{name}.money_links"))


def purposes_of(bindings: Iterable[Binding], user: User) -> dict[int, Purpose]:
    """For each binding's key what it is for, where a room knows it and ``user`` may see it."""
    listed = list(bindings)
    found: dict[int, Purpose] = {}
    for room in _rooms():
        found |= room.purposes_of(listed, user)
    return found


def pages_of(agency: Organisation, year: int, user: User) -> list[tuple[Any, str, bool]]:
    """The other pages of the same year, as (text, address, is this one)."""
    return [page for room in _rooms() for page in room.pages_of(agency, year, user)]
