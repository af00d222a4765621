"""The year 2023 played through: the letter adopted, work delivered and late, a deviation, two steering meetings, a decision
that moves a deadline, an audit finding closed, the annual report in March 2024. At each step the front page of each role is right.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from styrhus.alerts import actions as alerts
from styrhus.alerts.models import FollowUpKind
from styrhus.archive.actions import register_document, share_document
from styrhus.archive.models import Direction, Document, JournalEntry
from styrhus.audit.queries import verify
from styrhus.control import actions as control
from styrhus.control.models import Finding
from styrhus.dialogue import actions as dialogue
from styrhus.dialogue.models import CalledMeeting, Minutes, PointKind, Resolution, ResolutionState, Side
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.intake.actions import adopt_letter, run_reading, upload_letter
from styrhus.letters.demo import LETTER, demo_text
from styrhus.risk.models import Snapshot
from styrhus.steering import actions as steering
from styrhus.steering import queries
from styrhus.steering.agenda import points
from styrhus.steering.models import Answer, Assignment, Deadline, MeetingKind, Plan, ReportingDemand
from tests.factories import World, document, world

ROLES = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER, Role.MINISTRY_OFFICIAL, Role.AUDITOR)


class Year:
    """The world on its way through the year: sets the clock, and reads front pages as each role sees them."""

    def __init__(self, place: World, settings: Any) -> None:
        self.place, self.settings = place, settings
        self.controller, self.director = place.controller, place.people[Role.DIRECTOR]
        self.officer, self.official = place.people[Role.CASE_OFFICER], place.people[Role.MINISTRY_OFFICIAL]
        self.plan: Plan = self._adopted(date(2023, 1, 24))

    def on(self, year: int, month: int, day: int) -> date:
        self.settings.DEMO_TODAY = date(year, month, day)
        return self.settings.DEMO_TODAY

    def _adopted(self, day: date) -> Plan:
        self.settings.DEMO_TODAY = day
        reading, _new = upload_letter(
            agency=self.place.agency,
            ministry=self.place.ministry,
            owner=self.place.agency,
            content=demo_text(LETTER).encode(),
            filename="tildelingsbrev-2023.txt",
            by=self.controller,
        )
        return adopt_letter(reading=run_reading(reading), accept_open_errors=True, by=self.controller)

    def assignment(self, number: str) -> Assignment:
        return Assignment.objects.get(agency=self.place.agency, number=number)

    def front(self, role: Role) -> str:
        """The front page of a role: the view that it opens with, and the person's own."""
        client = Client()
        client.force_login(self.place.people[role])
        pages = [client.get("/", {"blikk": sight}) for sight in ("", "mine")]
        assert all(page.status_code == 200 for page in pages)
        return "\n".join(page.content.decode() for page in pages)

    def sees(self, url: str) -> set[Role]:
        """The roles whose front page leads to ``url``."""
        return {role for role in ROLES if f'href="{url}"' in self.front(role)}

    def letter_from_ministry(self, title: str) -> Document:
        made: Document = register_document(
            organisation=self.place.agency,
            content=f"{title} {self.settings.DEMO_TODAY}".encode(),
            filename="brev.txt",
            media_type="text/plain",
            title=title,
            sender=self.place.ministry.name,
            direction=Direction.IN,
            document_date=self.settings.DEMO_TODAY,
            by=self.controller,
        )
        share_document(document=made, organisation=self.place.ministry, by=self.controller)
        return made

    def meeting(self, title: str, day: date, report: ReportingDemand | None) -> CalledMeeting:
        """A steering meeting planned by the ministry, with the agenda that the plan's state proposes, and called."""
        announced = self.plan.meetings.filter(kind=MeetingKind.STEERING).first()
        begin = timezone.make_aware(datetime.combine(day, time(9)))
        made = dialogue.plan_meeting(
            plan=self.plan,
            kind=MeetingKind.STEERING,
            title=title,
            starts_at=begin,
            ends_at=begin.replace(hour=12),
            announced=announced,
            venue="Prøvedepartementet",
            builds_on=[report] if report else [],
            by=self.official,
        )
        dialogue.draft_agenda(meeting=made, by=self.official)
        return dialogue.call_meeting(meeting=made, by=self.official)

    def approve(self, minutes: Minutes) -> Minutes:
        dialogue.send_minutes(minutes=minutes, by=self.official)
        dialogue.approve_minutes(minutes=minutes, side=Side.AGENCY, by=self.director)
        return dialogue.approve_minutes(minutes=minutes, side=Side.MINISTRY, by=self.official)


@pytest.fixture
def year(db: None, settings: Any) -> Year:
    return Year(world(), settings)


