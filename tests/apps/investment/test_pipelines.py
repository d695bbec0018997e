"""项目类别 What a park begins with, and what parks that were there before got."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from qianjin.apps.investment import services
from qianjin.apps.investment.models import Pipeline, Stage
from qianjin.apps.investment.refusals import BadStage, MayNotSetStages, StageInUse
from qianjin.apps.investment.stages import USUAL
from tests.factories.accounts import Cast
from tests.factories.investment import a_project, the_pipeline, the_stage
from tests.factories.parks import NOON, a_park


@pytest.mark.django_db
def test_parks_that_were_open_got_the_same_stages_as_new_ones() -> None:
    new = a_park()
    the_pipeline(new)
    older = a_park()
    Pipeline.objects.exclude(park=older).delete()
    migration = import_module("qianjin.apps.investment.migrations.0002_pipelines_of_open_parks")

    migration.lay_out(apps, None)

    assert Pipeline.objects.filter(park=older).count() == len(USUAL)
    told = ("pipeline__code", "code", "meaning", "position", "cold_days", "name_zh", "name_en")
    rows = [sorted(Stage.objects.filter(park=p).values_list(*told)) for p in (older, new)]
    assert rows[0] == rows[1]


def test_laying_out_twice_changes_nothing(cast: Cast) -> None:
    before = Stage.objects.count()

    services.lay_out(park=cast.park)

    assert Stage.objects.count() == before


def test_only_who_sets_the_rules_changes_a_stage(cast: Cast) -> None:
    stage = the_stage(cast.park, "talks")
    given = {"name_zh": "深谈", "position": 4}

    with pytest.raises(MayNotSetStages):
        services.change_stage(stage=stage, by=cast.acts(cast.yeting), at=NOON, **given)
    services.change_stage(stage=stage, by=cast.acts(cast.admin), at=NOON, **given)

    assert the_stage(cast.park, "talks").name_zh == "深谈"


def test_signing_end_and_stages_in_use_stay(cast: Cast) -> None:
    a_project(cast)
    admin = cast.acts(cast.admin)

    for code in ("signed", "lost"):
        with pytest.raises(BadStage):
            services.change_stage(
                stage=the_stage(cast.park, code), is_active=False, by=admin, at=NOON
            )
    with pytest.raises(StageInUse):
        services.change_stage(
            stage=the_stage(cast.park, "lead"), is_active=False, by=admin, at=NOON
        )


@pytest.mark.parametrize("code", ["talks", "谈", "a b", "", "x" * 25])
def test_a_new_stage_needs_a_code_of_its_own(cast: Cast, code: str) -> None:
    with pytest.raises(BadStage):
        services.add_stage(
            pipeline=the_pipeline(cast.park),
            code=code,
            name_zh="意向书",
            position=5,
            by=cast.acts(cast.admin),
            at=NOON,
        )


def test_a_stage_behind_the_signing_counts_as_after_it(cast: Cast) -> None:
    made = services.add_stage(
        pipeline=the_pipeline(cast.park),
        code="register",
        name_zh="注册",
        position=7,
        by=cast.acts(cast.admin),
        at=NOON,
    )

    assert made.meaning == "after"
