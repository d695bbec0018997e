import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("enterprises", "0006_told_of_a_cause"),
        ("parks", "0001_park_units_calendar"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuarterQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("text", models.CharField(max_length=200, verbose_name="question")),
                (
                    "options",
                    models.JSONField(
                        blank=True, default=list, verbose_name="answers to choose from"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="asked")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quarter_questions",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "question of the quarter",
                "verbose_name_plural": "questions of the quarter",
                "ordering": ["year", "quarter", "position", "id"],
                "indexes": [
                    models.Index(fields=["park", "year", "quarter"], name="visits_question_quarter")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)),
                        name="visits_quarter_range",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_on", models.DateField(verbose_name="first day")),
                ("until_on", models.DateField(verbose_name="last day")),
                (
                    "officers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="officers"
                    ),
                ),
                (
                    "own_only",
                    models.BooleanField(
                        default=True, verbose_name="each visits those in their care only"
                    ),
                ),
                (
                    "seconds",
                    models.PositiveSmallIntegerField(default=3, verbose_name="seconds of search"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be worked out"),
                            ("running", "Being worked out"),
                            ("ready", "Proposal"),
                            ("accepted", "Accepted"),
                            ("failed", "Could not be worked out"),
                            ("abandoned", "Given up"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("wishes", models.JSONField(blank=True, default=dict, verbose_name="wishes")),
                ("proposal", models.JSONField(blank=True, default=dict, verbose_name="proposal")),
                ("run", models.PositiveIntegerField(default=1, verbose_name="times worked out")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "begun_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="working since"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="round_plans",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan of rounds",
                "verbose_name_plural": "plans of rounds",
                "indexes": [models.Index(fields=["park", "-id"], name="visits_plan_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("first_on"))),
                        name="visits_plan_span",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("called_off", "Called off"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("begin_at", models.DateTimeField(verbose_name="leaves the office")),
                ("end_at", models.DateTimeField(verbose_name="back at the office")),
                ("metres", models.PositiveIntegerField(default=0, verbose_name="planned way (m)")),
                ("begun_at", models.DateTimeField(blank=True, null=True, verbose_name="begun at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="back at")),
                (
                    "mileage_km",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=6,
                        null=True,
                        verbose_name="mileage (km)",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="minutes out"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="note")),
                (
                    "officer",
                    models.ForeignKey(
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
                        related_name="rounds",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rounds",
                        to="visits.roundplan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "round of visits",
                "verbose_name_plural": "rounds of visits",
                "indexes": [
                    models.Index(fields=["park", "-on", "-id"], name="visits_round_newest"),
                    models.Index(fields=["park", "officer", "on"], name="visits_round_officer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("done_at__isnull", False), ("mileage_km__isnull", False)),
                            _connector="OR",
                        ),
                        name="visits_round_done_when",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "called_off"), _negated=True),
                        fields=("park", "officer", "on"),
                        name="visits_round_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("begin_at", models.DateTimeField(verbose_name="planned from")),
                ("leave_at", models.DateTimeField(verbose_name="planned until")),
                (
                    "arrived_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="arrived at"),
                ),
                (
                    "skipped",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="not visited because"
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stops",
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stops",
                        to="visits.round",
                        verbose_name="round of visits",
                    ),
                ),
            ],
            options={
                "verbose_name": "stop",
                "verbose_name_plural": "stops",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "position"), name="visits_stop_position_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TravelSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lon", models.FloatField(verbose_name="longitude of the office")),
                ("lat", models.FloatField(verbose_name="latitude of the office")),
                ("road_factor", models.FloatField(default=1.35, verbose_name="road factor")),
                ("speed_kmh", models.FloatField(default=30, verbose_name="average speed (km/h)")),
                (
                    "park",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="travel",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "travel settings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90),
                            ("lat__lte", 90),
                            ("lon__gte", -180),
                            ("lon__lte", 180),
                        ),
                        name="visits_office_on_earth",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("road_factor__gte", 1), ("speed_kmh__gt", 0)),
                        name="visits_travel_sane",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, verbose_name="number")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("visit", "Visit on site"),
                            ("call", "Contact by telephone or message"),
                        ],
                        max_length=8,
                        verbose_name="visit or contact",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("minutes", models.PositiveSmallIntegerField(default=45, verbose_name="minutes")),
                (
                    "others",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="others who came along"
                    ),
                ),
                ("with_head", models.BooleanField(default=False, verbose_name="a head was there")),
                (
                    "received_by",
                    models.CharField(blank=True, max_length=120, verbose_name="received by"),
                ),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="next visit")),
                ("entered_at", models.DateTimeField(verbose_name="entered at")),
                (
                    "sender_key",
                    models.CharField(blank=True, max_length=64, verbose_name="idempotency key"),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "stop",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="visit",
                        to="visits.stop",
                        verbose_name="stop",
                    ),
                ),
                (
                    "visitors",
                    models.ManyToManyField(
                        related_name="visits", to=settings.AUTH_USER_MODEL, verbose_name="visitors"
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "indexes": [
                    models.Index(fields=["park", "-at", "-id"], name="visits_newest"),
                    models.Index(fields=["enterprise", "-at", "-id"], name="visits_by_enterprise"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("park", "number"), name="visits_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("sender_key", ""), _negated=True),
                        fields=("park", "entered_by", "sender_key"),
                        name="visits_sender_key_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuarterAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=400, verbose_name="what was answered")),
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
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="visits.quarterquestion",
                        verbose_name="question",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer of the quarter",
                "verbose_name_plural": "answers of the quarter",
                "ordering": ["question__position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "question"), name="visits_answer_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("operation", "Production and business"),
                            ("figures", "Staff, output, tax, energy"),
                            ("project", "Project under construction"),
                            ("difficulty", "Difficulty"),
                            ("answer", "Answered on the spot"),
                            ("advice", "Suggestion of the enterprise"),
                        ],
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                (
                    "kind",
                    models.CharField(blank=True, max_length=4, verbose_name="type of request"),
                ),
                ("text", models.TextField(verbose_name="words")),
                (
                    "request_number",
                    models.CharField(blank=True, max_length=24, verbose_name="request"),
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
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="VisitPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("media_type", models.CharField(max_length=100, verbose_name="media type")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash")),
                ("path", models.CharField(max_length=200, verbose_name="path")),
                (
                    "preview",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="path of the preview"
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
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "photograph of a visit",
                "verbose_name_plural": "photographs of a visit",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Availability",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "half_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="half days",
                    ),
                ),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="skills",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="availabilities",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="availabilities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
                    ),
                ),
            ],
            options={
                "verbose_name": "time for visits",
                "verbose_name_plural": "times for visits",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "person"), name="visits_availability_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True, verbose_name="token")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="revoked at"),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar address",
                "verbose_name_plural": "calendar addresses",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("park", "person"),
                        name="visits_feed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CoverageRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("anchor", "Anchor firm"),
                            ("key", "Key enterprise"),
                            ("scale", "Above designated size"),
                            ("small", "Small or micro enterprise"),
                        ],
                        max_length=10,
                        verbose_name="tier",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("visit", "Visit on site"),
                            ("call", "Contact by telephone or message"),
                        ],
                        max_length=8,
                        verbose_name="visit or contact",
                    ),
                ),
                (
                    "caller",
                    models.CharField(
                        choices=[
                            ("officer", "Officer responsible"),
                            ("head", "Head of the office or of a section"),
                        ],
                        max_length=8,
                        verbose_name="by whom",
                    ),
                ),
                (
                    "every_days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(7),
                            django.core.validators.MaxValueValidator(1100),
                        ],
                        verbose_name="at least every … days",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(default=45, verbose_name="minutes of a visit"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "is_inference",
                    models.BooleanField(default=True, verbose_name="to be calibrated by the park"),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverage_rules",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "coverage rule",
                "verbose_name_plural": "coverage rules",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "tier", "means", "caller"), name="visits_rule_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_days__gte", 7), ("minutes__gte", 5)),
                        name="visits_rule_sane",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LatestContact",
            fields=[
                (
                    "enterprise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="latest_contact",
                        serialize=False,
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                ("visited_on", models.DateField(blank=True, null=True, verbose_name="visited on")),
                (
                    "contacted_on",
                    models.DateField(blank=True, null=True, verbose_name="contacted on"),
                ),
                (
                    "head_came_on",
                    models.DateField(blank=True, null=True, verbose_name="a head came on"),
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
                "verbose_name": "latest contact",
                "verbose_name_plural": "latest contacts",
                "indexes": [
                    models.Index(fields=["park", "visited_on"], name="visits_latest_visited")
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lon", models.FloatField(verbose_name="longitude")),
                ("lat", models.FloatField(verbose_name="latitude")),
                ("opens", models.CharField(blank=True, max_length=5, verbose_name="receives from")),
                (
                    "closes",
                    models.CharField(blank=True, max_length=5, verbose_name="receives until"),
                ),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="receives on",
                    ),
                ),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="asks for",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="minutes of a visit"
                    ),
                ),
                ("set_by", models.CharField(blank=True, max_length=80, verbose_name="entered by")),
                ("set_at", models.DateTimeField(verbose_name="entered at")),
                (
                    "enterprise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="place",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90),
                            ("lat__lte", 90),
                            ("lon__gte", -180),
                            ("lon__lte", 180),
                        ),
                        name="visits_place_on_earth",
                    )
                ],
            },
        ),
    ]
