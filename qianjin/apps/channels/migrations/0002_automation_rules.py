import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("channels", "0001_group_robots"),
        ("desk", "0004_reminders_by_time"),
        ("parks", "0002_chronicle"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "topic",
                    models.CharField(
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
                        verbose_name="event",
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("LAB", "Labour"),
                                ("FIN", "Financing"),
                                ("LAND", "Land"),
                                ("ENG", "Energy"),
                                ("WAT", "Water and sewage"),
                                ("LOG", "Logistics and traffic"),
                                ("POL", "Policy payments"),
                                ("APP", "Approvals and permits"),
                                ("INF", "Infrastructure and amenities"),
                                ("SUP", "Supply chain"),
                                ("MKT", "Markets"),
                                ("TEC", "Science and technology"),
                                ("TAL", "Talent"),
                                ("LAW", "Law and intellectual property"),
                                ("TAX", "Tax and social insurance"),
                                ("ENV", "Environment"),
                                ("SAF", "Safety and fire protection"),
                                ("PTY", "Party building and associations"),
                                ("EMG", "Emergencies and supply"),
                                ("ADV", "Suggestions and praise"),
                            ],
                            max_length=4,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="type is one of",
                    ),
                ),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("simple", "Simple: one department can answer"),
                                ("ordinary", "Ordinary: one department must act"),
                                ("complex", "Complex: several departments"),
                                ("policy", "Needs a higher level or a change of policy"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="level is one of",
                    ),
                ),
                (
                    "tiers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("anchor", "Anchor firm"),
                                ("key", "Key enterprise"),
                                ("scale", "Above designated size"),
                                ("small", "Small or micro enterprise"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="tier of the enterprise is one of",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="words mention one of"
                    ),
                ),
                (
                    "set_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("simple", "Simple: one department can answer"),
                            ("ordinary", "Ordinary: one department must act"),
                            ("complex", "Complex: several departments"),
                            ("policy", "Needs a higher level or a change of policy"),
                        ],
                        max_length=10,
                        verbose_name="level becomes",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=400, verbose_name="internal note"),
                ),
                (
                    "tell_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("deputy_director", "Deputy director"),
                                ("section_head", "Section head"),
                                ("sector_specialist", "Sector specialist"),
                                ("planning_officer", "Planning and construction officer"),
                                ("general_affairs", "General affairs officer"),
                                ("enterprise_contact", "Enterprise contact"),
                                ("bureau_liaison", "Bureau liaison"),
                                ("village_liaison", "Town and village liaison"),
                                ("auditor", "Auditor"),
                                ("park_admin", "Park administrator"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="roles that are told",
                    ),
                ),
                ("is_active", models.BooleanField(default=False, verbose_name="active")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "set_officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer becomes",
                    ),
                ),
                (
                    "set_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parks.unit",
                        verbose_name="lead unit becomes",
                    ),
                ),
                (
                    "tell_robot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.robot",
                        verbose_name="group that is told",
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
                        verbose_name="lead unit is",
                    ),
                ),
            ],
            options={
                "verbose_name": "automation rule",
                "verbose_name_plural": "automation rules",
                "ordering": ["-is_active", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("park", "name"), name="channels_rule_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "did",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        default=list,
                        size=None,
                        verbose_name="did",
                    ),
                ),
                (
                    "refusal",
                    models.CharField(blank=True, max_length=200, verbose_name="refused because"),
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
                        related_name="+",
                        to="desk.servicerequest",
                        verbose_name="request",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="channels.rule",
                        verbose_name="automation rule",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule run",
                "verbose_name_plural": "rule runs",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["rule", "-id"], name="channels_run_log")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "request", "round"), name="channels_run_once_a_round"
                    )
                ],
            },
        ),
    ]
