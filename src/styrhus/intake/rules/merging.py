"""Two items that are the same thing become one: what the first says stands, what it lacks comes from the second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .wording import same_part, same_words

LISTS = ("parts", "deadlines", "funding", "partners", "mentions")


def merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """The values of both. A list holds each of its rows once; a field of the first is kept unless it is empty."""
    result = dict(first)
    for name, value in second.items():
        if name in LISTS:
            result[name] = _each_once([*(first.get(name) or ()), *(value or ())])
        elif result.get(name) in (None, "", []):
            result[name] = value
    return result


def merged_lines(first: Iterable[int], second: Iterable[int]) -> list[int]:
    return sorted({*first, *second})


def _each_once(rows: Iterable[Any]) -> list[Any]:
    once: dict[tuple[str, ...], Any] = {}
    for row in rows:
        name = _name(row)
        if name in once and isinstance(row, dict):
            once[name] = {**once[name], "lines": merged_lines(once[name].get("lines") or (), row.get("lines") or ())}
        else:
            once[name] = row
    return list(once.values())


def _name(row: Any) -> tuple[str, ...]:
    """What makes a sub-row the same as another: a part its label, a deadline its day or words, money its amount."""
    if not isinstance(row, dict):
        return (same_words(str(row)),)
    part = same_part(row.get("part"))
    if "kind" in row:
        return part, str(row.get("date") or same_words(str(row.get("text"))))
    if "amount" in row:
        return part, str(row["amount"]), f"{row.get('chapter')}.{row.get('post')}"
    if "where" in row:
        return str(row["where"]), same_words(str(row.get("title")))
    return (part,)
