"""An import that is posted is closed: its file, lines, sums and months stand as they were confirmed.

The rows of an import are written by the hundred thousand, so each statement is judged once, not each row.
"""

from django.db import migrations

from styrhus.audit.locks import locked

PARTS = ("ledger_importfile", "ledger_importfault", "ledger_importedmonth", "ledger_importsum", "ledger_importedline")

OPEN = """
create function ledger_import_open() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from (select distinct t.accounts_id from touched t) one
          left join ledger_accountsimport i on i.id = one.accounts_id
         where i.id is null or i.state in ('confirmed', 'discarded')
    ) then
        raise exception 'A row of % belongs to an import that is closed: % is refused.', tg_table_name, lower(tg_op)
            using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
"""
NOT_OPEN = "drop function ledger_import_open();"

# What a line says is never changed, not even before its import is posted: it is checked anew from the file.
UNCHANGED = """
create trigger ledger_importedline_unchanged before update on ledger_importedline
    for each row execute function append_only();
"""
CHANGED = "drop trigger ledger_importedline_unchanged on ledger_importedline;"


def held(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
create trigger {table}_open_insert after insert on {table} referencing new table as touched
    for each statement execute function ledger_import_open();
create trigger {table}_open_delete after delete on {table} referencing old table as touched
    for each statement execute function ledger_import_open();
create trigger {table}_open_from after update on {table} referencing old table as touched
    for each statement execute function ledger_import_open();
create trigger {table}_open_to after update on {table} referencing new table as touched
    for each statement execute function ledger_import_open();
create trigger {table}_no_truncate before truncate on {table} for each statement execute function append_only();
""",
        f"""
drop trigger {table}_no_truncate on {table};
drop trigger {table}_open_to on {table};
drop trigger {table}_open_from on {table};
drop trigger {table}_open_delete on {table};
drop trigger {table}_open_insert on {table};
""",
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_imports"), ("ledger", "0002_locks")]
    operations = [
        migrations.RunSQL(OPEN, NOT_OPEN),
        *(held(table) for table in PARTS),
        migrations.RunSQL(UNCHANGED, CHANGED),
        locked("ledger_accountsimport", when="tg_op = 'DELETE' or old.state in ('confirmed', 'discarded')"),
    ]
