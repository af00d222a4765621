from django.db import migrations

from styrhus.audit.locks import locked, locked_with

# what was sent to the ministry stands; the decision and the end of the case are added to it
AFTER_SENDING = "array['decision', 'decision_text', 'decided_at', 'decided_by_id', 'closed_on', 'closed_note']"
AFTER_DECISION = "array['closed_on', 'closed_note']"
CLAIM = f"""tg_op = 'DELETE' or old.closed_on is not null
    or (old.decided_at is not null and (to_jsonb(old) - {AFTER_DECISION}) is distinct from (to_jsonb(new) - {AFTER_DECISION}))
    or (old.sent_at is not null and (to_jsonb(old) - {AFTER_SENDING}) is distinct from (to_jsonb(new) - {AFTER_SENDING}))"""

APPEND_ONLY = ("controlpoint", "assetcount", "assetcountline", "strategyreport")


def append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
create trigger {table}_append_only before update or delete on {table} for each row execute function append_only();
create trigger {table}_no_truncate before truncate on {table} for each statement execute function append_only();
""",
        f"drop trigger {table}_no_truncate on {table}; drop trigger {table}_append_only on {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        locked("obligations_directiveaccount", when="old.approved_at is not null"),
        locked_with(
            "obligations_directiveanswer",
            parent="obligations_directiveaccount",
            key="account_id",
            when="p.approved_at is not null",
        ),
        locked_with(
            "obligations_directiveentry",
            parent="obligations_directiveaccount",
            key="account_id",
            when="p.approved_at is not null",
        ),
        locked("obligations_asset", when="tg_op = 'DELETE' or old.disposed_on is not null"),
        locked("obligations_claim", when=CLAIM),
        locked("obligations_stortingcontact", when="tg_op = 'DELETE' or old.answered_on is not null"),
        locked(
            "obligations_jointroutine",
            when="tg_op = 'DELETE' or (old.agency_at is not null and old.ministry_at is not null)",
            open_columns=("made_known_on",),
        ),
        *(append_only(f"obligations_{name}") for name in APPEND_ONLY),
    ]
