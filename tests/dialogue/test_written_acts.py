"""A decision changes the plan only by a document from the ministry, and the two are linked."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from styrhus.archive.models import Direction
from styrhus.audit.models import Event
from styrhus.dialogue import actions
from styrhus.dialogue.models import Effect, Resolution
from styrhus.economy.models import Appropriation
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.steering.models import Assignment, Deadline, Listing
from tests.dialogue.conftest import decision, letter_from_ministry
from tests.factories import document
from tests.refusals import refused


def move(resolution, small, document, by, **fields):
    fields = {"text": "1. september 2023", "kind": "date", "day": date(2023, 9, 1), "lines": (4, 5)} | fields
    deadline = Deadline.objects.standing().get(assignment=small.assignments[0], part="Del 1")
    return actions.carry_out_deadline(resolution=resolution, document=document, deadline=deadline, by=by, **fields)


def test_without_a_document_the_deadline_stands(small, place):
    resolution = decision(small.plan, place)
    before = Event.objects.count()
    with pytest.raises(ValidationError) as refusal:
        move(resolution, small, None, place.controller)
    assert "Velg dokumentet fra departementet" in refused(refusal)
    assert Event.objects.count() == before
    assert not Deadline.objects.filter(date=date(2023, 9, 1)).exists()


def test_the_minutes_themselves_are_no_written_act(small, place):
    resolution = decision(small.plan, place)
    minutes = resolution.point.minutes.record.document
    with pytest.raises(ValidationError) as refusal:
        move(resolution, small, minutes, place.controller)
    assert "Referatet er ikke et skriftlig vedtak" in refused(refusal)


def test_what_the_ministry_did_not_send_is_no_written_act(small, place):
    resolution = decision(small.plan, place)
    for wrong in (
        document(place.agency, title="Egen note"),
        letter_from_ministry(small.plan, direction=Direction.OUT),
        letter_from_ministry(small.plan, sender="En annen avsender"),
        letter_from_ministry(small.plan, organisation=place.other_agency),
    ):
        with pytest.raises(ValidationError) as refusal:
            move(resolution, small, wrong, place.controller)
        assert "ikke registrert som sendt fra Prøvedepartementet" in refused(refusal)


def test_a_document_from_before_the_decision_cannot_carry_it_out(small, place):
    resolution = decision(small.plan, place)
    with pytest.raises(ValidationError) as refusal:
        move(resolution, small, letter_from_ministry(small.plan, date(2023, 4, 30)), place.controller)
    assert "før beslutningen ble tatt 01.05.2023" in refused(refusal)


def test_a_moved_deadline_is_linked_to_its_decision_and_its_document(small, place):
    resolution = decision(small.plan, place)
    letter = letter_from_ministry(small.plan)
    effect = move(resolution, small, letter, place.controller)
    assert effect.deadline.date == date(2023, 9, 1)
    assert (effect.deadline.document, effect.deadline.lines) == (letter, [4, 5])
    assert effect.deadline.replaces.date == date(2023, 6, 1)
    event = Event.objects.filter(act="steering.change_deadline").latest("number")
    assert "Beslutning 01.05.2023" in event.why
    assert Effect.objects.get(resolution=resolution).assignment == small.assignments[0]


def test_a_decision_becomes_an_assignment(small, place):
    resolution = decision(small.plan, place)
    letter = letter_from_ministry(small.plan)
    effect = actions.carry_out_assignment(
        resolution=resolution,
        document=letter,
        number="2023-44",
        title="Utrede tolkeapp",
        deadline=date(2023, 11, 1),
        by=place.controller,
    )
    assert Listing.objects.filter(plan=small.plan, assignment=effect.assignment).exists()
    assert effect.assignment.document == letter
    assert effect.assignment.deadlines.get().date == date(2023, 11, 1)


def test_a_decision_changes_an_amount(small, place):
    resolution = decision(small.plan, place)
    letter = letter_from_ministry(small.plan)
    effect = actions.carry_out_amount(
        resolution=resolution,
        document=letter,
        post=small.post,
        appropriated=500_000,
        at_disposal=500_000,
        by=place.controller,
    )
    row = Appropriation.objects.get(pk=effect.appropriation_id)
    assert (row.appropriated, row.document, row.decided_on) == (500_000, letter, date(2023, 5, 2))


def test_a_refused_change_links_nothing(small, place):
    resolution = decision(small.plan, place)
    letter = letter_from_ministry(small.plan)
    with pytest.raises(ValidationError):
        actions.carry_out_amount(
            resolution=resolution, document=letter, post=small.post, appropriated=0, at_disposal=0, by=place.controller
        )
    with pytest.raises(ValidationError):
        actions.carry_out_assignment(
            resolution=resolution, document=letter, number=small.assignments[0].number, title="x", by=place.controller
        )
    assert not Effect.objects.exists()


def test_a_dropped_decision_changes_nothing(small, place):
    resolution = decision(small.plan, place)
    actions.close_resolution(resolution=resolution, state="dropped", outcome="Frafalt i brev.", by=place.controller)
    with pytest.raises(ValidationError):
        move(resolution, small, letter_from_ministry(small.plan), place.controller)
    actions.reopen_resolution(resolution=resolution, why="Frafalt ved en feil", by=place.controller)
    assert Resolution.objects.get().state == "open"


@pytest.mark.parametrize(
    "role", [Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER, Role.MINISTRY_OFFICIAL, Role.AUDITOR]
)
def test_only_the_controller_carries_out(small, place, role):
    resolution = decision(small.plan, place)
    with pytest.raises(AccessDenied):
        move(resolution, small, letter_from_ministry(small.plan), place.people[role])
    with pytest.raises(AccessDenied):
        move(resolution, small, letter_from_ministry(small.plan), place.other_controller)


def test_the_link_can_never_be_changed(small, place):
    effect = move(decision(small.plan, place), small, letter_from_ministry(small.plan), place.controller)
    for statement in (
        "update dialogue_effect set kind = kind where id = %s",
        "delete from dialogue_effect where id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [effect.pk])


def test_a_signal_between_the_meetings_needs_its_document_and_its_people(small, place):
    letter = letter_from_ministry(small.plan, date(2023, 4, 20))
    values = {
        "plan": small.plan,
        "kind": "signal",
        "text": "Prioriter tolkene.",
        "document": letter,
        "given_on": date(2023, 4, 20),
        "given_by": "Prøve Kontakt",
        "received_by": "Prøve Controller",
        "by": place.people[Role.MINISTRY_OFFICIAL],
    }
    with pytest.raises(ValidationError):
        actions.register_signal(**values)  # the ministry's official can't see a letter that is not shared
    letter.shared_with.add(place.ministry)
    made = actions.register_signal(**values)
    assert made.document == letter
    for wrong in (
        {"given_by": " "},
        {"given_on": date(2023, 5, 2)},
        {"document": document(place.agency)},
        {"owner": place.other_controller},
    ):
        with pytest.raises(ValidationError):
            actions.register_signal(**(values | wrong))
    with pytest.raises(AccessDenied):
        actions.register_signal(**(values | {"by": place.other_official}))
    assert Assignment.objects.count() == 2, "a signal alone changes nothing"
