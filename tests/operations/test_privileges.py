"""What each database role may do after a migration."""

import psycopg
import pytest
from django.db import connection

from styrhus.embedded import PROGRAM, READER
from styrhus.privileges import APPEND_ONLY, HIDDEN_FROM_READER, set_privileges
from tests.databases import connect, own_database, skip_unless_house_roles


@pytest.fixture(scope="module")
def privileged(made_database, django_db_blocker):
    with django_db_blocker.unblock(), own_database("privileges"):
        skip_unless_house_roles()
        assert set_privileges()
        yield


def refused(role, statement):
    with connect(role) as own:
        try:
            own.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
        finally:
            own.rollback()
    return False


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("act", ["update {0} set id = id", "delete from {0}", "truncate {0}", "drop table {0}"])
def test_the_program_can_t_change_what_is_append_only(privileged, table, act):
    assert refused(PROGRAM, act.format(table))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_each_append_only_table_has_its_triggers(privileged, table):
    with connection.cursor() as cursor:
        cursor.execute("select tgtype from pg_trigger where tgrelid = %s::regclass and not tgisinternal", [table])
        events = 0
        for (kind,) in cursor.fetchall():
            events |= kind
    delete, update, truncate = 8, 16, 32  # pg_trigger.tgtype
    assert events & (delete | update | truncate) == delete | update | truncate


def test_the_program_can_neither_make_nor_change_tables_or_roles(privileged):
    for statement in (
        "create table x (y int)",
        "alter table identity_user add column x int",
        "alter table audit_event disable trigger all",
        "create role intruder superuser",
        "set session_replication_role = replica",
        "alter role styrhus_program superuser",
    ):
        assert refused(PROGRAM, statement), statement


def test_the_program_reads_and_writes_the_rest(privileged):
    assert not refused(PROGRAM, "update identity_user set name = name")
    assert not refused(PROGRAM, "select count(*) from audit_event")
    assert not refused(PROGRAM, "delete from django_session")


@pytest.mark.parametrize("table", HIDDEN_FROM_READER)
def test_the_reader_sees_no_accounts_or_sessions(privileged, table):
    assert refused(READER, f"select * from {table}")


def test_the_reader_reads_the_rest_and_writes_nothing(privileged):
    assert not refused(READER, "select * from identity_organisation")
    for statement in (
        "insert into identity_organisation default values",
        "update identity_organisation set name = 'x'",
        "delete from audit_event",
    ):
        assert refused(READER, statement), statement


def test_every_table_with_a_secret_is_hidden_from_the_reader(privileged):
    """Columns that hold a password, a session or a secret address stand in hidden tables alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct table_name from information_schema.columns where table_schema = 'public'"
            " and column_name ~ '(password|session|secret|token|feed_key)'"
        )
        tables = {table for (table,) in cursor.fetchall()}
    assert tables <= set(HIDDEN_FROM_READER)
