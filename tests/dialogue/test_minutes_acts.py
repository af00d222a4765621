"""Writing minutes, approving them on both sides, and what nobody can change afterwards."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from styrhus.archive.models import CaseFile
from styrhus.audit.models import Event
from styrhus.dialogue import actions
from styrhus.dialogue.models import CalledMeeting, EarlierText, Minutes, MinutesState, Resolution, Side
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from tests.dialogue.conftest import decision, held, locked, sent, written
from tests.refusals import refused


def test_holding_a_meeting_opens_minutes_with_the_items_of_the_agenda(small, place):
    minutes = held(small.plan)
    assert [part.title for part in minutes.parts.all()] == ["Årsrapporten", "Risikobildet"]
    assert minutes.meeting.participants.filter(attended=True).count() == 2
    assert minutes.meeting.participants.filter(attended=False).exists()


def test_two_writers_never_overwrite_each_other(small, place):
    part = held(small.plan).parts.all()[0]
    official, controller = place.people[Role.MINISTRY_OFFICIAL], place.controller
    actions.write_part(part=part, text="Det ministeriet skrev", version=0, by=official)
    with pytest.raises(actions.WrittenMeanwhile) as refusal:
        actions.write_part(part=part, text="Det direktoratet skrev", version=0, by=controller)
    assert "Prøve Etatsstyrer har skrevet" in refusal.value.messages[0]
    assert refusal.value.part.text == "Det ministeriet skrev"
    part.refresh_from_db()
    assert (part.text, part.version) == ("Det ministeriet skrev", 1)
    saved = actions.write_part(part=part, text="Det direktoratet skrev", version=0, by=controller, keep_both=True)
    assert saved.text == "Det ministeriet skrev\n\nDet direktoratet skrev"
    assert [row.text for row in EarlierText.objects.filter(part=part)] == ["Det ministeriet skrev"]
    actions.write_part(part=part, text="Bare mitt", version=2, by=controller)
    assert EarlierText.objects.filter(part=part).count() == 2, "every text that was replaced is kept"


def test_the_same_text_twice_is_no_conflict_and_no_event(small, place):
    part = held(small.plan).parts.all()[0]
    actions.write_part(part=part, text="Likt", version=0, by=place.controller)
    before = Event.objects.count()
    assert actions.write_part(part=part, text="Likt ", version=0, by=place.people[Role.DIRECTOR]).version == 1
    assert Event.objects.count() == before


def test_an_empty_text_is_not_sent(small):
    with pytest.raises(ValidationError) as refusal:
        actions.send_minutes(minutes=held(small.plan), by=None)
    assert "tomt" in refused(refusal)


def test_minutes_that_are_out_take_remarks_but_no_changes(small, place):
    minutes = sent(small.plan)
    part = minutes.parts.all()[0]
    with pytest.raises(ValidationError) as refusal:
        actions.write_part(part=part, text="Noe annet", version=part.version, by=place.controller)
    assert "Ta det tilbake" in refused(refusal)
    for act in (
        lambda: actions.add_part(minutes=minutes, title="Ny", by=None),
        lambda: actions.add_point(part=part, kind="signal", text="Ny", by=None),
        lambda: actions.remove_point(point=minutes.points.all()[0], by=None),
    ):
        with pytest.raises(ValidationError):
            act()
    remark = actions.comment_minutes(
        minutes=minutes, text="Punkt 1 er upresist.", by=place.people[Role.MINISTRY_OFFICIAL]
    )
    assert remark.side == Side.MINISTRY


def test_taking_minutes_back_lets_approvals_fall(small, place):
    minutes = sent(small.plan)
    minutes = actions.approve_minutes(minutes=minutes, side=Side.AGENCY, by=place.controller)
    with pytest.raises(ValidationError):
        actions.take_back_minutes(minutes=minutes, why=" ", by=place.controller)
    minutes = actions.take_back_minutes(minutes=minutes, why="Merknad fra departementet", by=place.controller)
    assert (minutes.state, minutes.agency_approved_at, minutes.meeting.state) == (MinutesState.DRAFT, None, "held")


def test_each_party_approves_for_itself_alone(small, place):
    minutes = sent(small.plan)
    official = place.people[Role.MINISTRY_OFFICIAL]
    for user, side in (
        (place.controller, Side.MINISTRY),
        (official, Side.AGENCY),
        (place.people[Role.DEPARTMENT_HEAD], Side.AGENCY),
        (place.people[Role.AUDITOR], Side.AGENCY),
        (place.other_official, Side.MINISTRY),
        (place.other_controller, Side.AGENCY),
    ):
        with pytest.raises(AccessDenied):
            actions.approve_minutes(minutes=minutes, side=side, by=user)
    actions.approve_minutes(minutes=minutes, side=Side.MINISTRY, by=official)
    with pytest.raises(ValidationError):
        actions.approve_minutes(minutes=minutes, side=Side.MINISTRY, by=official)


def test_approved_by_both_is_journaled_locked_and_in_the_register(small, place):
    minutes = Minutes.objects.get(pk=locked(small.plan, place).pk)
    assert minutes.state == MinutesState.LOCKED
    assert CalledMeeting.objects.get().state == "locked"
    document = minutes.record.document
    assert document.shared_with.get() == place.ministry
    assert "Departementet viste til årsrapporten." in document.text
    assert (
        "Beslutning: Fristen for oppdraget flyttes til 1. september. (ansvar: Departementet, frist 01.06.2023)"
        in document.text
    )
    assert "Godkjent for virksomheten: Prøve Direktør, 01.05.2023" in document.text
    assert CaseFile.objects.get().key == "styringsdialog-2023"
    assert [row.text for row in Resolution.objects.all()] == ["Fristen for oppdraget flyttes til 1. september."]
    assert Notice.objects.filter(user=place.controller, kind="dialogue.minutes_locked").exists()


def test_every_act_on_locked_minutes_is_refused(small, place):
    minutes = locked(small.plan, place)
    part, point = minutes.parts.all()[0], minutes.points.all()[0]
    meeting = minutes.meeting
    participant, item = meeting.participants.all()[0], meeting.items.all()[0]
    by = place.controller
    before = Event.objects.count()
    for act in (
        lambda: actions.write_part(part=part, text="Nytt", version=part.version, by=by),
        lambda: actions.add_part(minutes=minutes, title="Ny", by=by),
        lambda: actions.add_point(part=part, kind="signal", text="Ny", by=by),
        lambda: actions.change_point(point=point, kind="signal", text="Ny", side="agency", owner=None, due=None, by=by),
        lambda: actions.remove_point(point=point, by=by),
        lambda: actions.comment_minutes(minutes=minutes, text="Ny", by=by),
        lambda: actions.send_minutes(minutes=minutes, by=by),
        lambda: actions.take_back_minutes(minutes=minutes, why="x", by=by),
        lambda: actions.approve_minutes(minutes=minutes, side=Side.AGENCY, by=by),
        lambda: actions.change_meeting(meeting=meeting, values={"title": "Nytt"}, by=by),
        lambda: actions.cancel_meeting(meeting=meeting, why="x", by=by),
        lambda: actions.call_meeting(meeting=meeting, by=by),
        lambda: actions.hold_meeting(meeting=meeting, attended=(), by=by),
        lambda: actions.remove_participant(participant=participant, by=by),
        lambda: actions.add_participant(meeting=meeting, name="En", email="en@example.invalid", by=by),
        lambda: actions.add_item(meeting=meeting, title="Ny", by=by),
        lambda: actions.change_item(item=item, title="Ny", note="", side="agency", by=by),
        lambda: actions.add_paper(meeting=meeting, document=small.plan.letter, by=by),
        lambda: actions.reopen_agenda(meeting=meeting, by=by),
    ):
        with pytest.raises(ValidationError):
            act()
    assert Event.objects.count() == before


LOCKED_TABLES = (
    "dialogue_calledmeeting",
    "dialogue_participant",
    "dialogue_agendaitem",
    "dialogue_minutes",
    "dialogue_minutespart",
    "dialogue_point",
    "dialogue_comment",
)


@pytest.mark.parametrize("table", [*LOCKED_TABLES, "dialogue_earliertext", "dialogue_effect", "dialogue_resolution"])
def test_the_database_itself_refuses_to_change_what_is_locked(table, small, place):
    minutes = sent(small.plan)
    actions.comment_minutes(minutes=minutes, text="Greit.", by=place.controller)
    actions.approve_minutes(minutes=minutes, side=Side.AGENCY, by=place.controller)
    actions.approve_minutes(minutes=minutes, side=Side.MINISTRY, by=place.people[Role.MINISTRY_OFFICIAL])
    column = {
        "dialogue_calledmeeting": "title",
        "dialogue_participant": "name",
        "dialogue_agendaitem": "title",
        "dialogue_minutes": "why",
        "dialogue_minutespart": "text",
        "dialogue_point": "text",
        "dialogue_comment": "text",
        "dialogue_resolution": "text",
    }.get(table)
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        if column is None:
            return  # its own test stands below
        assert cursor.fetchone()[0], table
    for statement in (
        f"update {table} set {column} = {column} || ' endret'",
        f"delete from {table}",
        f"truncate {table} cascade",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_points_and_texts_cannot_be_added_to_locked_minutes_in_sql(small, place):
    minutes = locked(small.plan, place)
    part = minutes.parts.all()[0]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'insert into dialogue_point (minutes_id, part_id, "order", kind, text, side) '
            "values (%s, %s, 9, 'decision', 'Sneket inn', 'agency')",
            [minutes.pk, part.pk],
        )


def test_how_a_decision_is_followed_up_may_change_but_not_its_words(small, place):
    resolution = decision(small.plan, place)
    actions.set_resolution_owner(resolution=resolution, owner=place.controller, by=place.controller)
    actions.close_resolution(resolution=resolution, state="done", outcome="Brev er sendt.", by=place.controller)
    Resolution.objects.filter(pk=resolution.pk).update(outcome="Brevet er sendt.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Resolution.objects.filter(pk=resolution.pk).update(text="Noe annet")
    with pytest.raises(DatabaseError), transaction.atomic():
        Resolution.objects.filter(pk=resolution.pk).update(due=None)


def test_a_correction_is_an_addendum_that_both_approve(small, place):
    minutes = locked(small.plan, place)
    with pytest.raises(ValidationError):
        actions.start_addendum(minutes=minutes, why=" ", by=place.controller)
    addendum = actions.start_addendum(minutes=minutes, why="Feil dato i sak 1", by=place.controller)
    with pytest.raises(ValidationError):
        actions.start_addendum(minutes=minutes, why="En til", by=place.controller)
    part = addendum.parts.get()
    actions.write_part(part=part, text="Datoen skal være 2. september.", version=0, by=place.controller)
    actions.send_minutes(minutes=addendum, by=place.controller)
    actions.approve_minutes(minutes=addendum, side=Side.AGENCY, by=place.controller)
    done = actions.approve_minutes(minutes=addendum, side=Side.MINISTRY, by=place.people[Role.MINISTRY_OFFICIAL])
    assert done.locked_at
    assert done.number == 1
    assert "Datoen skal være 2. september." in done.record.document.text
    assert Minutes.objects.get(number=0).record.document.text.count("2. september") == 0


def test_addenda_wait_for_the_minutes_themselves(small):
    with pytest.raises(ValidationError):
        actions.start_addendum(minutes=written(small.plan), why="For tidlig", by=None)
