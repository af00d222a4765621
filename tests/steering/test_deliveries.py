"""Handing over and answering: what is journaled and shared, what is refused, and what nobody changes afterwards."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction

from styrhus.archive.models import Direction, JournalEntry
from styrhus.archive.queries import documents_visible_to
from styrhus.archive.sourced import Place
from styrhus.embedded import PROGRAM
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from styrhus.steering import actions, queries
from styrhus.steering.actions import Upload
from styrhus.steering.models import Delivery, DeliveryFile, DeliveryReply, ReportingDemand
from styrhus.steering.rules_followup import DeliveryState, Progress
from tests import factories
from tests.databases import connect, skip_unless_house_roles
from tests.refusals import refused

TODAY = date(2023, 5, 1)
FILE = Upload("rapport.txt", "text/plain", b"Rapporten er laget for en proeve.", "Rapporten er laget for en prøve.")


@pytest.fixture(autouse=True)
def may_2023(settings):
    settings.DEMO_TODAY = TODAY


@pytest.fixture
def work(place):
    """A plan with one assignment, due on 1 June, owned by the case officer."""
    plan = factories.plan(place.agency)
    assignment = factories.assignment(plan)
    factories.deadline(assignment)
    owner = place.people[Role.CASE_OFFICER]
    return plan, actions.set_owner(item=assignment, owner=owner, department=place.department, by=place.controller)


def hand_over(work, by=None, **fields):
    plan, assignment = work
    fields = {"message": "Vi leverer rapporten.", "uploads": [FILE]} | fields
    return actions.deliver(plan=plan, item=assignment, by=by, **fields)


def answer(delivery, kind, by=None, **fields):
    return actions.reply_to_delivery(delivery=delivery, kind=kind, by=by, **fields)


def state(delivery):
    return actions.state_of(delivery)


def progress(work, today=TODAY):
    plan, _assignment = work
    return queries.followup_rows(plan, today)[0].progress


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.CONTROLLER, True),
        (Role.DIRECTOR, True),
        (Role.DEPARTMENT_HEAD, True),
        (Role.CASE_OFFICER, True),  # the owner
        (Role.MINISTRY_OFFICIAL, False),
        (Role.AUDITOR, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_who_may_deliver(work, place, role, may):
    if may:
        assert hand_over(work, place.people[role]).delivered_by == place.people[role]
    else:
        with pytest.raises(AccessDenied):
            hand_over(work, place.people[role])


def test_others_than_the_owner_and_another_department_may_not_deliver(work, place):
    colleague = factories.user(Role.CASE_OFFICER, place.agency, inside=place.department)
    head = factories.user(Role.DEPARTMENT_HEAD, place.agency, inside=place.other_department)
    for by in (colleague, head, place.other_controller, place.stranger):
        with pytest.raises(AccessDenied):
            hand_over(work, by)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.MINISTRY_OFFICIAL, Role.PARTNER)])
def test_only_the_ministry_answers(work, place, role):
    delivery = hand_over(work)
    with pytest.raises(AccessDenied):
        answer(delivery, "received", place.people[role])
    with pytest.raises(AccessDenied):
        answer(delivery, "received", place.other_official)
    assert answer(delivery, "received", place.people[Role.MINISTRY_OFFICIAL]).kind == "received"


def test_a_delivery_is_journaled_out_and_shown_to_the_ministry_alone(work, place):
    delivery = hand_over(work, place.people[Role.CASE_OFFICER])
    entry = delivery.entry
    assert (entry.direction, entry.sender, entry.recipient) == (Direction.OUT, place.agency.name, place.ministry.name)
    assert entry.case_file.key == "styringsdialog-2023"
    assert "Vi leverer rapporten." in entry.document.text
    assert [one.filename for one in entry.attachments.all()] == ["rapport.txt"]
    official = place.people[Role.MINISTRY_OFFICIAL]
    seen = set(documents_visible_to(official).values_list("pk", flat=True))
    assert {entry.document_id, delivery.files.get().document_id} <= seen
    assert not documents_visible_to(place.other_official).filter(pk=entry.document_id).exists()


def test_the_answer_is_journaled_in_and_both_sides_are_told(work, place):
    owner, official = place.people[Role.CASE_OFFICER], place.people[Role.MINISTRY_OFFICIAL]
    delivery = hand_over(work, owner)
    assert list(Notice.objects.filter(kind="steering.delivered").values_list("user", flat=True)) == [official.pk]
    reply = answer(delivery, "more", official, text="Vi trenger tall per fylke.", due=date(2023, 5, 20))
    assert reply.entry.direction == Direction.IN
    assert reply.entry.case_file == delivery.entry.case_file
    told = Notice.objects.filter(kind="steering.reply")
    assert set(told.values_list("user", flat=True)) == {owner.pk, place.controller.pk}
    assert all(notice.urgent for notice in told)


def test_the_whole_way_from_delivery_to_acceptance(work, place):
    assert progress(work) is Progress.NOT_STARTED
    first = hand_over(work)
    assert (state(first), progress(work)) == (DeliveryState.DELIVERED, Progress.DELIVERED)
    answer(first, "received")
    assert state(first) is DeliveryState.RECEIVED
    answer(first, "more", text="Tall per fylke", due=date(2023, 5, 20))
    assert progress(work) is Progress.MORE_REQUESTED
    assert progress(work, date(2023, 5, 21)) is Progress.OVERDUE
    second = hand_over(work, message="Her er tallene.", uploads=[], links=["https://example.invalid/tall"])
    assert second.follows == first
    assert (state(first), state(second)) == (DeliveryState.REPLACED, DeliveryState.DELIVERED)
    answer(second, "returned", text="Tallene gjelder feil år.")
    assert progress(work) is Progress.RETURNED
    third = hand_over(work, message="Rettede tall.")
    answer(third, "accepted")
    assert progress(work, date(2024, 1, 1)) is Progress.ACCEPTED
    with pytest.raises(ValidationError) as error:
        hand_over(work)
    assert refused(error) == "Departementet har godtatt leveransen. Da leveres den ikke på nytt."


def test_a_delivery_counts_for_the_deadline_that_took_the_old_one_s_place(work, place):
    _plan, assignment = work
    delivery = hand_over(work)
    answer(delivery, "accepted")
    deadline = assignment.deadlines.get()
    actions.change_deadline(
        deadline=deadline, text="1. juli 2023", kind="date", date=date(2023, 7, 1), place=Place(factories.document(place.agency)), by=None,
    )  # fmt: skip
    assert progress(work, date(2023, 8, 1)) is Progress.ACCEPTED


def test_an_assignment_in_parts_is_followed_part_by_part(work):
    plan, assignment = work
    for label, day in (("Del 1", date(2023, 4, 1)), ("Del 2", date(2023, 9, 1))):
        actions.add_part(assignment=assignment, label=label, text="", place=Place(plan.letter), by=None)
        factories.deadline(assignment, day, part=label)
    rows = {row.part: row.progress for row in queries.followup_rows(plan, TODAY)}
    assert rows == {"": Progress.OVERDUE, "Del 1": Progress.OVERDUE, "Del 2": Progress.NOT_STARTED}
    hand_over(work, part="Del 1")
    rows = {row.part: row.progress for row in queries.followup_rows(plan, TODAY)}
    assert rows == {"": Progress.NOT_STARTED, "Del 1": Progress.DELIVERED, "Del 2": Progress.NOT_STARTED}


def test_parts_without_deadlines_are_due_and_delivered_with_the_whole(work):
    plan, assignment = work
    for label in ("Del 1", "Del 2"):
        actions.add_part(assignment=assignment, label=label, text="", place=Place(plan.letter), by=None)
    rows = {row.part: (row.progress, row.deadline) for row in queries.followup_rows(plan, date(2023, 7, 1))}
    assert set(rows.values()) == {(Progress.OVERDUE, date(2023, 6, 1))}
    hand_over(work)
    assert {row.progress for row in queries.followup_rows(plan, date(2023, 7, 1))} == {Progress.DELIVERED}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"message": " "}, "Skriv en melding til departementet om hva som leveres."),
        ({"uploads": []}, "Legg ved minst én fil eller en lenke til det som leveres."),
        ({"part": "Del 9"}, "Oppdraget har ingen del som heter «Del 9»."),
        ({"uploads": [Upload("tom.txt", "text/plain", b"")]}, "Filen er tom."),
        ({"links": ["https://example.invalid"] * 21}, "En leveranse kan ha høyst 20 filer og 20 lenker."),
    ],
)
def test_what_a_delivery_refuses(work, fields, sentence):
    with pytest.raises(ValidationError) as error:
        hand_over(work, **fields)
    assert refused(error) == sentence
    assert not Delivery.objects.exists()
    assert not JournalEntry.objects.exists()


def test_another_agency_s_document_is_not_delivered(work, place):
    with pytest.raises(ValidationError) as error:
        hand_over(work, documents=[factories.document(place.other_agency)])
    assert refused(error) == "Du kan bare levere dokumenter som virksomheten selv eier."


def test_which_deadline_is_met_must_be_said_where_there_are_several(work):
    _plan, assignment = work
    later = factories.deadline(assignment, date(2023, 10, 1))
    with pytest.raises(ValidationError) as error:
        hand_over(work)
    assert refused(error) == "Velg hvilken frist leveransen gjelder."
    assert hand_over(work, deadline=later).deadline == later
    assert progress(work, date(2023, 7, 1)) is Progress.OVERDUE, "the first deadline is not met by it"


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("more", {"text": "Tall"}, "Skriv når dere trenger det dere ber om."),
        ("more", {"text": " ", "due": date(2023, 5, 20)}, "Skriv hva som mangler eller skal gjøres om."),
        (
            "more",
            {"text": "Tall", "due": date(2023, 4, 30)},
            "Fristen må ligge fram i tid, og hører bare til når dere ber om mer.",
        ),
        ("returned", {}, "Skriv hva som mangler eller skal gjøres om."),
        (
            "accepted",
            {"due": date(2023, 5, 20)},
            "Fristen må ligge fram i tid, og hører bare til når dere ber om mer.",
        ),
    ],
)
def test_what_an_answer_refuses(work, kind, fields, sentence):
    delivery = hand_over(work)
    with pytest.raises(ValidationError) as error:
        answer(delivery, kind, **fields)
    assert refused(error) == sentence
    assert not DeliveryReply.objects.exists()


def test_what_is_decided_or_replaced_takes_no_more_answers(work):
    first = hand_over(work)
    answer(first, "returned", text="Mangler tall")
    with pytest.raises(ValidationError) as error:
        answer(first, "accepted")
    assert refused(error) == "Leveransen er avgjort. Svaret kan ikke endres."
    second = hand_over(work, message="Ny rapport")
    hand_over(work, message="Enda en rapport")
    with pytest.raises(ValidationError) as error:
        answer(second, "received")
    assert refused(error) == "Virksomheten har levert på nytt. Svar på den nyeste leveransen."


def test_a_report_is_delivered_and_accepted_once(work, place):
    plan, _assignment = work
    demand = actions.add_reporting_demand(
        plan=plan, kind="annual", title="Årsrapport", cut_off=None, deadline=date(2023, 4, 1), place=Place(), by=None
    )
    assert queries.report_rows(plan, TODAY)[0].progress is Progress.OVERDUE
    delivery = actions.deliver(plan=plan, item=demand, message="Årsrapporten", uploads=[FILE], by=place.controller)
    answer(delivery, "accepted", place.people[Role.MINISTRY_OFFICIAL])
    assert queries.report_followed(ReportingDemand.objects.get(), TODAY).progress is Progress.ACCEPTED
    with pytest.raises(ValidationError):
        actions.deliver(plan=plan, item=demand, message="En gang til", uploads=[FILE], by=None)


@pytest.mark.parametrize("table", ["steering_delivery", "steering_deliveryfile", "steering_deliveryreply"])
@pytest.mark.parametrize("statement", ["update {0} set id = id", "delete from {0}", "truncate {0}"])
def test_the_program_s_role_is_refused(db, table, statement):
    skip_unless_house_roles()
    with connect(PROGRAM) as own, pytest.raises(psycopg.errors.InsufficientPrivilege):
        own.execute(statement.format(table))


def test_triggers_refuse_even_the_owner(work):
    delivery = hand_over(work)
    reply = answer(delivery, "accepted")
    for row, change in (
        (delivery, {"message": "Noe annet"}),
        (delivery.files.get(), {"position": 2}),
        (reply, {"text": "Likevel ikke"}),
    ):
        with pytest.raises(Error, match=r"append-only|permission denied"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)


def test_no_file_is_slipped_into_a_delivery_afterwards(work, place):
    delivery = hand_over(work)
    extra = factories.document(place.agency)
    for position in (0, 2):
        with pytest.raises(Error), transaction.atomic():
            DeliveryFile.objects.create(delivery=delivery, document=extra, position=position)
    assert delivery.files.count() == 1
