"""What holds the ledger true, whoever writes to it: balance, numbers without holes, mirrored reversals, closed months.

An entry says how many lines it has (``lines``), and each posting its number among them (``line``, from 1, once). When
the entry is judged, at commit or earlier, all lines are there and balance, or it is refused; after that there is no
number left for another line. So an entry is whole from its first moment and can't be added to.
"""

from django.db import migrations

from styrhus.audit.locks import locked

APPEND_ONLY = ("ledger_entry", "ledger_posting", "ledger_entrysum")


def append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
create trigger {table}_append_only before update or delete on {table} for each row execute function append_only();
create trigger {table}_no_truncate before truncate on {table} for each statement execute function append_only();
""",
        f"""
drop trigger {table}_no_truncate on {table};
drop trigger {table}_append_only on {table};
""",
    )


# One agency's entries come one after the other: a lock that is let go at commit. That gives numbers without holes, and
# a month is never closed while an entry of it is on its way.
NUMBER = """
create function ledger_entry_number() returns trigger language plpgsql as $$
declare
    the_year integer := extract(year from new."on");
    original ledger_entry;
begin
    perform pg_advisory_xact_lock(hashtext('ledger_entry'), new.agency_id::integer);
    if exists (
        select 1 from ledger_month m where m.agency_id = new.agency_id and m.year = the_year
           and m.month = extract(month from new."on") and m.reopened_at is null
    ) then
        raise exception 'The month of % is locked.', new."on" using errcode = 'restrict_violation';
    end if;
    if new.reverses_id is not null then
        select * into original from ledger_entry e where e.id = new.reverses_id;
        if original.agency_id is distinct from new.agency_id or original.reverses_id is not null
            or original.year <> the_year or original."on" > new."on" or original.lines <> new.lines
        then
            raise exception 'Entry % can not be reversed by this one.', new.reverses_id
                using errcode = 'restrict_violation';
        end if;
    end if;
    select coalesce(max(e.number), 0) + 1 into new.number
      from ledger_entry e where e.agency_id = new.agency_id and e.year = the_year;
    return new;
end $$;
create trigger ledger_entry_number before insert on ledger_entry for each row execute function ledger_entry_number();

create function ledger_month_waits() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtext('ledger_entry'), new.agency_id::integer);
    return new;
end $$;
create trigger ledger_month_waits before insert on ledger_month for each row execute function ledger_month_waits();
"""
NO_NUMBER = """
drop trigger ledger_month_waits on ledger_month;
drop function ledger_month_waits();
drop trigger ledger_entry_number on ledger_entry;
drop function ledger_entry_number();
"""

# All rows of a statement at once, so that a million of them cost one pass and not a million calls.
SUMS = """
create function ledger_posting_sums() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from (select a.entry_id, max(a.line) as last from added a group by a.entry_id) t
          left join ledger_entry e on e.id = t.entry_id where e.id is null or t.last > e.lines
    ) then
        raise exception 'A posting belongs to no entry, or is one more than its entry has.'
            using errcode = 'restrict_violation';
    end if;
    insert into ledger_entrysum (entry_id, account, post_id, department_id, basis, debit, credit, amount, rows)
    select a.entry_id, a.account, a.post_id, a.department_id, a.basis,
           coalesce(sum(a.amount) filter (where a.amount > 0), 0),
           coalesce(sum(a.amount) filter (where a.amount < 0), 0),
           sum(a.amount), count(*)
      from added a group by a.entry_id, a.account, a.post_id, a.department_id, a.basis;
    return null;
end $$;
create trigger ledger_posting_sums after insert on ledger_posting referencing new table as added
    for each statement execute function ledger_posting_sums();

create function ledger_entrysum_by_database() returns trigger language plpgsql as $$
begin
    if pg_trigger_depth() < 2 then
        raise exception 'Sums of entries are written by the database alone.' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger ledger_entrysum_by_database before insert on ledger_entrysum
    for each row execute function ledger_entrysum_by_database();
"""
NO_SUMS = """
drop trigger ledger_entrysum_by_database on ledger_entrysum;
drop function ledger_entrysum_by_database();
drop trigger ledger_posting_sums on ledger_posting;
drop function ledger_posting_sums();
"""

BALANCE = """
create function ledger_entry_balanced() returns trigger language plpgsql as $$
declare
    found_lines bigint;
    cash numeric;
    accrual numeric;
begin
    select coalesce(sum(s.rows), 0),
           coalesce(sum(s.amount) filter (where s.basis in ('cash', 'both')), 0),
           coalesce(sum(s.amount) filter (where s.basis in ('accrual', 'both')), 0)
      into found_lines, cash, accrual from ledger_entrysum s where s.entry_id = new.id;
    if found_lines <> new.lines then
        raise exception 'Entry % has % of % lines.', new.id, found_lines, new.lines
            using errcode = 'integrity_constraint_violation';
    end if;
    if cash <> 0 or accrual <> 0 then
        raise exception 'Entry % is not balanced: cash %, accrual %.', new.id, cash, accrual
            using errcode = 'integrity_constraint_violation';
    end if;
    if exists (
        select 1 from ledger_entrysum s join economy_post p on p.id = s.post_id
          join economy_chapter c on c.id = p.chapter_id
         where s.entry_id = new.id and (c.agency_id <> new.agency_id or c.year <> new.year)
    ) or exists (
        select 1 from ledger_entrysum s join identity_department d on d.id = s.department_id
         where s.entry_id = new.id and d.organisation_id <> new.agency_id
    ) then
        raise exception 'Entry % is on a post or a department of another agency or year.', new.id
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.reverses_id is not null and exists (
        select 1 from ledger_posting o left join
               (select * from ledger_posting where entry_id = new.id) r on r.line = o.line
         where o.entry_id = new.reverses_id
           and (r.account, r.post_id, r.department_id, r.basis, -r.amount)
               is distinct from (o.account, o.post_id, o.department_id, o.basis, o.amount)
    ) then
        raise exception 'Entry % does not mirror entry %.', new.id, new.reverses_id
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;
create constraint trigger ledger_entry_balanced after insert on ledger_entry deferrable initially deferred
    for each row execute function ledger_entry_balanced();
"""
NO_BALANCE = """
drop trigger ledger_entry_balanced on ledger_entry;
drop function ledger_entry_balanced();
"""

REOPENING = "'{reopened_at,reopened_by_id,reopened_why}'::text[]"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        *(append_only(table) for table in APPEND_ONLY),
        migrations.RunSQL(NUMBER, NO_NUMBER),
        migrations.RunSQL(SUMS, NO_SUMS),
        migrations.RunSQL(BALANCE, NO_BALANCE),
        locked(  # a locking is ended once, and otherwise never changed
            "ledger_month",
            when=f"""tg_op = 'DELETE' or old.reopened_at is not null
                or (to_jsonb(old) - {REOPENING}) is distinct from (to_jsonb(new) - {REOPENING})""",
        ),
    ]
