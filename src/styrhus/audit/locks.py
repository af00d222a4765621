"""Rows that nobody can change any more, held by triggers: no route, no act and no SQL of the program gets past them.

A room's migration locks its own tables::

    operations = [
        locked("dialogue_minutes", when="old.locked_at is not null"),
        locked_with("dialogue_point", parent="dialogue_minutes", key="minutes_id", when="p.locked_at is not null"),
    ]
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL

REFUSAL = "raise exception 'A row of % is locked: % is refused.', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';"


def locked(table: str, *, when: str, open_columns: Sequence[str] = ()) -> RunSQL:
    """Refuse to change or remove a row of ``table`` once ``when`` (SQL about the row ``old``) holds.

    ``open_columns`` may change all the same. The table can't be truncated at all.
    """
    left_out = "".join(f" - '{column}'" for column in open_columns)
    name = f"{table}_locked"
    return RunSQL(
        f"""
create function {name}() returns trigger language plpgsql as $$
begin
    if not ({when}) then return null; end if;
    if tg_op = 'UPDATE' and to_jsonb(old){left_out} = to_jsonb(new){left_out} then return null; end if;
    {REFUSAL}
end $$;
create trigger {name} after update or delete on {table} for each row execute function {name}();
create trigger {table}_no_truncate before truncate on {table} for each statement execute function append_only();
""",
        f"""
drop trigger {table}_no_truncate on {table};
drop trigger {name} on {table};
drop function {name}();
""",
    )


def locked_with(table: str, *, parent: str, key: str, when: str) -> RunSQL:
    """Refuse to add, change or remove a row of ``table`` once ``when`` (SQL about ``p``) holds of its row in ``parent``.

    ``key`` is the column of ``table`` that holds the parent's id.
    """
    name = f"{table}_locked_with_{parent}"[:63]
    return RunSQL(  # the names are those of migrations, never a user's text
        f"""
create function {name}() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and exists (select 1 from {parent} p where p.id = old.{key} and ({when})) then
        {REFUSAL}
    end if;
    if tg_op <> 'DELETE' and exists (select 1 from {parent} p where p.id = new.{key} and ({when})) then
        {REFUSAL}
    end if;
    return null;
end $$;
create trigger {name} after insert or update or delete on {table} for each row execute function {name}();
create trigger {table}_no_truncate before truncate on {table} for each statement execute function append_only();
""",  # noqa: S608
        f"""
drop trigger {table}_no_truncate on {table};
drop trigger {name} on {table};
drop function {name}();
""",
    )
