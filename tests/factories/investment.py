"""Pipelines, projects and what happens to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qianjin.apps.investment import services
from qianjin.apps.investment.models import Criterion, Pipeline, Project, Stage
from qianjin.apps.parks.models import Park

from .accounts import Cast
from .parks import NOON


def the_pipeline(park: Park, code: str = "projects") -> Pipeline:
    """One of the usual pipelines, laid out when the park has none."""
    services.lay_out(park=park)
    return Pipeline.objects.get(park=park, code=code)


def the_stage(park: Park, code: str, pipeline: str = "projects") -> Stage:
    """A stage of it by its code."""
    return the_pipeline(park, pipeline).stages.get(code=code)


def a_project(
    cast: Cast,
    name: str = "航空复材结构件项目（演示）",
    *,
    stage: str = "",
    at: datetime = NOON,
    **values: Any,
) -> Project:
    """A lead of 叶汀, sector specialist, at the first stage unless another is named."""
    by = values.pop("by", None) or cast.acts(cast.yeting)
    given: dict[str, Any] = {"sector": "aviation", "source": "trip", **values}
    row = services.add_project(
        park=cast.park, pipeline=the_pipeline(cast.park), name=name, by=by, at=at, **given
    )
    if stage and stage != row.stage.code:
        row = services.move(project=row, to=the_stage(cast.park, stage), by=by, at=at)
    return row


def a_criterion(cast: Cast, name: str = "投资强度", **values: Any) -> Criterion:
    """A criterion of the park's reviews."""
    given = {"weight": 30, "minimum": 50, "position": 1, **values}
    return services.keep_criterion(
        park=cast.park, name_zh=name, by=cast.acts(cast.admin), at=NOON, **given
    )
