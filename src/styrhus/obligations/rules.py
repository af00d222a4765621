"""The rules of the instruction and the joint directives, on plain data. Dated values stand in ``data/``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def data(name: str) -> dict[str, Any]:
    """The dated data of that name: ``data/<name>.toml``."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class ApprenticeRule:
    """More than ``above`` employees: at least ``least`` apprentices, at any time."""

    above: int
    least: int
    ambition: int  # larger agencies should aim for more than this
    valid_from: date
    source: str
    verified: bool


def apprentice_rule(on: date) -> ApprenticeRule:
    """The rule that holds on a day; the first one for days before it."""
    rows = [ApprenticeRule(**row) for row in data("apprentices")["rule"]]
    return max((row for row in rows if row.valid_from <= on), key=lambda row: row.valid_from, default=rows[0])


def apprentices_missing(rule: ApprenticeRule, employees: int, apprentices: int) -> int:
    """How many apprentices are lacking; 0 when the rule is met or does not apply."""
    return max(0, rule.least - apprentices) if employees > rule.above else 0


class EvaluationState(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    DELIVERED = "delivered"
    PUBLISHED = "published"  # and not yet in Kudos
    REGISTERED = "registered"
    STOPPED = "stopped"


def evaluation_state(
    *, stopped: bool, kudos: bool, published: bool, delivered: bool, contract: bool
) -> EvaluationState:
    """How far an evaluation has come, by what is dated. What is published and then stopped stays published."""
    if kudos:
        return EvaluationState.REGISTERED
    if published:
        return EvaluationState.PUBLISHED
    if stopped:
        return EvaluationState.STOPPED
    if delivered:
        return EvaluationState.DELIVERED
    return EvaluationState.RUNNING if contract else EvaluationState.PLANNED


@dataclass(frozen=True, slots=True)
class Level:
    """A threshold for procurements, in whole kroner without VAT. ``own`` when the agency has set it itself."""

    key: str
    name: str
    amount: int
    valid_from: date
    source: str
    verified: bool
    own: bool = False


def levels_on(day: date, own: Iterable[tuple[str, int, date, str]] = ()) -> list[Level]:
    """The thresholds that hold on a day, lowest first. ``own`` is (key, amount, valid from, source) of the agency."""
    found: dict[str, Level] = {}
    proposed = [Level(**row) for row in data("procurement")["level"]]
    for level in sorted(proposed, key=lambda row: row.valid_from):
        if level.valid_from <= day or level.key not in found:
            found[level.key] = level
    for key, amount, valid_from, source in sorted(own, key=lambda row: row[2]):
        if key in found and valid_from <= day:
            found[key] = Level(key, found[key].name, amount, valid_from, source, verified=True, own=True)
    return sorted(found.values(), key=lambda level: level.amount)


def level_of(value: int, levels: Sequence[Level]) -> Level | None:
    """The highest threshold that ``value`` (kroner) reaches; None below the lowest."""
    return max((level for level in levels if value >= level.amount), key=lambda level: level.amount, default=None)


def missing_points(*, contract: bool, ended: bool, checked: Iterable[str]) -> list[str]:
    """The control points that should have been checked by now and are not, in their order.

    Need and competition before the contract is signed, protocol and contract with it, evaluation once it has ended.
    """
    wanted = ["need", "competition"]
    if contract:
        wanted += ["protocol", "contract"]
    if contract and ended:
        wanted.append("evaluation")
    done = set(checked)
    return [point for point in wanted if point not in done]


@dataclass(frozen=True, slots=True)
class Change:
    """A sum this year and the last, in whole kroner. ``share`` None where there was nothing last year."""

    now: int
    before: int

    @property
    def difference(self) -> int:
        return self.now - self.before

    @property
    def share(self) -> float | None:
        return self.difference / self.before if self.before else None


def sums_by_field(rows: Iterable[tuple[str, int, int]], year: int) -> dict[str, Change]:
    """Sums of ``year`` and the year before for each field. ``rows`` are (field, year, kroner)."""
    now: dict[str, int] = {}
    before: dict[str, int] = {}
    for field, of_year, amount in rows:
        if of_year == year:
            now[field] = now.get(field, 0) + amount
        elif of_year == year - 1:
            before[field] = before.get(field, 0) + amount
    return {field: Change(now.get(field, 0), before.get(field, 0)) for field in {**now, **before}}


def directive_kind(title: str, text: str = "") -> str:
    """Which collection serves a joint directive, by the words of its title (and, where that says nothing, its text)."""
    words: Mapping[str, Sequence[str]] = data("directives")["words"]
    for content in (title.lower(), text.lower()[:400]):
        for kind, found in words.items():
            if any(word in content for word in found):
                return kind
    return "other"


def quarter_of(day: date) -> tuple[int, int]:
    """(year, quarter)."""
    return day.year, (day.month - 1) // 3 + 1
