"""Deadlines, oral orders, owners and what else changes through the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from styrhus.archive.sourced import Place
from styrhus.audit.models import Event
from styrhus.audit.queries import history_of
from styrhus.identity.roles import Role
from styrhus.steering import actions
from styrhus.steering.models import DeadlineKind, Meeting
from tests.factories import SmallPlan, World, assignment, deadline, document, plan, user
from tests.refusals import refused


def test_a_new_deadline_takes_the_place_of_the_old(place: World, small: SmallPlan) -> None:
    old = small.assignments[0].deadlines.get(part="Del 1")
    decision = document(place.agency, title="Supplerende brev")
    new = actions.change_deadline(
        deadline=old, text="1. september 2023", kind=DeadlineKind.DATE, date=date(2023, 9, 1),
        place=Place(decision, (14,)), by=place.controller, why="Utsatt på grunn av valget",
    )  # fmt: skip
    old.refresh_from_db()
    assert old.replaced_by == new
    assert (new.part, new.document, new.lines) == ("Del 1", decision, [14])
    assert list(small.assignments[0].deadlines.standing().filter(part="Del 1")) == [new]
    event = history_of(small.assignments[0]).first()
    assert event is not None
    assert (event.act, event.why) == ("steering.change_deadline", "Utsatt på grunn av valget")
    assert (event.old["date"], event.new["date"]) == ("2023-06-01", "2023-09-01")
    assert event.new["document"] == decision.pk


def _change(small: SmallPlan, **fields: object) -> object:
    values = {
        "deadline": small.assignments[0].deadlines.filter(part="Del 1").earliest("pk"), "text": "Ny", "kind": "date",
        "date": date(2023, 10, 1), "place": Place(document(small.plan.agency)), "by": None, "why": "",
    } | fields  # fmt: skip
    return actions.change_deadline(**values)


def test_a_deadline_is_not_changed_without_a_document(small: SmallPlan) -> None:
    with pytest.raises(ValidationError) as error:
        _change(small, place=Place())
    assert refused(error).startswith("Velg dokumentet som endrer fristen.")


def test_a_replaced_deadline_is_not_changed_again(small: SmallPlan) -> None:
    old = small.assignments[0].deadlines.get(part="Del 1")
    _change(small)
    with pytest.raises(ValidationError) as error:
        _change(small, deadline=old)
    assert refused(error) == "Fristen er allerede erstattet av en nyere. Endre den nyeste."


def test_the_same_deadline_is_no_change(small: SmallPlan) -> None:
    with pytest.raises(ValidationError) as error:
        _change(small, text="01.06.2023", date=date(2023, 6, 1))
    assert refused(error) == "Den nye fristen er lik den som gjelder."


def test_a_withdrawn_assignments_deadlines_stand(small: SmallPlan) -> None:
    actions.withdraw_assignment(assignment=small.assignments[0], place=Place(), by=None, why="Avtalt")
    with pytest.raises(ValidationError) as error:
        _change(small)
    assert "trukket" in refused(error)


def test_a_deadline_of_kind_date_has_a_date(small: SmallPlan) -> None:
    with pytest.raises(ValidationError) as error:
        _change(small, date=None)
    assert refused(error) == "En frist av typen «Dato» må ha en dato."


def test_a_later_letter_that_repeats_a_deadline_adds_nothing(place: World, small: SmallPlan) -> None:
    one = small.assignments[0]
    again = deadline(one, date(2023, 6, 1), part="Del 1", place=Place(plan(place.agency, 2024).letter, (5,)))
    assert again == one.deadlines.get(part="Del 1")


def test_a_later_letter_that_moves_a_deadline_replaces_it(place: World, small: SmallPlan) -> None:
    one = small.assignments[0]
    new = deadline(one, date(2024, 2, 1), part="Del 1", place=Place(plan(place.agency, 2024).letter, (5,)))
    assert list(one.deadlines.standing().filter(part="Del 1")) == [new]
    assert history_of(one).first().act == "steering.change_deadline"


def test_two_deadlines_of_one_letter_stand_beside_each_other(place: World) -> None:
    one = assignment(plan(place.agency))
    deadline(one, date(2023, 6, 1))
    deadline(one, date(2023, 9, 1))
    assert one.deadlines.standing().count() == 2


def test_an_oral_order_waits_until_it_is_confirmed(place: World, small: SmallPlan) -> None:
    order = actions.enter_oral_order(
        plan=small.plan, title="Rask oversikt", description="Innen fredag", given_by_name="Prøve Ekspedisjonssjef",
        given_on=date(2023, 4, 1), deadline_date=date(2023, 4, 14), goal=small.goals[0],
        by=place.people[Role.MINISTRY_OFFICIAL],
    )  # fmt: skip
    assert order.awaits_confirmation
    assert (order.number, order.entered_by, order.given_year) == ("", place.people[Role.MINISTRY_OFFICIAL], 2023)
    assert order.listings.get().goal == small.goals[0]
    due = order.deadlines.get()
    assert (due.date, due.text) == (date(2023, 4, 14), "14.04.2023")
    letter = document(place.ministry, title="Bekreftelse")
    confirmed = actions.confirm_oral_order(
        assignment=order, document=letter, place=Place(letter, (2, 3)), by=place.controller
    )
    assert not confirmed.awaits_confirmation
    assert (confirmed.confirmation, confirmed.document, confirmed.lines) == (letter, letter, [2, 3])
    with pytest.raises(ValidationError) as error:
        actions.confirm_oral_order(assignment=order, document=letter, place=Place(), by=place.controller)
    assert refused(error) == "Bestillingen er allerede bekreftet skriftlig."


def test_only_an_oral_order_is_confirmed_and_by_a_document_of_the_two(place: World, small: SmallPlan) -> None:
    with pytest.raises(ValidationError) as error:
        actions.confirm_oral_order(
            assignment=small.assignments[0], document=document(place.agency), place=Place(), by=None
        )
    assert "gitt skriftlig" in refused(error)
    order = actions.enter_oral_order(
        plan=small.plan, title="T", description="", given_by_name="N", given_on=date(2023, 1, 1), deadline_date=None,
        goal=None, by=None,
    )  # fmt: skip
    with pytest.raises(ValidationError) as error:
        actions.confirm_oral_order(assignment=order, document=document(place.other_agency), place=Place(), by=None)
    assert refused(error) == "Dokumentet hører verken til virksomheten eller departementet."


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"given_by_name": " "}, "hvem"),
        ({"given_on": timezone.localdate() + timedelta(days=1)}, "ikke er kommet"),
        ({"deadline_date": date(2022, 1, 1)}, "Fristen ligger før"),
        ({"title": ""}, "Tittel"),
    ],
)
def test_a_bad_oral_order_is_refused(fields: dict[str, object], word: str, small: SmallPlan) -> None:
    values = {
        "plan": small.plan, "title": "T", "description": "", "given_by_name": "N", "given_on": date(2023, 1, 1),
        "deadline_date": None, "goal": None, "by": None,
    } | fields  # fmt: skip
    with pytest.raises(ValidationError) as error:
        actions.enter_oral_order(**values)
    assert word in refused(error)


def test_an_owner_works_in_the_agency(place: World, small: SmallPlan) -> None:
    duty = small.duties[0]
    for owner, department in ((place.other_controller, None), (place.people[Role.MINISTRY_OFFICIAL], None)):
        with pytest.raises(ValidationError) as error:
            actions.set_owner(item=duty, owner=owner, department=department, by=None)
        assert "har ingen rolle i virksomheten" in refused(error)
    gone = user(Role.CASE_OFFICER, place.agency, is_active=False)
    with pytest.raises(ValidationError):
        actions.set_owner(item=duty, owner=gone, department=None, by=None)
    foreign = place.other_agency.departments.create(name="Fremmed avdeling")
    with pytest.raises(ValidationError) as error:
        actions.set_owner(item=duty, owner=None, department=foreign, by=None)
    assert refused(error) == "Avdelingen hører til en annen virksomhet."


def test_the_same_owner_again_writes_nothing(place: World, small: SmallPlan) -> None:
    for _again in range(2):
        actions.set_owner(item=small.duties[0], owner=place.controller, department=None, by=None)
    assert Event.objects.filter(act="steering.set_owner").count() == 1
    event = history_of(small.duties[0]).first()
    assert event.new["owner_name"] == place.controller.name


def test_a_meeting_gets_a_day_and_loses_it(small: SmallPlan) -> None:
    meeting = Meeting.objects.get()
    actions.set_meeting_date(meeting=meeting, date=date(2023, 9, 14), by=None)
    actions.set_meeting_date(meeting=meeting, date=None, by=None)
    assert Meeting.objects.get().date is None
    assert [event.new["date"] for event in history_of(meeting)[:2]] == [None, "2023-09-14"]


def test_a_report_is_not_due_before_its_cut_off(small: SmallPlan) -> None:
    with pytest.raises(ValidationError) as error:
        actions.add_reporting_demand(
            plan=small.plan, kind="annual", title="T", cut_off=date(2023, 12, 31), deadline=date(2023, 3, 15),
            place=Place(), by=None,
        )  # fmt: skip
    assert refused(error) == "Fristen for rapporteringen ligger før telletidspunktet."


@pytest.mark.parametrize("frequency", ["sometimes", "x" * 100])
def test_an_unknown_frequency_is_refused(frequency: str, small: SmallPlan) -> None:
    with pytest.raises(ValidationError) as error:
        actions.set_duty_routine(duty=small.duties[0], frequency=frequency, routine="", by=None)
    assert refused(error).startswith("Hvor ofte")
