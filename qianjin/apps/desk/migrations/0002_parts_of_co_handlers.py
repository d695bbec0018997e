import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("desk", "0001_requests_and_promises"),
        ("enterprises", "0003_import_rows"),
        ("parks", "0001_park_units_calendar"),
    ]

    operations = [
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                ("task", models.TextField(verbose_name="what is asked for")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="working days",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("warn_at", models.DateTimeField(verbose_name="yellow from")),
                (
                    "paused_minutes",
                    models.PositiveIntegerField(default=0, verbose_name="paused working minutes"),
                ),
                ("is_provisional", models.BooleanField(default=False, verbose_name="provisional")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Waits to be taken"),
                            ("taken", "Being done"),
                            ("answered", "Answered"),
                            ("returned", "Returned"),
                            ("dropped", "No longer needed"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken at")),
                ("met_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("rung", models.CharField(blank=True, max_length=16, verbose_name="reminded of")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
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
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="desk.servicerequest",
                        verbose_name="request",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parks.unit",
                        verbose_name="co-handling unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a co-handler",
                "verbose_name_plural": "parts of co-handlers",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["asked", "taken"])),
                        fields=["park", "unit", "due_at", "id"],
                        name="desk_part_open_by_unit",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["asked", "taken"])),
                        fields=["park", "warn_at"],
                        name="desk_part_open_by_warn",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["asked", "taken"])),
                        fields=("request", "unit"),
                        name="desk_part_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("met_at__isnull", False), ("status", "answered")),
                            models.Q(
                                models.Q(("status", "answered"), _negated=True),
                                ("met_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="desk_part_answered_when",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="promiseprofile",
            name="part_days",
            field=models.PositiveSmallIntegerField(
                default=3,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="working days of a co-handler",
            ),
        ),
        migrations.AddField(
            model_name="servicerequest",
            name="co_units",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                null=True,
                size=None,
                verbose_name="co-handling units",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("raised", "raised the request"),
                    ("triaged", "sorted and assigned it"),
                    ("accepted", "accepted it"),
                    ("contacted", "got in touch"),
                    ("plan", "gave a plan"),
                    ("reply", "replied"),
                    ("asked", "asked for material"),
                    ("supplied", "sent material"),
                    ("resumed", "went on without the material"),
                    ("message", "wrote"),
                    ("note", "noted internally"),
                    ("resolved", "resolved it"),
                    ("long_case", "made it a long case"),
                    ("milestone", "set the next milestone"),
                    ("interim", "gave an interim answer"),
                    ("rated", "rated it"),
                    ("reopened", "reopened it"),
                    ("thanked", "said thank you"),
                    ("withdrawn", "withdrew it"),
                    ("closed", "archived it"),
                    ("recomputed", "moved the due times"),
                    ("reminded", "reminded"),
                    ("shared", "asked another unit to help"),
                    ("part_taken", "took on a part"),
                    ("part_done", "answered for a part"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("co_units__isnull", False)),
                fields=["co_units"],
                name="desk_by_co_units",
            ),
        ),
    ]
