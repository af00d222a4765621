"""Planning, calling, the agenda, participants, notes and papers: what each act does, and for whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar

from styrhus.archive.models import JournalEntry
from styrhus.audit.models import Event
from styrhus.dialogue import actions, agenda, front, queries, reminders
from styrhus.dialogue.models import AgendaItem, CalledMeeting, Minutes, PrivateNote, Resolution
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Mail, Notice
from styrhus.risk.models import Snapshot
from styrhus.steering.models import Meeting, ReportingDemand
from tests.dialogue.conftest import DAY, TODAY, called, decision, held, planned, sent
from tests.factories import document, plan
from tests.refusals import refused

LEADERS = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.MINISTRY_OFFICIAL)
OTHERS = (Role.CASE_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)


def files_of(mail: Mail) -> Calendar:
    attachment = mail.attachments.get()
    return Calendar.from_ical(bytes(attachment.content))


@pytest.mark.parametrize("role", LEADERS)
def test_both_sides_plan_and_call(small, place, role):
    user = place.people[role]
    meeting = planned(small.plan, TODAY + DAY, by=user)
    actions.add_item(meeting=meeting, title="Sak", by=user)
    assert actions.call_meeting(meeting=meeting, by=user).state == "called"


def strangers(place):
    return [*(place.people[role] for role in OTHERS), place.other_controller, place.other_official, place.stranger]


def test_nobody_else_changes_anything(small, place):
    meeting = called(small.plan, TODAY)
    minutes = held(small.plan)
    item, part = meeting.items.all()[0], minutes.parts.all()[0]
    letter = small.plan.letter
    participant = meeting.participants.all()[0]
    before = Event.objects.count()
    for by in strangers(place):
        for act in (
            lambda by=by: planned(small.plan, by=by),
            lambda by=by: actions.change_meeting(meeting=meeting, values={"title": "x"}, by=by),
            lambda by=by: actions.call_meeting(meeting=meeting, by=by),
            lambda by=by: actions.cancel_meeting(meeting=meeting, why="x", by=by),
            lambda by=by: actions.hold_meeting(meeting=meeting, attended=(), by=by),
            lambda by=by: actions.add_participant(meeting=meeting, name="x", email="x@example.invalid", by=by),
            lambda by=by: actions.remove_participant(participant=participant, by=by),
            lambda by=by: actions.draft_agenda(meeting=meeting, by=by),
            lambda by=by: actions.add_item(meeting=meeting, title="x", by=by),
            lambda by=by: actions.change_item(item=item, title="x", note="", side="agency", by=by),
            lambda by=by: actions.include_item(item=item, included=False, by=by),
            lambda by=by: actions.move_item(item=item, up=True, by=by),
            lambda by=by: actions.send_agenda(meeting=meeting, by=by),
            lambda by=by: actions.reopen_agenda(meeting=meeting, by=by),
            lambda by=by: actions.write_note(item=item, organisation=small.plan.agency, text="x", by=by),
            lambda by=by: actions.add_paper(meeting=meeting, document=letter, by=by),
            lambda by=by: actions.write_part(part=part, text="x", version=0, by=by),
            lambda by=by: actions.add_part(minutes=minutes, title="x", by=by),
            lambda by=by: actions.add_point(part=part, kind="signal", text="x", by=by),
            lambda by=by: actions.send_minutes(minutes=minutes, by=by),
            lambda by=by: actions.take_back_minutes(minutes=minutes, why="x", by=by),
            lambda by=by: actions.comment_minutes(minutes=minutes, text="x", by=by),
            lambda by=by: actions.start_addendum(minutes=minutes, why="x", by=by),
        ):
            with pytest.raises(AccessDenied):
                act()
    assert Event.objects.count() == before


def test_planning_and_cancelling_moves_the_date_in_the_plan(small, place):
    announced = Meeting.objects.get(plan=small.plan)
    first = planned(small.plan, TODAY + 20 * DAY, announced=announced, by=place.people[Role.MINISTRY_OFFICIAL])
    announced.refresh_from_db()
    assert announced.date == TODAY + 20 * DAY
    planned(small.plan, TODAY + 50 * DAY, announced=announced)
    actions.cancel_meeting(meeting=first, why="Sykdom", by=place.controller)
    announced.refresh_from_db()
    assert announced.date == TODAY + 50 * DAY


def test_two_are_announced_and_one_is_in_the_calendar(small):
    announced = Meeting.objects.get(plan=small.plan)
    (row,) = queries.missing_of(small.plan)
    assert (row.expected, row.called, row.missing) == (2, 0, 2)
    meeting = planned(small.plan, announced=announced)
    assert queries.missing_of(small.plan)[0].missing == 1
    actions.cancel_meeting(meeting=meeting, why="Sykdom", by=None)
    assert queries.missing_of(small.plan)[0].missing == 2


def test_a_meeting_of_another_plan_is_refused(small, place):
    other = plan(place.other_agency)
    with pytest.raises(ValidationError):
        planned(other, announced=Meeting.objects.get(plan=small.plan))
    with pytest.raises(ValidationError):
        planned(other, builds_on=[ReportingDemand.objects.get(plan=small.plan)])
    with pytest.raises(ValidationError) as refusal:
        planned(small.plan, chair=place.other_controller)
    assert "ingen rolle" in refused(refusal)


def test_the_call_reaches_each_participant_with_a_calendar_object(small, place):
    meeting = planned(small.plan, TODAY + DAY)
    actions.add_item(meeting=meeting, title="Årsrapporten", by=None)
    actions.add_participant(meeting=meeting, name="Prøve Ekspert", email="ekspert@example.invalid", by=place.controller)
    actions.call_meeting(meeting=meeting, by=place.controller)
    sent_to = {mail.to: mail for mail in Mail.objects.all()}
    assert set(sent_to) == {row.email for row in meeting.participants.all()}
    calendar = files_of(sent_to["ekspert@example.invalid"])
    assert calendar["METHOD"] == "REQUEST"
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("DTSTART") == meeting.starts_at
    assert (event["UID"], event["SEQUENCE"]) == (meeting.uid, 0)
    assert "1. Årsrapporten" in event["DESCRIPTION"]
    assert len(event["ATTENDEE"]) == meeting.participants.count()
    attachment = sent_to["ekspert@example.invalid"].attachments.get()
    assert attachment.content_type == "text/calendar; method=REQUEST; charset=utf-8"
    assert Notice.objects.filter(user=place.controller, kind="dialogue.called").exists()
    assert JournalEntry.objects.get().title.startswith("Innkalling til Etatsstyringsmøte")


def test_a_change_and_a_cancellation_are_sent_anew_with_a_higher_number(small, place):
    meeting = called(small.plan, TODAY + DAY)
    actions.change_meeting(meeting=meeting, values={"venue": "Møterom 9"}, by=place.controller)
    newest = files_of(Mail.objects.order_by("-pk")[0])
    (event,) = newest.walk("VEVENT")
    assert (newest["METHOD"], event["SEQUENCE"], event["LOCATION"]) == ("REQUEST", 1, "Møterom 9")
    actions.cancel_meeting(meeting=meeting, why="Sykdom", by=place.controller)
    last = files_of(Mail.objects.order_by("-pk")[0])
    (event,) = last.walk("VEVENT")
    assert (last["METHOD"], event["SEQUENCE"], event["STATUS"], event["UID"]) == ("CANCEL", 2, "CANCELLED", meeting.uid)
    assert "Sykdom" in Mail.objects.order_by("-pk")[0].body


def test_a_planned_meeting_is_changed_and_cancelled_without_a_word_to_anyone(small):
    meeting = planned(small.plan)
    actions.change_meeting(meeting=meeting, values={"venue": "Et annet sted"}, by=None)
    actions.cancel_meeting(meeting=meeting, why="Ikke nødvendig", by=None)
    assert not Mail.objects.exists()


def test_one_who_is_taken_off_the_list_is_told_so(small):
    meeting = called(small.plan, TODAY + DAY)
    row = meeting.participants.all()[0]
    actions.remove_participant(participant=row, by=None)
    last = Mail.objects.order_by("-pk")[0]
    assert last.to == row.email
    assert files_of(last)["METHOD"] == "CANCEL"


def test_the_draft_takes_the_plan_s_points_and_leaves_what_people_arranged(small, place):
    report = ReportingDemand.objects.get(plan=small.plan)
    decision(small.plan, place)  # open, so that it comes up again
    meeting = planned(small.plan, TODAY + DAY, builds_on=[report])
    assert actions.draft_agenda(meeting=meeting, by=place.controller) >= 2
    titles = list(meeting.items.values_list("title", flat=True))
    assert titles[0] == report.title
    assert "Fristen for oppdraget flyttes til 1. september." in titles
    item = meeting.items.get(key=f"report-{report.pk}")
    actions.include_item(item=item, included=False, by=place.controller)
    actions.draft_agenda(meeting=meeting, by=place.controller)
    assert list(meeting.items.values_list("title", flat=True)) == titles
    assert not AgendaItem.objects.get(pk=item.pk).included


def test_items_move_among_those_on_the_agenda(small):
    meeting = planned(small.plan)
    first, second, third = (actions.add_item(meeting=meeting, title=title, by=None) for title in "ABC")
    actions.move_item(item=third, up=True, by=None)
    actions.move_item(item=first, up=True, by=None)  # is first already
    assert [item.title for item in meeting.items.all()] == ["A", "C", "B"]
    actions.include_item(item=third, included=False, by=None)
    actions.move_item(item=second, up=True, by=None)
    assert [item.title for item in meeting.items.filter(included=True)] == ["B", "A"]


def test_a_sent_agenda_is_locked_until_it_is_opened_again(small, place):
    meeting = called(small.plan, TODAY + DAY)
    with pytest.raises(ValidationError) as refusal:
        actions.add_item(meeting=meeting, title="For sent", by=place.controller)
    assert "låst" in refused(refusal)
    actions.reopen_agenda(meeting=meeting, by=place.controller)
    actions.add_item(meeting=meeting, title="Likevel", by=place.controller)
    mails = Mail.objects.count()
    actions.send_agenda(meeting=meeting, by=place.controller)
    assert Mail.objects.count() == mails + meeting.participants.count()
    assert "Likevel" in Mail.objects.order_by("-pk")[0].body


def test_the_other_side_and_the_auditor_never_see_a_side_s_own_notes(small, place, browser):
    meeting = called(small.plan, TODAY)
    item = meeting.items.all()[0]
    official = place.people[Role.MINISTRY_OFFICIAL]
    actions.write_note(item=item, organisation=place.agency, text="HEMMELIG-ETAT", by=place.controller)
    actions.write_note(item=item, organisation=place.ministry, text="HEMMELIG-DEP", by=official)
    with pytest.raises(AccessDenied):
        actions.write_note(item=item, organisation=place.agency, text="x", by=official)
    with pytest.raises(AccessDenied):
        actions.write_note(item=item, organisation=place.ministry, text="x", by=place.controller)
    seen = {
        user: set(PrivateNote.objects.visible_to(user).values_list("text", flat=True))
        for user in (*place.people.values(), *strangers(place))
    }
    agency = {place.people[role] for role in (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD)}
    for user, texts in seen.items():
        expected = {"HEMMELIG-ETAT"} if user in agency else {"HEMMELIG-DEP"} if user == official else set()
        assert texts == expected, user
    for user in (official, place.people[Role.AUDITOR], place.people[Role.CASE_OFFICER]):
        client = browser(user)
        for address in (
            f"/dialog/moter/{meeting.pk}/",
            f"/dialog/moter/{meeting.pk}/saksliste/",
            f"/dialog/saker/{item.pk}/",
        ):
            assert b"HEMMELIG-ETAT" not in client.get(address).content, (user, address)
    client = browser(place.people[Role.DIRECTOR])
    assert b"HEMMELIG-ETAT" in client.get(f"/dialog/moter/{meeting.pk}/").content
    assert b"HEMMELIG-DEP" not in client.get(f"/dialog/moter/{meeting.pk}/").content
    assert not Event.objects.filter(new__icontains="HEMMELIG").exists(), "the log doesn't tell what a note says"
    minutes = actions.hold_meeting(meeting=meeting, attended=(), by=None)
    actions.write_part(part=minutes.parts.all()[0], text="Tekst", version=0, by=None)
    actions.send_minutes(minutes=minutes, by=None)
    assert b"HEMMELIG" not in browser(official).get(f"/dialog/referat/{minutes.pk}/").content


def test_papers_are_shared_with_both_sides(small, place):
    paper = document(place.agency, "Grunnlag for saken", "Sakspapir")
    meeting = planned(small.plan)
    with pytest.raises(ValidationError):
        actions.add_paper(meeting=meeting, document=paper, by=place.people[Role.MINISTRY_OFFICIAL])
    actions.add_paper(meeting=meeting, document=paper, by=place.controller)
    assert paper.shared_with.get() == place.ministry
    with pytest.raises(ValidationError):
        actions.add_paper(meeting=meeting, document=paper, by=place.controller)
    with pytest.raises(ValidationError):
        actions.add_paper(meeting=meeting, document=document(place.other_agency), by=None)


def test_each_sees_the_meetings_of_their_own_dialogue(small, place):
    meeting = planned(small.plan)
    for role in (*LEADERS, Role.CASE_OFFICER, Role.AUDITOR):
        assert CalledMeeting.objects.visible_to(place.people[role]).get() == meeting
    for user in (place.people[Role.ADMINISTRATOR], place.other_controller, place.other_official, place.stranger):
        assert not CalledMeeting.objects.visible_to(user).exists()


def test_who_does_not_write_reads_minutes_from_the_day_they_are_sent(small, place):
    minutes = sent(small.plan)
    readers = [place.people[role] for role in (Role.AUDITOR, Role.CASE_OFFICER)]
    assert all(Minutes.objects.visible_to(user).exists() for user in readers)
    actions.take_back_minutes(minutes=minutes, why="Retting", by=place.controller)
    assert not any(Minutes.objects.visible_to(user).exists() for user in readers)
    assert Minutes.objects.visible_to(place.people[Role.MINISTRY_OFFICIAL]).exists()


def test_cards_tell_each_what_waits(small, place):
    official = place.people[Role.MINISTRY_OFFICIAL]
    planned(small.plan, TODAY + 5 * DAY)
    sent(small.plan)
    words = {str(card.title): card for card in front.cards(official, small.plan, "departementet")}
    assert words["Neste møte"].urgent, "in five days, and without an agenda"
    assert words["Referater"].urgent
    assert not front.cards(place.other_controller, small.plan, "mine")
    auditor = {str(card.title): card for card in front.cards(place.people[Role.AUDITOR], small.plan, "virksomheten")}
    assert not auditor["Neste møte"].urgent
    assert "Referater" not in auditor


def test_reminders_by_rule(small, place):
    meeting = planned(small.plan, TODAY + 10 * DAY, by=place.controller)

    def kinds(day: date) -> set[str]:
        return {reminder.kind for reminder in reminders.due(day)}

    assert kinds(TODAY) == {"dialogue.no_agenda"}
    actions.add_item(meeting=meeting, title="Sak", by=None)
    assert kinds(TODAY) == set()
    held(small.plan)
    assert kinds(TODAY + 7 * DAY) == set()
    assert kinds(TODAY + 8 * DAY) == {"dialogue.late_minutes"}


def test_approvals_and_decisions_that_wait_are_reminded_of(small, place):
    minutes = sent(small.plan)
    late = [one for one in reminders.due(TODAY + 9 * DAY) if one.kind == "dialogue.approval"]
    assert {one.user for one in late} == {
        place.controller,
        place.people[Role.DIRECTOR],
        place.people[Role.MINISTRY_OFFICIAL],
    }
    actions.approve_minutes(minutes=minutes, side="agency", by=place.controller)
    left = [one for one in reminders.due(TODAY + 9 * DAY) if one.kind == "dialogue.approval"]
    assert {one.user for one in left} == {place.people[Role.MINISTRY_OFFICIAL]}
    actions.approve_minutes(minutes=minutes, side="ministry", by=place.people[Role.MINISTRY_OFFICIAL])
    assert not list(reminders.due(date(2023, 6, 1)))
    (reminder,) = reminders.due(date(2023, 6, 2))
    assert reminder.kind == "dialogue.decision_late"
    assert reminder.user == place.people[Role.MINISTRY_OFFICIAL]
    assert "Fristen 01.06.2023 er passert" in reminder.text()


def test_open_decisions_come_up_at_the_next_meeting(small, place):
    resolution = decision(small.plan, place)
    (point,) = agenda.room_points(small.plan)
    assert (point.url, point.weight) == (resolution.get_absolute_url(), 2)
    actions.close_resolution(
        resolution=resolution, state="dropped", outcome="Ikke lenger aktuelt.", by=place.controller
    )
    assert not list(agenda.room_points(small.plan))
    assert Resolution.objects.get().closed_by == place.controller


def test_a_steering_meeting_keeps_the_risks_of_its_day(small):
    held(small.plan)
    assert Snapshot.objects.get(plan=small.plan).on == TODAY
    meeting = called(small.plan, TODAY - timedelta(days=3), kind="special")
    actions.hold_meeting(meeting=meeting, attended=(), by=None)
    assert Snapshot.objects.count() == 1
