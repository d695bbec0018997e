import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("enterprises", "0009_revenue_and_thread_of_claims"),
        ("parks", "0002_chronicle"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=60, verbose_name="document number"),
                ),
                ("issuer", models.CharField(max_length=80, verbose_name="issued by")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "opens_on",
                    models.DateField(blank=True, null=True, verbose_name="applications from"),
                ),
                (
                    "closes_on",
                    models.DateField(blank=True, null=True, verbose_name="applications until"),
                ),
                ("amount_rule", models.CharField(max_length=300, verbose_name="what is paid")),
                (
                    "rate_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="share paid (%)",
                    ),
                ),
                ("rate_of", models.CharField(blank=True, max_length=20, verbose_name="share of")),
                (
                    "ceiling_wan",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="ceiling (10,000 yuan)",
                    ),
                ),
                (
                    "documents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="documents required",
                    ),
                ),
                (
                    "conditions",
                    models.JSONField(blank=True, default=list, verbose_name="conditions"),
                ),
                (
                    "figures_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="year of the figures"
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("link", models.URLField(blank=True, max_length=400, verbose_name="link")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "In force"),
                            ("stopped", "Stopped"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="demonstration")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("written_at", models.DateTimeField(verbose_name="entered at")),
                ("checked_at", models.DateTimeField(verbose_name="checked at")),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schemes",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "support scheme",
                "verbose_name_plural": "support schemes",
                "indexes": [
                    models.Index(fields=["park", "-id"], name="subsidies_scheme_newest"),
                    models.Index(fields=["park", "state", "-id"], name="subsidies_scheme_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "document_number", "title"), name="subsidies_scheme_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on", None),
                            ("closes_on", None),
                            ("closes_on__gte", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="subsidies_window_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("told", "Told"),
                            ("preparing", "Being prepared"),
                            ("filed", "Filed"),
                            ("review", "Under review by the bureau"),
                            ("approved", "Approved"),
                            ("paid", "Paid"),
                            ("refused", "Refused"),
                            ("declined", "Not claimed"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="told at")),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="filed on")),
                (
                    "claimed_wan",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="claimed (10,000 yuan)",
                    ),
                ),
                (
                    "approved_wan",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="approved (10,000 yuan)",
                    ),
                ),
                (
                    "paid_wan",
                    models.DecimalField(
                        decimal_places=4,
                        default=0,
                        max_digits=14,
                        verbose_name="paid (10,000 yuan)",
                    ),
                ),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                (
                    "refused_because",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="reason of the refusal"
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="subsidies.scheme",
                        verbose_name="support scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
                "indexes": [
                    models.Index(fields=["park", "-id"], name="subsidies_claim_newest"),
                    models.Index(fields=["park", "state", "-id"], name="subsidies_claim_by_state"),
                    models.Index(fields=["park", "year", "-id"], name="subsidies_claim_by_year"),
                    models.Index(fields=["scheme", "-id"], name="subsidies_claim_of_scheme"),
                    models.Index(fields=["enterprise", "-id"], name="subsidies_claim_of_firm"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "enterprise", "year"), name="subsidies_claim_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "paid"]), _negated=True),
                            ("approved_wan__isnull", False),
                            _connector="OR",
                        ),
                        name="subsidies_approved_has_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_wan", 0),
                            models.Q(
                                ("paid_on__isnull", False),
                                ("paid_wan__lte", models.F("approved_wan")),
                            ),
                            _connector="OR",
                        ),
                        name="subsidies_paid_within_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("refused_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="subsidies_refused_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=80, verbose_name="document")),
                ("by_name", models.CharField(max_length=80, verbose_name="by")),
                ("at", models.DateTimeField(verbose_name="at")),
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
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="subsidies.claim",
                        verbose_name="claim",
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
                "verbose_name": "document of a claim",
                "verbose_name_plural": "documents of claims",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ClaimStep",
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
                            ("told", "Told by the office"),
                            ("begun", "Begun"),
                            ("files", "Documents added"),
                            ("filed", "Filed"),
                            ("handed_over", "Handed to the bureau"),
                            ("sent_back", "Sent back for completion"),
                            ("approved", "Approved"),
                            ("paid", "Paid"),
                            ("refused", "Refused"),
                            ("declined", "Will not be claimed"),
                            ("entered", "Entered from a table"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("by_name", models.CharField(blank=True, max_length=80, verbose_name="by")),
                ("words", models.CharField(blank=True, max_length=400, verbose_name="words")),
                (
                    "amount_wan",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="amount (10,000 yuan)",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="subsidies.claim",
                        verbose_name="claim",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a claim",
                "verbose_name_plural": "steps of claims",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ClaimReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="subsidies.claim",
                        verbose_name="claim",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of a claim",
                "verbose_name_plural": "readings of claims",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "user"), name="subsidies_reading_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimReminder",
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
                            ("week", "Seven days before the window closes"),
                            ("day", "One day before the window closes"),
                            ("silent", "Thirty days without news from the bureau"),
                            ("unpaid", "Thirty days approved and not paid"),
                        ],
                        max_length=10,
                        verbose_name="rung",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="subsidies.claim",
                        verbose_name="claim",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder of a claim",
                "verbose_name_plural": "reminders of claims",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claim", "rung"), name="subsidies_reminder_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
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
                            ("high_tech", "High-tech enterprise"),
                            ("tech_sme", "Technology-based SME"),
                            ("innovative_sme", "Innovative SME"),
                            ("specialised_sme", "Specialised and sophisticated SME (SRDI)"),
                            ("little_giant", "“Little giant” enterprise"),
                            ("champion", "Manufacturing single champion"),
                            ("green_factory", "Green factory"),
                            ("smart_factory", "Smart factory"),
                            ("rnd_centre", "Enterprise research and development centre"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("holds", models.BooleanField(verbose_name="has it")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                ("stated_by", models.CharField(max_length=80, verbose_name="stated by")),
                ("stated_at", models.DateTimeField(verbose_name="stated at")),
                (
                    "is_own_word",
                    models.BooleanField(default=False, verbose_name="the enterprise's own word"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="qualifications",
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
                "verbose_name": "qualification of an enterprise",
                "verbose_name_plural": "qualifications of enterprises",
                "ordering": ["kind"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "kind"), name="subsidies_qualification_once"
                    )
                ],
            },
        ),
    ]
