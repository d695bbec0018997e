"""类别与阶段 What a park begins with, and what its administrator changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park

from .. import policies
from ..choices import Meaning
from ..models import Pipeline, Project, Stage
from ..refusals import BadStage, MayNotSetStages, StageInUse
from ..stages import USUAL
from .fields import plain

MOST_STAGES = 24
MOST_COLD = 3650


def lay_out(*, park: Park) -> list[Pipeline]:
    """
    铺设 The usual pipelines and stages where the park has none; with others it is left alone.

    Part of opening a park, hence nobody's act and without a trace of its own.
    """
    if Pipeline.objects.filter(park=park).exists():
        return list(Pipeline.objects.filter(park=park))
    made = []
    for place, usual in enumerate(USUAL, start=1):
        names = {"name_zh": usual.name_zh, "name_en": usual.name_en}
        row = Pipeline.objects.create(park=park, code=usual.code, position=place, **names)
        made.append(row)
        Stage.objects.bulk_create(
            Stage(
                park=park,
                pipeline=row,
                code=stage.code,
                name_zh=stage.name_zh,
                name_en=stage.name_en,
                meaning=stage.meaning,
                position=number,
                cold_days=stage.cold_days,
            )
            for number, stage in enumerate(usual.stages, start=1)
        )
    return made


@transaction.atomic
def change_stage(*, stage: Stage, by: Actor, at: datetime, **given: Any) -> Stage:
    """
    改阶段 Rename a stage, say after how many days it is cold, move it, or put it out of use.

    ``given``: ``name_zh``, ``name_en``, ``cold_days``, ``position``, ``is_active``.

    :raises MayNotSetStages: not this person's.
    :raises StageInUse: projects stand there, so it cannot be put out of use.
    :raises BadStage: what is wrong, by field.
    """
    if not policies.may_set_stages(by, stage.park_id):
        raise MayNotSetStages
    row = Stage.objects.select_for_update().get(pk=stage.pk)
    kept = _checked({name: given.get(name, getattr(row, name)) for name in _GIVEN})
    before = {name: getattr(row, name) for name in kept}
    changed = {name: value for name, value in kept.items() if before[name] != value}
    if not changed:
        return row
    if changed.get("is_active") is False:
        if row.meaning in (Meaning.SIGNED, Meaning.LOST):
            raise BadStage({"is_active": [_("Every pipeline needs its signing and its end.")]})
        if Project.objects.filter(stage=row).exists():
            raise StageInUse
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    _trace(row, "change", by, at, changed)
    return row


@transaction.atomic
def add_stage(*, pipeline: Pipeline, code: str, by: Actor, at: datetime, **given: Any) -> Stage:
    """
    加阶段 Put one more stage into a pipeline, before or after its signing as its place says.

    :raises MayNotSetStages: not this person's.
    :raises BadStage: what is wrong, by field.
    """
    if not policies.may_set_stages(by, pipeline.park_id):
        raise MayNotSetStages
    locked = Pipeline.objects.select_for_update().get(pk=pipeline.pk)
    rows = list(locked.stages.all())
    kept = _checked({**dict.fromkeys(_GIVEN), "is_active": True, **given})
    code = plain(code).lower()
    if not code.isidentifier() or len(code) > 24 or not code.isascii():
        raise BadStage({"code": [_("Small letters, digits and underlines, please.")]})
    if any(row.code == code for row in rows):
        raise BadStage({"code": [_("This code is taken.")]})
    if len(rows) >= MOST_STAGES:
        raise BadStage({"code": [_("At most %(most)s stages.") % {"most": MOST_STAGES}]})
    signing = next(row.position for row in rows if row.meaning == Meaning.SIGNED)
    meaning = Meaning.OPEN if kept["position"] <= signing else Meaning.AFTER
    for row in rows:
        if row.position >= kept["position"]:
            row.position += 1
    Stage.objects.bulk_update(rows, ["position"])
    made = Stage.objects.create(
        park_id=locked.park_id, pipeline=locked, code=code, meaning=meaning, **kept
    )
    _trace(made, "add", by, at, kept)
    return made


_GIVEN = ("name_zh", "name_en", "cold_days", "position", "is_active")


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    problems: dict[str, list[str]] = {}
    kept = {name: plain(given[name]) for name in ("name_zh", "name_en")}
    if not kept["name_zh"] or len(kept["name_zh"]) > 80:
        problems["name_zh"] = [_("Please write something.")]
    if len(kept["name_en"]) > 80:
        problems["name_en"] = [_("At most %(most)s characters.") % {"most": 80}]
    days, place = given["cold_days"], given["position"]
    if days is not None and not 1 <= days <= MOST_COLD:
        problems["cold_days"] = [_("From 1 to %(most)s days.") % {"most": MOST_COLD}]
    if place is None or not 1 <= place <= 2 * MOST_STAGES:
        problems["position"] = [_("Please give its place.")]
    if problems:
        raise BadStage(problems)
    return {**kept, "cold_days": days, "position": place, "is_active": bool(given["is_active"])}


def _trace(row: Stage, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=f"stage.{verb}",
        object_kind="stage",
        object_id=row.pk,
        object_label=row.name_zh,
        detail=detail,
    )
