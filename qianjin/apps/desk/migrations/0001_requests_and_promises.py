import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("enterprises", "0001_directory_and_thread"),
        ("parks", "0001_park_units_calendar"),
    ]

    operations = [
        migrations.CreateModel(
            name="PromiseProfile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "is_inference",
                    models.BooleanField(
                        default=False, verbose_name="inference, to be calibrated by the park"
                    ),
                ),
                (
                    "on_miss",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="when it cannot be kept"
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parks.workingcalendar",
                        verbose_name="working calendar",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="profiles",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "promise profile",
                "verbose_name_plural": "promise profiles",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("park", "code"), name="desk_profile_code_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, verbose_name="number")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("body", models.TextField(verbose_name="words")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("portal", "Portal (前进潮)"),
                            ("phone", "Telephone"),
                            ("visit", "Visit"),
                            ("officer", "Officer at the enterprise"),
                            ("hotline", "12345 hotline"),
                            ("leader", "Instruction from a leader"),
                            ("meeting", "Assigned at a meeting"),
                            ("letter", "Letter"),
                            ("data", "Warning from data"),
                            ("import", "Imported"),
                        ],
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
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
                        verbose_name="type",
                    ),
                ),
                ("subkind", models.CharField(blank=True, max_length=14, verbose_name="sub-type")),
                (
                    "aim",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("activity", "Service by activities"),
                            ("platform", "Service by facilities"),
                            ("precise", "Precise service"),
                        ],
                        max_length=10,
                        verbose_name="aim",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("simple", "Simple: one department can answer"),
                            ("ordinary", "Ordinary: one department must act"),
                            ("complex", "Complex: several departments"),
                            ("policy", "Needs a higher level or a change of policy"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "Submitted"),
                            ("accepted", "Accepted"),
                            ("need_info", "Waiting for the enterprise's material"),
                            ("in_progress", "In progress"),
                            ("replied", "Replied"),
                            ("long_case", "Long case"),
                            ("resolved", "Resolved"),
                            ("closed", "Archived"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="submitted",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="raised at")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "next_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("respond", "Respond"),
                            ("plan", "Reply or plan"),
                            ("resolve", "Resolve"),
                            ("interim", "Interim answer"),
                        ],
                        max_length=10,
                        verbose_name="next promise",
                    ),
                ),
                (
                    "next_due_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="next due"),
                ),
                (
                    "warn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="yellow from"),
                ),
                (
                    "paused_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="paused since"),
                ),
                (
                    "resume_status",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="state before the pause"
                    ),
                ),
                (
                    "milestone",
                    models.CharField(blank=True, max_length=200, verbose_name="next milestone"),
                ),
                (
                    "milestone_on",
                    models.DateField(blank=True, null=True, verbose_name="milestone due"),
                ),
                (
                    "resolved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="resolved at"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="archived at"),
                ),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="latest rating"
                    ),
                ),
                (
                    "calendar_version",
                    models.PositiveIntegerField(default=1, verbose_name="version of the calendar"),
                ),
                (
                    "sender_key",
                    models.CharField(blank=True, max_length=64, verbose_name="idempotency key"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="enterprises.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                        related_name="requests",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "first_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="first to receive it",
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
                        related_name="requests",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="desk.promiseprofile",
                        verbose_name="promise",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="parks.unit",
                        verbose_name="lead unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "service request",
                "verbose_name_plural": "service requests",
                "indexes": [
                    models.Index(fields=["park", "-opened_at", "-id"], name="desk_newest"),
                    models.Index(fields=["park", "kind", "-opened_at", "-id"], name="desk_by_kind"),
                    models.Index(fields=["park", "unit", "-opened_at", "-id"], name="desk_by_unit"),
                    models.Index(
                        fields=["park", "officer", "-opened_at", "-id"], name="desk_by_officer"
                    ),
                    models.Index(
                        fields=["park", "status", "-opened_at", "-id"], name="desk_by_status"
                    ),
                    models.Index(
                        fields=["park", "level", "-opened_at", "-id"], name="desk_by_level"
                    ),
                    models.Index(
                        fields=["park", "score", "-opened_at", "-id"], name="desk_by_score"
                    ),
                    models.Index(
                        fields=["enterprise", "-opened_at", "-id"], name="desk_by_enterprise"
                    ),
                    models.Index(fields=["park", "resolved_at"], name="desk_by_resolved"),
                    models.Index(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "submitted",
                                    "accepted",
                                    "need_info",
                                    "in_progress",
                                    "replied",
                                    "long_case",
                                ],
                            )
                        ),
                        fields=["park", "next_due_at", "id"],
                        name="desk_open_by_due",
                    ),
                    models.Index(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "submitted",
                                    "accepted",
                                    "need_info",
                                    "in_progress",
                                    "replied",
                                    "long_case",
                                ],
                            )
                        ),
                        fields=["park", "unit", "next_due_at", "id"],
                        name="desk_open_by_unit_due",
                    ),
                    models.Index(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "submitted",
                                    "accepted",
                                    "need_info",
                                    "in_progress",
                                    "replied",
                                    "long_case",
                                ],
                            )
                        ),
                        fields=["park", "officer", "next_due_at", "id"],
                        name="desk_open_by_officer_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("park", "number"), name="desk_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("sender_key", ""), _negated=True),
                        fields=("park", "sender_key"),
                        name="desk_sender_key_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("next_due_at__isnull", True),
                                ("next_stage", ""),
                                ("warn_at__isnull", True),
                            ),
                            models.Q(
                                ("next_due_at__isnull", False),
                                ("warn_at__isnull", False),
                                models.Q(("next_stage", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="desk_next_promise_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "resolved"), _negated=True),
                            ("resolved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="desk_resolved_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("respond", "Respond"),
                            ("plan", "Reply or plan"),
                            ("resolve", "Resolve"),
                            ("interim", "Interim answer"),
                        ],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                ("amount", models.PositiveSmallIntegerField(verbose_name="amount")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("wh", "working hours"),
                            ("wd", "working days"),
                            ("d", "calendar days"),
                            ("mo", "months"),
                        ],
                        max_length=2,
                        verbose_name="counted in",
                    ),
                ),
                ("start_at", models.DateTimeField(verbose_name="starts")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("warn_at", models.DateTimeField(verbose_name="yellow from")),
                (
                    "paused_minutes",
                    models.PositiveIntegerField(default=0, verbose_name="paused working minutes"),
                ),
                ("met_at", models.DateTimeField(blank=True, null=True, verbose_name="met at")),
                ("is_provisional", models.BooleanField(default=False, verbose_name="provisional")),
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
                        related_name="promises",
                        to="desk.servicerequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "promise",
                "verbose_name_plural": "promises",
                "ordering": ["round", "position"],
                "indexes": [
                    models.Index(fields=["park", "stage", "due_at"], name="desk_promise_due"),
                    models.Index(
                        condition=models.Q(("met_at__isnull", True)),
                        fields=["park", "due_at"],
                        name="desk_promise_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "round", "position"), name="desk_promise_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
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
                        verbose_name="type",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("simple", "Simple: one department can answer"),
                            ("ordinary", "Ordinary: one department must act"),
                            ("complex", "Complex: several departments"),
                            ("policy", "Needs a higher level or a change of policy"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promise_choices",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="desk.promiseprofile",
                        verbose_name="profile",
                    ),
                ),
            ],
            options={
                "verbose_name": "choice of promise",
                "verbose_name_plural": "choices of promise",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "kind", "level"), name="desk_choice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseStage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("respond", "Respond"),
                            ("plan", "Reply or plan"),
                            ("resolve", "Resolve"),
                            ("interim", "Interim answer"),
                        ],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("simple", "Simple: one department can answer"),
                            ("ordinary", "Ordinary: one department must act"),
                            ("complex", "Complex: several departments"),
                            ("policy", "Needs a higher level or a change of policy"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                (
                    "amount",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="amount",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("wh", "working hours"),
                            ("wd", "working days"),
                            ("d", "calendar days"),
                            ("mo", "months"),
                        ],
                        max_length=2,
                        verbose_name="counted in",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="desk.promiseprofile",
                        verbose_name="profile",
                    ),
                ),
            ],
            options={
                "verbose_name": "promise stage",
                "verbose_name_plural": "promise stages",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "stage", "level"), name="desk_stage_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("yellow_officer", "Due soon: officer"),
                            ("red_officer", "Late: officer"),
                            ("red_head", "Late: section head"),
                            ("red_director", "Late by a working day: deputy director"),
                        ],
                        max_length=16,
                        verbose_name="rung",
                    ),
                ),
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
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="desk.promise",
                        verbose_name="promise",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "constraints": [
                    models.UniqueConstraint(fields=("promise", "rung"), name="desk_reminder_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestText",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="desk.servicerequest",
                        verbose_name="request",
                    ),
                ),
                ("words", models.TextField(verbose_name="searchable text")),
                (
                    "bigrams",
                    django.contrib.postgres.search.SearchVectorField(
                        null=True, verbose_name="bigrams"
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
                "verbose_name": "searchable text",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["bigrams"], name="desk_text_bigrams"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="score",
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("fast", "Quick"),
                                ("solved", "Really solved"),
                                ("kind", "Friendly and attentive"),
                                ("clear", "Clearly explained"),
                                ("slow", "Too slow"),
                                ("unsolved", "Not solved"),
                                ("unclear", "Not clearly explained"),
                                ("runaround", "Sent from one office to the next"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="reasons",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="words")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
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
                        related_name="ratings",
                        to="desk.servicerequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "rating",
                "verbose_name_plural": "ratings",
                "indexes": [models.Index(fields=["park", "-at"], name="desk_rating_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "round"), name="desk_rating_once"),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 1), ("score__lte", 5)),
                        name="desk_rating_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "kind",
                    models.CharField(
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
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("enterprise", "Enterprise"),
                            ("office", "Office"),
                            ("clock", "System"),
                        ],
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=80, verbose_name="by")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("data", models.JSONField(default=dict, verbose_name="data")),
                ("is_internal", models.BooleanField(default=False, verbose_name="internal")),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, verbose_name="version of the request after it"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
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
                        related_name="entries",
                        to="desk.servicerequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "entries",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["request", "id"], name="desk_entry_order"),
                    models.Index(fields=["park", "at"], name="desk_entry_newest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="desk.entry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="desk.servicerequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("by_name", models.CharField(blank=True, max_length=80, verbose_name="by")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thanks",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thanks",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thanks",
                        to="desk.servicerequest",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "thanks",
                "verbose_name_plural": "thanks",
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["park", "-at", "-id"], name="desk_thanks_newest")],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
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
                        verbose_name="type",
                    ),
                ),
                (
                    "aim",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("activity", "Service by activities"),
                            ("platform", "Service by facilities"),
                            ("precise", "Precise service"),
                        ],
                        max_length=10,
                        verbose_name="aim",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties",
                        to="parks.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "duty",
                "verbose_name_plural": "duties",
                "constraints": [
                    models.UniqueConstraint(fields=("park", "kind"), name="desk_duty_once")
                ],
            },
        ),
    ]
