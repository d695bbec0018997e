import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("desk", "0015_milestones_always_set"),
        ("enterprises", "0008_thread_of_special_actions"),
        ("parks", "0002_chronicle"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainTeam",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
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
                        max_length=10,
                        verbose_name="sector",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chain_teams",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parks.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "team of a chain",
                "verbose_name_plural": "teams of chains",
                "constraints": [
                    models.UniqueConstraint(fields=("park", "sector"), name="desk_chain_team_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="cause",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", True)),
                fields=["park", "opened_at"],
                name="desk_cause_open",
            ),
        ),
        migrations.AddIndex(
            model_name="extension",
            index=models.Index(
                condition=models.Q(("status", "asked")),
                fields=["park", "asked_at"],
                name="desk_extension_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(
                condition=models.Q(("status", "asked")),
                fields=["park", "asked_at"],
                name="desk_return_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                condition=models.Q(("kind", "ADV")),
                fields=["park", "subkind", "-opened_at", "-id"],
                name="desk_by_voice",
            ),
        ),
    ]
