"""What a frozen version holds fast, what is written once, and that a version is as at the end of a month."""

from django.db import migrations

from styrhus.audit.locks import locked, locked_with

APPEND_ONLY = ("forecast_submission", "forecast_versionrow", "forecast_approval", "forecast_sharing")
FROZEN = "p.frozen_at is not null"
ESTIMATE_FROZEN = (
    "exists (select 1 from forecast_version v where v.id = p.version_id and v.frozen_at is not null)"
)


def append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"create trigger {table}_append_only before update or delete on {table} "
        f"for each row execute function append_only();",
        f"drop trigger {table}_append_only on {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("forecast", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        migrations.RunSQL(
            """
alter table forecast_version add constraint forecast_version_month_end
    check (extract(day from cut_off + 1) = 1 and cut_off between make_date(year - 1, 12, 31) and make_date(year, 12, 31));
""",
            "alter table forecast_version drop constraint forecast_version_month_end;",
        ),
        *(append_only(table) for table in APPEND_ONLY),
        locked("forecast_version", when="old.frozen_at is not null"),
        locked("forecast_crossing", when="old.ended_on is not null"),
        locked_with("forecast_estimate", parent="forecast_version", key="version_id", when=FROZEN),
        locked_with("forecast_estimatemonth", parent="forecast_estimate", key="estimate_id", when=ESTIMATE_FROZEN),
        locked_with("forecast_submission", parent="forecast_version", key="version_id", when=FROZEN),
        locked_with("forecast_versionrow", parent="forecast_version", key="version_id", when=FROZEN),
        # only what is frozen is approved, and only what is approved is shared
        locked_with("forecast_approval", parent="forecast_version", key="version_id", when="p.frozen_at is null"),
        locked_with(
            "forecast_sharing",
            parent="forecast_version",
            key="version_id",
            when="not exists (select 1 from forecast_approval a where a.version_id = p.id)",
        ),
    ]
