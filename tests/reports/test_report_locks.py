"""What the program's own database role can do to an approved report in SQL: nothing."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.test import override_settings

from styrhus.embedded import PROGRAM
from styrhus.identity.roles import Role
from styrhus.privileges import set_privileges
from styrhus.reports import actions
from styrhus.reports.models import Report
from tests.databases import connect, own_database, skip_unless_house_roles
from tests.factories import small_plan, world
from tests.reports.conftest import begun, part, written

LOCKED = {"reports_report": "title", "reports_reportpart": "text", "reports_partwriter": "user_id"}
APPEND_ONLY = (
    "reports_acceptedgap",
    "reports_assembly",
    "reports_comment",
    "reports_copy",
    "reports_earliertext",
    "reports_frozenreport",
    "reports_owntemplateversion",
    "reports_sectionsignature",
    "reports_step",
)
TEMPLATE = {
    "key": "own", "nb": "Månedsbrev", "nn": "Månadsbrev", "en": "", "valid_from": "2023-01-01",
    "section": [{"key": "part-1", "number": "1", "nb": "Status", "nn": "Status"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def committed(made_database, django_db_blocker):
    """An annual report that the ministry has remarked on, with a row in every table of the room."""
    with django_db_blocker.unblock(), own_database("reports"), override_settings(DEMO_TODAY=date(2023, 8, 1)):
        place = world()
        plan = small_plan(place.agency).plan
        year = {"end": date(2023, 12, 31), "cut_off": date(2023, 12, 31), "due": date(2024, 3, 15)}
        report = begun(plan, "annual", **year)
        one = part(report)
        actions.write_part(part=one, text="Utkast.", version=0, by=None)
        for row in report.parts.all():
            actions.assign_part(part=row, department=None, writers=[place.controller], due=None, by=place.controller)
            actions.assemble_part(part=row, by=None)
        actions.accept_unanswered(report=report, demand="x", label="Et krav", why="Avtalt", by=place.controller)
        written(report)
        actions.submit_report(report=report, by=place.controller)
        actions.approve_report(report=report, by=place.people[Role.DIRECTOR])
        actions.send_report(report=report, message="Her", by=place.controller)
        actions.receive_report(report=report, by=place.people[Role.MINISTRY_OFFICIAL])
        actions.comment_report(report=report, text="Bra.", by=place.people[Role.MINISTRY_OFFICIAL])
        actions.make_template(agency=place.agency, data=TEMPLATE, by=place.controller)
        skip_unless_house_roles()
        assert set_privileges()
        yield Report.objects.get(pk=report.pk)


@pytest.fixture
def program(committed):
    with connect(PROGRAM) as role:
        yield role
        role.rollback()


@pytest.mark.parametrize(("table", "column"), LOCKED.items())
def test_no_row_is_changed_or_removed(program, table, column):
    assert program.execute(f"select count(*) from {table}").fetchone()[0], "the test would prove nothing"
    value = f"{column} + 1" if column == "user_id" else f"{column} || ' endret'"
    for statement in (f"update {table} set {column} = {value}", f"delete from {table}"):
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


def test_nothing_is_added_to_it_either(program, committed):
    with pytest.raises(psycopg.errors.RestrictViolation):
        program.execute(
            'insert into reports_reportpart (report_id, key, "order", number, title, text, version, from_before, '
            f"left_out, state) values ({committed.pk}, 'sneket', 99, '', 'Sneket inn', '', 0, false, '{{}}', 'open')"
        )


def test_the_lock_itself_is_not_taken_off(program, committed):
    with pytest.raises(psycopg.errors.RestrictViolation):
        program.execute(f"update reports_report set approved_at = null, state = 'draft' where id = {committed.pk}")
    program.rollback()
    with pytest.raises(psycopg.errors.CheckViolation):
        program.execute(f"update reports_report set state = 'draft' where id = {committed.pk}")
    program.rollback()
    with pytest.raises(psycopg.Error):
        program.execute("alter table reports_report disable trigger all")
