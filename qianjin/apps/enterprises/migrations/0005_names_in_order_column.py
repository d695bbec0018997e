# Names in the order of their pinyin: the column, and the indexes that go by it.

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0004_names_in_order"),
        ("parks", "0002_chronicle"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="enterprise",
            name="enterprises_by_name",
        ),
        migrations.RemoveIndex(
            model_name="enterprise",
            name="enterprises_by_tier",
        ),
        migrations.RemoveIndex(
            model_name="enterprise",
            name="enterprises_by_sector",
        ),
        migrations.RemoveIndex(
            model_name="enterprise",
            name="enterprises_by_status",
        ),
        migrations.RemoveIndex(
            model_name="enterprise",
            name="enterprises_by_officer",
        ),
        migrations.RemoveIndex(
            model_name="enterprise",
            name="enterprises_by_trade",
        ),
        migrations.AddField(
            model_name="enterprise",
            name="name_order",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("name"), function="enterprises_name_order"),
                output_field=models.BinaryField(),
                verbose_name="place among names",
            ),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(fields=["park", "name_order", "id"], name="enterprises_by_name"),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                fields=["park", "tier", "name_order", "id"], name="enterprises_by_tier"
            ),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                fields=["park", "sector", "name_order", "id"], name="enterprises_by_sector"
            ),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                fields=["park", "status", "name_order", "id"], name="enterprises_by_status"
            ),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                fields=["park", "officer", "name_order", "id"], name="enterprises_by_officer"
            ),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                fields=["park", "industry", "name_order", "id"], name="enterprises_by_trade"
            ),
        ),
    ]
