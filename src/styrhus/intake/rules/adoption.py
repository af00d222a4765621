"""Before a letter becomes a plan: what hinders it, what is left out, and how many of each there will be."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from .items import place_of_money
from .picture import Row
from .wording import same_number

_CHAPTER = re.compile(r"\d{3,4}")
_POST = re.compile(r"\d{2}")


# Characters that the plan's fields hold (steering and economy models).
LONGEST = {
    ("goal", "title"): 500,
    ("goal", "number"): 20,
    ("parameter", "id"): 40,
    ("parameter", "baseline"): 200,
    ("parameter", "target"): 200,
    ("parameter", "unit"): 80,
    ("assignment", "id"): 40,
    ("assignment", "title"): 1000,
    ("assignment", "lead"): 300,
    ("chapter", "name"): 300,
    ("post", "name"): 300,
    ("budget_line", "group"): 300,
    ("grant", "recipient"): 300,
    ("reporting", "title"): 500,
    ("meeting", "title"): 500,
    ("meeting", "when"): 200,
    ("directive", "title"): 500,
    ("duty", "section"): 300,
}
LONGEST_INSIDE = {  # in the lists of an assignment
    ("deadlines", "text"): 300,
    ("deadlines", "part"): 200,
    ("funding", "part"): 200,
    ("parts", "part"): 100,
}


class Hindrance(StrEnum):
    """What must be mended first: the plan can't hold it."""

    NO_TITLE = "no_title"
    SAME_GOAL_NUMBER = "same_goal_number"
    SAME_ASSIGNMENT_NUMBER = "same_assignment_number"
    SAME_CHAPTER = "same_chapter"
    SAME_POST = "same_post"
    CHAPTER_SHAPE = "chapter_shape"
    POST_SHAPE = "post_shape"
    POST_WITHOUT_CHAPTER = "post_without_chapter"
    NEGATIVE_GRANT = "negative_grant"
    TOO_LONG = "too_long"  # more characters than the plan's field holds
    DATE_MISSING = "date_missing"  # a deadline of the kind "date" without one
    DUE_BEFORE_CUT_OFF = "due_before_cut_off"


class LeftOut(StrEnum):
    """What the letter has and the plan does not take: said before, so that nobody misses it after."""

    NO_POST = "no_post"  # a budget line or grant that names no post of this letter's tables
    NO_AMOUNT = "no_amount"  # a named grant without an amount


@dataclass(frozen=True, slots=True)
class Obstacle:
    what: Hindrance
    row: int
    value: str


@dataclass(frozen=True, slots=True)
class Omission:
    what: LeftOut
    row: int


def obstacles(rows: Iterable[Row]) -> tuple[Obstacle, ...]:
    """Everything that must be corrected before the rows can be adopted, in the order of the rows."""
    listed = list(rows)
    chapters = {str(row.values.get("chapter") or "") for row in listed if row.kind == "chapter"}
    found = [obstacle for row in listed for obstacle in _of_one(row, chapters)]
    return (*found, *_repeated(listed))


def _of_one(row: Row, chapters: set[str]) -> Iterator[Obstacle]:
    chapter, post = str(row.values.get("chapter") or ""), str(row.values.get("post") or "")
    if not row.title.strip():
        yield Obstacle(Hindrance.NO_TITLE, row.id, "")
    if row.kind == "chapter" and not _CHAPTER.fullmatch(chapter):
        yield Obstacle(Hindrance.CHAPTER_SHAPE, row.id, chapter)
    if row.kind == "post":
        if not _POST.fullmatch(post):
            yield Obstacle(Hindrance.POST_SHAPE, row.id, post)
        if chapter not in chapters:
            yield Obstacle(Hindrance.POST_WITHOUT_CHAPTER, row.id, chapter)
    cut_off, due = row.values.get("cut_off"), row.values.get("deadline")
    if row.kind == "reporting" and cut_off and due and due < cut_off:
        yield Obstacle(Hindrance.DUE_BEFORE_CUT_OFF, row.id, "")
    yield from _texts(row)
    if row.kind == "grant" and (row.values.get("amount") or 0) < 0:
        yield Obstacle(Hindrance.NEGATIVE_GRANT, row.id, "")


def _texts(row: Row) -> Iterator[Obstacle]:
    """Texts that are longer than the plan holds, in the item and in its parts, deadlines and money."""
    for deadline in row.values.get("deadlines") or ():
        if deadline.get("kind") == "date" and not deadline.get("date"):
            yield Obstacle(Hindrance.DATE_MISSING, row.id, str(deadline.get("text") or ""))
    texts = [(row.values.get(name), longest) for (kind, name), longest in LONGEST.items() if kind == row.kind]
    for (rows, name), longest in LONGEST_INSIDE.items():
        texts += [(inner.get(name), longest) for inner in row.values.get(rows) or ()]
    for text, longest in texts:
        if len(str(text or "")) > longest:
            yield Obstacle(Hindrance.TOO_LONG, row.id, f"{str(text)[:60]}…")


def _repeated(rows: Iterable[Row]) -> Iterator[Obstacle]:
    named: dict[tuple[Hindrance, str], list[Row]] = defaultdict(list)
    for row in rows:
        name = _unique_name(row)
        if name:
            named[name].append(row)
    for (what, value), same in named.items():
        yield from (Obstacle(what, row.id, value) for row in same[1:])


def _unique_name(row: Row) -> tuple[Hindrance, str] | None:
    values = row.values
    match row.kind:
        case "goal" if values.get("number") is not None:
            return Hindrance.SAME_GOAL_NUMBER, str(values["number"])
        case "assignment" if values.get("id"):
            return Hindrance.SAME_ASSIGNMENT_NUMBER, same_number(values["id"])
        case "chapter":
            return Hindrance.SAME_CHAPTER, str(values.get("chapter") or "")
        case "post":
            return Hindrance.SAME_POST, place_of_money(values)
    return None


def omissions(rows: Iterable[Row]) -> tuple[Omission, ...]:
    """Budget lines and grants that have no place in the plan's money."""
    listed = list(rows)
    posts = {place_of_money(row.values) for row in listed if row.kind == "post"}
    found = []
    for row in listed:
        if row.kind in {"budget_line", "grant"} and place_of_money(row.values) not in posts:
            found.append(Omission(LeftOut.NO_POST, row.id))
        elif row.kind == "grant" and row.values.get("amount") is None:
            found.append(Omission(LeftOut.NO_AMOUNT, row.id))
    return tuple(found)


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many of each kind the plan will have; also of "part", "deadline", and "earlier" for earlier years' orders."""
    listed = list(rows)
    left = {omission.row for omission in omissions(listed)}
    counted = Counter(row.kind for row in listed if row.id not in left and row.kind != "attachment")
    assignments = [row.values for row in listed if row.kind == "assignment"]
    counted["part"] = sum(len(values.get("parts") or ()) for values in assignments)
    counted["deadline"] = sum(len(values.get("deadlines") or ()) for values in assignments)
    counted["earlier"] = sum(bool(values.get("earlier")) for values in assignments)
    return dict(counted)
