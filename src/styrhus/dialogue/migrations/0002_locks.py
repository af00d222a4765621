from django.db import migrations

from styrhus.audit.locks import locked, locked_with

MEETING = {"parent": "dialogue_calledmeeting", "when": "p.state in ('locked', 'cancelled')"}
MINUTES = {"parent": "dialogue_minutes", "key": "minutes_id", "when": "p.locked_at is not null"}
FOLLOW_UP = ("owner_id", "state", "outcome", "closed_by_id", "closed_at", "search")


def append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
create trigger {table}_append_only before update or delete on {table} for each row execute function append_only();
create trigger {table}_no_truncate before truncate on {table} for each statement execute function append_only();
""",
        f"drop trigger {table}_no_truncate on {table}; drop trigger {table}_append_only on {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        locked("dialogue_calledmeeting", when="old.state in ('locked', 'cancelled')"),
        locked_with("dialogue_calledmeeting_builds_on", key="calledmeeting_id", **MEETING),
        locked_with("dialogue_participant", key="meeting_id", **MEETING),
        locked_with("dialogue_agendaitem", key="meeting_id", **MEETING),
        locked_with("dialogue_meetingpaper", key="meeting_id", **MEETING),
        locked("dialogue_minutes", when="old.locked_at is not null"),
        locked_with("dialogue_minutespart", **MINUTES),
        locked_with("dialogue_point", **MINUTES),
        locked_with("dialogue_comment", **MINUTES),
        locked("dialogue_resolution", when="true", open_columns=FOLLOW_UP),
        append_only("dialogue_earliertext"),
        append_only("dialogue_effect"),
    ]
