"""What nobody can change any more: the logs, an approved year, a given delegation, a closed finding, a sent reply."""

from django.db import migrations

from styrhus.audit.locks import locked, locked_with

LOGS = ("control_systemtext", "control_performance", "control_delegationuse")


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


APPROVED = "p.approved_at is not null"
OF_APPROVED = "exists (select 1 from control_cycle c where c.id = p.cycle_id and c.approved_at is not null)"
CLOSED = "p.state = 'closed'"

# A delegation's words never change; it is withdrawn once.
WITHDRAWN = "'{withdrawn_on,withdrawn_by_id,withdrawn_why}'::text[]"
CHANGED = f"""
tg_op = 'DELETE' or old.withdrawn_on is not null
    or (to_jsonb(old) - {WITHDRAWN}) is distinct from (to_jsonb(new) - {WITHDRAWN})
"""

# A reply is marked as sent only when the ministry's copy lies open to it.
COPY = """
create function control_auditreply_copied() returns trigger language plpgsql as $$
begin
    if new.sent_at is not null and not exists (
        select 1 from archive_document_shared_with s
        where s.document_id = new.document_id and s.organisation_id = new.copied_to_id
    ) then
        raise exception 'The ministry has no copy of the reply.' using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create trigger control_auditreply_copied after insert or update on control_auditreply
    for each row execute function control_auditreply_copied();
"""
NO_COPY = """
drop trigger control_auditreply_copied on control_auditreply;
drop function control_auditreply_copied();
"""


class Migration(migrations.Migration):
    dependencies = [("control", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        *(append_only(table) for table in LOGS),
        locked("control_cycle", when="old.approved_at is not null"),
        locked_with("control_plannedcontrol", parent="control_cycle", key="cycle_id", when=APPROVED),
        locked_with("control_selfassessment", parent="control_cycle", key="cycle_id", when=APPROVED),
        locked_with("control_answer", parent="control_selfassessment", key="assessment_id", when=OF_APPROVED),
        migrations.RunSQL(
            f"""
create function control_performance_of_open_year() returns trigger language plpgsql as $$
begin
    if exists (select 1 from control_plannedcontrol p where p.id = new.planned_id and {OF_APPROVED}) then
        raise exception 'The year is approved and locked.' using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create trigger control_performance_of_open_year after insert on control_performance
    for each row execute function control_performance_of_open_year();
""",
            """
drop trigger control_performance_of_open_year on control_performance;
drop function control_performance_of_open_year();
""",
        ),
        locked("control_controlmeasure", when="old.done_on is not null"),
        locked("control_delegation", when=CHANGED),
        locked("control_substitution", when="true"),
        locked("control_finding", when="old.state = 'closed'"),
        locked_with("control_findingmeasure", parent="control_finding", key="finding_id", when=CLOSED),
        locked_with("control_evidence", parent="control_finding", key="finding_id", when=CLOSED),
        locked(
            "control_auditcase",
            when="exists (select 1 from control_finding f where f.case_id = old.id and f.state = 'closed')",
        ),
        locked("control_auditreply", when="old.sent_at is not null"),
        migrations.RunSQL(COPY, NO_COPY),
    ]
