"""How standing duties are followed: what is done, due and late, and the routines. Nothing here is the ministry's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, CharField, DateField, IntegerField, Max, Q, QuerySet, Value, When

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.access import Permission
from styrhus.steering.models import DropRequest, DropState, Duty, DutyEntry, DutyState, Plan, RoutineVersion
from styrhus.steering.rules_periods import Follow, Mark, Marked, Period, Rest, follow, marks, next_open

from .duties import duties_of
from .plans import visible_plans

GRANTED = (DropState.GRANTED, DropState.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class DutyStanding:
    """A duty on a day. ``entries`` are those that count, newest first; ``next_period`` is the oldest open one."""

    duty: Duty
    marked: list[Marked]
    entries: list[DutyEntry]
    follow: Follow
    rests: list[Rest] = field(default_factory=list)

    @property
    def last_done(self) -> date | None:
        return max((entry.done_on for entry in self.entries), default=None)

    @property
    def next_period(self) -> Period | None:
        return next_open(self.marked)

    @property
    def late(self) -> list[Period]:
        return [one.period for one in self.marked if one.mark is Mark.LATE]


def sees_log(user: User, plan: Plan) -> bool:
    """The log and how duties are followed are the agency's own, and the auditor's to read."""
    return user.may(Permission.SEE_DUTY_LOG, plan.agency_id) or user.may(Permission.SEE_ALL_PLANS)


def counting_entries(duties: QuerySet[Duty] | list[Duty]) -> QuerySet[DutyEntry]:
    """What was done: neither the struck lines nor those that strike them. Newest first."""
    rows = DutyEntry.objects.filter(duty__in=duties, cancels=None, cancelled_by=None)
    return rows.select_related("done_by", "document").order_by("-done_on", "-pk")


def standings_of(duties: QuerySet[Duty], today: date | None = None) -> list[DutyStanding]:
    """How each duty stands, in three queries whatever their number."""
    day = today or clock.today()
    rows = list(duties.select_related("plan"))
    keys = [duty.pk for duty in rows]
    entries: dict[int, list[DutyEntry]] = defaultdict(list)
    for entry in counting_entries(Duty.objects.filter(pk__in=keys)):
        entries[entry.duty_id].append(entry)
    rests: dict[int, list[Rest]] = defaultdict(list)
    for request in DropRequest.objects.filter(duty__in=keys, state__in=GRANTED, effective_from__isnull=False):
        assert request.duty_id is not None and request.effective_from is not None  # noqa: S101, PT018 - as filtered
        rests[request.duty_id].append(Rest(request.effective_from, request.until))
    return [_standing(duty, entries[duty.pk], rests[duty.pk], day) for duty in rows]


def standing_of(duty: Duty, today: date | None = None) -> DutyStanding:
    return standings_of(Duty.objects.filter(pk=duty.pk), today)[0]


def _standing(duty: Duty, entries: list[DutyEntry], rests: list[Rest], day: date) -> DutyStanding:
    if duty.state_from:
        rests = [*rests, Rest(duty.state_from, duty.paused_until)]
    done = {entry.period for entry in entries}
    marked = marks(duty.frequency, duty.plan.year, done, day, rests=rests, followed_from=duty.followed_from)
    ended = duty.state == DutyState.ENDED and duty.state_from is not None and duty.state_from <= day
    return DutyStanding(duty, marked, entries, follow(duty.frequency, marked, day, rests=rests, ended=ended), rests)


def followed_duties(plan: Plan, today: date | None = None) -> tuple[QuerySet[Duty], dict[Follow, int]]:
    """The plan's duties with ``last_done``, ``next_due`` (a day), ``late_count`` and ``follow``; how many of each kind.

    The rules give what the database can't compute; the query set carries it, so that lists sort and filter by it.
    """
    standings = standings_of(duties_of(plan), today)
    days: dict[date, list[int]] = defaultdict(list)
    kinds: dict[Follow, list[int]] = defaultdict(list)
    lates: dict[int, list[int]] = defaultdict(list)
    for one in standings:
        kinds[one.follow].append(one.duty.pk)
        if one.next_period:
            days[one.next_period.due].append(one.duty.pk)
        if one.late:
            lates[len(one.late)].append(one.duty.pk)
    counted = Q(entries__cancels=None, entries__cancelled_by=None)
    rows = duties_of(plan).annotate(
        last_done=Max("entries__done_on", filter=counted),
        next_due=Case(
            *(When(pk__in=keys, then=Value(day, DateField())) for day, keys in days.items()),
            default=None,
            output_field=DateField(),
        ),
        follow=Case(
            *(When(pk__in=keys, then=Value(kind.value)) for kind, keys in kinds.items()),
            default=Value(Follow.NOT_SET.value),
            output_field=CharField(),
        ),
        late_count=Case(
            *(When(pk__in=keys, then=Value(count)) for count, keys in lates.items()),
            default=Value(0),
            output_field=IntegerField(),
        ),
    )
    return rows, {kind: len(keys) for kind, keys in kinds.items()}


def log_of(duty: Duty) -> QuerySet[DutyEntry]:
    """Every line, also those that are struck, newest first. A struck line has ``cancelled_by``."""
    rows = duty.entries.filter(cancels=None).select_related(
        "done_by", "document", "entered_by", "cancelled_by__entered_by"
    )
    return rows.order_by("-done_on", "-pk")


def entry_for(user: User, pk: int) -> DutyEntry | None:
    """A line of the log of a duty whose log ``user`` may see."""
    entry = (
        DutyEntry.objects.filter(pk=pk, duty__plan__in=visible_plans(user).order_by())
        .select_related("duty__plan", "done_by")
        .first()
    )
    return entry if entry and sees_log(user, entry.duty.plan) else None


def routines_of(duty: Duty) -> list[RoutineVersion]:
    """The versions of the routine, the newest first."""
    return list(duty.routines.select_related("document", "approved_by").order_by("-version"))


def routine_in_force(versions: list[RoutineVersion], today: date) -> RoutineVersion | None:
    """The newest version whose day has come; where none has, there is none yet."""
    return next((one for one in versions if one.valid_from <= today), None)


@dataclass(frozen=True, slots=True)
class YearRow:
    """A duty's year: for each month what was done (day), and what is late or runs (by its due day)."""

    duty: Duty
    pk: int
    text: str
    section: str
    department: str
    months: list[list[tuple[str, date]]]  # (a value of Mark, a day)


def duty_year(plan: Plan, today: date | None = None) -> list[YearRow]:
    """The duties with periods or a log, month by month. What was done after the year stands in December."""
    rows = []
    for one in standings_of(duties_of(plan), today):
        months: list[list[tuple[str, date]]] = [[] for _month in range(12)]
        for entry in reversed(one.entries):
            month = (
                entry.done_on.month if entry.done_on.year == plan.year else 12 if entry.done_on.year > plan.year else 1
            )
            months[month - 1].append((Mark.DONE.value, entry.done_on))
        for marked in one.marked:
            if marked.mark in (Mark.LATE, Mark.NOW):
                months[marked.period.due.month - 1].append((marked.mark.value, marked.period.due))
        if any(months):
            duty = one.duty
            department = duty.department.name if duty.department else ""
            rows.append(YearRow(duty, duty.pk, duty.text, duty.section, department, months))
    return rows
