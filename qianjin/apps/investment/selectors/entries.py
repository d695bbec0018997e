"""项目入口 The only doors to a project and to what hangs on it."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.tables.selectors import table_for, tables_of
from qianjin.units.refusals import Missing

from .. import policies
from ..models import Pipeline, Project, ProjectTable, Stage, TouchFile


def projects_for(actor: Actor) -> QuerySet[Project]:
    """Every project this person may see."""
    return Project.objects.filter(policies.projects_seen(actor))


def project_for(actor: Actor, pk: int) -> Project:
    """:raises Missing: absent, of another park, or not this person's to see."""
    rows = projects_for(actor).select_related(
        "stage", "pipeline", "owner", "next_by", "unit", "lost_from", "park", "enterprise"
    )
    found = rows.select_related("organisation", "contact").filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def project_numbered(actor: Actor, number: str) -> Project | None:
    """The project of this number, when this person may see it."""
    word = number.replace("\x00", "")
    return projects_for(actor).filter(number=word).first()


def touch_file_for(actor: Actor, pk: int) -> TouchFile:
    """:raises Missing: absent, or of a project that is not this person's to see."""
    seen = projects_for(actor).values("pk")
    found = TouchFile.objects.filter(pk=pk, touch__project__in=seen).first()
    if found is None:
        raise Missing
    return found


def project_tables(actor: Actor) -> list[ProjectTable]:
    """The latest tables of projects: one's own, for heads everybody's."""
    return tables_of(actor, ProjectTable)


def project_table_for(actor: Actor, pk: int) -> ProjectTable:
    """:raises Missing: absent, of another park, or somebody else's."""
    return table_for(actor, pk, ProjectTable)


def pipelines_of(park_id: int) -> list[Pipeline]:
    """The park's pipelines, each with its stages in order as ``.stages.all()``."""
    stages = Prefetch("stages", Stage.objects.order_by("position", "pk"))
    return list(Pipeline.objects.filter(park_id=park_id).prefetch_related(stages))


def stage_for(actor: Actor, pk: int) -> Stage:
    """:raises Missing: no such stage in this park, or nobody who sees or sets stages asks."""
    rows = Stage.objects.filter(park_id=actor.park_id).select_related("pipeline")
    asks = actor.may(Capability.PROJECT_SEE) or actor.may(Capability.PROJECT_RULES)
    found = rows.filter(pk=pk).first() if asks else None
    if found is None:
        raise Missing
    return found


def pipeline_for(actor: Actor, code: str) -> Pipeline:
    """:raises Missing: no such pipeline in this park."""
    word = code.replace("\x00", "")
    found = Pipeline.objects.filter(park_id=actor.park_id, code=word).first()
    if found is None:
        raise Missing
    return found
