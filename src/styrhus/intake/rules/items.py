"""From a read letter's JSON (docs/letter-format.md) to the rows that a person goes through, and what each is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Values = dict[str, Any]

TITLE_LENGTH = 1000
KEY_LENGTH = 200
BESIDE = {"lines", "confidence", "sum_lines", "posts"}  # kept in columns of their own, or as items of their own

# An order that is taken back, in bokmål and nynorsk: as the heading over it says, or its own sentence.
_WITHDRAWN = (
    r"(?:utgår|går ut|trekkes|trekkast|blir trekt|blir trukket|er trukket|er trekt|trekt tilbake|trukket tilbake"
    r"|bortfaller|faller bort|fell bort|frafalles|fråfallast|kanselleres|kansellerast|avlyses|avlysast)"
)
_WITHDRAWN_HEADING = re.compile(
    rf"oppdrag.{{0,60}}\b{_WITHDRAWN}\b|\b(?:tilbaketrukne|utgåtte|bortfalte) oppdrag", re.IGNORECASE
)
_WITHDRAWN_SENTENCE = re.compile(
    rf"\boppdrag(?:et|a|ene)?\b(?: nr\.? ?\S+)?[^.\n]{{0,40}}?\b{_WITHDRAWN}\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An item as the reader found it. ``values`` is what the letter says; where and how sure stand beside it."""

    kind: str
    key: str
    title: str
    values: Values
    lines: tuple[int, ...]
    confidence: float


def drafts(letter: Mapping[str, Any]) -> Iterator[Draft]:
    """Every item of a read letter, kind by kind, in the order that the letter prints them."""
    for kind, rows in _rows(letter):
        for row in rows:
            values = {name: value for name, value in row.items() if name not in BESIDE}
            lines = tuple(row["lines"])
            yield Draft(kind, key_of(kind, values), title_of(kind, values), values, lines, float(row["confidence"]))


def key_of(kind: str, values: Mapping[str, Any]) -> str:
    """The number that people know the item by: "1", "SP 4", "2023-01", "671.21", or empty."""
    match kind:
        case "goal" | "attachment":
            found = values.get("number")
        case "parameter" | "assignment":
            found = values.get("id")
        case "chapter":
            found = values.get("chapter")
        case "post" | "budget_line" | "grant":
            found = place_of_money(values)
        case "duty":
            found = values.get("section")
        case _:
            found = None
    return "" if found is None else str(found)[:KEY_LENGTH]


def title_of(kind: str, values: Mapping[str, Any]) -> str:
    name = {
        "parameter": "text",
        "chapter": "name",
        "post": "name",
        "budget_line": "text",
        "grant": "recipient",
        "duty": "text",
    }.get(kind, "title")
    return str(values.get(name) or "")[:TITLE_LENGTH]


def place_of_money(values: Mapping[str, Any]) -> str:
    """Chapter and post as "671.21"; empty unless both are known."""
    chapter, post = values.get("chapter"), values.get("post")
    return f"{chapter}.{post}" if chapter and post else ""


def takes_back(sentences: Iterable[str], heading: str) -> bool:
    """Whether a letter takes an assignment back: the section's ``heading`` says so, or one of its own sentences."""
    return bool(_WITHDRAWN_HEADING.search(heading)) or any(_WITHDRAWN_SENTENCE.search(text) for text in sentences)


def _rows(letter: Mapping[str, Any]) -> Iterator[tuple[str, list[Values]]]:
    budget = letter["budget"]
    yield "goal", letter["goals"]
    yield "parameter", letter["steering_parameters"]
    yield "assignment", letter["assignments"]
    yield "chapter", budget["chapters"]
    yield "post", [{"chapter": one["chapter"], **post} for one in budget["chapters"] for post in one["posts"]]
    yield "budget_line", budget["lines"]
    yield "grant", budget["grants"]
    yield "reporting", letter["reporting"]
    yield "meeting", letter["meetings"]
    yield "directive", letter["directives"]
    yield "attachment", letter["attachments"]
    yield "duty", letter["duties"]
