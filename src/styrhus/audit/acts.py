"""The acts of the event log in words. Each room offers ``acts.py``: ACTS, the name of an act and its text, and where
its events have fields that no model of its own names, FIELDS, the name of a field and its text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

from styrhus.ui.rooms import offered


def _rooms() -> Iterator[tuple[str, ModuleType]]:
    return (found for found in offered("acts") if found[0] != "audit")


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
