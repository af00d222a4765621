"""The arithmetic of a post: what is bound, what is undisposed, what the agency does not dispose. Whole kroner."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


def is_chapter_number(text: str) -> bool:
    """Chapters of the state budget have three or four digits ("671", "3670")."""
    return re.fullmatch(r"[0-9]{3,4}", text) is not None


def is_post_number(text: str) -> bool:
    """Posts have two digits ("01", "21")."""
    return re.fullmatch(r"[0-9]{2}", text) is not None


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
