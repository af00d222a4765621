"""Which screen serves each duty of an adopted plan, by the rules of ``data/coverage.toml``.

A rule names patterns over a duty's section and text, the duty in the project's own words, the screens that serve it,
and, where the program does not (yet) serve it wholly, the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from .rules import data


@dataclass(frozen=True, slots=True)
class Rule:
    """``screens`` are names of routes. A rule with a ``reason`` says that the program serves the duty only in part."""

    section: re.Pattern[str]
    text: re.Pattern[str]
    label: str
    screens: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A duty with the rule that serves it. ``rule`` None: no rule knows it, and it is unserved."""

    section: str
    text: str
    lines: tuple[int, ...]
    pk: int
    rule: Rule | None

    @property
    def state(self) -> str:
        """ "served", "reason" (the program says why not) or "open" (nobody has said anything)."""
        if self.rule is None:
            return "open"
        return "reason" if self.rule.reason else "served"


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in order; the first that matches serves a duty. Raises: ValueError for one that serves nothing."""
    made = []
    for row in data("coverage")["rule"]:
        rule = Rule(
            section=re.compile(row.get("section", ""), re.IGNORECASE),
            text=re.compile(row.get("text", ""), re.IGNORECASE),
            label=row["label"],
            screens=tuple(row.get("screens", ())),
            reason=row.get("reason", ""),
        )
        if not rule.screens and not rule.reason:
            raise ValueError(f"The rule «{rule.label}» has neither a screen nor a reason.")
        made.append(rule)
    return tuple(made)


def cover(duties: Iterable[Any], known: Sequence[Rule] | None = None) -> list[Covered]:
    """Each duty (with ``section``, ``text``, ``lines``, ``pk``) beside the first rule that knows it."""
    found = []
    for duty in duties:
        rule = next(
            (
                rule
                for rule in (rules() if known is None else known)
                if rule.section.search(duty.section) and rule.text.search(duty.text)
            ),
            None,
        )
        found.append(Covered(duty.section, duty.text, tuple(duty.lines), duty.pk, rule))
    return found


def lines_text(lines: Sequence[int]) -> str:
    """ "604, 606–611": the lines with runs drawn together."""
    parts: list[list[int]] = []
    for line in sorted(lines):
        if parts and line == parts[-1][1] + 1:
            parts[-1][1] = line
        else:
            parts.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in parts)
