"""Milestones, judgements and notes: who may, what is refused, and what stays as it was written."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from styrhus.archive.sourced import Place
from styrhus.audit.models import Event
from styrhus.embedded import PROGRAM
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.steering import actions
from styrhus.steering.models import Colour, Judgement, Milestone, Partner, ProgressNote
from tests import factories
from tests.databases import connect, skip_unless_house_roles
from tests.refusals import refused

TODAY = date(2023, 5, 1)


@pytest.fixture(autouse=True)
def may_2023(settings):
    settings.DEMO_TODAY = TODAY


@pytest.fixture
def assignment(small, place):
    """Owned by the case officer, in the department of both case officer and department head."""
    found = small.assignments[0]
    owner = place.people[Role.CASE_OFFICER]
    return actions.set_owner(item=found, owner=owner, department=place.department, by=place.controller)


def milestone(assignment, by=None, **fields):
    fields = {"title": "Utkast er skrevet", "date": date(2023, 6, 1)} | fields
    return actions.add_milestone(assignment=assignment, by=by, **fields)


def may(act) -> bool:
    try:
        act()
    except AccessDenied:
        return False
    return True


@pytest.mark.parametrize(
    ("role", "follows", "answers"),
    [
        (Role.CONTROLLER, True, True),
        (Role.DIRECTOR, True, True),
        (Role.DEPARTMENT_HEAD, True, True),
        (Role.CASE_OFFICER, True, True),  # the owner
        (Role.MINISTRY_OFFICIAL, False, False),
        (Role.AUDITOR, False, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_who_may_follow_up_and_judge(assignment, place, role, follows, answers):
    by = place.people[role]
    assert may(lambda: milestone(assignment, by)) is follows
    assert may(lambda: actions.write_note(item=assignment, text="Vi er i gang.", by=by)) is follows
    assert may(lambda: actions.judge(item=assignment, colour=Colour.GREEN, reason="", by=by)) is answers


def test_strangers_and_another_agency_may_nothing(assignment, place):
    for by in (place.other_controller, place.other_official, place.stranger):
        assert not may(lambda by=by: milestone(assignment, by))
        assert not may(lambda by=by: actions.judge(item=assignment, colour=Colour.GREEN, reason="", by=by))


def test_another_department_may_nothing(assignment, place):
    head = factories.user(Role.DEPARTMENT_HEAD, place.agency, inside=place.other_department)
    officer = factories.user(Role.CASE_OFFICER, place.agency, inside=place.other_department)
    for by in (head, officer):
        assert not may(lambda by=by: milestone(assignment, by))
        assert not may(lambda by=by: actions.write_note(item=assignment, text="Vi er i gang.", by=by))
        assert not may(lambda by=by: actions.judge(item=assignment, colour=Colour.GREEN, reason="", by=by))


def test_a_colleague_in_the_department_notes_but_does_not_judge(assignment, place):
    colleague = factories.user(Role.CASE_OFFICER, place.agency, inside=place.department)
    assert may(lambda: actions.write_note(item=assignment, text="Vi er i gang.", by=colleague))
    assert not may(lambda: actions.judge(item=assignment, colour=Colour.GREEN, reason="", by=colleague))


def test_a_milestone_is_added_moved_with_a_reason_and_done(assignment, place):
    by = place.people[Role.CASE_OFFICER]
    made = milestone(assignment, by, owner=by)
    moved = actions.change_milestone(
        milestone=made, title=made.title, date=date(2023, 7, 1), owner=by, why="Data kom sent", by=by
    )
    assert moved.date == date(2023, 7, 1)
    finished = actions.finish_milestone(milestone=moved, done_on=TODAY, by=by)
    assert (finished.done_on, finished.done_by) == (TODAY, by)
    acts = list(Event.objects.filter(subject_type="steering.milestone").order_by("number").values_list("act", "why"))
    assert acts == [
        ("steering.add_milestone", ""),
        ("steering.change_milestone", "Data kom sent"),
        ("steering.finish_milestone", ""),
    ]


def test_a_milestone_that_is_done_is_opened_again_with_a_reason(assignment):
    made = actions.finish_milestone(milestone=milestone(assignment), done_on=TODAY, by=None)
    with pytest.raises(ValidationError) as error:
        actions.reopen_milestone(milestone=made, why=" ", by=None)
    assert refused(error) == "Skriv hvorfor milepælen åpnes igjen."
    opened = actions.reopen_milestone(milestone=made, why="Meldt for tidlig", by=None)
    assert (opened.done_on, opened.done_by) == (None, None)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            lambda one: actions.change_milestone(
                milestone=one, title="Nytt", date=one.date, owner=None, why="", by=None
            ),
            "Skriv hvorfor milepælen endres.",
        ),
        (
            lambda one: actions.change_milestone(
                milestone=one, title=one.title, date=one.date, owner=None, why="Nå", by=None
            ),
            "Det er ingenting å endre: milepælen er lik den som står.",
        ),
        (
            lambda one: actions.finish_milestone(milestone=one, done_on=date(2023, 5, 2), by=None),
            "Milepælen kan ikke være gjort på en dag som ikke har kommet.",
        ),
        (
            lambda one: actions.drop_milestone(milestone=one, why="", by=None),
            "Skriv hvorfor milepælen ikke gjelder lenger.",
        ),
    ],
)
def test_what_a_milestone_refuses(assignment, act, sentence):
    made = milestone(assignment)
    with pytest.raises(ValidationError) as error:
        act(made)
    assert refused(error) == sentence


def test_a_milestone_belongs_to_a_part_that_the_assignment_has(assignment):
    actions.add_part(assignment=assignment, label="Del 7", text="", place=Place(), by=None)
    assert milestone(assignment, part="Del 7").part == "Del 7"
    with pytest.raises(ValidationError) as error:
        milestone(assignment, part="Del 9")
    assert refused(error) == "Oppdraget har ingen del som heter «Del 9»."


def test_a_milestone_s_owner_works_in_the_agency(assignment, place):
    with pytest.raises(ValidationError):
        milestone(assignment, owner=place.other_controller)


def test_nothing_is_added_to_what_is_withdrawn(assignment):
    actions.withdraw_assignment(assignment=assignment, place=Place(), by=None, why="Ikke lenger aktuelt")
    assignment.refresh_from_db()
    for act in (
        lambda: milestone(assignment),
        lambda: actions.judge(item=assignment, colour="green", reason="", by=None),
        lambda: actions.write_note(item=assignment, text="Nytt", by=None),
    ):
        with pytest.raises(ValidationError) as error:
            act()
        assert refused(error) == "Oppdraget er trukket og følges ikke opp lenger."


@pytest.mark.parametrize("colour", ["yellow", "red"])
def test_yellow_and_red_need_a_reason(assignment, colour):
    with pytest.raises(ValidationError) as error:
        actions.judge(item=assignment, colour=colour, reason="  ", by=None)
    assert refused(error) == "Skriv en begrunnelse. Gult og rødt må alltid begrunnes."
    assert not Judgement.objects.exists()


def test_an_unknown_colour_is_refused(assignment):
    with pytest.raises(ValidationError):
        actions.judge(item=assignment, colour="blue", reason="Fin farge", by=None)


def test_a_new_judgement_stands_beside_the_old(assignment, small):
    actions.judge(item=assignment, colour="green", reason="", by=None)
    actions.judge(item=assignment, colour="red", reason="Vi mangler folk", by=None)
    actions.judge(item=small.parameters[0], colour="yellow", reason="Tallet faller", by=None)
    assert list(assignment.judgements.values_list("colour", flat=True)) == ["red", "green"]
    assert small.parameters[0].judgements.get().reason == "Tallet faller"


def test_a_note_is_corrected_by_a_new_version(assignment, place):
    by = place.people[Role.CASE_OFFICER]
    first = actions.write_note(item=assignment, text="Vi har tre kommuner.", shared=True, by=by)
    second = actions.correct_note(note=first, text="Vi har fire kommuner.", why="Feil tall", by=by)
    assert (second.version, second.corrects, second.shared) == (2, first, True), "what was shown stays shown"
    assert [note.pk for note in ProgressNote.objects.newest()] == [second.pk]
    first.refresh_from_db()
    assert first.text == "Vi har tre kommuner."
    with pytest.raises(ValidationError) as error:
        actions.correct_note(note=first, text="Vi har fem kommuner.", why="Feil", by=by)
    assert refused(error) == "Notatet er allerede rettet. Rett den nyeste versjonen."


def test_a_note_keeps_its_words(assignment):
    text = "Første avsnitt.\n\n  – innrykk – «sitat» <b>ikke fet</b>"
    assert actions.write_note(item=assignment, text=text, by=None).text == text


def test_a_partner_is_described_and_described_anew(assignment):
    actions.describe_partner(assignment=assignment, name="Prøveetaten", contact="Kontakt 1", agreed="", by=None)
    actions.describe_partner(assignment=assignment, name="Prøveetaten", contact="Kontakt 2", agreed="Data", by=None)
    assert list(Partner.objects.values_list("contact", "agreed")) == [("Kontakt 2", "Data")]
    assert Event.objects.filter(act="steering.describe_partner").count() == 2


def test_what_is_judged_and_noted_can_t_be_changed_in_sql(assignment, db):
    judgement = actions.judge(item=assignment, colour="red", reason="Vi mangler folk", by=None)
    note = actions.write_note(item=assignment, text="Vi er i gang.", by=None)
    for row, change in ((judgement, {"reason": "Alt er fint"}), (note, {"text": "Noe annet"})):
        with pytest.raises(Exception, match=r"append-only|permission denied"):
            from_inside(type(row), row.pk, change)


def from_inside(model, pk, change):
    with transaction.atomic():
        model.objects.filter(pk=pk).update(**change)


@pytest.mark.parametrize("table", ["steering_judgement", "steering_progressnote"])
@pytest.mark.parametrize("statement", ["update {0} set id = id", "delete from {0}", "truncate {0}"])
def test_the_program_s_role_is_refused(db, table, statement):
    skip_unless_house_roles()
    with connect(PROGRAM) as own, pytest.raises(psycopg.errors.InsufficientPrivilege):
        own.execute(statement.format(table))


def test_the_database_holds_what_the_acts_hold(assignment):
    made = milestone(assignment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.filter(pk=made.pk).update(done_by=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.filter(pk=made.pk).update(done_on=TODAY, dropped_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(assignment=assignment, colour="red", reason="", made_at="2023-05-01T10:00Z")
