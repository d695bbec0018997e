import django.contrib.postgres.fields
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("drives", "0001_special_actions"),
        ("enterprises", "0008_thread_of_special_actions"),
        ("parks", "0002_chronicle"),
    ]

    operations = [
        migrations.CreateModel(
            name="ResourceClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wanted", models.PositiveIntegerField(verbose_name="wanted")),
                ("day", models.DateField(blank=True, null=True, verbose_name="only on")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "First"), (2, "Usual"), (3, "Last")],
                        default=2,
                        verbose_name="priority",
                    ),
                ),
                (
                    "rank_words",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="reason of the priority"
                    ),
                ),
                ("held", models.PositiveIntegerField(default=0, verbose_name="held")),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                (
                    "place",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="place in the queue"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="drives.resource",
                        verbose_name="shared resource",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="drives.target",
                        verbose_name="enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim on a resource",
                "verbose_name_plural": "claims on resources",
                "indexes": [
                    models.Index(fields=["resource", "place", "id"], name="drives_claim_queue")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("resource", "target"), name="drives_claim_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DriveSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("targets", "Choose enterprises"), ("answers", "Enter answers")],
                        max_length=10,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preview", "Preview"),
                            ("done", "Taken over"),
                            ("abandoned", "Given up"),
                        ],
                        default="preview",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("headings", models.JSONField(default=list, verbose_name="headings")),
                ("columns", models.JSONField(default=dict, verbose_name="columns")),
                ("counts", models.JSONField(default=dict, verbose_name="counts")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "done_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken over at"),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="drives.drive",
                        verbose_name="special action",
                    ),
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
                        related_name="+",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "table of a special action",
                "verbose_name_plural": "tables of special actions",
                "indexes": [models.Index(fields=["drive", "-id"], name="drives_sheet_newest")],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Words"),
                            ("number", "Number"),
                            ("choice", "One of several"),
                            ("several", "Any of several"),
                            ("yes_no", "Yes or no"),
                            ("date", "Date"),
                            ("file", "File"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="question")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                (
                    "options",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="options",
                    ),
                ),
                ("is_whole", models.BooleanField(default=True, verbose_name="whole numbers only")),
                ("is_required", models.BooleanField(default=True, verbose_name="must be answered")),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
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
                "verbose_name": "question of a special action",
                "verbose_name_plural": "questions of special actions",
                "ordering": ["drive", "position", "id"],
                "indexes": [
                    models.Index(fields=["drive", "position", "id"], name="drives_question_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="words")),
                (
                    "number",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=16,
                        null=True,
                        verbose_name="number",
                    ),
                ),
                ("day", models.DateField(blank=True, null=True, verbose_name="day")),
                (
                    "chosen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="chosen",
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
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="drives.target",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="drives.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a question of a special action",
                "verbose_name_plural": "answers to questions of special actions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("target", "question"), name="drives_answer_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerFile",
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
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="drives.answer",
                        verbose_name="answer",
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
                "verbose_name": "file of an answer",
                "verbose_name_plural": "files of answers",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SheetRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="row in the file")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name as read")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new", "Is entered"),
                            ("changed", "Replaces an answer"),
                            ("idle", "Changes nothing"),
                            ("bad", "To be corrected"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("cells", models.JSONField(default=list, verbose_name="cells")),
                ("problems", models.JSONField(default=list, verbose_name="problems")),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="drives.drivesheet",
                        verbose_name="table",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of a table of a special action",
                "verbose_name_plural": "rows of tables of special actions",
                "indexes": [
                    models.Index(fields=["sheet", "kind", "number"], name="drives_sheet_row_kind")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sheet", "number"), name="drives_sheet_row_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("label", models.CharField(blank=True, max_length=40, verbose_name="label")),
                ("day", models.DateField(blank=True, null=True, verbose_name="day")),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="capacity",
                    ),
                ),
                ("taken", models.PositiveIntegerField(default=0, verbose_name="taken")),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slots",
                        to="drives.resource",
                        verbose_name="shared resource",
                    ),
                ),
            ],
            options={
                "verbose_name": "portion of a resource",
                "verbose_name_plural": "portions of resources",
                "ordering": ["resource", "position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("capacity"))),
                        name="drives_slot_not_over",
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="target",
            name="drives_target_once",
        ),
        migrations.AddField(
            model_name="drive",
            name="closing",
            field=models.TextField(blank=True, verbose_name="closing words"),
        ),
        migrations.AddField(
            model_name="drive",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="first told at"),
        ),
        migrations.AddField(
            model_name="resource",
            name="allotted_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="allotted by the rule at"
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="by_tier",
            field=models.BooleanField(
                default=False, verbose_name="anchors and key enterprises first"
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="is_whole",
            field=models.BooleanField(default=False, verbose_name="all or nothing"),
        ),
        migrations.AddField(
            model_name="resource",
            name="order",
            field=models.CharField(
                choices=[
                    ("evenly", "Evenly, one each in turn"),
                    ("in_turn", "In the order of asking"),
                ],
                default="evenly",
                max_length=10,
                verbose_name="order",
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="unit",
            field=models.CharField(blank=True, max_length=20, verbose_name="unit"),
        ),
        migrations.AddField(
            model_name="target",
            name="answered_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
        ),
        migrations.AddField(
            model_name="target",
            name="officer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="officer",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="remark",
            field=models.TextField(blank=True, verbose_name="remark of the office"),
        ),
        migrations.AddField(
            model_name="target",
            name="reminded_on",
            field=models.DateField(blank=True, null=True, verbose_name="last reminded on"),
        ),
        migrations.AddField(
            model_name="target",
            name="request_number",
            field=models.CharField(blank=True, max_length=24, verbose_name="request made of it"),
        ),
        migrations.AddField(
            model_name="target",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="parks.unit",
                verbose_name="section of the officer",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="target",
            name="via",
            field=models.CharField(
                blank=True,
                choices=[
                    ("portal", "By the enterprise itself"),
                    ("officer", "Entered by an officer"),
                    ("sheet", "From a table"),
                ],
                max_length=10,
                verbose_name="way of the answer",
            ),
        ),
        migrations.AlterField(
            model_name="target",
            name="state",
            field=models.CharField(
                choices=[
                    ("not_told", "Not yet told"),
                    ("told", "Told"),
                    ("unclear", "To be completed"),
                    ("answered", "Answered"),
                    ("done", "Done"),
                    ("not_needed", "Not needed"),
                ],
                default="not_told",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="drive",
            index=models.Index(fields=["park", "-id"], name="drives_by_number"),
        ),
        migrations.AddIndex(
            model_name="drive",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", True)),
                fields=["park", "due_on"],
                name="drives_running",
            ),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["drive", "id"], name="drives_target_in_order"),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["drive", "officer", "id"], name="drives_target_by_officer"),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["drive", "unit", "id"], name="drives_target_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                fields=("drive", "enterprise"),
                name="drives_target_once",
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="asks",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="drives.question",
                verbose_name="question that says how many",
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="asks_day",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="drives.question",
                verbose_name="question that says which day",
            ),
        ),
        migrations.AddField(
            model_name="allotment",
            name="slot",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="allotments",
                to="drives.slot",
                verbose_name="portion of a resource",
            ),
        ),
    ]
