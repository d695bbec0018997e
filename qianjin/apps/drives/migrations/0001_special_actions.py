import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("enterprises", "0008_thread_of_special_actions"),
        ("parks", "0002_chronicle"),
    ]

    operations = [
        migrations.CreateModel(
            name="Drive",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("words", models.TextField(verbose_name="question or task")),
                ("due_on", models.DateField(verbose_name="to be done by")),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drives",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="started by",
                    ),
                ),
            ],
            options={
                "verbose_name": "special action",
                "verbose_name_plural": "special actions",
                "indexes": [
                    models.Index(fields=["park", "-started_at", "-id"], name="drives_newest")
                ],
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="capacity",
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resources",
                        to="drives.drive",
                        verbose_name="special action",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "shared resource",
                "verbose_name_plural": "shared resources",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("drive", "name"), name="drives_resource_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_told", "Not yet told"),
                            ("told", "Told"),
                            ("answered", "Answered"),
                            ("done", "Done"),
                            ("not_needed", "Not needed"),
                        ],
                        default="not_told",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                (
                    "changed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="changed at"),
                ),
                (
                    "changed_by",
                    models.CharField(blank=True, max_length=80, verbose_name="changed by"),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="drives.drive",
                        verbose_name="special action",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "enterprise in a special action",
                "verbose_name_plural": "enterprises in special actions",
                "indexes": [
                    models.Index(fields=["drive", "state", "id"], name="drives_target_by_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("drive", "enterprise"), name="drives_target_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Allotment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="amount",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allotments",
                        to="drives.resource",
                        verbose_name="shared resource",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allotments",
                        to="drives.target",
                        verbose_name="enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "allotment",
                "verbose_name_plural": "allotments",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resource", "target"), name="drives_allotment_once"
                    )
                ],
            },
        ),
    ]
