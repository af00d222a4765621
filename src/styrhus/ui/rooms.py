"""What the rooms offer each other: a module of an agreed name, found by its name and never imported upwards."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


def offered(name: str) -> Iterator[tuple[str, ModuleType]]:
    """The modules called ``name`` of all installed rooms, each with its room's label, in the order of the rooms."""
    for config in apps.get_app_configs():
        if config.name.startswith("styrhus.") and find_spec(f"{config.name}.{name}"):
            yield config.label, import_module(f"{config.name}.{name}")
