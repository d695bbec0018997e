import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("parks", "0002_chronicle"),
        ("visits", "0001_coverage_rounds_visits"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhotoUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sender_key", models.CharField(max_length=64, verbose_name="idempotency key")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash")),
                (
                    "received",
                    models.PositiveBigIntegerField(default=0, verbose_name="bytes received"),
                ),
                ("path", models.CharField(max_length=200, verbose_name="path")),
                ("begun_at", models.DateTimeField(verbose_name="begun at")),
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
                        related_name="uploads",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "photograph on its way",
                "verbose_name_plural": "photographs on their way",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visit", "sender_key"), name="visits_upload_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TravelMatrix",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("points", models.JSONField(verbose_name="places")),
                ("metres", models.BinaryField(verbose_name="ways (m)")),
                ("minutes", models.BinaryField(verbose_name="times (min)")),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                ("set_by", models.CharField(max_length=80, verbose_name="entered by")),
                ("set_at", models.DateTimeField(verbose_name="entered at")),
                (
                    "park",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="travel_matrix",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
            ],
            options={
                "verbose_name": "travel matrix",
                "verbose_name_plural": "travel matrices",
            },
        ),
        migrations.CreateModel(
            name="VisitVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("content", models.JSONField(verbose_name="what it said")),
                ("why", models.CharField(max_length=200, verbose_name="corrected because")),
                ("replaced_at", models.DateTimeField(verbose_name="corrected at")),
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
                    "replaced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="corrected by",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier version of a record",
                "verbose_name_plural": "earlier versions of records",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "number"), name="visits_version_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="visit",
            name="photos_announced",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="photographs announced"),
        ),
        migrations.AddField(
            model_name="visit",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="visitphoto",
            name="sender_key",
            field=models.CharField(blank=True, max_length=64, verbose_name="idempotency key"),
        ),
        migrations.AddConstraint(
            model_name="visitphoto",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sender_key", ""), _negated=True),
                fields=("visit", "sender_key"),
                name="visits_photo_sent_once",
            ),
        ),
    ]
