"""Rarer characters beside common ones of the same sound: the function, and the places kept by it."""

from django.db import migrations

from qianjin.units.name_order import sql_function

FUNCTION = "enterprises_name_order"
BY_BYTES = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}(name text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT pg_catalog.convert_to(name, 'GB18030') $$
"""
# A generated column is worked out again when what it is made of is written.
AGAIN = "UPDATE enterprises_enterprise SET name = name"


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0010_project_signed_on_the_thread")]

    operations = [
        migrations.RunSQL(sql_function(FUNCTION), BY_BYTES),
        migrations.RunSQL(AGAIN, AGAIN, elidable=True),
    ]
