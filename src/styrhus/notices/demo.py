"""The demo's reminders: collected once, as the worker does every morning."""

from __future__ import annotations

from .collecting import collect


def make_demo_notices() -> None:
    """Ask every room what it would remind of on the demo's day."""
    collect()
