import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import qianjin.apps.parks.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Park",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                (
                    "slug",
                    models.SlugField(
                        max_length=24, unique=True, verbose_name="short name in addresses"
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="Asia/Shanghai", max_length=40, verbose_name="time zone"
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened on")),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="address")),
                (
                    "number_prefix",
                    models.CharField(
                        blank=True, max_length=8, verbose_name="prefix of document numbers"
                    ),
                ),
                (
                    "calendar_version",
                    models.PositiveIntegerField(default=1, verbose_name="version of the calendar"),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="demonstration")),
            ],
            options={
                "verbose_name": "park",
                "verbose_name_plural": "parks",
            },
        ),
        migrations.CreateModel(
            name="WorkingCalendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                ("code", models.SlugField(max_length=24, verbose_name="code")),
                (
                    "opening",
                    models.JSONField(
                        default=qianjin.apps.parks.models.default_opening,
                        verbose_name="opening hours",
                    ),
                ),
                ("is_default", models.BooleanField(default=False, verbose_name="default")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendars",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "working calendar",
                "verbose_name_plural": "working calendars",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "code"), name="parks_calendar_code_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("park",),
                        name="parks_calendar_one_default",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("is_working", models.BooleanField(verbose_name="working day")),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="name")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="parks.workingcalendar",
                        verbose_name="working calendar",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar day",
                "verbose_name_plural": "calendar days",
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "calendar", "day"),
                        name="parks_day_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("period", models.CharField(max_length=12, verbose_name="period")),
                ("value", models.PositiveIntegerField(default=0, verbose_name="last number")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counters",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "counter",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "name", "period"), name="parks_counter_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1949),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("official", "Official"), ("provisional", "Provisional")],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                (
                    "imported_by",
                    models.CharField(blank=True, max_length=80, verbose_name="imported by"),
                ),
                ("imported_at", models.DateTimeField(verbose_name="imported at")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="years",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar year",
                "verbose_name_plural": "calendar years",
                "ordering": ["-year"],
                "constraints": [
                    models.UniqueConstraint(fields=("park", "year"), name="parks_year_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                ("code", models.SlugField(max_length=24, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("section", "Section of the office"),
                            ("bureau", "Bureau"),
                            ("town", "Town or sub-district"),
                            ("village", "Village"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="parks.unit",
                        verbose_name="part of",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
                "ordering": ["kind", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("park", "code"), name="parks_unit_code_once")
                ],
            },
        ),
    ]
