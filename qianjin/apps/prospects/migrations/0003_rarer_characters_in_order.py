"""The places of names in the book, by the function of the directory that knows rarer characters."""

from django.db import migrations

AGAIN = [
    "UPDATE prospects_organisation SET name = name",
    "UPDATE prospects_contact SET name = name",
]


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0011_rarer_characters_in_order"),
        ("prospects", "0002_targets_and_campaigns"),
    ]

    operations = [migrations.RunSQL(AGAIN, AGAIN, elidable=True)]
