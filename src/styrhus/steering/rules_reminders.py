"""On which days the follow-up reminds: pure functions on plain data, and the dated rules that they follow.

A reminder has a stage that stays the same from day to day until the next one is due, so that nobody is told twice
of the same thing and a reminder that no longer holds can be taken away.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from styrhus.common.working_days import add_working_days, on_or_before

FILE = Path(__file__).parent / "data" / "reminders.toml"
WHO = ("owner", "department_head", "controller", "ministry")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the data states it. ``before``, ``after`` and ``silence`` are days; 0 and () where it has none."""

    name: str
    before: tuple[int, ...]
    after: int
    silence: int
    who: tuple[str, ...]
    since: date
    source: str
    verified: date | None


@cache
def _sets() -> tuple[dict[str, Any], ...]:
    return tuple(sorted(tomllib.loads(FILE.read_text(encoding="utf-8"))["rules"], key=lambda one: one["from"]))


def rules_on(day: date) -> dict[str, Rule]:
    """The rules that hold on ``day``, by name; none before the first set."""
    chosen = next((one for one in reversed(_sets()) if one["from"] <= day), None)
    if chosen is None:
        return {}
    return {
        name: Rule(
            name=name,
            before=tuple(sorted(values.get("before", ()), reverse=True)),
            after=values.get("after", 0),
            silence=values.get("silence", 0),
            who=tuple(values.get("who", chosen["who"])),
            since=chosen["from"],
            source=chosen["source"],
            verified=chosen.get("verified"),
        )
        for name, values in chosen.items()
        if isinstance(values, dict)
    }


def stage_before(due: date, today: date, before: Sequence[int]) -> str | None:
    """ "soon-14", then "soon-3": the last of the days before ``due`` that has come. None before the first.

    The last stage holds until the first working day after: what is due on a Friday is not late on the Saturday.
    """
    if today >= add_working_days(due, 1):
        return None
    come = [days for days in before if today >= on_or_before(due - timedelta(days=days))]
    return f"soon-{min(come)}" if come else None


def stage_after(due: date, today: date, every: int) -> str | None:
    """ "late-0" from the first working day after ``due``, "late-1" ``every`` days later, and so on. None before."""
    first = add_working_days(due, 1)
    return f"late-{(today - first).days // every}" if today >= first else None


def stage_of_silence(since: date, today: date, silence: int, every: int) -> str | None:
    """ "silent-0" when ``silence`` days have passed since the last news, and a new stage each ``every`` days."""
    days = (today - since).days - silence
    return f"silent-{days // every}" if days >= 0 else None
