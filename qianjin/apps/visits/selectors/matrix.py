"""矩阵提问 The places between which ways are measured, and what has been measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from .. import planning
from ..models import Place, TravelMatrix
from .ground import travel_of


@dataclass(frozen=True, slots=True)
class MatrixPlace:
    """The office (key 0) or an enterprise on the map."""

    key: int
    name: str
    lon: float
    lat: float


def matrix_places(park_id: int) -> list[MatrixPlace]:
    """The office first, then every enterprise on the map by its key; none without an office."""
    travel = travel_of(park_id)
    if travel is None:
        return []
    rows = Place.objects.filter(park_id=park_id, enterprise__merged_into=None)
    firms = rows.order_by("enterprise_id").values_list(
        "enterprise_id", "enterprise__name", "lon", "lat"
    )
    office = MatrixPlace(planning.OFFICE, _("The office"), travel.lon, travel.lat)
    return [office, *(MatrixPlace(*row) for row in firms)]


@dataclass(frozen=True, slots=True)
class MatrixState:
    """What was taken over, and which places of today it knows nothing of."""

    row: TravelMatrix
    size: int
    unknown: list[str]


def matrix_state(park_id: int, places: list[MatrixPlace]) -> MatrixState | None:
    """The table in use; straight lines stand in for places that are new or have moved."""
    row = TravelMatrix.objects.filter(park_id=park_id).defer("metres", "minutes").first()
    if row is None:
        return None
    near = planning.SAME_PLACE
    known = {key: (lon, lat) for key, lon, lat in row.points}
    unknown = [
        one.name
        for one in places
        if one.key not in known
        or abs(known[one.key][0] - one.lon) > near
        or abs(known[one.key][1] - one.lat) > near
    ]
    return MatrixState(row, len(row.points), unknown)


def measured_of(park_id: int) -> planning.Measured | None:
    """The table as the planner takes it."""
    row = TravelMatrix.objects.filter(park_id=park_id).first()
    if row is None:
        return None
    size = len(row.points)
    metres, minutes = (
        np.frombuffer(bytes(packed), dtype="<i4").reshape(size, size).astype(np.int64)
        for packed in (row.metres, row.minutes)
    )
    points = tuple((int(key), float(lon), float(lat)) for key, lon, lat in row.points)
    return planning.Measured(points, metres, minutes)
