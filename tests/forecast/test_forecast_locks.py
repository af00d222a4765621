"""What is frozen stays frozen: in SQL of the owner, and of the program's own role."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from styrhus.embedded import PROGRAM
from styrhus.forecast import actions
from styrhus.identity.roles import Role
from styrhus.privileges import APPEND_ONLY
from tests.databases import connect, skip_unless_house_roles

WRITTEN_ONCE = tuple(name for name in APPEND_ONLY if name.startswith("forecast_"))
LOCKED = ("forecast_version", "forecast_estimate", "forecast_estimatemonth")


@pytest.fixture
def shared(money):
    version = money.frozen()
    actions.approve(version=version, words="", by=money.place.people[Role.DIRECTOR])
    actions.share(version=version, words="", by=money.place.controller)
    return version


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute("set constraints all immediate")
            return False
    except DatabaseError as error:
        return any(word in str(error) for word in ("append-only", "refused", "denied"))


@pytest.mark.parametrize("table", [*WRITTEN_ONCE, *LOCKED])
def test_no_row_of_a_frozen_version_is_changed_or_removed(table, shared):
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        assert cursor.fetchone()[0] > 0, "the test would prove nothing on an empty table"
    column = {"forecast_version": "title = 'x'", "forecast_estimate": "reason = 'x'",
              "forecast_estimatemonth": "amount = 1"}.get(table, "id = id")  # fmt: skip
    for statement in (f"update {table} set {column}", f"delete from {table}"):
        assert refused(statement), statement


@pytest.mark.parametrize("table", WRITTEN_ONCE)
def test_the_program_s_own_role_may_not_even_try(table, db):
    skip_unless_house_roles()
    with connect(PROGRAM) as program:
        for statement in (f"update {table} set id = id", f"delete from {table}", f"truncate {table} cascade"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                program.execute(statement)
            program.rollback()


def test_nothing_is_added_to_a_frozen_version(shared, money):
    row = shared.rows.first()
    row.pk, row.is_post, row.department = None, False, money.place.department
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)
    estimate = shared.estimates.first()
    assert refused(f"insert into forecast_estimatemonth (estimate_id, month, amount) values ({estimate.pk}, 1, 5)")


def test_only_what_is_frozen_is_approved_and_only_what_is_approved_shared(money):
    version = money.open()
    approve = f"insert into forecast_approval (version_id, words, approved_at) values ({version.pk}, '', now())"
    assert refused(approve)


def test_a_version_is_as_at_the_end_of_a_month(money):
    version = money.open()
    with pytest.raises(DatabaseError, match="forecast_version_month_end"), transaction.atomic():
        type(version).objects.filter(pk=version.pk).update(cut_off="2023-04-29")
