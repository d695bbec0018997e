import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("desk", "0007_monthly_tallies"),
        ("enterprises", "0006_told_of_a_cause"),
        ("parks", "0002_chronicle"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                ),
                (
                    "main",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads_cause",
                        to="desk.servicerequest",
                        verbose_name="leading request",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="causes",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "common cause",
                "verbose_name_plural": "common causes",
                "indexes": [
                    models.Index(fields=["park", "-opened_at", "-id"], name="desk_cause_newest")
                ],
            },
        ),
        migrations.CreateModel(
            name="CauseMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("joined_at", models.DateTimeField(verbose_name="since")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="told at")),
                (
                    "cause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="desk.cause",
                        verbose_name="common cause",
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
                (
                    "request",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="in_cause",
                        to="desk.servicerequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "enterprise concerned",
                "verbose_name_plural": "enterprises concerned",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("request__isnull", True)),
                        fields=("cause", "enterprise"),
                        name="desk_cause_enterprise_once",
                    )
                ],
            },
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
                    ("returned", "asked to return it"),
                    ("return_ruled", "ruled on the return"),
                    ("more_time", "asked for more time"),
                    ("extended", "gave it more time"),
                    ("no_more_time", "gave it no more time"),
                    ("urged", "urged it on"),
                    ("supervised", "took it under supervision"),
                    ("linked", "put it to a common cause"),
                    ("unlinked", "took it out of the common cause"),
                    ("told", "told everyone concerned"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
    ]
