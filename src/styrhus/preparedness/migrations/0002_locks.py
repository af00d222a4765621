"""What is approved, shared or closed stays as it was."""

from django.db import migrations

from styrhus.audit.locks import locked

ADD = """
create trigger preparedness_sharedinformation_append_only before update or delete on preparedness_sharedinformation
    for each row execute function append_only();
create trigger preparedness_sharedinformation_no_truncate before truncate on preparedness_sharedinformation
    for each statement execute function append_only();
"""
REMOVE = """
drop trigger preparedness_sharedinformation_no_truncate on preparedness_sharedinformation;
drop trigger preparedness_sharedinformation_append_only on preparedness_sharedinformation;
"""


class Migration(migrations.Migration):
    dependencies = [("preparedness", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        locked("preparedness_planversion", when="old.approved_on is not null"),
        locked("preparedness_incident", when="old.closed_on is not null"),
        locked("preparedness_learningpoint", when="old.closed_on is not null"),
        migrations.RunSQL(ADD, REMOVE),
    ]
