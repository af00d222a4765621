"""The chain holds, and the database refuses every change of it."""

import threading

import psycopg
import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from styrhus.audit.actions import OutsideTransaction, record
from styrhus.audit.models import Event
from styrhus.audit.queries import history_of, verify
from styrhus.embedded import PROGRAM
from styrhus.identity.models import Organisation
from styrhus.privileges import set_privileges
from tests.databases import connect, skip_unless_house_roles

INSERT = """
    insert into audit_event (actor_name, acting_for, act, subject_type, subject_label, why)
    values (%s, '', 'a.b', '', '', '')
"""
REFUSED = (InternalError, IntegrityError)


def test_an_empty_log_holds(db):
    assert verify().holds
    assert verify().events == 0


def test_events_are_numbered_timed_and_chained_by_the_database(events):
    subject = events(5)
    listed = list(Event.objects.order_by("number"))
    assert [event.number for event in listed] == [1, 2, 3, 4, 5]
    assert [event.previous_hash for event in listed] == ["", *(event.hash for event in listed[:-1])]
    assert len({event.hash for event in listed}) == 5
    assert verify().holds
    assert verify().events == 5
    assert verify().head == listed[-1].hash
    assert list(history_of(subject)) == listed[::-1]


def test_what_the_program_says_of_number_time_and_hash_is_ignored(events):
    events(1)
    Event.objects.create(act="x.y", subject_type="a.b", subject_label="c", number=77, hash="f" * 64, previous_hash="e")
    assert Event.objects.get(act="x.y").number == 2
    assert verify().holds


@pytest.mark.parametrize(
    "statement", ["update audit_event set why = 'x'", "delete from audit_event", "truncate audit_event cascade"]
)
def test_the_owner_is_refused_by_the_trigger(events, statement):
    events(2)
    with pytest.raises(REFUSED, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.count() == 2


def test_an_event_outside_a_transaction_is_refused(committing_database):
    with pytest.raises(OutsideTransaction):
        record(act="x.y", subject=Organisation(pk=1, name="x"), by=None)


@pytest.mark.parametrize(
    "statement", ["update audit_event set why = 'x'", "delete from audit_event", "truncate audit_event"]
)
def test_the_program_lacks_the_privilege(committing_database, statement):
    skip_unless_house_roles()
    assert set_privileges()
    with connect(PROGRAM) as program, pytest.raises(psycopg.errors.InsufficientPrivilege):
        program.execute(statement)


def test_the_program_may_insert_and_can_switch_no_trigger_off(committing_database):
    skip_unless_house_roles()
    set_privileges()
    with connect(PROGRAM, autocommit=True) as program:
        program.execute(INSERT, ["program"])
        for statement in (
            "alter table audit_event disable trigger user",
            "set session_replication_role = replica",
            "create or replace function append_only() returns trigger language plpgsql as 'begin return new; end'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                program.execute(statement)
    assert verify().events == 1
    assert verify().holds


def test_two_writers_at_once_give_one_chain_and_rollbacks_leave_no_gap(committing_database):
    start, failures = threading.Barrier(4), []

    def write(name):
        try:
            with connect() as own:
                start.wait(10)
                for number in range(25):
                    own.execute(INSERT, [f"{name} {number}"])
                    own.rollback() if number % 5 == 4 else own.commit()
        except Exception as failure:
            failures.append(failure)

    writers = [threading.Thread(target=write, args=(f"writer {number}",)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert failures == []
    found = verify()
    assert (found.events, found.holds) == (80, True)
    assert list(Event.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 81))
