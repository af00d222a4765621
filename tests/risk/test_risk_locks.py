"""What is written stays written: by the acts, by SQL of the owner, and by SQL of the program's own role."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from styrhus.embedded import PROGRAM
from styrhus.identity.roles import Role
from styrhus.privileges import APPEND_ONLY
from styrhus.risk import actions
from tests.databases import connect, skip_unless_house_roles

LOCKED = tuple(name for name in APPEND_ONLY if name.startswith("risk_"))


@pytest.fixture
def accepted(make_risk, place):
    risk = make_risk(after=(5, 4))
    actions.raise_risk(risk=risk, why="Viktig", by=place.controller)
    actions.assess_as_ministry(risk=risk, level=(3, 3), words="Enig", by=place.people[Role.MINISTRY_OFFICIAL])
    actions.decide(
        assessment=risk.assessments.first(), accepted=True, then="", why="Vi bærer den", by=place.people[Role.DIRECTOR]
    )
    actions.take_snapshot(plan=risk.plan, title="Møte", on=date(2023, 5, 1), by=place.controller)
    return risk


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return False
    except DatabaseError as error:
        return "append-only" in str(error) or "refused" in str(error) or "denied" in str(error)


@pytest.mark.parametrize("table", LOCKED)
def test_no_row_of_an_accepted_risk_can_be_changed_or_removed_in_sql(table, accepted):
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        assert cursor.fetchone()[0] > 0, "the test would prove nothing on an empty table"
    for statement in (f"update {table} set id = id", f"delete from {table}"):
        assert refused(statement), statement


@pytest.mark.parametrize("table", LOCKED)
def test_no_table_of_them_is_emptied_not_even_by_the_owner(table, db):
    with connect() as owner, pytest.raises(psycopg.Error, match="append-only"):
        owner.execute(f"truncate {table} cascade")


@pytest.mark.parametrize("table", LOCKED)
def test_the_program_s_own_role_may_not_even_try(table, db):
    skip_unless_house_roles()
    with connect(PROGRAM) as program:
        for statement in (f"update {table} set id = id", f"delete from {table}", f"truncate {table} cascade"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                program.execute(statement)
            program.rollback()


def test_a_closed_risk_is_locked_with_what_it_threatens(make_risk, place, small):
    risk = make_risk(after=(1, 1))
    actions.close_risk(risk=risk, why="Borte", by=place.controller)
    goal = small.goals[1].pk
    assert refused(f"update risk_risk set event = 'Noe annet' where id = {risk.pk}")
    assert refused(f"update risk_risk set closed_on = null, closed_why = '' where id = {risk.pk}")
    assert refused(f"delete from risk_risk where id = {risk.pk}")
    assert refused(f"insert into risk_risk_goals (risk_id, goal_id) values ({risk.pk}, {goal})")
    assert refused(f"delete from risk_risk_goals where risk_id = {risk.pk}")


def test_a_measure_that_is_ended_is_locked(make_risk, place):
    risk = make_risk()
    measure = actions.add_measure(
        risk=risk, title="T", effect="E", owner=None, department=place.department, due=date(2023, 8, 1),
        by=place.controller,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("update risk_measure set effect = 'F' where id = %s", [measure.pk])
        assert cursor.rowcount == 1, "one that runs can be changed"
    actions.set_measure_state(measure=measure, state="done", note="", by=place.controller)
    assert refused(f"update risk_measure set effect = 'G' where id = {measure.pk}")
    assert refused(f"delete from risk_measure where id = {measure.pk}")


def test_one_decision_that_ends_the_matter_for_each_assessment(accepted):
    newest = accepted.assessments.first()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'insert into risk_acceptance (accepted, "then", why, decided_on, made_at, assessment_id, decided_by_id) '
            "select false, 'measures', 'Nei', decided_on, made_at, assessment_id, decided_by_id "
            "from risk_acceptance where assessment_id = %s",
            [newest.pk],
        )
