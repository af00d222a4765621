"""What is reported stays as it was said; what is closed stays whole. Follow-up is only ever added, and to open things."""

from collections.abc import Mapping

from django.db import migrations

from styrhus.audit.locks import REFUSAL


def stages(table: str, open_columns: Mapping[str, tuple[str, ...]]) -> migrations.RunSQL:
    """Lock ``table`` stage by stage: in each state only its columns may change, and the state never goes back.

    ``open_columns`` names the states in order, each with the columns that are still open in it ("*": all).
    """
    name = f"{table}_stages"
    order = "array[" + ", ".join(f"'{state}'" for state in open_columns) + "]"
    cases = "\n".join(
        f"    when '{state}' then open_now := array[{', '.join(repr(column) for column in columns)}]::text[];"
        for state, columns in open_columns.items()
    )
    return migrations.RunSQL(
        f"""
create function {name}() returns trigger language plpgsql as $$
declare open_now text[];
begin
    case old.state
{cases}
    end case;
    if open_now = array['*']::text[] then return null; end if;
    if tg_op = 'UPDATE'
       and array_position({order}, new.state::text) >= array_position({order}, old.state::text)
       and to_jsonb(old) - open_now = to_jsonb(new) - open_now then return null; end if;
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


FOLLOW_UP = f"""
create trigger alerts_followup_append_only before update or delete on alerts_followup
    for each row execute function append_only();
create trigger alerts_followup_no_truncate before truncate on alerts_followup
    for each statement execute function append_only();
create function alerts_followup_of_open() returns trigger language plpgsql as $$
begin
    if exists (select 1 from alerts_deviation d where d.id = new.deviation_id and d.state in ('draft', 'closed'))
       or exists (select 1 from alerts_matter m where m.id = new.matter_id and m.state = 'closed') then
        {REFUSAL}
    end if;
    return null;
end $$;
create trigger alerts_followup_of_open after insert on alerts_followup
    for each row execute function alerts_followup_of_open();
"""

FOLLOW_UP_FREE = """
drop trigger alerts_followup_of_open on alerts_followup;
drop function alerts_followup_of_open();
drop trigger alerts_followup_no_truncate on alerts_followup;
drop trigger alerts_followup_append_only on alerts_followup;
"""

CLOSING = ("state", "closed_at", "closed_by_id", "outcome")


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        stages(
            "alerts_deviation",
            {
                "draft": ("*",),
                "reported": ("state", "acknowledged_at", "acknowledged_by_id", "reply", "reply_entry_id"),
                "acknowledged": CLOSING,
                "closed": (),
            },
        ),
        stages(
            "alerts_matter",
            {
                "sent": ("state", "acknowledged_at", "acknowledged_by_id", "reply"),
                "acknowledged": CLOSING,
                "closed": (),
            },
        ),
        stages(
            "alerts_publication",
            {
                "announced": (
                    "state",
                    "planned_on",
                    "seen_at",
                    "seen_by_id",
                    "consent_at",
                    "consent_by_id",
                    "consent_from",
                    "consent_words",
                    "published_on",
                    "published_by_id",
                    "link",
                    "cancelled_why",
                ),
                "published": (),
                "cancelled": (),
            },
        ),
        migrations.RunSQL(FOLLOW_UP, FOLLOW_UP_FREE),
    ]
