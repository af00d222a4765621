"""What the program's own database role can do to approved minutes in SQL: nothing."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.test import override_settings

from styrhus.dialogue import actions
from styrhus.dialogue.models import Side
from styrhus.embedded import PROGRAM
from styrhus.identity.roles import Role
from styrhus.privileges import set_privileges
from tests.databases import connect, own_database, skip_unless_house_roles
from tests.dialogue.conftest import letter_from_ministry, sent
from tests.factories import small_plan, world

# A column of each table whose rows are locked when both parties have approved.
LOCKED = {
    "dialogue_calledmeeting": "title",
    "dialogue_participant": "name",
    "dialogue_agendaitem": "title",
    "dialogue_minutes": "exemption",
    "dialogue_minutespart": "text",
    "dialogue_point": "text",
    "dialogue_comment": "text",
    "dialogue_resolution": "text",
}
APPEND_ONLY = ("dialogue_earliertext", "dialogue_effect")


@pytest.fixture(scope="module")
def committed(made_database, django_db_blocker):
    """Approved minutes with remarks, an earlier text and a decision that was carried out, in a database of our own."""
    with django_db_blocker.unblock(), own_database("dialogue"), override_settings(DEMO_TODAY=date(2023, 5, 1)):
        place = world()
        plan = small_plan(place.agency).plan
        minutes = sent(plan)
        actions.comment_minutes(minutes=minutes, text="Upresist.", by=place.controller)
        minutes = actions.take_back_minutes(minutes=minutes, why="Merknad", by=place.controller)
        part = minutes.parts.exclude(text="").get()
        actions.write_part(part=part, text="Presist.", version=part.version, by=place.controller)
        actions.send_minutes(minutes=minutes, by=place.controller)
        actions.approve_minutes(minutes=minutes, side=Side.AGENCY, by=place.controller)
        actions.approve_minutes(minutes=minutes, side=Side.MINISTRY, by=place.people[Role.MINISTRY_OFFICIAL])
        actions.carry_out_assignment(
            resolution=minutes.points.get(kind="decision").resolution,
            document=letter_from_ministry(plan),
            number="2023-50",
            title="Nytt oppdrag",
            by=place.controller,
        )
        skip_unless_house_roles()
        assert set_privileges()
        yield minutes


@pytest.fixture
def program(committed):
    with connect(PROGRAM) as role:
        yield role
        role.rollback()


@pytest.mark.parametrize(("table", "column"), LOCKED.items())
def test_no_row_is_changed_or_removed(program, table, column):
    assert program.execute(f"select count(*) from {table}").fetchone()[0], "the test would prove nothing"
    for statement in (f"update {table} set {column} = {column} || ' endret'", f"delete from {table}"):
        with pytest.raises(psycopg.errors.RestrictViolation):
            program.execute(statement)
        program.rollback()
    with pytest.raises(psycopg.Error):
        program.execute(f"truncate {table} cascade")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_is_append_only_may_not_even_be_tried(program, table):
    assert program.execute(f"select count(*) from {table}").fetchone()[0], "the test would prove nothing"
    for statement in (f"update {table} set id = id", f"delete from {table}", f"truncate {table} cascade"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            program.execute(statement)
        program.rollback()


def test_nothing_is_added_to_them_either(program, committed):
    part = committed.parts.all()[0].pk
    for statement in (
        'insert into dialogue_point (minutes_id, part_id, "order", kind, text, side) '
        f"values ({committed.pk}, {part}, 9, 'decision', 'Sneket inn', 'agency')",
        'insert into dialogue_minutespart (minutes_id, "order", title, text, version) '
        f"values ({committed.pk}, 9, 'Sneket inn', '', 0)",
    ):
        with pytest.raises(psycopg.errors.RestrictViolation):
            program.execute(statement)
        program.rollback()


def test_the_lock_itself_is_not_taken_off(program, committed):
    with pytest.raises(psycopg.errors.RestrictViolation):
        program.execute(
            f"update dialogue_minutes set locked_at = null, state = 'sent', record_id = null where id = {committed.pk}"
        )
    program.rollback()
    with pytest.raises(psycopg.Error):
        program.execute("alter table dialogue_minutes disable trigger all")


def test_how_a_decision_is_followed_up_is_still_open(program):
    program.execute(
        "update dialogue_resolution set state = 'done', outcome = 'Gjort', closed_at = now() where state = 'open'"
    )
