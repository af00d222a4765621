"""The year of internal control: the log of each control, the self-assessments, the overall assessment, approval."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from styrhus.control import actions, front, queries, reminders
from styrhus.control.models import CycleState, Performance, PlannedControl, SelfAssessment, SystemText
from styrhus.control.rules import Outcome
from styrhus.control.texts import bases, questions
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from tests.control.conftest import TODAY
from tests.factories import plan, user
from tests.refusals import refused

YES = {one.key: ("yes", "") for one in questions()}


@pytest.fixture
def control(place):
    return actions.add_control(
        agency=place.agency, title="Attestasjon", answers="Feil utbetaling", nature="preventive", level="transaction",
        frequency="quarterly", owner=place.people[Role.CASE_OFFICER], department=place.department, by=place.controller,
    )  # fmt: skip


@pytest.fixture
def cycle(place, control):
    return actions.plan_cycle(agency=place.agency, year=2023, by=place.controller)


def perform(cycle, by, **values):
    planned = PlannedControl.objects.select_related("control", "cycle").get(cycle=cycle)
    values = {"performed_on": date(2023, 3, 1), "result": "satisfactory", "evidence": "Ti bilag"} | values
    return actions.perform_control(planned=planned, by=by, **values)


DEVIATION = {"result": "deviation", "deviation": "Feil konto", "measure": "Rette", "measure_deadline": date(2023, 4, 1)}


def finished(place, cycle):
    """The year as far as the overall assessment."""
    for assessment in SelfAssessment.objects.select_related("department", "cycle"):
        actions.answer_self_assessment(assessment=assessment, answers=YES, by=place.controller)
    actions.finish_controls(cycle=cycle, shortfall="Ny ordning", by=place.controller)
    actions.finish_self_assessment(cycle=cycle, by=place.controller)
    return actions.assess_overall(cycle=cycle, grade="good", overall="God", matters="", by=place.controller)


def test_a_year_gets_the_running_controls_and_all_departments(place, cycle):
    assert cycle.planned.get().times == 4
    assert cycle.assessments.count() == 2
    with pytest.raises(ValidationError):
        actions.plan_cycle(agency=place.agency, year=2023, by=place.controller)


def test_a_control_made_later_joins_the_planned_year(place, cycle):
    actions.add_control(
        agency=place.agency, title="Ny", answers="x", nature="detective", level="other", frequency="yearly",
        owner=None, department=place.department, by=place.controller,
    )  # fmt: skip
    assert cycle.planned.count() == 2


def test_who_answers_for_it_logs_it(place, cycle, control):
    officer = place.people[Role.CASE_OFFICER]
    perform(cycle, officer)
    (line,) = queries.lines_of(cycle, TODAY)
    assert (line.done, line.times, line.outcome) == (1, 4, Outcome.NOT_DUE)
    (line,) = queries.lines_of(cycle, date(2023, 12, 1))
    assert line.outcome is Outcome.BEHIND


def test_a_deviation_needs_words_measure_owner_and_deadline(place, cycle):
    officer = place.people[Role.CASE_OFFICER]
    for lacking in ("deviation", "measure", "measure_deadline", "measure_owner"):
        values = {**DEVIATION, "measure_owner": officer}
        values[lacking] = None if "measure_" in lacking else ""
        with pytest.raises(ValidationError):
            perform(cycle, officer, **values)
    assert not Performance.objects.exists()
    row = perform(cycle, place.controller, measure_owner=officer, **DEVIATION)
    assert row.measures.get().owner == officer
    (line,) = queries.lines_of(cycle, TODAY)
    assert line.outcome is Outcome.FAILED
    assert any(one.key.startswith("control.measure_overdue") for one in reminders.due(TODAY))


def test_a_measure_is_done_by_its_owner_in_words_and_once(place, cycle):
    officer = place.people[Role.CASE_OFFICER]
    measure = perform(cycle, place.controller, measure_owner=officer, **DEVIATION).measures.get()
    for by, words in ((place.people[Role.DEPARTMENT_HEAD], "Rettet"), (officer, " ")):
        with pytest.raises(ValidationError):
            actions.finish_measure(measure=measure, done_text=words, by=by)
    actions.finish_measure(measure=measure, done_text="Rettet", by=officer)
    with pytest.raises(ValidationError):
        actions.finish_measure(measure=measure, done_text="Igjen", by=officer)


@pytest.mark.parametrize("values", [{"performed_on": date(2023, 5, 2)}, {"performed_on": date(2022, 12, 31)}])
def test_a_control_is_logged_in_its_year_and_not_ahead_of_time(place, cycle, values):
    with pytest.raises(ValidationError):
        perform(cycle, place.controller, **values)


def test_another_department_does_not_log_it(place, cycle):
    other = user(Role.CASE_OFFICER, place.agency, inside=place.other_department)
    with pytest.raises(ValidationError):
        perform(cycle, other)


@pytest.mark.parametrize("role", [Role.MINISTRY_OFFICIAL, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_log_nothing(place, cycle, role):
    with pytest.raises(AccessDenied):
        perform(cycle, place.people[role])


def test_another_agency_sees_and_does_nothing(place, cycle):
    with pytest.raises(AccessDenied):
        perform(cycle, place.other_controller)
    for who in (place.other_controller, place.other_official, place.stranger, place.people[Role.MINISTRY_OFFICIAL]):
        assert not queries.cycles_for(who).exists()
    assert queries.cycles_for(place.people[Role.AUDITOR]).exists()


def test_the_head_answers_for_the_own_department_alone(place, cycle):
    head = place.people[Role.DEPARTMENT_HEAD]
    own = cycle.assessments.select_related("department", "cycle").get(department=place.department)
    other = cycle.assessments.select_related("department", "cycle").get(department=place.other_department)
    (card,) = [card for card in front.cards(head, plan(place.agency), "mine") if "Egenvurdering" in card.lines[0].text]
    assert card.count == 1
    actions.answer_self_assessment(assessment=own, answers=YES, by=head)
    with pytest.raises(AccessDenied):
        actions.answer_self_assessment(assessment=other, answers=YES, by=head)


def test_below_yes_takes_words(place, cycle):
    assessment = cycle.assessments.select_related("department", "cycle").get(department=place.department)
    with pytest.raises(ValidationError) as error:
        actions.answer_self_assessment(
            assessment=assessment, answers={**YES, "goals": ("no", " ")}, by=place.controller
        )
    assert refused(error) == "Skriv en begrunnelse til spørsmål 1."
    assert not assessment.answers.exists(), "nothing is half saved"
    with pytest.raises(ValidationError):
        actions.answer_self_assessment(assessment=assessment, answers={"goals": ("yes", "")}, by=place.controller)


def test_what_was_not_done_is_said_in_words(place, cycle):
    with pytest.raises(ValidationError) as error:
        actions.finish_controls(cycle=cycle, shortfall="", by=place.controller)
    assert "0 av 4" in refused(error)


def test_the_steps_come_in_order(place, cycle):
    with pytest.raises(ValidationError):
        actions.finish_self_assessment(cycle=cycle, by=place.controller)
    with pytest.raises(ValidationError):
        actions.assess_overall(cycle=cycle, grade="good", overall="x", matters="", by=place.controller)
    with pytest.raises(ValidationError):
        actions.approve_cycle(cycle=cycle, by=place.people[Role.DIRECTOR])
    actions.finish_controls(cycle=cycle, shortfall="Ny ordning", by=place.controller)
    with pytest.raises(ValidationError) as error:
        actions.finish_self_assessment(cycle=cycle, by=place.controller)
    assert "Avdeling for prøving" in refused(error)


def test_a_weak_grade_needs_its_matters(place, cycle):
    finished(place, cycle)
    with pytest.raises(ValidationError):
        actions.assess_overall(cycle=cycle, grade="weak", overall="Svak", matters="", by=place.controller)


def test_the_draft_names_what_failed_and_what_is_open(place, cycle, finding):
    perform(cycle, place.controller, measure_owner=place.people[Role.CASE_OFFICER], **DEVIATION)
    assessment = cycle.assessments.select_related("department", "cycle").get(department=place.department)
    actions.answer_self_assessment(
        assessment=assessment, answers={**YES, "roles": ("no", "Ikke skrevet")}, by=place.controller
    )
    text = "\n".join(queries.drafted_matters(cycle, TODAY))
    for words in (
        "fant avvik",
        "1 av 4 ganger",
        "over fristen: Rette",
        "svarer nei",
        "Åpen merknad fra Riksrevisjonen",
    ):
        assert words in text


def test_the_director_approves_and_locks(place, cycle):
    cycle = finished(place, cycle)
    with pytest.raises(AccessDenied):
        actions.approve_cycle(cycle=cycle, by=place.controller)
    approved = actions.approve_cycle(cycle=cycle, by=place.people[Role.DIRECTOR])
    assert approved.state == CycleState.APPROVED
    for act in (
        lambda: perform(cycle, place.controller),
        lambda: actions.assess_overall(cycle=cycle, grade="good", overall="Ny", matters="", by=place.controller),
        lambda: actions.finish_controls(cycle=cycle, shortfall="Ny", by=place.controller),
    ):
        with pytest.raises(ValidationError) as error:
            act()
        assert refused(error) == "Året er godkjent og låst."


def test_descriptions_are_versions(place):
    for text in ("Første", "Andre"):
        actions.describe_system(agency=place.agency, kind="roles", text=text, valid_from=TODAY, by=place.controller)
    assert [row.text for row in SystemText.objects.order_by("version")] == ["Første", "Andre"]
    with pytest.raises(ValidationError):
        actions.describe_system(
            agency=place.agency, kind="roles", text="x", valid_from=date(2023, 4, 30), by=place.controller
        )
    with pytest.raises(AccessDenied):
        actions.describe_system(
            agency=place.agency, kind="roles", text="x", valid_from=TODAY, by=place.people[Role.CASE_OFFICER]
        )


def test_the_dated_texts_have_a_source_and_say_whether_it_was_read():
    for one in (*questions(), *bases()):
        assert one.source
        assert isinstance(one.verified, bool)
        assert set(one.words) == {"nb", "nn", "en"}
