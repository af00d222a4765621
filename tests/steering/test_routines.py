"""The system for standing duties: routines in versions, the log, and recurring assignments with their occurrences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from styrhus.audit.models import Event
from styrhus.embedded import PROGRAM
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.privileges import set_privileges
from styrhus.steering import actions, queries
from styrhus.steering.models import DutyEntry, Occurrence, RoutineVersion
from styrhus.steering.rules_periods import Follow
from tests import factories
from tests.databases import skip_unless_house_roles
from tests.factories import SmallPlan, World
from tests.refusals import refused
from tests.steering.followed import an_entry, recurring

Browser = Callable[[User], Client]
TODAY = date(2023, 5, 2)


@pytest.fixture(autouse=True)
def _second_of_may(settings: object) -> None:
    settings.DEMO_TODAY = TODAY  # type: ignore[attr-defined]


# -- routines


def test_a_routine_gets_versions_that_stay(place: World, small: SmallPlan) -> None:
    duty, head = small.duties[0], place.people[Role.DEPARTMENT_HEAD]
    paper = factories.document(place.agency, title="Rutinehåndbok")
    first = actions.approve_routine(duty=duty, text="Slik", document=None, valid_from=date(2023, 1, 1), by=head)
    actions.approve_routine(duty=duty, text="", document=paper, valid_from=date(2023, 6, 1), by=place.controller)
    versions = queries.routines_of(duty)
    assert [(one.version, one.text, one.document, one.approved_by) for one in versions] == [
        (2, "", paper, place.controller),
        (1, "Slik", None, head),
    ]
    assert queries.routine_in_force(versions, TODAY) == first
    assert queries.routine_in_force(versions, date(2023, 6, 1)) == versions[0]
    assert queries.routine_in_force(versions, date(2022, 12, 31)) is None


def test_a_routine_needs_words_or_a_document_and_no_earlier_day(small: SmallPlan) -> None:
    duty = small.duties[0]
    with pytest.raises(ValidationError) as error:
        actions.approve_routine(duty=duty, text=" ", document=None, valid_from=TODAY, by=None)
    assert "Skriv rutinen" in refused(error)
    actions.approve_routine(duty=duty, text="Slik", document=None, valid_from=TODAY, by=None)
    with pytest.raises(ValidationError) as error:
        actions.approve_routine(duty=duty, text="Nå", document=None, valid_from=date(2023, 5, 1), by=None)
    assert "Versjon 1 gjelder fra 02.05.2023" in refused(error)


def test_next_years_duty_keeps_its_routine_and_who_approved_it(place: World, small: SmallPlan) -> None:
    duty = small.duties[0]
    actions.approve_routine(duty=duty, text="Slik", document=None, valid_from=TODAY, by=place.controller)
    following = factories.duty(factories.plan(place.agency, 2024), duty.text, duty.section)
    carried = following.routines.get()
    assert (carried.version, carried.text, carried.approved_by) == (1, "Slik", place.controller)
    assert carried.carried_from == duty.routines.get()


# -- the log


def test_what_is_done_due_and_late_follows_the_log(place: World, small: SmallPlan) -> None:
    duty = small.duties[0]
    actions.set_duty_routine(duty=duty, frequency="quarterly", routine="", by=None)
    assert [one.code for one in queries.standing_of(duty).late] == ["2023-Q1"]
    done = actions.log_duty(duty=duty, period="2023-Q1", done_on=date(2023, 4, 28), note="Sent", by=place.controller)
    standing = queries.standing_of(duty)
    assert (standing.late, standing.follow, standing.last_done) == ([], Follow.NOW, date(2023, 4, 28))
    assert standing.next_period is not None
    assert standing.next_period.due == date(2023, 6, 30)
    actions.cancel_duty_entry(entry=done, why="Gjaldt en annen plikt", by=place.controller)
    standing = queries.standing_of(duty)
    assert (standing.follow, standing.last_done) == (Follow.LATE, None)
    line = queries.log_of(duty).get()
    assert (line.note, line.cancelled_by.note) == ("Sent", "Gjaldt en annen plikt")


def test_periods_before_the_day_of_following_are_not_asked_for(small: SmallPlan) -> None:
    duty = small.duties[0]
    actions.set_duty_routine(duty=duty, frequency="monthly", routine="", followed_from=date(2023, 4, 1), by=None)
    assert [one.code for one in queries.standing_of(duty).late] == ["2023-M04"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"period": "2023-Q1", "done_on": date(2023, 5, 3)}, "fram i tid"),
        ({"period": "", "done_on": TODAY}, "Velg hvilken periode"),
        ({"period": "2023-M01", "done_on": TODAY}, "Velg hvilken periode"),
        ({"period": "2022-Q1", "done_on": TODAY}, "Velg hvilken periode"),
        ({"period": "2023-Q3", "done_on": TODAY}, "før perioden begynner"),
    ],
)
def test_a_line_that_can_not_be_true_is_refused(
    place: World, small: SmallPlan, values: dict[str, object], says: str
) -> None:
    duty = small.duties[0]
    actions.set_duty_routine(duty=duty, frequency="quarterly", routine="", by=None)
    with pytest.raises(ValidationError) as error:
        actions.log_duty(duty=duty, by=place.controller, **values)  # type: ignore[arg-type]
    assert says in refused(error)
    assert not DutyEntry.objects.exists()


def test_a_line_is_struck_once_and_with_a_reason(place: World, small: SmallPlan) -> None:
    entry = an_entry(small.duties[0], place.controller)
    with pytest.raises(ValidationError) as error:
        actions.cancel_duty_entry(entry=entry, why=" ", by=place.controller)
    assert "hvorfor" in refused(error)
    struck = actions.cancel_duty_entry(entry=entry, why="Feil", by=place.controller)
    for one in (entry, struck):
        with pytest.raises(ValidationError) as error:
            actions.cancel_duty_entry(entry=one, why="Feil", by=place.controller)
        assert "allerede strøket" in refused(error)


def test_who_may_log_is_who_answers_for_it(place: World, small: SmallPlan) -> None:
    duty = small.duties[0]
    officer, head = place.people[Role.CASE_OFFICER], place.people[Role.DEPARTMENT_HEAD]
    elsewhere = factories.user(Role.CASE_OFFICER, place.agency, inside=place.other_department)
    for user in (officer, head, elsewhere, place.other_controller, place.people[Role.MINISTRY_OFFICIAL]):
        with pytest.raises(AccessDenied):
            actions.log_duty(duty=duty, period="", done_on=TODAY, by=user)
    actions.set_owner(item=duty, owner=None, department=place.department, by=None)
    duty.refresh_from_db()
    for user in (officer, head, place.controller, place.people[Role.DIRECTOR]):
        actions.log_duty(duty=duty, period="", done_on=TODAY, by=user)
    with pytest.raises(AccessDenied):
        actions.log_duty(duty=duty, period="", done_on=TODAY, by=elsewhere)
    actions.set_owner(item=duty, owner=elsewhere, department=place.department, by=None)
    duty.refresh_from_db()
    actions.log_duty(duty=duty, period="", done_on=TODAY, by=elsewhere)
    with pytest.raises(ValidationError) as error:
        actions.log_duty(duty=duty, period="", done_on=TODAY, done_by=place.other_controller, by=elsewhere)
    assert "har ingen rolle" in refused(error)


@pytest.mark.parametrize("table", ["steering_dutyentry", "steering_routineversion"])
@pytest.mark.parametrize("statement", ["update {} set document_id = null", "delete from {}", "truncate {} cascade"])
def test_routines_and_log_are_only_added_to(place: World, small: SmallPlan, table: str, statement: str) -> None:
    an_entry(small.duties[0], place.controller)
    actions.approve_routine(duty=small.duties[0], text="Slik", document=None, valid_from=TODAY, by=None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert DutyEntry.objects.count() == RoutineVersion.objects.count() == 1


@pytest.mark.parametrize("table", ["steering_dutyentry", "steering_routineversion"])
def test_the_programs_role_may_not_even_try(db: None, table: str) -> None:
    skip_unless_house_roles()
    set_privileges()
    with connection.cursor() as cursor:
        for right, held in (("insert", True), ("update", False), ("delete", False), ("truncate", False)):
            cursor.execute("select has_table_privilege(%s, %s, %s)", [PROGRAM, table, right])
            assert cursor.fetchone() == (held,), right


# -- recurring assignments


def test_occurrences_are_made_once_however_often_they_are_asked_for(place: World, small: SmallPlan) -> None:
    deadline = recurring(small.assignments[0])
    rule = {"deadline": deadline, "year": 2023, "times": 4, "days": (), "by": place.controller}
    assert len(actions.make_occurrences(**rule)) == 4
    events = Event.objects.count()
    assert actions.make_occurrences(**rule) == []
    assert Event.objects.count() == events
    assert len(actions.make_occurrences(**(rule | {"year": 2024}))) == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        Occurrence.objects.create(deadline=deadline, due=deadline.occurrences.first().due)


def test_a_changed_rule_keeps_what_was_done(place: World, small: SmallPlan) -> None:
    deadline = recurring(small.assignments[0])
    made = actions.make_occurrences(deadline=deadline, year=2023, times=4, days=(), by=None)
    actions.finish_occurrence(occurrence=made[0], done_on=date(2023, 4, 3), note="Ferdig", by=place.controller)
    actions.make_occurrences(deadline=deadline, year=2023, times=None, days=("06-30", "12-31"), by=None)
    rows = queries.occurrences_of(small.plan).values_list("due", "status")
    assert list(rows) == [(date(2023, 3, 31), "done"), (date(2023, 6, 30), "coming"), (date(2023, 12, 31), "coming")]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"times": 2, "days": ("06-30",)}, "enten hvor mange"),
        ({"times": None, "days": ()}, "enten hvor mange"),
        ({"times": 13, "days": ()}, "fra 1 til 12"),
        ({"times": None, "days": ("02-31",)}, "finnes i kalenderen"),
        ({"times": 2, "days": (), "year": 1900}, "årstall"),
    ],
)
def test_a_rule_without_sense_is_refused(small: SmallPlan, rule: dict[str, object], says: str) -> None:
    deadline = recurring(small.assignments[0])
    with pytest.raises(ValidationError) as error:
        actions.make_occurrences(deadline=deadline, by=None, **({"year": 2023} | rule))  # type: ignore[arg-type]
    assert says in refused(error)
    assert not Occurrence.objects.exists()


def test_only_a_standing_deadline_that_recurs_has_occurrences(small: SmallPlan) -> None:
    dated = factories.deadline(small.assignments[1], date(2023, 9, 1))
    with pytest.raises(ValidationError) as error:
        actions.make_occurrences(deadline=dated, year=2023, times=1, days=(), by=None)
    assert "gjentas" in refused(error)
    deadline = recurring(small.assignments[0])
    actions.withdraw_assignment(assignment=small.assignments[0], place=factories.Place(), by=None, why="Slutt")
    with pytest.raises(ValidationError) as error:
        actions.make_occurrences(deadline=deadline, year=2023, times=1, days=(), by=None)
    assert "gjelder ikke lenger" in refused(error)


def test_an_occurrence_is_done_and_opened_again_with_a_reason(place: World, small: SmallPlan) -> None:
    deadline = recurring(small.assignments[0])
    (one,) = actions.make_occurrences(deadline=deadline, year=2023, times=1, days=(), by=None)
    actions.finish_occurrence(occurrence=one, done_on=TODAY, by=place.controller)
    with pytest.raises(ValidationError) as error:
        actions.finish_occurrence(occurrence=one, done_on=TODAY, by=place.controller)
    assert "allerede ført" in refused(error)
    with pytest.raises(ValidationError) as error:
        actions.reopen_occurrence(occurrence=one, why="", by=place.controller)
    assert "hvorfor" in refused(error)
    actions.reopen_occurrence(occurrence=one, why="Feil kvartal", by=place.controller)
    one.refresh_from_db()
    assert (one.done_on, one.done_by) == (None, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Occurrence.objects.filter(pk=one.pk).update(done_on=TODAY)


# -- pages


def test_the_duty_page_takes_a_line_and_strikes_it(place: World, small: SmallPlan, browser: Browser) -> None:
    duty, client = small.duties[0], browser(place.controller)
    actions.set_duty_routine(duty=duty, frequency="quarterly", routine="", by=None)
    page = reverse("steering:duty", args=(duty.pk,))
    assert "skulle vært gjort 31.03.2023" in client.get(page).text
    values = {"period": "2023-Q1", "done_on": "2023-05-02", "done_by": place.controller.pk, "note": "Gjennomgått"}
    assert "fram i tid" in client.post(page, values | {"done_on": "2023-05-03"}).text
    assert "Ført som gjort." in client.post(page, values, follow=True).text
    entry = DutyEntry.objects.get()
    strike = reverse("steering:strike", args=(entry.pk,))
    assert client.get(strike).status_code == 200
    assert "Strøket av" in client.post(strike, {"why": "Feil plikt"}, follow=True).text
    assert client.get(strike).status_code == 404


def test_the_ministry_sees_the_duty_but_not_how_the_agency_does_it(
    place: World, small: SmallPlan, browser: Browser
) -> None:
    duty = small.duties[0]
    actions.set_duty_routine(duty=duty, frequency="quarterly", routine="Vår egen rutine", by=None)
    actions.log_duty(duty=duty, period="2023-Q1", done_on=TODAY, note="Vår egen merknad", by=place.controller)
    page = reverse("steering:duty", args=(duty.pk,))
    pages = [page, reverse("steering:duties"), reverse("steering:duties") + "?format=csv"]
    official = browser(place.people[Role.MINISTRY_OFFICIAL])
    for url in pages:
        answer = official.get(url)
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.text
        assert duty.text in text
        assert "Vår egen" not in text
        assert "Sist gjort" not in text
    for user in (place.people[Role.AUDITOR], place.people[Role.CASE_OFFICER]):
        assert "Vår egen merknad" in browser(user).get(page).text
    assert official.get(reverse("steering:duty_year", args=(small.plan.pk,))).status_code == 403
    assert official.get(reverse("steering:strike", args=(DutyEntry.objects.get().pk,))).status_code == 403
    assert official.post(page, {}).status_code == 404
    for user in (place.other_controller, place.other_official):
        assert browser(user).get(page).status_code == 404


def test_the_list_sorts_and_filters_by_how_duties_are_followed(
    place: World, small: SmallPlan, browser: Browser
) -> None:
    late, other = small.duties[:2]
    actions.set_duty_routine(duty=late, frequency="quarterly", routine="", by=None)
    client = browser(place.controller)
    listed = client.get(reverse("steering:duties") + "?follow=late&sort=next_due").text
    assert reverse("steering:duty", args=(late.pk,)) in listed
    assert reverse("steering:duty", args=(other.pk,)) not in listed
    exported = client.get(reverse("steering:duties") + "?follow=late&format=csv")
    assert "31.03.2023" in b"".join(exported.streaming_content).decode("utf-8-sig").replace("2023-03-31", "31.03.2023")
    assert "Forsinket" in client.get(reverse("steering:duty_year", args=(small.plan.pk,))).text


def test_a_recurring_assignment_is_followed_on_its_pages(place: World, small: SmallPlan, browser: Browser) -> None:
    deadline = recurring(small.assignments[0])
    client, plan = browser(place.controller), small.plan.pk
    rule = reverse("steering:recurrence", args=(deadline.pk,))
    assert rule in client.get(reverse("steering:occurrences", args=(plan,))).text
    assert 'value="30.6, 31.12"' in client.get(rule).text
    assert "ikke begge deler" in client.post(rule, {"times": "2", "days": "30.6", "year": "2023"}).text
    answer = client.post(rule, {"days": "30.6 og 31.12", "year": "2023"}, follow=True)
    assert "2 nye frister er laget." in answer.text
    one = Occurrence.objects.earliest("due")
    page = reverse("steering:occurrence", args=(one.pk,))
    values = {"done_on": "2023-05-02", "done_by": place.controller.pk, "note": "Intern merknad"}
    assert "Ført som gjort." in client.post(page, values, follow=True).text
    official = browser(place.people[Role.MINISTRY_OFFICIAL]).get(page)
    assert "2. mai 2023".replace(" ", "\u00a0") in official.text
    assert "Intern merknad" not in official.text
    assert "Gjentakelsen er åpnet igjen." in client.post(page, {"why": "Feil"}, follow=True).text
    for user, code in ((place.other_controller, 404), (place.stranger, 403)):
        assert browser(user).get(page).status_code == code
    assert browser(place.people[Role.CASE_OFFICER]).post(page, values).status_code == 404
    assert browser(place.people[Role.MINISTRY_OFFICIAL]).get(rule).status_code == 403
