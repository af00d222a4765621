from django.db import migrations

ADD = """
create trigger economy_appropriation_append_only before update or delete on economy_appropriation
    for each row execute function append_only();
create trigger economy_appropriation_no_truncate before truncate on economy_appropriation
    for each statement execute function append_only();
"""
REMOVE = """
drop trigger economy_appropriation_no_truncate on economy_appropriation;
drop trigger economy_appropriation_append_only on economy_appropriation;
"""


class Migration(migrations.Migration):
    dependencies = [("economy", "0001_initial"), ("audit", "0002_chain")]
    operations = [migrations.RunSQL(ADD, REMOVE)]
