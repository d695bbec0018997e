"""What is due already turns yellow a day before; each next entry counts its own day."""

from django.db import migrations

STEPS = """
UPDATE delivery_planstep SET warn_on = due_on - 1
WHERE due_on IS NOT NULL AND state <> 'done'
"""
LETTERS = """
UPDATE delivery_letter SET warn_on = due_on - 1 WHERE state IN ('sent', 'received')
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_yellow_by_the_rule_of_promises")]

    operations = [
        migrations.RunSQL(STEPS, migrations.RunSQL.noop, elidable=True),
        migrations.RunSQL(LETTERS, migrations.RunSQL.noop, elidable=True),
    ]
