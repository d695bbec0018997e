"""Names in the order of their pinyin: a function of PostgreSQL's own, and a column made by it."""

from django.db import migrations

# convert_to() is only "stable" since conversions can be replaced; this one is PostgreSQL's own.
MAKE = """
CREATE FUNCTION enterprises_name_order(name text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT pg_catalog.convert_to(name, 'GB18030') $$
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0003_import_rows")]

    operations = [
        migrations.RunSQL(MAKE, "DROP FUNCTION enterprises_name_order(text)"),
    ]
