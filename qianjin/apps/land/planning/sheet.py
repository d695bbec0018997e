"""宗地图 The corners of a parcel on the plane of its zone, and what lies around it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import boundaries as planning

Plane = list[tuple[float, float]]
"""Easting without prefix and northing, metres."""
Box = tuple[float, float, float, float]
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Corner:
    """
    界址点 A corner: its name, northing and easting (with the prefix of the zone), and metres to the
    next one of its ring.
    """

    name: str
    ring: int
    north: float
    east: float
    metres: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A parcel as it is drawn: its rings, and the number written on it."""

    number: str
    rings: list[Plane]


def rings_of(shape: planning.Shape, zone: int) -> list[Plane]:
    """The rings on the plane, each from its north-west corner on; holes run the other way."""
    return _rings(planning.in_plane(planning.geometry_of(shape), zone))


def rings_within(shape: planning.Shape, zone: int, frame: Box) -> list[Plane]:
    """What of the rings lies in a frame on the plane (west, south, east, north)."""
    import shapely

    plane = planning.in_plane(planning.geometry_of(shape), zone)
    return _rings(shapely.intersection(plane, shapely.box(*frame)))


def frame_of(rings: Sequence[Plane], share: float) -> Box:
    """The box about rings, larger by a share of its longer side on each."""
    easts = [east for ring in rings for east, _north in ring]
    norths = [north for ring in rings for _east, north in ring]
    more = max(max(easts) - min(easts), max(norths) - min(norths)) * share
    return min(easts) - more, min(norths) - more, max(easts) + more, max(norths) + more


def _rings(plane: Any) -> list[Plane]:
    import numpy as np
    import shapely

    found = []
    for part in shapely.get_parts(plane):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        turned = shapely.orient_polygons(part, exterior_cw=True)
        for ring in (turned.exterior, *turned.interiors):
            points = shapely.get_coordinates(ring)[:-1]
            corner = np.array([points[:, 0].min(), points[:, 1].max()])
            first = int(np.argmin(np.hypot(*(points - corner).T)))
            rolled = np.round(np.roll(points, -first, axis=0), 3)
            found.append([(float(east), float(north)) for east, north in rolled])
    return found


def corners_of(rings: Sequence[Plane], zone: int) -> list[Corner]:
    """The corners as the table of a sheet has them: J1, J2, … through all rings."""
    found: list[Corner] = []
    for place, ring in enumerate(rings, start=1):
        for (east, north), (far, up) in zip(ring, [*ring[1:], ring[0]], strict=True):
            metres = ((far - east) ** 2 + (up - north) ** 2) ** 0.5
            name = f"J{len(found) + 1}"
            found.append(Corner(name, place, north, zone * MILLION + east, metres))
    return found


def geojson_of(shape: planning.Shape, *, gcj02: bool = False) -> dict[str, Any]:
    """The geometry in degrees as GeoJSON, on GCJ-02 for such a map."""
    import shapely

    geometry = planning.geometry_of(shape)
    if gcj02:
        from qianjin.engines.tiling import to_gcj02

        geometry = shapely.transform(geometry, to_gcj02)
    told: dict[str, Any] = json.loads(shapely.to_geojson(geometry))
    return told
