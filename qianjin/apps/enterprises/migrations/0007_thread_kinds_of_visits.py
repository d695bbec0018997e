from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0006_told_of_a_cause"),
    ]

    operations = [
        migrations.AlterField(
            model_name="threadentry",
            name="kind",
            field=models.CharField(
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
                    ("told", "Told of a common cause"),
                    ("request_raised", "Request raised"),
                    ("request_resolved", "Request resolved"),
                    ("request_reopened", "Request reopened"),
                    ("rated", "Rated"),
                    ("thanked", "Thanked"),
                    ("visited", "Visited"),
                    ("called", "Contacted"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
    ]
