"""What the follow-up of the steering year reminds of. The rules and their days are data: ``data/reminders.toml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from styrhus.identity.models import Organisation, RoleAssignment, User
from styrhus.identity.queries import holders_of
from styrhus.identity.roles import Role
from styrhus.notices.sources import Reminder
from styrhus.ui.formats import date_long

from .access import Permission
from .models import Assignment, AssignmentState, Milestone, Plan
from .queries.drops import awaiting_answer
from .queries.duties import duties_of
from .queries.followup import FollowUp, Strand, follow_up, report_rows
from .queries.occurrences import occurrences_of
from .queries.routines import standings_of
from .rules_followup import Progress
from .rules_reminders import Rule, rules_on, stage_after, stage_before, stage_of_silence
from .texts_routines import period_text

# Handed over or gone: nobody is asked for it.
AT_REST = (Progress.WITHDRAWN, Progress.ACCEPTED, Progress.DELIVERED)


def due(today: date) -> Iterator[Reminder]:
    """What the rules remind of on ``today``, in the newest plan of each agency that has begun."""
    rules = rules_on(today)
    if not rules:
        return
    for plan in current_plans(today):
        people = People(plan)
        yield from _of_assignments(plan, people, rules, today)
        yield from _of_reports(plan, people, rules, today)
        yield from _of_duties(plan, people, rules["duty_late"], today)
        yield from _of_occurrences(plan, people, rules["occurrence_due"], today)
        yield from _of_drops(plan, people, rules["drop_waiting"], today)


def current_plans(today: date) -> list[Plan]:
    """The newest plan of each agency, of this year or before: it holds until the next letter is adopted."""
    begun = Plan.objects.filter(year__lte=today.year)
    newest = dict(begun.order_by().values("agency").annotate(newest=Max("year")).values_list("agency", "newest"))
    return [plan for plan in begun.select_related("agency", "ministry") if newest[plan.agency_id] == plan.year]


@dataclass(slots=True)
class People:
    """Who is to be reminded, each group fetched once for a plan."""

    plan: Plan
    heads: dict[int, list[User]] = field(default_factory=dict)
    groups: dict[str, list[User]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        held = RoleAssignment.objects.current().filter(
            organisation=self.plan.agency_id, role=Role.DEPARTMENT_HEAD, department__isnull=False
        )
        for one in held.select_related("user").order_by("pk"):
            if one.user.is_active and one.department_id:
                self.heads.setdefault(one.department_id, []).append(one.user)

    def to_tell(self, rule: Rule, owner: User | None, department: int | None) -> list[User]:
        """The first of the rule's ``who`` that there is somebody of."""
        for who in rule.who:
            found = self._group(who, owner, department)
            if found:
                return found
        return []

    def _group(self, who: str, owner: User | None, department: int | None) -> list[User]:
        if who == "owner":
            return [owner] if owner and owner.is_active else []
        if who == "department_head":
            return self.heads.get(department or 0, [])
        if who not in self.groups:
            self.groups[who] = list(
                holders_of(Permission.ANSWER_DROP, self.plan.ministry)
                if who == "ministry"
                else holders_of(Permission.MAKE_PLAN, self.plan.agency)
            )
        return self.groups[who]


def _reminders(  # noqa: PLR0917 - the parts of one reminder
    users: list[User], rule: Rule, key: str, text: Callable[[], str], url: str, day: date | None = None
) -> Iterator[Reminder]:
    for user in users:
        yield Reminder(user=user, kind=f"steering.{rule.name}", key=key, text=text, url=url, due=day)


def _of_assignments(plan: Plan, people: People, rules: dict[str, Rule], today: date) -> Iterator[Reminder]:
    running = Assignment.objects.filter(listings__plan=plan, state=AssignmentState.ACTIVE)
    for one in follow_up(list(running.select_related("owner", "department").order_by("pk")), today):
        url = reverse("steering:assignment", args=(one.assignment.pk,))
        for strand in one.strands:
            yield from _of_strand(one, strand, people, rules, today, url)
        for strand in {id(each): each for each in (one.whole, *one.strands)}.values():
            for milestone in strand.milestones:
                yield from _of_milestone(milestone, one.assignment, people, rules["milestone_missed"], today)
        yield from _of_silence(one, plan, people, rules["silent"], today, url)


def _of_strand(  # noqa: PLR0917 - the parts of one strand
    one: FollowUp, strand: Strand, people: People, rules: dict[str, Rule], today: date, url: str
) -> Iterator[Reminder]:
    if strand.progress in AT_REST:
        return
    days = sorted({row.date for row in strand.deadlines or one.whole.deadlines if row.date})
    name = _named(one.assignment, strand.label)
    coming = next((day for day in days if day >= today), None)
    passed = max((day for day in days if day < today), default=None)
    base = f"{one.assignment.pk}.{strand.label}"
    for day in (passed, coming):  # a Friday's deadline is not late on the Saturday after
        stage = stage_before(day, today, rules["due_soon"].before) if day else None
        if day and stage and (day == coming or strand.progress is Progress.OVERDUE):
            users = people.to_tell(rules["due_soon"], one.assignment.owner, one.assignment.department_id)
            yield from _reminders(
                users, rules["due_soon"], f"steering.due.{base}.{day}.{stage}", _soon(name, day), url, day
            )
    if passed and strand.progress is Progress.OVERDUE and (stage := stage_after(passed, today, rules["overdue"].after)):
        users = people.to_tell(rules["overdue"], one.assignment.owner, one.assignment.department_id)
        yield from _reminders(
            users, rules["overdue"], f"steering.due.{base}.{passed}.{stage}", _late(name, passed), url, passed
        )