@pytest.mark.slow
def test_the_year_from_the_letter_to_the_annual_report(year: Year) -> None:
    place, plan = year.place, year.plan

    # January: the letter is adopted; the work is given to people
    letter = reverse("archive:document", args=(plan.letter_id,))
    assert year.sees(letter) >= {Role.CONTROLLER, Role.DIRECTOR, Role.MINISTRY_OFFICIAL, Role.AUDITOR}
    done, late = year.assignment("2023-04"), year.assignment("2023-01")
    done, late = (
        steering.set_owner(item=assignment, owner=year.officer, department=place.department, by=year.controller)
        for assignment in (done, late)
    )
    for assignment in (done, late):
        page = reverse("steering:assignment", args=(assignment.pk,))
        assert {Role.CASE_OFFICER, Role.DEPARTMENT_HEAD} <= year.sees(page)
    steering.judge(item=late, colour="green", reason="", by=year.officer)

    # March: the annual report for 2022 is delivered and received; April: the first steering meeting
    year.on(2023, 3, 14)
    report = plan.reporting_demands.filter(kind="annual", deadline=date(2023, 3, 15)).get()
    delivery = steering.deliver(
        plan=plan, item=report, message="Årsrapport", documents=[document(place.agency)], by=year.controller
    )
    url = reverse("steering:delivery", args=(delivery.pk,))
    assert year.sees(url) == {Role.MINISTRY_OFFICIAL}
    steering.reply_to_delivery(delivery=delivery, kind=Answer.RECEIVED, by=year.official)
    steering.reply_to_delivery(delivery=delivery, kind=Answer.ACCEPTED, by=year.official)
    assert year.sees(url) == set()
    year.on(2023, 4, 3)
    spring = year.meeting("Etatsstyringsmøte vår 2023", date(2023, 4, 20), report)
    assert {Role.CONTROLLER, Role.DIRECTOR, Role.MINISTRY_OFFICIAL} <= year.sees(spring.get_absolute_url())
    year.on(2023, 4, 20)
    minutes = dialogue.hold_meeting(meeting=spring, attended=[], by=year.official)
    part = dialogue.add_part(minutes=minutes, title="Årsrapporten", by=year.official)
    dialogue.write_part(part=part, text="Årsrapporten ble gjennomgått.", version=part.version, by=year.official)
    year.approve(minutes)
    assert Snapshot.objects.filter(plan=plan).count() == 1
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        Minutes.objects.filter(pk=minutes.pk).update(number=9)

    # May: an assignment is delivered in time, more is asked for, then it is accepted
    year.on(2023, 5, 30)
    first = steering.deliver(
        plan=plan, item=done, message="Utredningen", links=["https://example.invalid/a"], by=year.officer
    )
    steering.reply_to_delivery(
        delivery=first, kind=Answer.MORE, text="Send også vedlegget.", due=date(2023, 6, 9), by=year.official
    )
    page = reverse("steering:assignment", args=(done.pk,))
    assert Role.CASE_OFFICER in year.sees(page)
    second = steering.deliver(
        plan=plan, item=done, message="Vedlegget", links=["https://example.invalid/b"], by=year.officer
    )
    assert year.sees(reverse("steering:delivery", args=(second.pk,))) == {Role.MINISTRY_OFFICIAL}
    steering.reply_to_delivery(delivery=second, kind=Answer.ACCEPTED, by=year.official)
    assert year.sees(reverse("steering:delivery", args=(second.pk,))) == set()

    # July: another is late, and the agenda of the next meeting says so
    year.on(2023, 7, 20)
    assert "2023-01" in year.front(Role.CASE_OFFICER)
    assert any("2023-01" in point.text and point.kind.startswith("steering.") for point in points(plan))
    steering.judge(item=late, colour="red", reason="Konferansen måtte flyttes.", by=year.officer, shared=True)

    # August: the deviation is reported as soon as it is known, acknowledged, and followed until it is closed
    known = timezone.make_aware(datetime(2023, 7, 20))
    deviation = alerts.draft_deviation(
        plan=plan,
        kind="plan",
        what="Konferansen blir ikke holdt innen fristen.",
        why="Samarbeidspartneren trakk seg.",
        measures="Ny dato i november.",
        known_at=known,
        assignment=late,
        by=year.officer,
    )
    assert Role.MINISTRY_OFFICIAL not in year.sees(reverse("alerts:deviation", args=(deviation.pk,))), (
        "a draft is the agency's own"
    )
    year.on(2023, 7, 21)
    alerts.report_deviation(deviation=deviation, by=year.controller)
    assert Role.MINISTRY_OFFICIAL in year.sees(reverse("alerts:deviation", args=(deviation.pk,)))
    alerts.acknowledge_deviation(deviation=deviation, reply="Vi tar det opp i møtet.", by=year.official)
    assert any(point.kind.startswith("alerts.") for point in points(plan))

    # September: the second meeting decides to move the deadline; only a letter moves it
    year.on(2023, 8, 17)
    half = plan.reporting_demands.get(kind="half_year")
    steering.deliver(
        plan=plan, item=half, message="Halvårsrapport", documents=[document(place.agency)], by=year.controller
    )
    autumn = year.meeting("Etatsstyringsmøte høst 2023", date(2023, 9, 7), half)
    year.on(2023, 9, 7)
    minutes = dialogue.hold_meeting(meeting=autumn, attended=[], by=year.official)
    part = dialogue.add_part(minutes=minutes, title="Konferansen", by=year.official)
    dialogue.add_point(
        part=part,
        kind=PointKind.DECISION,
        text="Fristen flyttes til 1. desember.",
        side=Side.MINISTRY,
        by=year.official,
    )
    year.approve(minutes)
    resolution = Resolution.objects.get(plan=plan, point__minutes=minutes)
    assert Role.CONTROLLER in year.sees(resolution.get_absolute_url())
    deadline = Deadline.objects.standing().get(assignment=late)
    moved = {
        "deadline": deadline,
        "text": "01.12.2023",
        "kind": "date",
        "day": date(2023, 12, 1),
        "by": year.controller,
    }
    with pytest.raises(ValidationError):
        dialogue.carry_out_deadline(resolution=resolution, document=None, **moved)
    year.on(2023, 9, 15)
    decision = year.letter_from_ministry("Endret frist for oppdrag 2023-01")
    dialogue.carry_out_deadline(resolution=resolution, document=decision, **moved)
    dialogue.close_resolution(
        resolution=resolution, state=ResolutionState.DONE, outcome="Fristen er flyttet.", by=year.controller
    )
    assert Deadline.objects.standing().get(assignment=late).date == date(2023, 12, 1)
    assert Role.CONTROLLER not in year.sees(resolution.get_absolute_url())
    alerts.follow_up_deviation(
        deviation=deviation, text="Fristen er flyttet.", kind=FollowUpKind.CLOSE_ASKED, by=year.controller
    )
    assert Role.MINISTRY_OFFICIAL in year.sees(reverse("alerts:deviation", args=(deviation.pk,)))
    alerts.follow_up_deviation(deviation=deviation, text="Enig.", kind=FollowUpKind.CLOSE_AGREED, by=year.official)
    alerts.close_deviation(deviation=deviation, outcome="Fristen er flyttet.", by=year.controller)
    assert Role.MINISTRY_OFFICIAL not in year.sees(reverse("alerts:deviation", args=(deviation.pk,)))

    # November: what the auditor found is mended, shown, and closed by another than who mended it
    year.on(2023, 10, 2)
    case = control.open_audit_case(
        agency=place.agency,
        body="riksrevisjonen",
        title="Tilskudd til organisasjoner",
        received_on=date(2023, 10, 2),
        document=document(place.agency),
        by=year.controller,
    )
    finding = control.add_finding(
        case=case, title="Svak dokumentasjon", owner=year.officer, deadline=date(2023, 11, 1), by=year.controller
    )
    year.on(2023, 11, 13)
    assert Role.CASE_OFFICER in year.sees(reverse("control:finding", args=(finding.pk,)))
    measure = control.add_finding_measure(
        finding=finding, text="Ny mal", owner=year.officer, deadline=date(2023, 11, 20), by=year.officer
    )
    control.finish_finding_measure(measure=measure, done_on=date(2023, 11, 13), by=year.officer)
    control.add_evidence(finding=finding, text="Malen er tatt i bruk.", by=year.officer)
    control.propose_closing(finding=finding, why="Tiltaket virker.", by=year.officer)
    with pytest.raises(AccessDenied):
        control.verify_closed(finding=finding, words="Lukket", by=year.officer)
    control.verify_closed(finding=finding, words="Sett tre saker, alle dokumentert.", by=year.director)
    assert Role.CASE_OFFICER not in year.sees(reverse("control:finding", args=(finding.pk,)))
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(title="Ingen merknad")

    # March 2024: the annual report for 2023
    year.on(2024, 3, 14)
    annual = plan.reporting_demands.get(kind="annual", deadline=date(2024, 3, 15))
    last = steering.deliver(
        plan=plan, item=annual, message="Årsrapport 2023", documents=[document(place.agency)], by=year.controller
    )
    assert year.sees(reverse("steering:delivery", args=(last.pk,))) == {Role.MINISTRY_OFFICIAL}
    steering.reply_to_delivery(delivery=last, kind=Answer.ACCEPTED, by=year.official)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        type(last).objects.filter(pk=last.pk).update(message="En annen rapport")

    # and nothing of it is outside the log or the journal, or with anybody else
    assert verify().holds
    assert JournalEntry.objects.filter(case_file__organisation=place.agency).count() >= 10
    for stranger in (place.other_controller, place.other_official):
        client = Client()
        client.force_login(stranger)
        page = client.get("/").content.decode()
        assert "2023-01" not in page
        assert not queries.visible_plans(stranger).exists()
