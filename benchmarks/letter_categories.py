"""What is compared of a letter: the categories, their fields, and how they are taken out of what was read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from styrhus.letters.model import Assignment, Letter

Lines = tuple[int, ...]

MARKS = re.compile(r"[*_`«»\"“”]|</?i>")
DASHES = re.compile(r"[‐‑‒–—−]")


def plain(text: str) -> str:
    """The text without marks of emphasis, doubled blanks, kinds of dash, case and closing punctuation."""
    text = DASHES.sub("-", MARKS.sub("", unicodedata.normalize("NFC", text)))
    return " ".join(text.split()).casefold().rstrip(" .;:,")


def fingerprint(text: str) -> str:
    """Sixteen hexadecimal digits that stand for a sentence, so that no gold file has to copy it."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[:16]


def name_of(assignment: Assignment) -> str:
    return assignment.id or assignment.title


Row = tuple[tuple[object, ...], Lines]


def head_rows(letter: Letter) -> Iterable[Row]:
    head = letter.head
    for field in HEAD_FIELDS:
        yield (field, getattr(head, field)), ()


HEAD_FIELDS = ("kind", "title", "number", "budget_year", "date", "ministry", "agency", "reference")


def deadline_rows(letter: Letter) -> Iterable[Row]:
    for assignment in letter.assignments:
        for deadline in assignment.deadlines:
            yield (name_of(assignment), deadline.kind, deadline.date, deadline.part), deadline.lines


def funding_rows(letter: Letter) -> Iterable[Row]:
    for assignment in letter.assignments:
        for funding in assignment.funding:
            yield (
                (name_of(assignment), funding.amount, funding.chapter, funding.post, funding.part),
                funding.lines,
            )


def post_rows(letter: Letter) -> Iterable[Row]:
    for chapter in letter.budget.chapters:
        for post in chapter.posts:
            yield (
                (
                    chapter.chapter,
                    post.post,
                    post.name,
                    post.appropriation,
                    post.at_disposal,
                    post.carry_over,
                    post.estimate,
                ),
                post.lines,
            )


@dataclass(frozen=True, slots=True)
class Category:
    fields: tuple[str, ...]
    rows: Callable[[Letter], Iterable[Row]]


CATEGORIES: dict[str, Category] = {
    "head": Category(("field", "value"), head_rows),
    "sections": Category(
        ("number", "title"),
        lambda letter: (((one.number, one.title), one.lines[:1]) for one in letter.sections if one.number),
    ),
    "goals": Category(
        ("number", "title"), lambda letter: (((one.number, one.title), one.lines) for one in letter.goals)
    ),
    "steering_parameters": Category(
        ("id", "goal", "text"),
        lambda letter: (((one.id, one.goal, fingerprint(one.text)), one.lines) for one in letter.steering_parameters),
    ),
    "parameter_values": Category(
        ("text", "baseline", "target", "unit"),
        lambda letter: (
            ((fingerprint(one.text), one.baseline, one.target, one.unit), one.lines)
            for one in letter.steering_parameters
            if one.baseline or one.target
        ),
    ),
    "assignments": Category(
        ("id", "title", "goal", "earlier"),
        lambda letter: (((one.id, one.title, one.goal, one.earlier), one.lines) for one in letter.assignments),
    ),
    "rd": Category(
        ("assignment",), lambda letter: (((name_of(one),), one.lines) for one in letter.assignments if one.is_rd)
    ),
    "parts": Category(
        ("assignment", "part"),
        lambda letter: (((name_of(one), part.part), part.lines) for one in letter.assignments for part in one.parts),
    ),
    "deadlines": Category(("assignment", "kind", "date", "part"), deadline_rows),
    "funding": Category(("assignment", "amount", "chapter", "post", "part"), funding_rows),
    "partners": Category(
        ("assignment", "partner"),
        lambda letter: (((name_of(one), partner), one.lines) for one in letter.assignments for partner in one.partners),
    ),
    "leads": Category(
        ("assignment", "lead"),
        lambda letter: (((name_of(one), one.lead), one.lines) for one in letter.assignments if one.lead),
    ),
    "chapters": Category(
        ("chapter", "name", "stated_sum", "unit"),
        lambda letter: (
            ((one.chapter, one.name, one.stated_sum, one.unit), one.lines) for one in letter.budget.chapters
        ),
    ),
    "posts": Category(("chapter", "post", "name", "appropriation", "at_disposal", "carry_over", "estimate"), post_rows),
    "budget_lines": Category(
        ("chapter", "post", "amount", "assignment", "part"),
        lambda letter: (
            ((one.chapter, one.post, one.amount, one.assignment, one.part), one.lines) for one in letter.budget.lines
        ),
    ),
    "grants": Category(
        ("recipient", "amount", "chapter", "post"),
        lambda letter: (
            ((one.recipient, one.amount, one.chapter, one.post), one.lines) for one in letter.budget.grants
        ),
    ),
    "reporting": Category(
        ("kind", "title", "cut_off", "deadline"),
        lambda letter: (((one.kind, one.title, one.cut_off, one.deadline), one.lines) for one in letter.reporting),
    ),
    "meetings": Category(
        ("kind", "count"), lambda letter: (((one.kind, one.count), one.lines) for one in letter.meetings)
    ),
    "directives": Category(("title",), lambda letter: (((one.title,), one.lines) for one in letter.directives)),
    "attachments": Category(
        ("number", "title", "present"),
        lambda letter: (((one.number, one.title, one.present), one.lines) for one in letter.attachments),
    ),
}