def _of_milestone(
    milestone: Milestone, assignment: Assignment, people: People, rule: Rule, today: date
) -> Iterator[Reminder]:
    if milestone.done_on or milestone.dropped_on:
        return
    if stage := stage_after(milestone.date, today, rule.after):
        title, number, day = milestone.title, assignment.number, milestone.date
        yield from _reminders(
            people.to_tell(rule, milestone.owner or assignment.owner, assignment.department_id),
            rule,
            f"steering.milestone.{milestone.pk}.{day}.{stage}",
            lambda: (
                _("Milepælen «%(title)s» i oppdrag %(number)s skulle vært nådd %(day)s.")
                % {"title": title, "number": number, "day": date_long(day)}
            ),
            reverse("steering:assignment", args=(assignment.pk,)),
            day,
        )


def _of_silence(  # noqa: PLR0917 - the parts of one assignment
    one: FollowUp, plan: Plan, people: People, rule: Rule, today: date, url: str
) -> Iterator[Reminder]:
    """Only what somebody has taken on: an assignment without an owner is another worry."""
    if one.assignment.owner is None or one.progress in AT_REST:
        return
    since = one.updated_on or plan.letter_date or date(plan.year, 1, 1)
    if stage := stage_of_silence(since, today, rule.silence, rule.after):
        name, days = _named(one.assignment, ""), rule.silence + int(stage.rpartition("-")[2]) * rule.after
        yield from _reminders(
            people.to_tell(rule, one.assignment.owner, one.assignment.department_id),
            rule,
            f"steering.silent.{one.assignment.pk}.{since}.{stage}",
            lambda: _("Ikke noe nytt på %(days)s dager eller mer: %(name)s") % {"days": days, "name": name},
            url,
        )


def _of_reports(plan: Plan, people: People, rules: dict[str, Rule], today: date) -> Iterator[Reminder]:
    for row in report_rows(plan, today):
        demand = row.demand
        if row.progress in AT_REST or not demand.deadline:
            continue
        yield from _due_or_late(
            people,
            rules["due_soon"],
            rules["overdue"],
            demand,
            f"report.{demand.pk}",
            demand.title,
            row.url,
            demand.deadline,
            today,
        )


def _of_occurrences(plan: Plan, people: People, rule: Rule, today: date) -> Iterator[Reminder]:
    for one in occurrences_of(plan, today).filter(done_on=None):
        assignment = one.deadline.assignment
        url = reverse("steering:occurrence", args=(one.pk,))
        name = _named(assignment, one.deadline.part)
        yield from _due_or_late(people, rule, rule, assignment, f"occurrence.{one.pk}", name, url, one.due, today)


def _due_or_late(  # noqa: PLR0917 - the parts of one thing
    people: People, soon: Rule, late: Rule, item: Any, base: str, name: str, url: str, day: date, today: date
) -> Iterator[Reminder]:
    before, after = stage_before(day, today, soon.before), stage_after(day, today, late.after)
    rule, stage = (late, after) if after else (soon, before)
    if stage:
        text = _late(name, day) if after else _soon(name, day)
        users = people.to_tell(rule, item.owner, item.department_id)
        yield from _reminders(users, rule, f"steering.{base}.{day}.{stage}", text, url, day)


def _of_duties(plan: Plan, people: People, rule: Rule, today: date) -> Iterator[Reminder]:
    """One reminder for each duty that has late periods, of the oldest."""
    for one in standings_of(duties_of(plan), today):
        if not one.late:
            continue
        oldest = one.late[0]
        if stage := stage_after(oldest.due, today, rule.after):
            yield from _reminders(
                people.to_tell(rule, one.duty.owner, one.duty.department_id),
                rule,
                f"steering.duty.{one.duty.pk}.{oldest.code}.{stage}",
                _duty_late(one.duty.text, oldest.code),
                reverse("steering:duty", args=(one.duty.pk,)),
                oldest.due,
            )


def _of_drops(plan: Plan, people: People, rule: Rule, today: date) -> Iterator[Reminder]:
    for request in awaiting_answer(plan=plan):
        asked = timezone.localtime(request.asked_at).date()
        if stage := stage_of_silence(asked, today, rule.silence, rule.after):
            yield from _reminders(
                people.to_tell(rule, None, None),
                rule,
                f"steering.drop.{request.pk}.{stage}",
                _drop_waits(plan.agency, str(request), asked),
                reverse("steering:drop", args=(request.pk,)),
            )


# -- the texts, made when the user's language is known


def _named(assignment: Assignment, part: str) -> str:
    name = f"{assignment.number} {assignment.title}".strip()[:200]
    return f"{name} – {part}" if part else name


def _soon(name: str, day: date) -> Callable[[], str]:
    return lambda: _("Frist %(day)s: %(name)s") % {"day": date_long(day), "name": name}


def _late(name: str, day: date) -> Callable[[], str]:
    return lambda: _("Fristen %(day)s er passert: %(name)s") % {"day": date_long(day), "name": name}


def _duty_late(text: str, code: str) -> Callable[[], str]:
    return lambda: (
        _("Fast plikt er ikke ført som gjort for %(period)s: %(text)s")
        % {"period": period_text(code), "text": text[:200]}
    )


def _drop_waits(agency: Organisation, what: str, day: date) -> Callable[[], str]:
    return lambda: (
        _("%(agency)s har ventet på svar siden %(day)s: %(what)s")
        % {"agency": agency.label, "day": date_long(day), "what": what}
    )
