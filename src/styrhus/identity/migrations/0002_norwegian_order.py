from django.db import migrations

ADD = """
create function norwegian_order(value text) returns text language sql immutable parallel safe as $$
    select translate(lower(value), 'æäøöåáàâéèêóòôüŋšŧžđč', '{{||}aaaeeeoooynstzdc')
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [migrations.RunSQL(ADD, "drop function norwegian_order(text);")]
