"""Whoever switches the guard off and changes the log is found, whatever is changed."""

import random
import string
from pathlib import Path

import pytest
from django.db import connection, transaction

from styrhus.audit.actions import write_head
from styrhus.audit.queries import verify

COUNT = 60
COLUMNS = {
    "id": "id + 1000000",
    "number": "number + 1000000",
    "at": "at + interval '1 microsecond'",
    "actor_name": "actor_name || ' '",
    "acting_for": "acting_for || 'x'",
    "act": "act || 's'",
    "subject_type": "upper(subject_type)",
    "subject_id": "subject_id + 1",
    "subject_label": "subject_label || '.'",
    "old": '\'{"name": "forged"}\'::jsonb',
    "new": "'null'::jsonb",
    "why": "reverse(why) || '!'",
    "previous_hash": "repeat('0', 64)",
    "hash": "repeat('0', 64)",
}


class Undone(Exception):
    pass


def verdict_after(*statements):
    """Run the statements with the triggers off, verify, and undo everything."""
    found = None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("alter table audit_event disable trigger user")
            for statement in statements:
                cursor.execute(statement)
            found = verify()
            raise Undone
    except Undone:
        return found


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_in_any_column_is_found_where_it_is(events, column):
    events(9)
    assert column in COLUMNS
    found = verdict_after(f"update audit_event set {column} = {COLUMNS[column]} where number = 5")
    assert found.broken_at == 5
    assert "5" in found.reason


def test_every_column_of_the_table_is_tried(db):
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, "audit_event")}
    # a changed actor_id needs another user; test_a_changed_actor_is_found tries it
    assert columns - {"actor_id"} == set(COLUMNS)


def test_a_changed_actor_is_found(events, django_user_model):
    user = django_user_model.objects.create(email="demo@demo.styrhus.invalid", name="Demo Person")
    events(5)
    assert verdict_after(f"update audit_event set actor_id = {user.pk} where number = 3").broken_at == 3


def test_a_deleted_event_is_found(events):
    events(9)
    assert verdict_after("delete from audit_event where number = 4").broken_at == 4


def test_two_swapped_events_are_found(events):
    events(9)
    swap = "update audit_event set number = case number when 3 then -7 else -3 end where number in (3, 7)"
    assert verdict_after(swap, "update audit_event set number = -number where number < 0").broken_at == 3


def test_a_cut_tail_is_found_by_the_written_head(events):
    events(9)
    cut = "delete from audit_event where number > 6"
    assert verdict_after(cut).holds, "nothing inside the database can tell"
    written = write_head()
    assert written.number == 9
    found = verdict_after(cut)
    assert not found.holds
    assert found.broken_at is None
    assert " 9 " in found.lost_head


def test_a_chain_computed_anew_is_found_by_the_written_head(events):
    events(6)
    write_head()
    anew = """
        do $$ declare e audit_event; before text := ''; begin
          update audit_event set why = 'forged' where number = 2;
          for e in select * from audit_event order by number loop
            e.previous_hash := before;
            before := audit_event_hash(e);
            update audit_event set previous_hash = e.previous_hash, hash = before where id = e.id;
          end loop;
        end $$"""
    found = verdict_after(anew)
    assert found.broken_at is None
    assert found.lost_head is not None


def test_heads_of_an_untouched_log_hold_as_it_grows(events):
    events(2)
    write_head()
    events(3)
    write_head()
    found = verify()
    assert (found.holds, found.heads, found.events) == (True, 2, 5)


def test_an_empty_log_writes_no_head(db):
    assert write_head() is None
    assert verify().heads == 0


def test_a_spoilt_line_among_the_heads_is_reported(events, settings):
    events(2)
    write_head()
    with Path(settings.AUDIT_HEADS).open("a") as file:
        file.write("spoilt\n")
    assert verify().lost_head == "spoilt"


def manipulation(chance):
    """One random attack on a log of COUNT events whose head is written down, as SQL."""
    number = chance.randint(1, COUNT)
    match chance.choice(("text", "column", "delete", "swap", "cut", "insert", "byte")):
        case "text":
            column = chance.choice(("actor_name", "acting_for", "act", "subject_type", "subject_label", "why"))
            forged = "".join(chance.choices(string.ascii_letters, k=12))
            return [f"update audit_event set {column} = '{forged}' where number = {number}"]
        case "column":
            column = chance.choice(list(COLUMNS))
            return [f"update audit_event set {column} = {COLUMNS[column]} where number = {number}"]
        case "delete":
            return [f"delete from audit_event where number = {number}"]
        case "swap":
            a, b = chance.sample(range(1, COUNT + 1), 2)
            return [
                f"update audit_event set number = case number when {a} then -{b} else -{a} end"
                f" where number in ({a}, {b})",
                "update audit_event set number = -number where number < 0",
            ]
        case "cut":
            return [f"delete from audit_event where number >= {number}"]
        case "insert":
            return [
                "insert into audit_event (number, at, actor_name, acting_for, act, subject_type, subject_label, why,"
                f" previous_hash, hash) values ({COUNT + 1}, now(), '', '', 'x.y', '', '', '', '', '')"
            ]
        case "byte":
            place, digit = chance.randint(1, 64), chance.choice("0123456789abcdef")
            column = chance.choice(("hash", "previous_hash"))
            return [
                f"update audit_event set {column} = overlay({column} placing"
                f" case when substr({column}, {place}, 1) = '{digit}' then 'g' else '{digit}' end from {place} for 1)"
                f" where number = {number}"
            ]


def test_five_hundred_random_manipulations_are_all_found(events):
    events(COUNT)
    write_head()
    chance = random.Random(2023)
    missed = [attack for attack in (manipulation(chance) for _ in range(500)) if verdict_after(*attack).holds]
    assert missed == []
    assert verify().holds, "and the log itself is unharmed"
