"""What each kind of item becomes in the plan, made through the acts of steering and economy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from styrhus.archive.sourced import Place
from styrhus.economy import actions as economy
from styrhus.economy.models import Chapter, Post
from styrhus.identity.models import User
from styrhus.intake.models import Item, ItemKind, Reading
from styrhus.intake.rules.items import place_of_money
from styrhus.intake.rules.wording import same_number
from styrhus.steering import actions as steering
from styrhus.steering.models import Assignment, Goal, Plan


@dataclass
class Making:
    """A plan being made: what later items need to find of those before them."""

    reading: Reading
    plan: Plan
    by: User | None
    goals: dict[str, Goal] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)
    chapters: dict[str, Chapter] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    def place(self, lines: Sequence[int]) -> Place:
        return Place(self.reading.document, lines)


def make_goal(making: Making, item: Item) -> Goal:
    number = item.values.get("number")
    name = str(number) if number is not None else next(n for n in map(str, range(1, 10_000)) if n not in making.goals)
    parent = making.goals.get(str(item.values["parent"])) if item.values.get("parent") is not None else None
    goal = steering.add_goal(
        plan=making.plan, number=name, title=item.title, parent=parent, place=making.place(item.lines), by=making.by
    )
    making.goals[name] = goal
    return goal


def make_parameter(making: Making, item: Item) -> models.Model:
    values = item.values
    return steering.add_parameter(
        plan=making.plan,
        goal=making.goals.get(str(values.get("goal"))),
        label=values.get("id") or "",
        text=values["text"],
        baseline=values.get("baseline") or "",
        target=values.get("target") or "",
        unit=values.get("unit") or "",
        place=making.place(item.lines),
        by=making.by,
    )


def make_chapter(making: Making, item: Item) -> Chapter:
    number = item.values["chapter"]
    making.chapters[number] = economy.add_chapter(
        agency=making.reading.agency,
        year=making.plan.year,
        number=number,
        name=item.title,
        stated_sum=item.values.get("stated_sum"),
        place=making.place(item.lines),
        by=making.by,
    )
    return making.chapters[number]


def make_post(making: Making, item: Item) -> Post:
    values = item.values
    post = economy.add_post(
        chapter=making.chapters[values["chapter"]],
        number=values["post"],
        name=item.title,
        appropriated=values.get("appropriation"),
        at_disposal=values.get("at_disposal"),
        carry_over=bool(values.get("carry_over")),
        estimate=bool(values.get("estimate")),
        decided_on=making.reading.letter_date,
        place=making.place(item.lines),
        by=making.by,
    )
    making.posts[place_of_money(values)] = post
    return post


def make_assignment(making: Making, item: Item) -> Assignment:
    """The assignment with its parts, deadlines and the money that its own text names."""
    values = item.values
    assignment = steering.add_assignment(
        plan=making.plan,
        number=values.get("id") or "",
        title=item.title,
        goal=making.goals.get(str(values.get("goal"))),
        earlier=bool(values.get("earlier")),
        is_rd=bool(values.get("is_rd")),
        lead=values.get("lead") or "",
        partners=values.get("partners") or (),
        background=values.get("background") or "",
        description=values.get("description") or "",
        place=making.place(item.lines),
        by=making.by,
    )
    if values.get("id"):
        making.assignments[same_number(values["id"])] = assignment
    for label, text, lines in _parts(values):
        steering.add_part(
            assignment=assignment, label=label, text=text, place=making.place(lines or item.lines), by=making.by
        )
    for deadline in values.get("deadlines") or ():
        make_deadline(making, assignment, deadline, item.lines)
    for funding in values.get("funding") or ():
        make_funding(making, assignment, funding, item.lines)
    return assignment


def _parts(values: dict[str, Any]) -> list[tuple[str, str, list[int]]]:
    """Each part once: a letter that describes "Del 1" in two places describes one part."""
    texts: dict[str, tuple[list[str], list[int]]] = {}
    for part in values.get("parts") or ():
        written, lines = texts.setdefault(part["part"].strip(), ([], []))
        written.append(part.get("text") or "")
        lines.extend(part.get("lines") or ())
    return [(label, "\n".join(filter(None, written)), lines) for label, (written, lines) in texts.items()]


def make_deadline(making: Making, assignment: Assignment, deadline: dict[str, Any], lines: list[int]) -> models.Model:
    return steering.add_deadline(
        assignment=assignment,
        part=deadline.get("part") or "",
        text=deadline["text"],
        kind=deadline["kind"],
        date=as_date(deadline.get("date")),
        place=making.place(deadline.get("lines") or lines),
        by=making.by,
    )


def make_funding(making: Making, assignment: Assignment, funding: dict[str, Any], lines: list[int]) -> models.Model:
    return steering.add_funding(
        assignment=assignment,
        part=funding.get("part") or "",
        post=making.posts.get(place_of_money(funding)),
        amount=funding.get("amount"),
        place=making.place(funding.get("lines") or lines),
        by=making.by,
    )


def make_binding(making: Making, item: Item) -> models.Model:
    values = item.values
    binding = economy.add_binding(
        post=making.posts[place_of_money(values)],
        text=values["text"],
        amount=values.get("amount"),
        group=values.get("group") or "",
        depth=values.get("depth") or 0,
        place=making.place(item.lines),
        by=making.by,
        decided_on=making.reading.letter_date,
    )
    assignment = making.assignments.get(same_number(values.get("assignment")))
    if assignment:
        part = values.get("part") or ""
        steering.bind_to_assignment(assignment=assignment, binding=binding, part=part, by=making.by)
    return binding


def make_grant(making: Making, item: Item) -> models.Model:
    return economy.add_named_grant(
        post=making.posts[place_of_money(item.values)],
        recipient=item.title,
        amount=item.values["amount"],
        place=making.place(item.lines),
        by=making.by,
    )


def make_report(making: Making, item: Item) -> models.Model:
    return steering.add_reporting_demand(
        plan=making.plan,
        kind=item.values["kind"],
        title=item.title,
        cut_off=as_date(item.values.get("cut_off")),
        deadline=as_date(item.values.get("deadline")),
        place=making.place(item.lines),
        by=making.by,
    )


def make_meeting(making: Making, item: Item) -> models.Model:
    return steering.add_meeting(
        plan=making.plan,
        kind=item.values["kind"],
        title=item.title,
        count=item.values.get("count"),
        when=item.values.get("when") or "",
        place=making.place(item.lines),
        by=making.by,
    )


def make_directive(making: Making, item: Item) -> models.Model:
    text, place = item.values.get("text") or "", making.place(item.lines)
    return steering.add_directive(plan=making.plan, title=item.title, text=text, place=place, by=making.by)


def make_duty(making: Making, item: Item) -> models.Model:
    section, text = item.values.get("section") or "", item.values["text"]
    return steering.add_duty(plan=making.plan, section=section, text=text, place=making.place(item.lines), by=making.by)


def as_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# In an order where each finds what it hangs on. Attachments are part of the letter and not of the plan.
MAKERS: dict[str, Callable[[Making, Item], models.Model]] = {
    ItemKind.GOAL: make_goal,
    ItemKind.PARAMETER: make_parameter,
    ItemKind.CHAPTER: make_chapter,
    ItemKind.POST: make_post,
    ItemKind.ASSIGNMENT: make_assignment,
    ItemKind.BUDGET_LINE: make_binding,
    ItemKind.GRANT: make_grant,
    ItemKind.REPORTING: make_report,
    ItemKind.MEETING: make_meeting,
    ItemKind.DIRECTIVE: make_directive,
    ItemKind.DUTY: make_duty,
}
