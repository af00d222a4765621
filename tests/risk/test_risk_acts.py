"""Entering, assessing, deciding and closing: what each act asks for, and what it refuses."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from styrhus.archive.models import JournalEntry
from styrhus.audit.models import Event
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from styrhus.risk import actions
from styrhus.risk.actions.risks import Threatened
from styrhus.risk.models import Acceptance, Scale, Then
from styrhus.risk.queries.lines import Standing, lines_of
from styrhus.risk.scale_data import usual_draft
from tests import factories
from tests.refusals import refused
from tests.risk.conftest import assess


def standing(risk):
    return next(line for line in lines_of(risk.plan) if line.risk.pk == risk.pk).standing


def test_risks_are_numbered_in_their_plan_and_written_in_the_log(make_risk, place):
    first, second = make_risk(), make_risk("Tolkene er for få")
    assert (first.code, second.code) == ("R1", "R2")
    event = Event.objects.filter(act="risk.register_risk").latest("number")
    assert event.new["event"] == "Tolkene er for få"
    assert event.new["goals"] == "1"
    assert event.actor == place.controller


def test_the_agency_s_first_risk_brings_the_usual_scale_which_is_not_confirmed(make_risk, place):
    make_risk()
    make_risk()
    scale = Scale.objects.get(agency=place.agency)
    assert not scale.verified
    assert scale.cells.count() == 25


def test_a_risk_threatens_only_what_its_own_plan_holds(place, small):
    other = factories.small_plan(place.other_agency)
    with pytest.raises(ValidationError) as error:
        actions.register_risk(
            plan=small.plan, event="A", cause="B", consequence="C", owner=None, department=None,
            threatens=Threatened(assignments=[other.assignments[0]]), by=place.controller,
        )  # fmt: skip
    assert "annen plan" in refused(error)


def test_owner_and_department_are_of_the_agency(place, small):
    for owner, where in ((place.other_controller, None), (None, factories.department(place.other_agency))):
        with pytest.raises(ValidationError):
            actions.register_risk(
                plan=small.plan, event="A", cause="B", consequence="C", owner=owner, department=where,
                threatens=Threatened(), by=place.controller,
            )  # fmt: skip


@pytest.mark.parametrize("role", [Role.MINISTRY_OFFICIAL, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_the_agency_s_own_people_enter_risks(role, place, small):
    with pytest.raises(AccessDenied):
        actions.register_risk(
            plan=small.plan, event="A", cause="B", consequence="C", owner=None, department=None,
            threatens=Threatened(), by=place.people[role],
        )  # fmt: skip


def test_another_department_s_risk_is_refused_and_one_that_is_owned_is_not(make_risk, place):
    head = place.people[Role.DEPARTMENT_HEAD]
    elsewhere = make_risk(department=place.other_department)
    with pytest.raises(AccessDenied, match="annen avdeling"):
        assess(elsewhere, (2, 2), head)
    here = make_risk()
    assess(here, (2, 2), head)
    actions.change_risk(
        risk=elsewhere, event="E", cause="C", consequence="K", owner=head, department=place.other_department,
        threatens=Threatened(), by=place.controller,
    )  # fmt: skip
    elsewhere.refresh_from_db()
    assess(elsewhere, (2, 2), head)


def test_a_case_officer_cannot_put_a_risk_into_another_department(place, small):
    with pytest.raises(AccessDenied, match="egen avdeling"):
        actions.register_risk(
            plan=small.plan, event="A", cause="B", consequence="C", owner=None, department=place.other_department,
            threatens=Threatened(), by=place.people[Role.CASE_OFFICER],
        )  # fmt: skip


def test_a_risk_is_not_greater_with_measures_than_without(make_risk, place):
    with pytest.raises(ValidationError) as error:
        assess(make_risk(), (5, 5), place.controller, before=(1, 1))
    assert "høyere etter tiltak" in refused(error)


@pytest.mark.parametrize("level", [(0, 1), (6, 1), (1, 6)])
def test_a_level_lies_on_the_scale(level, make_risk, place):
    with pytest.raises(ValidationError):
        assess(make_risk(), level, place.controller)


def test_each_assessment_is_a_new_version_and_needs_a_new_decision(make_risk, place):
    risk = make_risk(after=(2, 3))
    assert standing(risk) == Standing.WAITS_FOR_HEAD
    head = place.people[Role.DEPARTMENT_HEAD]
    actions.decide(assessment=risk.assessments.first(), accepted=True, then="", why="Vi følger med", by=head)
    assert standing(risk) == Standing.ACCEPTED
    assess(risk, (3, 3), head)
    assert [row.version for row in risk.assessments.all()] == [2, 1]
    assert standing(risk) == Standing.WAITS_FOR_HEAD
    assert Acceptance.objects.get().assessment.version == 1


def test_a_low_risk_needs_no_decision(make_risk):
    assert standing(make_risk(after=(1, 2))) == Standing.NO_DECISION_NEEDED


def test_a_high_risk_is_the_director_s_to_accept(make_risk, place):
    risk = make_risk(after=(5, 4))
    newest = risk.assessments.first()
    head, director = place.people[Role.DEPARTMENT_HEAD], place.people[Role.DIRECTOR]
    assert standing(risk) == Standing.WAITS_FOR_DIRECTOR
    with pytest.raises(AccessDenied, match="direktøren"):
        actions.decide(assessment=newest, accepted=True, then="", why="Går bra", by=head)
    actions.decide(assessment=newest, accepted=False, then=Then.DIRECTOR, why="For stor for oss", by=head)
    assert standing(risk) == Standing.WAITS_FOR_DIRECTOR
    actions.decide(assessment=newest, accepted=True, then="", why="Vi bærer den", by=director)
    assert standing(risk) == Standing.ACCEPTED
    assert newest.acceptances.count() == 2


def test_a_head_decides_in_the_own_department_alone(make_risk, place):
    risk = make_risk(department=place.other_department, after=(2, 3))
    with pytest.raises(AccessDenied, match="utenfor ditt område"):
        actions.decide(
            assessment=risk.assessments.first(), accepted=True, then="", why="Ja", by=place.people[Role.DEPARTMENT_HEAD]
        )


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.CASE_OFFICER, Role.MINISTRY_OFFICIAL, Role.AUDITOR])
def test_nobody_else_decides(role, make_risk, place):
    risk = make_risk(after=(2, 3))
    with pytest.raises(AccessDenied):
        actions.decide(assessment=risk.assessments.first(), accepted=True, then="", why="Ja", by=place.people[role])


def test_a_decision_is_made_once_on_the_newest_assessment(make_risk, place):
    director = place.people[Role.DIRECTOR]
    risk = make_risk(after=(2, 3))
    first = risk.assessments.first()
    actions.decide(assessment=first, accepted=True, then="", why="Ja", by=director)
    with pytest.raises(ValidationError) as error:
        actions.decide(assessment=first, accepted=False, then=Then.MEASURES, why="Nei", by=director)
    assert "allerede besluttet" in refused(error)
    assess(risk, (3, 3), place.controller)
    with pytest.raises(ValidationError) as error:
        actions.decide(assessment=first, accepted=False, then=Then.MEASURES, why="Nei", by=director)
    assert "vurdert på nytt" in refused(error)


def test_words_that_changed_after_the_assessment_must_be_assessed_again(make_risk, place):
    risk = make_risk(after=(2, 3))
    actions.change_risk(
        risk=risk, event="Noe ganske annet", cause=risk.cause, consequence=risk.consequence, owner=None,
        department=place.department, threatens=Threatened(), by=place.controller,
    )  # fmt: skip
    assert standing(risk) == Standing.CHANGED
    with pytest.raises(ValidationError) as error:
        actions.decide(
            assessment=risk.assessments.first(), accepted=True, then="", why="Ja", by=place.people[Role.DIRECTOR]
        )
    assert "Teksten er endret" in refused(error)
    assert risk.assessments.first().event == "Færre kommer i arbeid"


def test_what_the_director_does_not_accept_goes_to_the_dialogue_and_the_journal(make_risk, place, small):
    risk = make_risk(after=(5, 4))
    actions.decide(
        assessment=risk.assessments.first(), accepted=False, then=Then.MEETING, why="Må drøftes",
        by=place.people[Role.DIRECTOR],
    )  # fmt: skip
    risk.refresh_from_db()
    assert risk.raised_on == date(2023, 5, 1)
    entry = JournalEntry.objects.get()
    assert entry.case_file.key == "styringsdialog-2023"
    assert (entry.sender, entry.recipient) == (place.agency.name, place.ministry.name)
    assert "4 × 5" not in entry.document.text, "the assessment is not in what the ministry gets"
    assert "5 × 4" not in entry.document.text
    assert Notice.objects.filter(user=place.people[Role.MINISTRY_OFFICIAL], kind="risk.raised").count() == 1


def test_a_head_does_not_go_past_the_director(make_risk, place):
    risk = make_risk(after=(2, 3))
    for then in (Then.MEETING, Then.MINISTRY):
        with pytest.raises(AccessDenied):
            actions.decide(
                assessment=risk.assessments.first(), accepted=False, then=then, why="Nei",
                by=place.people[Role.DEPARTMENT_HEAD],
            )  # fmt: skip


def test_a_risk_is_assessed_before_it_is_raised(make_risk, place):
    with pytest.raises(ValidationError) as error:
        actions.raise_risk(risk=make_risk(), why="Viktig", by=place.controller)
    assert "Vurder risikoen" in refused(error)


def test_measures_go_from_planned_to_done_and_stay_there(make_risk, place):
    risk = make_risk()
    measure = actions.add_measure(
        risk=risk, title="Flere plasser", effect="Mindre sannsynlig", owner=place.people[Role.CASE_OFFICER],
        department=None, due=date(2023, 8, 1), by=place.controller,
    )  # fmt: skip
    actions.set_measure_state(measure=measure, state="started", note="", by=place.people[Role.CASE_OFFICER])
    actions.set_measure_state(measure=measure, state="done", note="100 plasser", by=place.people[Role.CASE_OFFICER])
    measure.refresh_from_db()
    assert measure.ended_on == date(2023, 5, 1)
    with pytest.raises(ValidationError) as error:
        actions.set_measure_state(measure=measure, state="planned", note="", by=place.controller)
    assert "avsluttet" in refused(error)


def test_a_measure_is_dropped_with_a_reason_and_answered_for_by_somebody(make_risk, place):
    risk = make_risk()
    fields = {"risk": risk, "title": "T", "effect": "E", "due": date(2023, 8, 1), "by": place.controller}
    with pytest.raises(ValidationError):
        actions.add_measure(owner=None, department=None, **fields)
    measure = actions.add_measure(owner=None, department=place.department, **fields)
    with pytest.raises(ValidationError) as error:
        actions.set_measure_state(measure=measure, state="dropped", note=" ", by=place.controller)
    assert "hvorfor" in refused(error)


def test_a_risk_with_open_measures_is_not_closed(make_risk, place):
    risk = make_risk()
    measure = actions.add_measure(
        risk=risk, title="T", effect="E", owner=None, department=place.department, due=date(2023, 8, 1),
        by=place.controller,
    )  # fmt: skip
    with pytest.raises(ValidationError):
        actions.close_risk(risk=risk, why="Borte", by=place.controller)
    actions.set_measure_state(measure=measure, state="done", note="", by=place.controller)
    actions.close_risk(risk=risk, why="Borte", by=place.controller)
    assert standing(risk) == Standing.CLOSED
    with pytest.raises(ValidationError) as error:
        assess(risk, (1, 1), place.controller)
    assert "avsluttet" in refused(error)


def test_a_new_scale_leaves_old_assessments_on_theirs(make_risk, place):
    risk = make_risk(after=(4, 4))
    made = actions.set_scale(
        agency=place.agency, draft=usual_draft(3, 4), valid_from=date(2023, 5, 1), by=place.controller
    )
    assert made.version == 2
    assert made.cells.count() == 12
    assert risk.assessments.first().after.scale.version == 1
    with pytest.raises(ValidationError):
        assess(risk, (4, 4), place.controller)
    assess(risk, (3, 4), place.controller, before=(3, 4))
    assert risk.assessments.first().after.scale.version == 2


def test_a_scale_that_falls_is_refused_with_the_place(place):
    draft = usual_draft()
    draft.cells[5, 5] = 1
    with pytest.raises(ValidationError) as error:
        actions.set_scale(agency=place.agency, draft=draft, valid_from=date(2023, 5, 1), by=place.controller)
    assert "sannsynlighet 5 og konsekvens 5" in refused(error)
    assert not Scale.objects.exists()


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.CASE_OFFICER, Role.MINISTRY_OFFICIAL, Role.AUDITOR])
def test_the_scale_is_the_controller_s_to_set(role, place):
    with pytest.raises(AccessDenied):
        actions.set_scale(agency=place.agency, draft=usual_draft(), valid_from=date(2023, 5, 1), by=place.people[role])
