"""The acts of the event log in words. Each room offers `acts.ACTS`: the name of an act and its text."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@cache
def texts() -> dict[str, Any]:
    """The texts (lazy, so in the language of the page) of the acts of all installed rooms."""
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("styrhus.") and config.name != "styrhus.audit" and find_spec(f"{config.name}.acts"):
            found |= import_module(f"{config.name}.acts").ACTS
    return found


def act_text(act: str) -> str:
    """What was done, in words; the act's own name where a room no longer knows it."""
    return str(texts().get(act, act))
