"""The database's own guard of the event log: numbering, chaining, and refusal of every change."""

CHAIN = """
create function audit_event_hash(e audit_event) returns text language sql immutable as $$
    select encode(sha256(convert_to(jsonb_build_array(
        e.id, e.number, extract(epoch from e.at), e.actor_id, e.actor_name, e.acting_for, e.act,
        e.subject_type, e.subject_id, e.subject_label, e.old::text, e.new::text, e.why, e.previous_hash
    )::text, 'UTF8')), 'hex')
$$;

create function audit_event_chain() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtext('audit_event'));
    select e.number + 1, e.hash into new.number, new.previous_hash
      from audit_event e order by e.number desc limit 1;
    new.number := coalesce(new.number, 1);
    if new.number = 1 then new.previous_hash := ''; end if;
    new.at := clock_timestamp();
    new.hash := audit_event_hash(new);
    return new;
end $$;

create trigger audit_event_chain before insert on audit_event for each row execute function audit_event_chain();

create function append_only() returns trigger language plpgsql as $$
begin
    raise exception 'The table % is append-only: % is refused.', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation';
end $$;

create trigger audit_event_append_only before update or delete on audit_event
    for each row execute function append_only();
create trigger audit_event_no_truncate before truncate on audit_event
    for each statement execute function append_only();
"""

UNCHAIN = """
drop trigger audit_event_no_truncate on audit_event;
drop trigger audit_event_append_only on audit_event;
drop trigger audit_event_chain on audit_event;
drop function append_only();
drop function audit_event_chain();
drop function audit_event_hash(audit_event);
"""
