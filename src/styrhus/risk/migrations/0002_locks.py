"""What is written once, and what a closed risk holds fast."""

from django.db import migrations

from styrhus.audit.locks import locked, locked_with

APPEND_ONLY = (
    "risk_scale",
    "risk_scalestep",
    "risk_scaleband",
    "risk_scalecell",
    "risk_assessment",
    "risk_ministryassessment",
    "risk_acceptance",
    "risk_snapshot",
    "risk_snapshotrow",
)


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


CLOSED = "p.closed_on is not null"


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        *(append_only(table) for table in APPEND_ONLY),
        locked("risk_risk", when="old.closed_on is not null"),
        locked("risk_measure", when="old.ended_on is not null"),
        *(
            locked_with(table, parent="risk_risk", key="risk_id", when=CLOSED)
            for table in (
                "risk_risk_goals",
                "risk_risk_parameters",
                "risk_risk_assignments",
                "risk_risk_duties",
            )
        ),
    ]
