"""坐标参考系 In which systems boundaries are handed out, with the axes in the registry's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import boundaries as planning
from .sheet import MILLION

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
STORAGE_CRS = f"{EPSG}4490"
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Crs:
    """
    One system.

    Parameters
    ----------
    uri
        As a client names it.
    north_first
        The registry has latitude, or northing, first (SURVEY 2.2: the axis trap).
    zone
        Of a plane; 0 for degrees.
    prefix
        Metres that its eastings are larger by than those without the zone's number.
    """

    uri: str
    north_first: bool = False
    zone: int = 0
    prefix: int = 0

    def box_in_degrees(self, box: Box) -> Box | None:
        """West, south, east, north of a box in this system; none when it is no such place."""
        import shapely

        first, second, third, fourth = box
        west, south, east, north = (
            (second, first, fourth, third) if self.north_first else (first, second, third, fourth)
        )
        if not self.zone:
            return _in_range(west, south, east, north)
        west, east = west - self.prefix, east - self.prefix
        if max(abs(west), abs(east)) > MILLION or not 0 <= south <= north <= 10 * MILLION:
            return None
        if west > east:
            return None
        # The sides of a box on the plane are curves in degrees.
        sides = shapely.segmentize(shapely.box(west, south, east, north), (east - west) / 8 + 1)
        found = planning.in_degrees(sides, self.zone).bounds
        return found if _in_range(*found) else None

    def written(self, shapes: Sequence[planning.Shape]) -> list[str]:
        """The geometries as GeoJSON: degrees to 9 decimals, metres to a tenth of a millimetre."""
        import numpy as np
        import shapely

        if not shapes:
            return []
        found = np.array([planning.geometry_of(shape) for shape in shapes], dtype=object)
        if self.zone:
            found = planning.in_plane(found, self.zone)

        def placed(points: Any) -> Any:
            moved = np.round(points + np.array([self.prefix, 0]), 4 if self.zone else 9)
            return moved[:, ::-1] if self.north_first else moved

        return [str(text) for text in shapely.to_geojson(shapely.transform(found, placed))]


def _in_range(west: float, south: float, east: float, north: float) -> Box | None:
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        return None
    return west, south, east, north


def crs_list(zone: int) -> list[Crs]:
    """The systems of a park: degrees, and the plane of its zone with the prefix and without."""
    numbered, plain = planning.plane_codes(zone)
    return [
        Crs(CRS84),
        Crs(STORAGE_CRS, north_first=True),
        Crs(f"{EPSG}{numbered}", north_first=True, zone=zone, prefix=zone * MILLION),
        Crs(f"{EPSG}{plain}", north_first=True, zone=zone),
    ]


def crs_of(uri: str | None, zone: int) -> Crs | None:
    """The system of a URI; CRS84 without one, none for one that is not offered."""
    wanted = uri or CRS84
    return next((crs for crs in crs_list(zone) if crs.uri == wanted), None)
