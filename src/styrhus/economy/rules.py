"""The arithmetic of a post: what is bound, what is undisposed, what the agency does not dispose. Whole kroner."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def is_chapter_number(text: str) -> bool:
    """Chapters of the state budget have three or four digits ("671", "3670")."""
    return re.fullmatch(r"[0-9]{3,4}", text) is not None


def is_post_number(text: str) -> bool:
    """Posts have two digits ("01", "21")."""
    return re.fullmatch(r"[0-9]{2}", text) is not None


@dataclass(frozen=True, slots=True)
class PostGroup:
    """What a post's number says of its purpose. ``key`` is "" for numbers that stand in no group (86-89)."""

    key: str
    first: int
    last: int
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names.get("nb", "")


@dataclass(frozen=True, slots=True)
class PostGroups:
    """All groups with where they were read, since when they hold, and the numbers of the income chapters."""

    groups: tuple[PostGroup, ...]
    income: tuple[int, int]
    valid_from: date
    source: str
    verified: bool


NO_GROUP = PostGroup("", 0, 0, {})


@cache
def post_groups() -> PostGroups:
    """The groups as `data/post_groups.toml` dates them."""
    data: dict[str, Any] = tomllib.loads((DATA / "post_groups.toml").read_text(encoding="utf-8"))
    groups = tuple(
        PostGroup(one["key"], one["first"], one["last"], {language: one[language] for language in ("nb", "nn", "en")})
        for one in data["groups"]
    )
    income = (data["income"]["first"], data["income"]["last"])
    return PostGroups(groups, income, data["valid_from"], data["source"], data["verified"])


def post_group(number: str) -> PostGroup:
    """The group of a post's number ("21" is operating expenses)."""
    value = int(number) if is_post_number(number) else -1
    return next((group for group in post_groups().groups if group.first <= value <= group.last), NO_GROUP)


def is_income(chapter_number: str) -> bool:
    """Chapters of income are those from 3000 to 5999 ("3670" is the income of 670)."""
    first, last = post_groups().income
    return is_chapter_number(chapter_number) and first <= int(chapter_number) <= last


@dataclass(frozen=True, slots=True)
class Amounts:
    """A post's or a chapter's money. ``bound + undisposed == at_disposal``, always."""

    appropriated: int
    at_disposal: int
    bound: int

    @property
    def undisposed(self) -> int:
        """At disposal and not yet bound; below 0 when more is bound than there is."""
        return self.at_disposal - self.bound

    @property
    def not_at_disposal(self) -> int:
        """Appropriated, but kept by the ministry or given to others."""
        return self.appropriated - self.at_disposal

    @property
    def overbound(self) -> int:
        """How much more is bound than there is, else 0."""
        return max(0, -self.undisposed)

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.appropriated + other.appropriated, self.at_disposal + other.at_disposal, self.bound + other.bound
        )


NOTHING = Amounts(0, 0, 0)


def total(amounts: Iterable[Amounts]) -> Amounts:
    summed = NOTHING
    for one in amounts:
        summed += one
    return summed


def sum_bound(lines: Iterable[tuple[int | None, int, bool]]) -> int:
    """The sum of bindings given as (amount, depth, withdrawn): a nested "hvorav" or a withdrawn one never counts."""
    return sum(amount or 0 for amount, depth, withdrawn in lines if depth == 0 and not withdrawn)


def bar_parts(amounts: Amounts) -> tuple[int, int, int]:
    """The three parts of a post's bar: bound, undisposed, not at disposal. None is below 0."""
    return amounts.bound, max(0, amounts.undisposed), max(0, amounts.not_at_disposal)


def differs_from_stated(stated: int | None, amounts: Amounts) -> int:
    """What the letter's own sum differs by from the sum of the posts' appropriations; 0 when it states none."""
    return 0 if stated is None else amounts.appropriated - stated


def sum_committed(bindings: Iterable[tuple[int, int]], unbound: int) -> int:
    """What is bound on a post: each of the letter's bindings as (amount, committed under it), and what is committed besides.

    What is committed under a binding uses the binding's own amount, and counts only where it goes beyond it.
    """
    return unbound + sum(max(amount, committed) for amount, committed in bindings)
