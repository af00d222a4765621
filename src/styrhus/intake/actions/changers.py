"""What taking one difference into the plan does, kind by kind, through the acts of steering and economy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from styrhus.archive.sourced import Place
from styrhus.economy import actions as economy
from styrhus.economy.models import Binding, Chapter, NamedGrant, Post
from styrhus.identity.models import User
from styrhus.intake.models import Item, Reading
from styrhus.intake.rules.changes import Change, ChangeKind
from styrhus.intake.rules.items import place_of_money
from styrhus.intake.rules.wording import same_number
from styrhus.steering import actions as steering
from styrhus.steering.actions import changes as steering_changes
from styrhus.steering.models import Assignment, Deadline, Funding, Goal, Parameter, Plan, ReportingDemand

from .makers import (
    Making,
    as_date,
    make_assignment,
    make_binding,
    make_chapter,
    make_deadline,
    make_directive,
    make_duty,
    make_funding,
    make_goal,
    make_grant,
    make_meeting,
    make_parameter,
    make_post,
    make_report,
)

GONE = _("Planen eller brevet er endret siden du åpnet siden. Last den på nytt.")


@dataclass
class Changing:
    """One difference being taken into the plan."""

    reading: Reading
    plan: Plan
    by: User | None
    change: Change
    item: Item | None
    why: str
    as_addition: bool = False

    @property
    def target(self) -> int:
        """The plan's own row that is changed. Raises: ValidationError when the difference has none."""
        if self.change.target is None:
            raise ValidationError(GONE)
        return self.change.target

    @property
    def letter_item(self) -> Item:
        """The letter's item that says so. Raises: ValidationError when the difference comes from no item."""
        if self.item is None:
            raise ValidationError(GONE)
        return self.item

    @property
    def place(self) -> Place:
        return Place(self.reading.document, self.change.lines)

    def making(self) -> Making:
        """What the plan has, for a new thing to hang on."""
        posts = Post.objects.filter(chapter__agency=self.plan.agency_id, chapter__year=self.plan.year)
        listed = Assignment.objects.filter(listings__plan=self.plan).exclude(number="")
        return Making(
            self.reading,
            self.plan,
            self.by,
            goals={goal.number: goal for goal in self.plan.goals.all()},
            assignments={same_number(one.number): one for one in listed},
            chapters={c.number: c for c in Chapter.objects.filter(agency=self.plan.agency_id, year=self.plan.year)},
            posts={f"{post.chapter.number}.{post.number}": post for post in posts.select_related("chapter")},
        )


def _new(make: Callable[[Making, Item], models.Model]) -> Callable[[Changing], models.Model]:
    """A new thing is made as it is when a whole letter is adopted."""

    def change(changing: Changing) -> models.Model:
        making, values = changing.making(), changing.letter_item.values
        if make is make_post and values["chapter"] not in making.chapters:
            raise ValidationError(_("Ta inn kapittel %(chapter)s først.") % {"chapter": values["chapter"]})
        if make in (make_binding, make_grant) and place_of_money(values) not in making.posts:
            raise ValidationError(_("Planen har ikke posten beløpet står på. Rett punktet, eller ta inn posten først."))
        return make(making, changing.letter_item)

    return change


def _goal(changing: Changing) -> models.Model:
    goal = Goal.objects.get(pk=changing.target)
    title = str(changing.change.new)
    return steering_changes.change_goal(goal=goal, title=title, place=changing.place, by=changing.by, why=changing.why)


def _parameter(changing: Changing) -> models.Model:
    parameter, values = Parameter.objects.get(pk=changing.target), changing.letter_item.values
    return steering_changes.change_parameter(
        parameter=parameter,
        text=values["text"],
        baseline=values.get("baseline") or parameter.baseline,
        target=values.get("target") or parameter.target,
        unit=values.get("unit") or parameter.unit,
        place=changing.place,
        by=changing.by,
        why=changing.why,
    )


def _title(changing: Changing) -> models.Model:
    assignment = Assignment.objects.get(pk=changing.target)
    return steering_changes.change_assignment_title(
        assignment=assignment, title=str(changing.change.new), place=changing.place, by=changing.by, why=changing.why
    )


def _withdraw(changing: Changing) -> models.Model:
    assignment = Assignment.objects.get(pk=changing.target)
    return steering.withdraw_assignment(assignment=assignment, place=changing.place, by=changing.by, why=changing.why)


def _new_deadline(changing: Changing) -> models.Model:
    assignment = Assignment.objects.get(pk=changing.target)
    return make_deadline(changing.making(), assignment, dict(changing.change.values), list(changing.change.lines))


