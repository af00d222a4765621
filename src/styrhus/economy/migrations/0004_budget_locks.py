"""What is written once stays as it was written, and a move between posts sums to zero."""

from django.db import migrations

APPEND_ONLY = (
    "economy_bindingversion",
    "economy_commitment",
    "economy_release",
    "economy_holdershare",
)
WITHDRAWABLE = ("economy_chargeauthorisation", "economy_budgetauthorisation")

# Rows from before have one act each, and were entered on the day that they are dated.
DATE_THE_PAST = """
alter table economy_appropriation disable trigger economy_appropriation_append_only;
update economy_appropriation set act = gen_random_uuid(), entered_at = decided_on::timestamptz;
alter table economy_appropriation enable trigger economy_appropriation_append_only;
insert into economy_bindingversion (binding_id, amount, withdrawn, "on", entered_at)
    select b.id, b.amount, b.withdrawn, first.on, first.on::timestamptz
    from economy_binding b
    join lateral (
        select coalesce(min(a.decided_on), current_date) as on from economy_appropriation a where a.post_id = b.post_id
    ) first on true;
"""

MOVE_IS_ZERO = """
create function economy_move_is_zero() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from economy_appropriation where act = new.act
        having sum(appropriated) <> 0 or sum(at_disposal) <> 0 or count(*) < 2 or count(distinct decided_on) > 1
    ) then
        raise exception 'The move % between posts does not sum to zero.', new.act using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger economy_move_is_zero after insert on economy_appropriation
    deferrable initially deferred for each row when (new.kind = 'move') execute function economy_move_is_zero();
"""
NO_MOVE_IS_ZERO = """
drop trigger economy_move_is_zero on economy_appropriation;
drop function economy_move_is_zero();
"""

RELEASE_WITHIN = """
create function economy_release_within() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from economy_commitment c join economy_release r on r.commitment_id = c.id
        where c.id = new.commitment_id group by c.id
        having sum(r.amount) > c.amount or sum(r.later_amount) > c.later_amount or min(r.on) < c.decided_on
    ) then
        raise exception 'More is released than commitment % binds, or before it.', new.commitment_id
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger economy_release_within after insert on economy_release
    deferrable initially immediate for each row execute function economy_release_within();
"""
NO_RELEASE_WITHIN = """
drop trigger economy_release_within on economy_release;
drop function economy_release_within();
"""

WITHDRAWN_ONCE = """
create function economy_withdrawn_once() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.withdrawn_on is null and
        to_jsonb(old) - 'withdrawn_on' - 'withdrawn_by_id' - 'withdrawn_at' - 'withdrawn_why'
        = to_jsonb(new) - 'withdrawn_on' - 'withdrawn_by_id' - 'withdrawn_at' - 'withdrawn_why'
    then return new; end if;
    raise exception 'A row of % is locked: % is refused.', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation';
end $$;
"""
NOT_WITHDRAWN_ONCE = "drop function economy_withdrawn_once();"


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


def withdrawn_once(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
create trigger {table}_withdrawn_once before update or delete on {table}
    for each row execute function economy_withdrawn_once();
create trigger {table}_no_truncate before truncate on {table} for each statement execute function append_only();
""",
        f"""
drop trigger {table}_no_truncate on {table};
drop trigger {table}_withdrawn_once on {table};
""",
    )


class Migration(migrations.Migration):
    dependencies = [("economy", "0003_budget"), ("economy", "0002_append_only"), ("audit", "0002_chain")]
    operations = [
        migrations.RunSQL(DATE_THE_PAST, migrations.RunSQL.noop),
        migrations.RunSQL(MOVE_IS_ZERO, NO_MOVE_IS_ZERO),
        migrations.RunSQL(RELEASE_WITHIN, NO_RELEASE_WITHIN),
        migrations.RunSQL(WITHDRAWN_ONCE, NOT_WITHDRAWN_ONCE),
        *(append_only(table) for table in APPEND_ONLY),
        *(withdrawn_once(table) for table in WITHDRAWABLE),
    ]
