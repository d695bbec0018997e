from django.db import migrations


def lay_out(apps, schema_editor):
    """Parks opened before there were projects get the usual pipelines; new ones at opening."""
    from qianjin.apps.investment.stages import USUAL

    park_model = apps.get_model("parks", "Park")
    pipeline_model = apps.get_model("investment", "Pipeline")
    stage_model = apps.get_model("investment", "Stage")
    for park in park_model.objects.all():
        for place, usual in enumerate(USUAL, start=1):
            row = pipeline_model.objects.create(
                park=park,
                code=usual.code,
                name_zh=usual.name_zh,
                name_en=usual.name_en,
                position=place,
            )
            stage_model.objects.bulk_create(
                stage_model(
                    park=park,
                    pipeline=row,
                    code=stage.code,
                    name_zh=stage.name_zh,
                    name_en=stage.name_en,
                    meaning=str(stage.meaning.value),
                    position=number,
                    cold_days=stage.cold_days,
                )
                for number, stage in enumerate(usual.stages, start=1)
            )


class Migration(migrations.Migration):
    dependencies = [("investment", "0001_projects_and_their_stages"), ("parks", "__first__")]
    operations = [migrations.RunPython(lay_out, migrations.RunPython.noop, elidable=True)]
