"""The acts of the event log in words. Each room offers ``acts.py``: ACTS, the name of an act and its text, and where
its events have fields that no model of its own names, FIELDS, the name of a field and its text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps


def _rooms() -> Iterator[tuple[str, ModuleType]]:
    for config in apps.get_app_configs():
        if config.name.startswith("styrhus.") and config.name != "styrhus.audit" and find_spec(f"{config.name}.acts"):
            yield config.label, import_module(f"{config.name}.acts")


@cache
def texts() -> dict[str, Any]:
    """The texts (lazy, so in the language of the page) of the acts of all installed rooms."""
    return {act: text for _room, module in _rooms() for act, text in module.ACTS.items()}


@cache
def _fields() -> dict[str, dict[str, Any]]:
    return {room: getattr(module, "FIELDS", {}) for room, module in _rooms()}


def act_text(act: str) -> str:
    """What was done, in words; the act's own name where a room no longer knows it."""
    return str(texts().get(act, act))


def field_text(subject_type: str, name: str) -> str:
    """What a field of an event is called; its own name where a room no longer knows it."""
    room, _, _ = subject_type.partition(".")
    return str(_fields().get(room, {}).get(name, name.replace("_", " ")))
