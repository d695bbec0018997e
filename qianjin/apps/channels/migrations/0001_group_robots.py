import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parks", "0002_chronicle"),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowCursor",
            fields=[
                (
                    "park",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                ("began", models.DateTimeField(verbose_name="followed from")),
                ("until", models.DateTimeField(verbose_name="followed until")),
            ],
            options={
                "verbose_name": "follow cursor",
            },
        ),
        migrations.CreateModel(
            name="Robot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "vendor",
                    models.CharField(
                        choices=[
                            ("wecom", "WeCom (企业微信)"),
                            ("dingtalk", "DingTalk (钉钉)"),
                            ("feishu", "Feishu (飞书)"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("host", models.CharField(max_length=120, verbose_name="host")),
                ("sealed_address", models.TextField(verbose_name="address, encrypted")),
                ("sealed_secret", models.TextField(blank=True, verbose_name="secret, encrypted")),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("raised", "A request is raised"),
                                ("accepted", "A request is accepted"),
                                ("replied", "A request is replied to"),
                                ("resolved", "A request is resolved"),
                                ("due_soon", "A promise is due soon"),
                                ("late", "A promise is late"),
                                ("very_late", "A promise is late by a working day"),
                                ("rated_low", "An enterprise is not content"),
                                ("reopened", "A request is reopened"),
                                ("long_case", "A request becomes a long case"),
                                ("withdrawn", "A request is withdrawn"),
                                ("thanked", "An enterprise says thank you"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="events",
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("at_once", "At once"),
                            ("hourly", "Gathered, every hour"),
                            ("daily", "Gathered, once a day"),
                        ],
                        default="at_once",
                        max_length=8,
                        verbose_name="pace",
                    ),
                ),
                (
                    "daily_at",
                    models.TimeField(default=datetime.time(9, 0), verbose_name="once a day at"),
                ),
                (
                    "quiet_from",
                    models.TimeField(default=datetime.time(21, 0), verbose_name="quiet from"),
                ),
                (
                    "quiet_until",
                    models.TimeField(default=datetime.time(7, 30), verbose_name="quiet until"),
                ),
                (
                    "language",
                    models.CharField(default="zh-hans", max_length=10, verbose_name="language"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="robots",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parks.unit",
                        verbose_name="section or unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "group robot",
                "verbose_name_plural": "group robots",
                "ordering": ["-is_active", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "name"), name="channels_robot_name_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=12, verbose_name="event")),
                (
                    "object_ref",
                    models.CharField(blank=True, max_length=60, verbose_name="reference"),
                ),
                ("params", models.JSONField(default=dict, verbose_name="parameters")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Given up")],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("next_at", models.DateTimeField(verbose_name="next attempt")),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="answer")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
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
                    "robot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="channels.robot",
                        verbose_name="group robot",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["robot", "-id"], name="channels_delivery_log"),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_at"],
                        name="channels_delivery_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("sent_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="channels_delivery_sent_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Followed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stream", models.CharField(max_length=8, verbose_name="stream")),
                ("row_id", models.BigIntegerField(verbose_name="row")),
                ("at", models.DateTimeField(verbose_name="at")),
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
                "verbose_name": "followed happening",
                "indexes": [models.Index(fields=["park", "at"], name="channels_followed_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stream", "row_id"), name="channels_followed_once"
                    )
                ],
            },
        ),
    ]
