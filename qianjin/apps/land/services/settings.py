"""规则 The zone of a park's areas, and its rule of low-efficiency land."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park

from .. import planning, policies
from ..models import LandSettings, Parcel
from ..refusals import BadRules, MayNotSetRules, RulesChangedSince
from .steps import count_up

FIELDS = ("zone", "low_tax_wan", "low_idle_months", "low_grade_d", "low_contract")


@transaction.atomic
def set_rules(
    *, park: Park, version: int | None, by: Actor, at: datetime, **values: Any
) -> LandSettings:
    """
    设置规则 Change the zone or the rule; a new zone computes every open parcel's area anew.

    :raises MayNotSetRules: not this person's to change.
    :raises RulesChangedSince: ``version`` is not the present one.
    :raises BadRules: what is wrong, by field.
    """
    if not policies.may_set_rules(by, park.pk):
        raise MayNotSetRules
    LandSettings.objects.bulk_create([LandSettings(park=park)], ignore_conflicts=True)
    row = LandSettings.objects.select_for_update().get(park=park)
    if version is not None and version != row.version:
        raise RulesChangedSince
    before = {name: getattr(row, name) for name in FIELDS}
    kept = {**before, **values}
    _check(kept)
    differing = [name for name in FIELDS if kept[name] != before[name]]
    if not differing:
        return row
    for name in differing:
        setattr(row, name, kept[name])
    row.version += 1
    row.save()
    if "zone" in differing:
        _compute_anew(park.pk, row.zone)
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="parcel.rules",
        object_kind="park",
        object_id=park.pk,
        object_label=str(park),
        detail={
            "before": {name: before[name] for name in differing},
            "after": {name: kept[name] for name in differing},
        },
    )
    count_up(park.pk, at)
    return row


def _compute_anew(park_id: int, zone: int) -> None:
    rows = Parcel.objects.select_for_update().filter(park_id=park_id).only("pk", "shape")
    for row in rows.order_by("pk").iterator(chunk_size=500):
        area = planning.plane_area(planning.geometry_of(row.shape), zone)
        Parcel.objects.filter(pk=row.pk).update(area_plane=area)


def _check(kept: dict[str, Any]) -> None:
    problems: dict[str, list[str]] = {}
    if not isinstance(kept["zone"], int) or not planning.is_zone(kept["zone"]):
        problems["zone"] = [_("A zone of China: 25 to 45 (3 degrees) or 13 to 23 (6 degrees).")]
    tax, months = kept["low_tax_wan"], kept["low_idle_months"]
    if tax is not None and not (tax.is_finite() and 0 < tax < Decimal(10) ** 6):
        problems["low_tax_wan"] = [_("An amount above zero, in units of 10,000 yuan.")]
    if months is not None and not 1 <= months <= 240:
        problems["low_idle_months"] = [_("Between 1 and 240 months.")]
    if problems:
        raise BadRules(problems)
