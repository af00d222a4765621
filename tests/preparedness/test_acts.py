"""Every act of the preparedness: who may do it, what it refuses, and what stands fast afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from styrhus.archive.queries import documents_visible_to
from styrhus.audit.models import Event
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from styrhus.preparedness import actions, models, queries
from styrhus.preparedness.agenda import room_points
from styrhus.preparedness.front import cards
from styrhus.preparedness.reminders import due
from tests.factories import SmallPlan, World
from tests.refusals import refused

from .conftest import function_values


def incident_values(**fields: Any) -> dict[str, Any]:
    now = clock.now()
    values = {
        "title": "Nettet er nede",
        "kind": models.IncidentKind.SERVICE,
        "severity": models.Level.HIGH,
        "description": "Ingen når systemene.",
        "happened_at": now - timedelta(hours=3),
        "known_at": now - timedelta(hours=2),
    }
    return values | fields


@pytest.fixture
def incident(place: World) -> models.Incident:
    return actions.report_incident(agency=place.agency, values=incident_values(), by=place.people[Role.CASE_OFFICER])


def learning(place: World, **fields: Any) -> models.LearningPoint:
    values = {"text": "Numre blir gamle", "measure": "Kontroll", "deadline": date(2023, 3, 1), "source": "Et tilsyn"}
    owner = fields.pop("owner", place.people[Role.CASE_OFFICER])
    return actions.add_learning_point(agency=place.agency, owner=owner, by=place.controller, **(values | fields))


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.ADMINISTRATOR, Role.MINISTRY_OFFICIAL, Role.AUDITOR])
def test_only_those_who_keep_the_overview_enter_in_it(place: World, role: Role) -> None:
    with pytest.raises(AccessDenied):
        actions.enter(
            model=models.CriticalFunction, agency=place.agency, values=function_values(), by=place.people[role]
        )
    with pytest.raises(AccessDenied):
        actions.enter(
            model=models.CriticalFunction, agency=place.agency, values=function_values(), by=place.other_controller
        )


def test_a_change_keeps_what_stood_before(place: World, function: models.CriticalFunction) -> None:
    actions.change(row=function, values=function_values(tolerated_hours=8), by=place.controller)
    event = Event.objects.filter(act="preparedness.change_function").get()
    assert (event.old, event.new) == ({"tolerated_hours": 24}, {"tolerated_hours": 8})


def test_a_change_that_changes_nothing_leaves_no_event(place: World, function: models.CriticalFunction) -> None:
    actions.change(row=function, values=function_values(), by=place.controller)
    assert not Event.objects.filter(act="preparedness.change_function").exists()


def test_a_name_stands_once(place: World, function: models.CriticalFunction) -> None:
    with pytest.raises(ValidationError) as error:
        actions.enter(model=models.CriticalFunction, agency=place.agency, values=function_values(), by=place.controller)
    assert "Navnet er i bruk" in refused(error)


def test_what_belongs_together_belongs_to_one_agency(place: World, dependency: models.Dependency) -> None:
    values = {"function": dependency.function, "kind": "power", "name": "Strøm", "tolerated_hours": 1}
    with pytest.raises(ValidationError) as error:
        actions.enter(model=models.Dependency, agency=place.other_agency, values=values, by=place.other_controller)
    assert "en annen virksomhet" in refused(error)


def test_a_gap_is_found(place: World, dependency: models.Dependency) -> None:
    (gap,) = queries.gaps(place.controller)
    assert (gap.dependency, gap.missing_hours) == ("Strøm i bygget", 22)
    assert queries.gaps(place.other_controller) == []


class TestPlans:
    @pytest.fixture
    def plan(self, place: World) -> models.PreparednessPlan:
        values = {"title": "Prøveplan", "purpose": "Når noe hender", "review_months": 12}
        return actions.enter(model=models.PreparednessPlan, agency=place.agency, values=values, by=place.controller)

    def test_a_draft_is_written_over_and_an_approved_version_is_not(self, place: World, plan: Any) -> None:
        director = place.people[Role.DIRECTOR]
        first = actions.write_version(plan=plan, text="Utkast", changes="", by=place.controller)
        again = actions.write_version(plan=plan, text="Bedre utkast", changes="", by=place.controller)
        assert first.pk == again.pk
        actions.approve_version(version=again, by=director)
        second = actions.write_version(plan=plan, text="Neste", changes="Mer", by=place.controller)
        assert second.number == 2
        assert queries.plans(place.controller).get().standing == 1
        with pytest.raises(ValidationError):
            actions.approve_version(version=first, by=director)

    def test_the_controller_approves_nothing(self, place: World, plan: Any) -> None:
        version = actions.write_version(plan=plan, text="Utkast", changes="", by=place.controller)
        with pytest.raises(AccessDenied):
            actions.approve_version(version=version, by=place.controller)

    def test_an_approved_version_is_locked_in_the_database(self, place: World, plan: Any) -> None:
        version = actions.write_version(plan=plan, text="Utkast", changes="", by=place.controller)
        actions.approve_version(version=version, by=place.people[Role.DIRECTOR])
        for change in (
            lambda: models.PlanVersion.objects.update(text="Omskrevet"),
            lambda: models.PlanVersion.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
                change()

    def test_an_old_version_is_to_be_looked_through(self, place: World, plan: Any, settings: Any) -> None:
        settings.DEMO_TODAY = date(2023, 1, 31)
        version = actions.write_version(plan=plan, text="Utkast", changes="", by=place.controller)
        actions.approve_version(version=version, by=place.people[Role.DIRECTOR])
        found = queries.plans(place.controller).get()
        assert not queries.review_due(found, date(2024, 1, 30))
        assert queries.review_due(found, date(2024, 1, 31))


class TestIncidents:
    def test_the_ministry_sees_an_incident_from_the_notice_on(self, place: World, incident: Any) -> None:
        official = place.people[Role.MINISTRY_OFFICIAL]
        assert not queries.incidents(official).exists()
        actions.notify_ministry(incident=incident, by=place.controller)
        assert queries.incidents(official).get() == incident
        assert not queries.incidents(place.other_official).exists()
        assert not queries.incidents(place.other_controller).exists()
        incident.refresh_from_db()
        assert documents_visible_to(official).filter(pk=incident.notice.document_id).exists()
        assert Notice.objects.get(user=official).urgent

    def test_it_is_sent_once_and_received_once(self, place: World, incident: Any) -> None:
        official = place.people[Role.MINISTRY_OFFICIAL]
        with pytest.raises(ValidationError):
            actions.receive_notice(incident=incident, by=official)
        actions.notify_ministry(incident=incident, by=place.controller)
        with pytest.raises(ValidationError):
            actions.notify_ministry(incident=incident, by=place.controller)
        actions.receive_notice(incident=incident, by=official)
        with pytest.raises(ValidationError):
            actions.receive_notice(incident=incident, by=official)
        with pytest.raises(AccessDenied):
            actions.receive_notice(incident=incident, by=place.other_official)

    def test_a_case_officer_reports_and_another_notifies(self, place: World, incident: Any) -> None:
        with pytest.raises(AccessDenied):
            actions.notify_ministry(incident=incident, by=place.people[Role.CASE_OFFICER])

    def test_times_must_hold_together(self, place: World) -> None:
        now = clock.now()
        for wrong in ({"known_at": now - timedelta(hours=5)}, {"known_at": now + timedelta(days=2)}):
            with pytest.raises(ValidationError) as error:
                actions.report_incident(agency=place.agency, values=incident_values(**wrong), by=place.controller)
            refused(error)
        assert not models.Incident.objects.exists()

    def test_it_is_closed_with_an_evaluation_and_then_stands(self, place: World, incident: Any) -> None:
        with pytest.raises(ValidationError):
            actions.close_incident(incident=incident, evaluation="  ", by=place.controller)
        actions.close_incident(incident=incident, evaluation="Gikk bra.", by=place.controller)
        with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
            models.Incident.objects.update(description="Ikke noe hendte")
        with pytest.raises(ValidationError):
            actions.notify_ministry(incident=incident, by=place.controller)

    def test_what_was_shared_is_logged_for_good(self, place: World, incident: Any) -> None:
        shared = {"recipient": "Prøvemyndighet", "what": "Adresser", "marking": "TLP:AMBER"}
        actions.share_information(incident=incident, shared_at=clock.now(), by=place.controller, **shared)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            models.SharedInformation.objects.update(recipient="Ingen")
        early = incident.known_at - timedelta(hours=1)
        with pytest.raises(ValidationError):
            actions.share_information(incident=incident, shared_at=early, by=place.controller, **shared)


class TestLearning:
    def test_the_owner_says_what_is_done_and_the_head_closes(self, place: World) -> None:
        point, owner = learning(place), place.people[Role.CASE_OFFICER]
        director = place.people[Role.DIRECTOR]
        with pytest.raises(ValidationError):
            actions.close_learning_point(point=point, by=director)
        actions.finish_learning_point(point=point, done_text="Gjort", by=owner)
        with pytest.raises(AccessDenied):
            actions.close_learning_point(point=point, by=place.controller)
        actions.close_learning_point(point=point, by=director)
        with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
            models.LearningPoint.objects.update(measure="Ingenting")

    def test_nobody_closes_their_own(self, place: World) -> None:
        director = place.people[Role.DIRECTOR]
        point = learning(place, owner=director)
        actions.finish_learning_point(point=point, done_text="Gjort", by=director)
        with pytest.raises(ValidationError) as error:
            actions.close_learning_point(point=point, by=director)
        assert "En annen" in refused(error)

    def test_another_s_point_is_not_theirs_to_finish(self, place: World) -> None:
        point = learning(place, owner=place.controller)
        with pytest.raises(AccessDenied):
            actions.finish_learning_point(point=point, done_text="Gjort", by=place.people[Role.CASE_OFFICER])

    def test_it_has_one_source(self, place: World, incident: Any) -> None:
        for wrong in ({"source": ""}, {"incident": incident}):
            with pytest.raises(ValidationError) as error:
                learning(place, **wrong)
            assert "én kilde" in refused(error)

    def test_the_owner_is_reminded_once_soon_and_once_late(self, place: World) -> None:
        learning(place, deadline=date(2023, 3, 1))
        kinds = {day: [one.kind for one in due(day)] for day in (date(2023, 2, 1), date(2023, 2, 25), date(2023, 3, 2))}
        assert list(kinds.values()) == [[], ["preparedness.learning_soon"], ["preparedness.learning_late"]]
        assert len({one.key for day in (date(2023, 3, 2), date(2023, 3, 9)) for one in due(day)}) == 1


def test_the_front_page_shows_each_their_own(place: World, small: SmallPlan, incident: models.Incident) -> None:
    official = place.people[Role.MINISTRY_OFFICIAL]
    (card,) = cards(place.controller, small.plan, "virksomheten")
    assert card.urgent
    assert cards(official, small.plan, "departementet") == []
    actions.notify_ministry(incident=incident, by=place.controller)
    assert [card.count for card in cards(official, small.plan, "departementet")] == [1]
    assert cards(place.other_official, small.plan, "departementet") == []
    assert [point.weight for point in room_points(small.plan)] == [3]
    actions.receive_notice(incident=incident, by=official)
    assert cards(official, small.plan, "departementet") == []


def test_sql_of_the_program_changes_nothing_that_is_locked(place: World, incident: models.Incident) -> None:
    actions.close_incident(incident=incident, evaluation="Gikk bra.", by=place.controller)
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        models.Incident.objects.all().delete()
    assert isinstance(error.value.__cause__, psycopg.errors.RestrictViolation)
