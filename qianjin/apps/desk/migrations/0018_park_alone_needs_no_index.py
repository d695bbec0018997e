import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0017_rules_ask_for_parts"),
        ("enterprises", "0011_rarer_characters_in_order"),
        ("parks", "0002_chronicle"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="park",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="parks.park",
                verbose_name="park",
            ),
        ),
        migrations.AlterField(
            model_name="promise",
            name="park",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="parks.park",
                verbose_name="park",
            ),
        ),
        migrations.AlterField(
            model_name="servicerequest",
            name="enterprise",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="enterprises.enterprise",
                verbose_name="enterprise",
            ),
        ),
        migrations.AlterField(
            model_name="servicerequest",
            name="park",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="requests",
                to="parks.park",
                verbose_name="park",
            ),
        ),
    ]
