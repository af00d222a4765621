"""Meetings: the calendar of a plan's year, and what of the announced is missing in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from styrhus.dialogue.models import CalledMeeting, MeetingState
from styrhus.dialogue.rules import missing_meetings
from styrhus.identity import clock
from styrhus.identity.models import RoleAssignment, User
from styrhus.identity.ordering import NorwegianOrder
from styrhus.steering.models import Meeting, MeetingKind, Plan

# What is held when somebody asks for it is announced without being expected on a certain day.
WHEN_ASKED = (MeetingKind.SPECIAL, MeetingKind.PROFESSIONAL, MeetingKind.CONTACT, MeetingKind.OTHER)


def meetings_of(user: User, plan: Plan) -> QuerySet[CalledMeeting]:
    """The plan's meetings by day, with how many items the agenda of each has."""
    return (
        CalledMeeting.objects.visible_to(user)
        .filter(plan=plan)
        .select_related("plan__agency", "plan__ministry", "chair", "announced")
        .annotate(item_count=Count("items", filter=Q(items__included=True)))
        .order_by("starts_at", "pk")
    )


def meeting_for(user: User, pk: int) -> CalledMeeting | None:
    rows = CalledMeeting.objects.visible_to(user).filter(pk=pk)
    related = ("plan__agency", "plan__ministry", "chair", "announced", "entered_by", "called_by", "agenda_sent_by")
    return rows.select_related(*related).first()


def calendar_of(meetings: list[CalledMeeting]) -> list[tuple[str, list[CalledMeeting]]]:
    """The meetings gathered by month, in order: ("mai 2023", [...])."""

    def month(meeting: CalledMeeting) -> str:
        return date_format(timezone.localtime(meeting.starts_at), "F Y")

    return [(name, list(rows)) for name, rows in groupby(meetings, key=month)]


@dataclass(frozen=True, slots=True)
class MissingMeeting:
    """What the letter announces and the calendar lacks: ``missing`` of ``expected``. None is expected when it is 0."""

    announced: Meeting
    expected: int
    called: int
    missing: int


def missing_of(plan: Plan) -> list[MissingMeeting]:
    """Each kind of meeting that the letter announces, and how many of it are not in the calendar yet."""
    counted = Count("called", filter=~Q(called__state=MeetingState.CANCELLED))
    found = []
    for row in Meeting.objects.filter(plan=plan).annotate(in_calendar=counted).order_by("pk"):
        expected = row.count or (0 if row.kind in WHEN_ASKED else 1)
        missing = missing_meetings(expected, row.in_calendar) if expected else 0
        found.append(MissingMeeting(row, expected, row.in_calendar, missing))
    return found


def next_meeting(user: User, plan: Plan) -> CalledMeeting | None:
    """The first meeting that has not begun yet."""
    waiting = (MeetingState.PLANNED, MeetingState.CALLED)
    rows = meetings_of(user, plan).filter(state__in=waiting)
    today = clock.today()
    return next((row for row in rows if row.day >= today), None)


def people_of_parties(plan: Plan) -> QuerySet[User]:
    """Active users with a role in the agency or its ministry today, in Norwegian order."""
    current = RoleAssignment.objects.current().filter(organisation__in=(plan.agency_id, plan.ministry_id))
    return User.objects.filter(is_active=True, pk__in=current.values("user")).order_by(NorwegianOrder("name"), "pk")
