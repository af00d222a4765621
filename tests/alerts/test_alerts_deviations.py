"""A deviation from draft to closed: who may, what is told, journaled and locked."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from styrhus.alerts import actions, agenda, front, reminders
from styrhus.alerts.models import Deviation, FollowUp, FollowUpKind, State
from styrhus.alerts.texts import duration
from styrhus.archive.models import Direction
from styrhus.archive.queries import documents_visible_to
from styrhus.audit.models import Event
from styrhus.embedded import PROGRAM
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from tests.databases import connect, own_database, skip_unless_house_roles
from tests.factories import small_plan, world
from tests.refusals import refused


def acknowledged(reported, official, reply="Takk."):
    return actions.acknowledge_deviation(deviation=reported, reply=reply, by=official)


def closed(reported, place, official):
    one = acknowledged(reported, official)
    ask = {"deviation": one, "text": "Kan lukkes."}
    actions.follow_up_deviation(**ask, kind=FollowUpKind.CLOSE_ASKED, by=place.controller)
    actions.follow_up_deviation(**ask, kind=FollowUpKind.CLOSE_AGREED, by=official)
    return actions.close_deviation(deviation=one, outcome="Kursene er holdt.", by=place.controller)


def test_a_report_is_journaled_shared_told_and_timed(reported, place, official, small):
    assert reported.state == State.REPORTED
    assert reported.label == "2023-01"
    assert reported.title == "Færre deltakere enn planlagt"
    assert duration(reported.known_at, reported.reported_at) == "1 dag og 3 timer"
    entry = reported.entry
    assert (entry.direction, entry.sender, entry.recipient) == (Direction.OUT, place.agency.name, place.ministry.name)
    assert entry.case_file.key == "styringsdialog-2023"
    words = entry.document.text
    for part in ("Tre kurs i juni.", "Gjelder mål: 1 Flere deltar i arbeidslivet", "1 dag og 3 timer", "Opplæringen"):
        assert part in words
    assert documents_visible_to(official).filter(pk=entry.document_id).exists()
    assert not documents_visible_to(place.other_official).filter(pk=entry.document_id).exists()
    [notice] = Notice.objects.filter(user=official)
    assert notice.urgent
    assert notice.url == f"/avvik/{reported.pk}/"
    assert not Notice.objects.filter(user=place.other_official).exists()
    assert Event.objects.filter(act="alerts.report_deviation").count() == 1


def test_a_report_without_measures_is_refused_and_nothing_is_half_done(draft, place, official):
    one = draft(measures=" ")
    with pytest.raises(ValidationError) as error:
        actions.report_deviation(deviation=one, by=place.controller)
    assert "forslag til korrigerende tiltak" in refused(error)
    one.refresh_from_db()
    assert one.state == State.DRAFT
    assert not Notice.objects.filter(user=official).exists()


def test_what_is_not_known_yet_and_what_is_another_plan_s_is_refused(draft, place, small):
    with pytest.raises(ValidationError) as error:
        draft(known_at=clock.now() + timedelta(minutes=2))
    assert "ikke kommet ennå" in refused(error)
    other = small_plan(place.agency, 2024)
    for field, thing in (("goal", other.goals[0]), ("parameter", other.parameters[0]), ("post", other.post)):
        with pytest.raises(ValidationError) as error:
            draft(**{field: thing})
        assert "en annen plan" in refused(error)
    with pytest.raises(ValidationError):
        draft(assignment=other.assignments[0])
    with pytest.raises(ValidationError) as error:
        draft(what="  ")
    assert refused(error) == "Skriv hva som har skjedd."
    assert not Deviation.objects.exists()


def test_a_draft_is_the_agency_s_own_until_it_is_reported(draft, place, official):
    one = draft()
    seen = lambda user: Deviation.objects.visible_to(user).filter(pk=one.pk).exists()  # noqa: E731
    assert all(seen(place.people[role]) for role in (Role.CONTROLLER, Role.CASE_OFFICER, Role.AUDITOR))
    assert not any(seen(user) for user in (official, place.other_controller, place.other_official, place.stranger))
    assert not seen(place.people[Role.ADMINISTRATOR])
    actions.report_deviation(deviation=one, by=place.controller)
    assert seen(official)
    assert not any(seen(user) for user in (place.other_controller, place.other_official, place.stranger))


def test_who_may_not_is_refused(draft, place, official):
    one = draft()
    for by in (official, place.other_controller, place.people[Role.AUDITOR], place.stranger):
        with pytest.raises(AccessDenied):
            draft(by=by)
        with pytest.raises(AccessDenied):
            actions.report_deviation(deviation=one, by=by)
        with pytest.raises(AccessDenied):
            actions.discard_deviation(deviation=one, by=by)
    with pytest.raises(AccessDenied):
        actions.report_deviation(deviation=one, by=place.people[Role.CASE_OFFICER])
    actions.report_deviation(deviation=one, by=place.people[Role.DIRECTOR])
    for by in (place.controller, place.other_official, place.people[Role.AUDITOR]):
        with pytest.raises(AccessDenied):
            actions.acknowledge_deviation(deviation=one, reply="", by=by)


def test_a_draft_can_be_changed_and_thrown_away_a_report_cannot(draft, place):
    one = draft()
    actions.edit_deviation(deviation=one, values={"what": "Noe annet."}, by=place.people[Role.CASE_OFFICER])
    one.refresh_from_db()
    assert one.title == "Noe annet"
    gone = draft()
    actions.discard_deviation(deviation=gone, by=place.controller)
    assert Deviation.objects.count() == 1
    actions.report_deviation(deviation=one, by=place.controller)
    for act in (
        lambda: actions.edit_deviation(deviation=one, values={"what": "Omskrevet."}, by=place.controller),
        lambda: actions.discard_deviation(deviation=one, by=place.controller),
        lambda: actions.report_deviation(deviation=one, by=place.controller),
    ):
        with pytest.raises(ValidationError) as error:
            act()
        assert refused(error) == "Avviket er meldt og kan ikke endres. Skriv heller en oppfølging."


def test_a_reply_is_journaled_as_incoming_and_silence_is_not(reported, draft, place, official):
    one = acknowledged(reported, official, "Ta det med i møtet.")
    assert one.reply_entry.direction == Direction.IN
    assert "Ta det med i møtet." in one.reply_entry.document.text
    assert Notice.objects.filter(user=place.controller, kind="alerts.deviation_acknowledged").exists()
    other = actions.report_deviation(deviation=draft(what="Et annet avvik."), by=place.controller)
    assert acknowledged(other, official, "").reply_entry is None
    with pytest.raises(ValidationError) as error:
        acknowledged(other, official)
    assert refused(error) == "Det er allerede kvittert for avviket."


def test_it_is_closed_only_with_the_ministry_s_word(reported, place, official):
    follow = lambda kind, by: actions.follow_up_deviation(deviation=reported, text="Ord.", kind=kind, by=by)  # noqa: E731
    with pytest.raises(ValidationError, match="må kvittere"):
        follow(FollowUpKind.CLOSE_ASKED, place.controller)
    acknowledged(reported, official)
    with pytest.raises(ValidationError, match="ikke bedt om"):
        follow(FollowUpKind.CLOSE_AGREED, official)
    follow(FollowUpKind.CLOSE_ASKED, place.people[Role.CASE_OFFICER])
    with pytest.raises(ValidationError, match="allerede bedt"):
        follow(FollowUpKind.CLOSE_ASKED, place.controller)
    with pytest.raises(ValidationError, match="departementet som sier"):
        follow(FollowUpKind.CLOSE_AGREED, place.controller)
    with pytest.raises(ValidationError, match="virksomheten som ber"):
        follow(FollowUpKind.CLOSE_ASKED, official)
    follow(FollowUpKind.CLOSE_REFUSED, official)
    close = lambda outcome="Endte bra.": actions.close_deviation(  # noqa: E731
        deviation=reported, outcome=outcome, by=place.controller
    )
    with pytest.raises(ValidationError, match="sagt seg enig"):
        close()
    follow(FollowUpKind.CLOSE_ASKED, place.controller)
    follow(FollowUpKind.CLOSE_AGREED, official)
    with pytest.raises(ValidationError, match="hvordan det endte"):
        close(" ")
    assert close().state == State.CLOSED
    with pytest.raises(ValidationError, match="ikke åpent"):
        follow(FollowUpKind.NOTE, official)


LOCKED = [
    ("reported", "update alerts_deviation set what = 'x' where id = %s"),
    ("reported", "update alerts_deviation set known_at = known_at - interval '1 day' where id = %s"),
    ("reported", "update alerts_deviation set reported_at = reported_at + interval '1 day' where id = %s"),
    ("reported", "update alerts_deviation set state = 'draft', reported_at = null, entry_id = null where id = %s"),
    ("reported", "delete from alerts_deviation where id = %s"),
    ("acknowledged", "update alerts_deviation set reply = 'x' where id = %s"),
    ("acknowledged", "update alerts_deviation set state = 'reported', acknowledged_at = null where id = %s"),
    ("closed", "update alerts_deviation set outcome = 'x' where id = %s"),
    ("closed", "update alerts_deviation set state = 'acknowledged', closed_at = null where id = %s"),
    ("closed", "update alerts_followup set text = 'x' where deviation_id = %s"),
    ("closed", "delete from alerts_followup where deviation_id = %s"),
    (
        "closed",
        "insert into alerts_followup (deviation_id, kind, side, text, made_at) values (%s, 'note', 'agency', 'x', now())",
    ),
]


@pytest.mark.parametrize(("state", "statement"), LOCKED)
def test_what_is_reported_or_closed_is_locked_in_sql(state, statement, reported, place, official):
    if state == "acknowledged":
        acknowledged(reported, official)
    elif state == "closed":
        closed(reported, place, official)
    with pytest.raises(DatabaseError, match=r"locked|append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [reported.pk])


def test_the_program_s_own_role_is_refused_too(made_database, django_db_blocker, settings):
    with django_db_blocker.unblock(), own_database("alerts"):
        skip_unless_house_roles()
        here = world()
        plan = small_plan(here.agency).plan
        one = actions.draft_deviation(
            plan=plan,
            kind="plan",
            what="Hva.",
            why="Hvorfor.",
            measures="Tiltak.",
            known_at=clock.now(),
            by=here.controller,
        )
        actions.report_deviation(deviation=one, by=here.controller)
        closed(one, here, here.people[Role.MINISTRY_OFFICIAL])
        for _state, statement in LOCKED:
            with connect(PROGRAM) as program, pytest.raises(psycopg.Error):
                program.execute(statement, [one.pk])
        for table in ("alerts_deviation", "alerts_followup", "alerts_matter", "alerts_publication"):
            with connect(PROGRAM) as program, pytest.raises(psycopg.Error):
                program.execute(f"truncate {table} cascade")


def test_the_database_holds_the_order_of_states(draft):
    one = draft()
    for statement in (
        "update alerts_deviation set state = 'closed' where id = %s",
        "update alerts_deviation set state = 'reported' where id = %s",
        "update alerts_deviation set state = 'nonsense' where id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [one.pk])


def test_front_page_agenda_and_reminders_follow_it(draft, place, official, small, settings):
    one = draft()
    texts = lambda user, sight: [line.tag for card in front.cards(user, small.plan, sight) for line in card.lines]  # noqa: E731
    assert texts(place.controller, "virksomheten") == ["Ikke meldt"]
    assert texts(official, "departementet") == []
    assert list(agenda.room_points(small.plan)) == []
    due = lambda days: [(r.kind, r.user) for r in reminders.due(clock.today() + timedelta(days=days))]  # noqa: E731
    assert ("alerts.unreported_deviation", place.controller) in due(0)
    actions.report_deviation(deviation=one, by=place.controller)
    assert texts(official, "departementet") == ["Kvitter"]
    assert texts(place.controller, "virksomheten") == []
    [point] = agenda.room_points(small.plan)
    assert point.weight == 3
    assert due(0) == []
    assert due(3) == [("alerts.unseen_deviation", official)]
    acknowledged(one, official)
    assert due(30) == []
    ask = {"deviation": one, "text": "Ord."}
    actions.follow_up_deviation(**ask, kind=FollowUpKind.CLOSE_ASKED, by=place.controller)
    assert texts(official, "departementet") == ["Svar"]
    actions.follow_up_deviation(**ask, kind=FollowUpKind.CLOSE_AGREED, by=official)
    assert texts(place.controller, "virksomheten") == ["Kan lukkes"]
    actions.close_deviation(deviation=one, outcome="Slutt.", by=place.controller)
    assert list(agenda.room_points(small.plan)) == []
    assert FollowUp.objects.count() == 2
