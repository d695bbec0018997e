import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_people_and_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("parks", "0001_park_units_calendar"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=40, verbose_name="short name"),
                ),
                ("name_key", models.CharField(max_length=120, verbose_name="normalised name")),
                (
                    "credit_code",
                    models.CharField(
                        blank=True, max_length=18, verbose_name="unified social credit code"
                    ),
                ),
                (
                    "industry",
                    models.CharField(blank=True, max_length=5, verbose_name="industry (GB/T 4754)"),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("auto", "Automobiles and parts"),
                            ("aviation", "Aviation"),
                            ("space", "Space"),
                            ("smart", "Smart manufacturing"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="sector",
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
                        default="small",
                        max_length=10,
                        verbose_name="tier",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("building", "Under construction"),
                            ("operating", "In operation"),
                            ("suspended", "Production suspended"),
                            ("left", "Left the park"),
                        ],
                        default="operating",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="address")),
                (
                    "opened_on",
                    models.DateField(blank=True, null=True, verbose_name="in the park since"),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="demonstration")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("search_text", models.TextField(blank=True, verbose_name="searchable text")),
                (
                    "search",
                    django.contrib.postgres.search.SearchVectorField(
                        null=True, verbose_name="bigrams"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="enterprises.enterprise",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="enterprises",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer responsible",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enterprises",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "enterprise",
                "verbose_name_plural": "enterprises",
                "indexes": [
                    models.Index(fields=["park", "name", "id"], name="enterprises_by_name"),
                    models.Index(fields=["park", "-id"], name="enterprises_newest"),
                    models.Index(fields=["park", "name_key"], name="enterprises_by_key"),
                    models.Index(fields=["park", "tier", "name", "id"], name="enterprises_by_tier"),
                    models.Index(
                        fields=["park", "sector", "name", "id"], name="enterprises_by_sector"
                    ),
                    models.Index(
                        fields=["park", "status", "name", "id"], name="enterprises_by_status"
                    ),
                    models.Index(
                        fields=["park", "officer", "name", "id"], name="enterprises_by_officer"
                    ),
                    models.Index(
                        fields=["park", "industry", "name", "id"], name="enterprises_by_trade"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="enterprises_search"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("credit_code", ""), _negated=True),
                            ("merged_into__isnull", True),
                        ),
                        fields=("park", "credit_code"),
                        name="enterprises_credit_code_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Distinct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said_at", models.DateTimeField(verbose_name="said at")),
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
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="said by",
                    ),
                ),
                (
                    "lower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="one enterprise",
                    ),
                ),
                (
                    "upper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="the other enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "pair of distinct enterprises",
                "verbose_name_plural": "pairs of distinct enterprises",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lower", "upper"), name="enterprises_distinct_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lower__lt", models.F("upper"))),
                        name="enterprises_distinct_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("post", models.CharField(blank=True, max_length=40, verbose_name="post")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("is_primary", models.BooleanField(default=False, verbose_name="first to call")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "invitation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contacts",
                        to="accounts.invitation",
                        verbose_name="invitation",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["-is_primary", "id"],
                "indexes": [models.Index(fields=["user", "park"], name="enterprises_contact_user")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("enterprise", "user"),
                        name="enterprises_contact_account_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("sheet", models.JSONField(default=list, verbose_name="rows as read")),
                ("mapping", models.JSONField(default=dict, verbose_name="columns")),
                ("outcome", models.JSONField(default=dict, verbose_name="outcome")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preview", "Preview"),
                            ("done", "Taken over"),
                            ("undone", "Undone"),
                            ("abandoned", "Abandoned"),
                        ],
                        default="preview",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("decisions", models.JSONField(default=dict, verbose_name="decisions")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "done_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken over at"),
                ),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="undone at"),
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
                        related_name="imports",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "import batch",
                "verbose_name_plural": "import batches",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("moved", models.JSONField(default=dict, verbose_name="what moved")),
                ("merged_at", models.DateTimeField(verbose_name="merged at")),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="undone at"),
                ),
                (
                    "dropped",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_dropped",
                        to="enterprises.enterprise",
                        verbose_name="merged away",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_kept",
                        to="enterprises.enterprise",
                        verbose_name="kept",
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="merged by",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "merge",
                "verbose_name_plural": "merges",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("dropped")), _negated=True),
                        name="enterprises_merge_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="enterprises_merge_undone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThreadEntry",
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
                            ("registered", "Entered in the directory"),
                            ("changed", "Details changed"),
                            ("contact", "Contact added"),
                            ("contact_changed", "Contact changed"),
                            ("contact_left", "Contact left"),
                            ("joined", "Contact has signed in"),
                            ("officer", "Officer named"),
                            ("figures", "Yearly figures entered"),
                            ("imported", "Taken over from a table"),
                            ("import_undone", "Import undone"),
                            ("merged", "Merged with a duplicate"),
                            ("unmerged", "Merge undone"),
                            ("note", "Note"),
                            ("letter", "Letter"),
                            ("request_raised", "Request raised"),
                            ("request_resolved", "Request resolved"),
                            ("request_reopened", "Request reopened"),
                            ("rated", "Rated"),
                            ("thanked", "Thanked"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=80, verbose_name="by")),
                ("text", models.CharField(blank=True, max_length=400, verbose_name="text")),
                (
                    "object_kind",
                    models.CharField(blank=True, max_length=40, verbose_name="kind of object"),
                ),
                (
                    "object_ref",
                    models.CharField(blank=True, max_length=60, verbose_name="reference"),
                ),
                ("is_internal", models.BooleanField(default=False, verbose_name="internal")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thread",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thread",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "thread entry",
                "verbose_name_plural": "thread entries",
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(
                        fields=["enterprise", "-at", "-id"], name="enterprises_thread_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="YearFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "output_wan",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="output (10,000 yuan)",
                    ),
                ),
                (
                    "tax_wan",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="tax (10,000 yuan)",
                    ),
                ),
                (
                    "employees",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="employees"),
                ),
                (
                    "land_mu",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="land (mu)",
                    ),
                ),
                (
                    "energy_tce",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="energy (tonnes of standard coal)",
                    ),
                ),
                (
                    "rnd_wan",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="research and development (10,000 yuan)",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "yearly figures",
                "verbose_name_plural": "yearly figures",
                "ordering": ["-year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "year"), name="enterprises_figures_once"
                    )
                ],
            },
        ),
    ]
