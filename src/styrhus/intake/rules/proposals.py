"""Which correction of an item a finding proposes, where its proposal fits an item at all.

Many findings propose words for the ministry alone (a heading, a cross reference in running text); those have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from styrhus.common.money import multiplier_of, parse_amount

from .picture import Row


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, as the rules see it. ``values`` are those of its sentence (letters/texts)."""

    code: str
    lines: tuple[int, ...]
    values: Mapping[str, str]
    expected: str


@dataclass(frozen=True, slots=True)
class Correction:
    row: int
    changes: Mapping[str, Any]  # field of the item's values → new value


def correction_for(found: Found, rows: Iterable[Row]) -> Correction | None:
    """The one item that the proposal corrects, and how. None where there is no proposal or no single such item.

    ``rows`` need only hold the items that stand on the finding's lines, and the chapters and posts of the letter.
    """
    rule = RULES.get(found.code)
    if rule is None or not found.expected:
        return None
    corrections = [one for row in rows if (one := rule(found, row)) is not None]
    return corrections[0] if len(corrections) == 1 else None


def _assignment_number(found: Found, row: Row) -> Correction | None:
    if row.kind == "budget_line" and _meets(found, row) and row.values.get("assignment") == found.values.get("printed"):
        return Correction(row.id, {"assignment": found.expected})
    return None


def _budget_text(found: Found, row: Row) -> Correction | None:
    if row.kind == "budget_line" and _meets(found, row) and row.values.get("text") == found.values.get("line"):
        return Correction(row.id, {"text": found.expected})
    return None


def _chapter_sum(found: Found, row: Row) -> Correction | None:
    """The printed sum is in the chapter's own unit; "what" of a differing sum says "kap. 671"."""
    number = found.values.get("chapter") or found.values.get("what", "").removeprefix("kap. ")
    if row.kind != "chapter" or row.values.get("chapter") != number:
        return None
    amount = parse_amount(found.expected, multiplier_of(str(row.values.get("unit") or "")))
    return Correction(row.id, {"stated_sum": amount.kroner}) if amount else None


def _carry_over(found: Found, row: Row) -> Correction | None:
    return Correction(row.id, {"carry_over": True}) if _is_post(found, row) and not row.values["carry_over"] else None


def _post_name(found: Found, row: Row) -> Correction | None:
    return Correction(row.id, {"name": found.expected}) if _is_post(found, row) else None


def _goal_title(found: Found, row: Row) -> Correction | None:
    if row.kind == "goal" and str(row.values.get("number")) == found.values.get("number"):
        return Correction(row.id, {"title": found.expected})
    return None


def _is_post(found: Found, row: Row) -> bool:
    return (
        row.kind == "post"
        and row.values.get("chapter") == found.values.get("chapter")
        and row.values.get("post") == found.values.get("post")
    )


def _meets(found: Found, row: Row) -> bool:
    return bool(set(found.lines) & set(row.lines))


RULES: dict[str, Callable[[Found, Row], Correction | None]] = {
    "assignment-number-wrong": _assignment_number,
    "budget-title-differs": _budget_text,
    "sum-missing": _chapter_sum,
    "sum-row-missing": _chapter_sum,
    "sum-differs": _chapter_sum,
    "carry-over-only-in-heading": _carry_over,
    "post-name-differs": _post_name,
    "goal-title-differs": _goal_title,
}
