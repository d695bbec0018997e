import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drives", "0003_one_portion_for_each_resource")]

    operations = [
        migrations.RemoveConstraint(
            model_name="allotment",
            name="drives_allotment_once",
        ),
        migrations.RemoveField(
            model_name="allotment",
            name="resource",
        ),
        migrations.RemoveField(
            model_name="resource",
            name="capacity",
        ),
        migrations.AlterField(
            model_name="allotment",
            name="slot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="allotments",
                to="drives.slot",
                verbose_name="portion of a resource",
            ),
        ),
        migrations.AddConstraint(
            model_name="allotment",
            constraint=models.UniqueConstraint(
                fields=("slot", "target"), name="drives_allotment_once"
            ),
        ),
    ]
