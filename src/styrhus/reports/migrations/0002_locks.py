"""An approved report is locked with its parts and writers; what was done with it is append-only."""

from django.db import migrations

from styrhus.audit.locks import locked, locked_with

APPROVED = {"parent": "reports_report", "key": "report_id", "when": "p.approved_at is not null"}


def append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
create trigger {table}_append_only before update or delete on {table} for each row execute function append_only();
create trigger {table}_no_truncate before truncate on {table} for each statement execute function append_only();
""",
        f"drop trigger {table}_no_truncate on {table}; drop trigger {table}_append_only on {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        locked("reports_report", when="old.approved_at is not null", open_columns=("state",)),
        locked_with("reports_reportpart", **APPROVED),
        locked_with("reports_partwriter", **APPROVED),
        append_only("reports_earliertext"),
        append_only("reports_assembly"),
        append_only("reports_frozenreport"),
        append_only("reports_sectionsignature"),
        append_only("reports_step"),
        append_only("reports_copy"),
        append_only("reports_comment"),
        append_only("reports_acceptedgap"),
        append_only("reports_owntemplateversion"),
    ]
