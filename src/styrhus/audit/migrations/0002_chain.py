from django.db import migrations

from styrhus.audit.sql import CHAIN, UNCHAIN


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(CHAIN, UNCHAIN)]
