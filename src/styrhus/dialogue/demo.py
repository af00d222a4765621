"""The demo's dialogue: last autumn's meeting with approved minutes, and this spring's, called with its agenda.

Everything in it is made up.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Meeting, MeetingKind, Plan, ReportingDemand

from . import actions
from .models import CalledMeeting, PointKind, Side

AUTUMN, SPRING = "Etatsstyringsmøte høsten 2022", "Etatsstyringsmøte våren 2023"
PARTS = (
    (
        "Status for oppdragene",
        "Direktoratet gikk gjennom oppdragene. To av dem er forsinket fordi grunnlaget fra samarbeidspartnerne kom sent.",
        (PointKind.INFORMATION, "Alle andre oppdrag er i rute.", Side.AGENCY, None),
    ),
    (
        "Risikobildet",
        "Partene sammenlignet vurderingene sine. De er enige om at kapasiteten i kommunene er den største risikoen.",
        (
            PointKind.DECISION,
            "Direktoratet legger fram en plan for tiltak mot kapasitetsrisikoen på neste møte.",
            Side.AGENCY,
            date(2023, 4, 26),
        ),
    ),
    (
        "Neste års budsjett",
        "Departementet orienterte om prosessen fram mot tildelingsbrevet.",
        (
            PointKind.SIGNAL,
            "Nye behov skal meldes tidlig, og med forslag til hva som kan vente.",
            Side.AGENCY,
            None,
        ),
    ),
    (
        "Møteplan",
        "Vårens møte legges etter at årsrapporten er levert.",
        (PointKind.DECISION, "Departementet foreslår dato for en ledersamling.", Side.MINISTRY, date(2023, 2, 15)),
    ),
)


@transaction.atomic
def make_demo_dialogue(*, plan: Plan, controller: User, official: User, director: User) -> None:
    """Make what is missing of the two meetings. The acts are dated on the demo's own day."""
    if not CalledMeeting.objects.filter(plan=plan, title=AUTUMN).exists() and clock.today() >= date(2022, 11, 23):
        _autumn(plan, controller, official, director)
    if not CalledMeeting.objects.filter(plan=plan, title=SPRING).exists():
        _spring(plan, controller, official)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def _autumn(plan: Plan, controller: User, official: User, director: User) -> None:
    day = date(2022, 11, 23)
    meeting = actions.plan_meeting(
        plan=plan, kind=MeetingKind.STEERING, title=AUTUMN, starts_at=_at(day, 10), ends_at=_at(day, 12),
        venue="Demo møterom 4", chair=official, by=controller,
    )  # fmt: skip
    for title, *_rest in PARTS:
        actions.add_item(meeting=meeting, title=title, by=controller)
    actions.call_meeting(meeting=meeting, by=controller)
    came = meeting.participants.values_list("pk", flat=True)
    minutes = actions.hold_meeting(meeting=meeting, attended=came, by=controller)
    for part, (_title, text, (kind, words, side, due)) in zip(minutes.parts.all(), PARTS, strict=True):
        actions.write_part(part=part, text=text, version=0, by=controller)
        actions.add_point(part=part, kind=kind, text=words, side=side, due=due, by=controller)
    minutes = actions.send_minutes(minutes=minutes, by=controller)
    minutes = actions.approve_minutes(minutes=minutes, side=Side.AGENCY, by=director)
    actions.approve_minutes(minutes=minutes, side=Side.MINISTRY, by=official)


def _spring(plan: Plan, controller: User, official: User) -> None:
    day = date(2023, 4, 26)
    announced = Meeting.objects.filter(plan=plan, kind=MeetingKind.STEERING).order_by("pk").first()
    reports = ReportingDemand.objects.filter(plan=plan, title__icontains="årsrapport", deadline__lte=day)
    meeting = actions.plan_meeting(
        plan=plan, kind=MeetingKind.STEERING, title=SPRING, starts_at=_at(day, 9), ends_at=_at(day, 11),
        announced=announced, venue="Demo møterom 2", video="https://video.example.invalid/demo-mote", chair=official,
        builds_on=reports, by=controller,
    )  # fmt: skip
    actions.draft_agenda(meeting=meeting, by=controller)
    item = actions.add_item(
        meeting=meeting,
        title="Erfaringer med den nye styringsmodellen",
        note="Partene legger fram hver sin vurdering, og avtaler hva som skal prøves i høst.",
        side=Side.BOTH,
        by=official,
    )
    actions.write_note(item=item, organisation=plan.agency, text="Demo: be om færre enkeltkrav.", by=controller)
    actions.write_note(item=item, organisation=plan.ministry, text="Demo: spør om måltall for høsten.", by=official)
    actions.call_meeting(meeting=meeting, by=controller)
