"""要素提问 Parcels as features for other programs: pages, boxes, days."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor

from ..models import Parcel
from ..planning.systems import Crs
from .parcels import parcels_for

WHOLE = 15


@dataclass(frozen=True, slots=True)
class FeaturePage:
    """Some parcels; ``more`` continues them."""

    rows: list[Parcel]
    more: str


def features_page(
    actor: Actor,
    *,
    box: tuple[float, float, float, float] | None = None,
    days: tuple[date | None, date | None] | None = None,
    after: str = "",
    limit: int = 100,
) -> FeaturePage:
    """
    The parcels that this person may see: those of today, or those that stood at some time in
    ``days`` (first and last day, open ends none), whose bounds meet ``box`` (west, south, east,
    north; one with its west in the east goes across the meridian of 180 degrees).
    """
    rows = parcels_for(actor).select_related("village", "main_owner").order_by("pk")
    rows = rows.filter(closed_on=None) if days is None else rows.filter(_stood(*days))
    if box is not None:
        west, south, east, north = box
        across = Q(west__lte=east) | Q(east__gte=west)
        wide = across if west > east else Q(west__lte=east, east__gte=west)
        rows = rows.filter(wide, south__lte=north, north__gte=south)
    if after.isascii() and after.isdecimal() and len(after) <= WHOLE:
        rows = rows.filter(pk__gt=int(after))
    taken = list(rows[: limit + 1])
    more = str(taken[limit - 1].pk) if len(taken) > limit else ""
    return FeaturePage(taken[:limit], more)


def _stood(first: date | None, last: date | None) -> Q:
    begun = Q() if last is None else Q(opened_on__lte=last)
    # A boundary holds until the day before the one that replaces it.
    ended = Q() if first is None else Q(closed_on=None) | Q(closed_on__gt=first)
    return begun & ended


def features(rows: Sequence[Parcel], crs: Crs) -> list[str]:
    """Each parcel as a GeoJSON feature."""
    shapes = crs.written([row.shape for row in rows])
    return [
        f'{{"type": "Feature", "id": {row.pk}, "geometry": {shape}, "properties": {told(row)}}}'
        for row, shape in zip(rows, shapes, strict=True)
    ]


def told(row: Parcel) -> str:
    """What is said of a parcel, as JSON; areas in ㎡ and 亩, codes as they are kept."""
    said: dict[str, Any] = {
        "number": row.number,
        "name": row.name,
        "state": row.state,
        "village": row.village.name if row.village else None,
        "owner": row.main_owner.name if row.main_owner else None,
        "is_enclave": row.is_enclave,
        "sector": row.sector or None,
        "low_use": row.low_use or None,
        "area_plane": row.area_plane,
        "area_stated": row.area_stated,
        "area_mu": round(row.mu, 4),
        "origin": row.origin,
        "accuracy_m": row.accuracy_m,
        "use_code": row.use_code or None,
        "use_name": row.use_name or None,
        "far_min": row.far_min,
        "far_max": row.far_max,
        "ready_likely": row.ready_likely,
        "opened_on": row.opened_on,
        "closed_on": row.closed_on,
        "version": row.version,
    }
    return json.dumps(said, ensure_ascii=False, default=_plain)


def _plain(value: object) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)