def _deadline(changing: Changing) -> models.Model:
    values = changing.change.values
    return steering.change_deadline(
        deadline=Deadline.objects.select_related("assignment").get(pk=changing.target),
        text=values["text"],
        kind=values["kind"],
        date=as_date(values.get("date")),
        place=changing.place,
        by=changing.by,
        why=changing.why,
    )


def _new_funding(changing: Changing) -> models.Model:
    assignment = Assignment.objects.get(pk=changing.target)
    return make_funding(changing.making(), assignment, dict(changing.change.values), list(changing.change.lines))


def _funding(changing: Changing) -> models.Model:
    funding = Funding.objects.select_related("assignment").get(pk=changing.target)
    return steering_changes.change_funding(
        funding=funding,
        amount=changing.change.values["amount"],
        place=changing.place,
        by=changing.by,
        why=changing.why,
    )


def _post(changing: Changing) -> models.Model:
    """A new amount is put in place of the old as the difference between them; an addition is the difference itself."""
    post = Post.objects.select_related("chapter").get(pk=changing.target)
    has = post.appropriations.aggregate(given=Sum("appropriated", default=0), share=Sum("at_disposal", default=0))
    if changing.as_addition:
        given = changing.letter_item.values.get("appropriation") or 0
        share = changing.letter_item.values.get("at_disposal")
        difference = (given, given if share is None else share)
    else:
        wanted = changing.change.values
        difference = (wanted["appropriated"] - has["given"], wanted["at_disposal"] - has["share"])
    economy.change_appropriation(
        post=post,
        appropriated=difference[0],
        at_disposal=difference[1],
        decided_on=changing.reading.letter_date,
        place=changing.place,
        by=changing.by,
        why=changing.why,
    )
    return post


def _binding(changing: Changing) -> models.Model:
    binding = Binding.objects.select_related("post__chapter").get(pk=changing.target)
    amount = int(changing.change.new) if changing.change.new is not None else None
    return economy.change_binding(
        binding=binding, text=binding.text, amount=amount, place=changing.place, by=changing.by, why=changing.why,
        decided_on=changing.reading.letter_date,
    )  # fmt: skip


def _withdraw_binding(changing: Changing) -> models.Model:
    binding = Binding.objects.select_related("post__chapter").get(pk=changing.target)
    return economy.withdraw_binding(
        binding=binding, place=changing.place, by=changing.by, why=changing.why,
        decided_on=changing.reading.letter_date,
    )  # fmt: skip


def _grant(changing: Changing) -> models.Model:
    grant = NamedGrant.objects.select_related("post__chapter").get(pk=changing.target)
    amount = int(changing.change.new or 0)
    return economy.change_named_grant(
        grant=grant, amount=amount, place=changing.place, by=changing.by, why=changing.why
    )


def _report(changing: Changing) -> models.Model:
    demand, values = ReportingDemand.objects.get(pk=changing.target), changing.letter_item.values
    return steering_changes.change_reporting_demand(
        demand=demand,
        deadline=as_date(values.get("deadline")) or demand.deadline,
        cut_off=as_date(values.get("cut_off")) or demand.cut_off,
        place=changing.place,
        by=changing.by,
        why=changing.why,
    )


CHANGERS: dict[ChangeKind, Callable[[Changing], models.Model]] = {
    ChangeKind.NEW_GOAL: _new(make_goal),
    ChangeKind.CHANGED_GOAL: _goal,
    ChangeKind.NEW_PARAMETER: _new(make_parameter),
    ChangeKind.CHANGED_PARAMETER: _parameter,
    ChangeKind.NEW_ASSIGNMENT: _new(make_assignment),
    ChangeKind.CHANGED_TITLE: _title,
    ChangeKind.WITHDRAWN_ASSIGNMENT: _withdraw,
    ChangeKind.NEW_DEADLINE: _new_deadline,
    ChangeKind.CHANGED_DEADLINE: _deadline,
    ChangeKind.NEW_FUNDING: _new_funding,
    ChangeKind.CHANGED_FUNDING: _funding,
    ChangeKind.NEW_CHAPTER: _new(make_chapter),
    ChangeKind.NEW_POST: _new(make_post),
    ChangeKind.CHANGED_POST: _post,
    ChangeKind.NEW_BINDING: _new(make_binding),
    ChangeKind.CHANGED_BINDING: _binding,
    ChangeKind.WITHDRAWN_BINDING: _withdraw_binding,
    ChangeKind.NEW_GRANT: _new(make_grant),
    ChangeKind.CHANGED_GRANT: _grant,
    ChangeKind.NEW_REPORT: _new(make_report),
    ChangeKind.CHANGED_REPORT: _report,
    ChangeKind.NEW_MEETING: _new(make_meeting),
    ChangeKind.NEW_DIRECTIVE: _new(make_directive),
    ChangeKind.NEW_DUTY: _new(make_duty),
}
