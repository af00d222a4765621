import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from styrhus.audit.locks import locked

# What is entered stays: the titles and the exemption alone may be corrected. A closed case takes no more entries.
CLOSED = """
create function archive_case_open() returns trigger language plpgsql as $$
begin
    if exists (select 1 from archive_casefile c where c.id = new.case_file_id and c.closed_on is not null) then
        raise exception 'The case is closed: it takes no more entries.' using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create trigger archive_case_open after insert on archive_journalentry
    for each row execute function archive_case_open();
"""
REOPEN = """
drop trigger archive_case_open on archive_journalentry;
drop function archive_case_open();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0003_journal"),
        ("audit", "0002_chain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="casefile",
            name="class_code",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="arkivkode"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="casefile",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="avsluttet av",
            ),
        ),
        migrations.RemoveConstraint(model_name="casefile", name="case_file_key_once"),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)), fields=("organisation", "key"), name="case_file_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_on", None), ("closed_on__gte", models.F("opened_on")), _connector="OR"),
                name="case_file_closed_after_opened",
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_by", None), ("closed_on", None)),
                    models.Q(("closed_by__isnull", False), ("closed_on__isnull", False)),
                    _connector="OR",
                ),
                name="case_file_closed_by_and_on",
            ),
        ),
        locked("archive_journalentry", when="true", open_columns=("title", "public_title", "exemption")),
        locked("archive_journalentry_attachments", when="true"),
        locked("archive_casefile", when="old.closed_on is not null", open_columns=("public_title", "exemption")),
        migrations.RunSQL(CLOSED, REOPEN),
    ]
