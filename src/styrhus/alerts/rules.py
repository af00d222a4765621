"""When a publication may come, and how long something took: pure functions on plain data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

SENTENCE_ENDS = re.compile(r"[.!?] (?=[A-ZÆØÅ«])")  # "3,1 mill. kr" goes on


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """So many days before publication the ministry is to be told, for what is announced on ``begin`` or later."""

    begin: date
    days: int
    source: str
    verified: date | None


def rule_on(rules: Sequence[NoticeRule], day: date) -> NoticeRule:
    """The newest rule that holds on ``day``; the oldest there is for days before all of them. Needs one rule."""
    standing = [rule for rule in rules if rule.begin <= day]
    return max(standing, key=lambda rule: rule.begin) if standing else min(rules, key=lambda rule: rule.begin)


def earliest_publication(announced: date, days: int, consent_from: date | None = None) -> date:
    """The first day of publication: ``days`` after the announcement, or earlier where the ministry has consented."""
    first = announced + timedelta(days=days)
    return first if consent_from is None else min(first, consent_from)


def too_early(day: date, announced: date, days: int, consent_from: date | None = None) -> bool:
    """Whether publishing on ``day`` breaks the rule (the 2023 instruction, 6.1)."""
    return day < earliest_publication(announced, days, consent_from)


def days_and_hours(begin: datetime, end: datetime) -> tuple[int, int]:
    """Whole days and hours from ``begin`` to ``end``, by the clock that runs; (0, 0) when ``end`` is the earlier."""
    seconds = max(0, int(end.timestamp() - begin.timestamp()))
    return seconds // 86_400, seconds % 86_400 // 3600


def short_title(text: str, longest: int = 90) -> str:
    """The first sentence or line of ``text``, cut at a word where it is longer than ``longest`` characters."""
    first = SENTENCE_ENDS.split(text.strip().split("\n", 1)[0], maxsplit=1)[0].strip().rstrip(".")
    if len(first) <= longest:
        return first
    return first[:longest].rsplit(" ", 1)[0].rstrip(",;:–- ") + " …"
