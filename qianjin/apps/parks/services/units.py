"""Sections, bureaux, towns and villages of a park."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.audit import services as audit

from .. import policies
from ..choices import UnitKind
from ..models import Park, Unit
from ..policies import Steward
from ..refusals import BadUnit, MayNotEditPark, UnitInUse


@transaction.atomic
def add_unit(
    *,
    park: Park,
    code: str,
    kind: str,
    name_zh: str,
    by: Steward,
    at: datetime,
    name_en: str = "",
    parent: Unit | None = None,
    position: int = 0,
) -> Unit:
    """
    增设单位 Add a section, bureau, town or village to the park.

    :raises MayNotEditPark: ``by`` does not administer this park.
    :raises BadUnit: the code or the name is taken or missing, the kind unknown, or it would be
        part of a unit of another park.
    """
    if not policies.may_edit_park(by, park):
        raise MayNotEditPark
    code, name_zh = code.strip(), name_zh.strip()
    problems = _name_problems(park.pk, name_zh)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,23}", code):
        problems["code"] = [_("Small letters, digits and hyphens, at most 24.")]
    elif Unit.objects.filter(park=park, code=code).exists():
        problems["code"] = [_("This code is taken.")]
    if kind not in UnitKind.values:
        problems["kind"] = [_("This kind of unit is unknown.")]
    if parent is not None and parent.park_id != park.pk:
        problems["parent"] = [_("This unit belongs to another park.")]
    if problems:
        raise BadUnit(problems)
    unit = Unit.objects.create(
        park=park,
        code=code,
        kind=kind,
        name_zh=name_zh,
        name_en=name_en.strip(),
        parent=parent,
        position=position,
    )
    _trace(unit, "unit.add", by, at, {"kind": kind})
    return unit


@transaction.atomic
def change_unit(
    *,
    unit: Unit,
    name_zh: str,
    name_en: str,
    position: int,
    by: Steward,
    at: datetime,
    parent: Unit | None = None,
) -> Unit:
    """
    改名 Rename a unit, move it in the order or under another; equal values change nothing.

    :raises MayNotEditPark: ``by`` does not administer this park.
    :raises BadUnit: the name is missing or taken, or it would become part of itself.
    """
    if not policies.may_edit_park(by, unit.park):
        raise MayNotEditPark
    row = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    problems = _name_problems(row.park_id, name_zh.strip(), but=row.pk)
    if parent is not None and (parent.park_id != row.park_id or _is_within(parent, row)):
        problems["parent"] = [_("A unit cannot be part of itself or of another park's.")]
    if problems:
        raise BadUnit(problems)
    after: dict[str, Any] = {
        "name_zh": name_zh.strip(),
        "name_en": name_en.strip(),
        "position": position,
        "parent_id": parent.pk if parent else None,
    }
    before = {field: getattr(row, field) for field in after}
    differing = {field: value for field, value in after.items() if value != before[field]}
    if not differing:
        return row
    for field, value in differing.items():
        setattr(row, field, value)
    row.save()
    _trace(
        row,
        "unit.change",
        by,
        at,
        {"before": {field: before[field] for field in differing}, "after": differing},
    )
    return row


@transaction.atomic
def close_unit(*, unit: Unit, by: Steward, at: datetime, serving: list[str]) -> Unit:
    """
    停用单位 Take a unit out of use; its history stays. Doing it twice changes nothing.

    ``serving`` are the names of those who hold a role there today; people lie above the park,
    so the caller asks.

    :raises MayNotEditPark: ``by`` does not administer this park.
    :raises UnitInUse: somebody still serves there, or a part of it is in use.
    """
    if not policies.may_edit_park(by, unit.park):
        raise MayNotEditPark
    row = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    parts = [part.name for part in row.parts.filter(is_active=True)]
    if names := [*serving, *parts]:
        raise UnitInUse(names="、".join(names[:8]))
    return _set_active(row, False, "unit.close", by, at)


@transaction.atomic
def reopen_unit(*, unit: Unit, by: Steward, at: datetime) -> Unit:
    """
    恢复单位 Take a unit into use again. Doing it twice changes nothing.

    :raises MayNotEditPark: ``by`` does not administer this park.
    """
    if not policies.may_edit_park(by, unit.park):
        raise MayNotEditPark
    row = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    return _set_active(row, True, "unit.reopen", by, at)


def _set_active(row: Unit, active: bool, verb: str, by: Steward, at: datetime) -> Unit:
    if row.is_active != active:
        row.is_active = active
        row.save(update_fields=["is_active"])
        _trace(row, verb, by, at, {})
    return row


def _name_problems(park_id: int, name_zh: str, but: int | None = None) -> dict[str, list[str]]:
    if not name_zh:
        return {"name_zh": [_("The unit needs a Chinese name.")]}
    same = Unit.objects.filter(park_id=park_id, name_zh=name_zh, is_active=True)
    if but is not None:
        same = same.exclude(pk=but)
    return {"name_zh": [_("A unit of this name exists already.")]} if same.exists() else {}


def _is_within(unit: Unit | None, whole: Unit) -> bool:
    while unit is not None:
        if unit.pk == whole.pk:
            return True
        unit = unit.parent
    return False


def _trace(unit: Unit, verb: str, by: Steward, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(
        park_id=unit.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="unit",
        object_id=unit.pk,
        object_label=unit.name_zh,
        detail=detail,
    )
