"""几何 Boundaries as the book keeps them.

Canonical is CGCS2000 longitude and latitude (EPSG:4490, east first) as 2D MultiPolygon in WKB.
Areas are those of the plane of the park's Gauss-Krüger zone: the legal figure in China (SURVEY
2.2). shapely and pyproj are loaded when a boundary is looked at, not with every web process.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from qianjin.engines.survey.zones import Zone, to_lonlat, to_plane

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Shape = bytes | memoryview
"""WKB as made here, or as the database gives it."""
MOST_POINTS = 20_000
"""Points of one boundary; a parcel with more is no parcel."""
CHINA = (73.0, 3.0, 136.0, 54.0)
CENT = Decimal("0.01")


class BadShape(ValueError):
    """``code`` says what is wrong with a boundary, ``place`` where (longitude, latitude)."""

    def __init__(self, code: str, place: tuple[float, float] | None = None) -> None:
        super().__init__(code)
        self.code, self.place = code, place


@dataclass(frozen=True, slots=True)
class Boundary:
    """
    界线 A boundary in canonical form.

    Parameters
    ----------
    shape
        WKB of a 2D MultiPolygon, CGCS2000 degrees.
    bounds
        West, south, east, north; degrees.
    area
        Of the plane of the park's zone, ㎡, to two decimals.
    """

    shape: bytes
    bounds: tuple[float, float, float, float]
    area: Decimal


def boundary_of(shape: Shape | BaseGeometry, zone: int) -> Boundary:
    """
    A boundary in canonical form, from WKB or a geometry in degrees.

    :raises BadShape: ``unreadable``, ``not_an_area``, ``too_many_points``, ``outside_china``,
        ``broken`` (crosses itself, with the place), ``no_area``.
    """
    import shapely

    geometry = _read(shape)
    if geometry.geom_type == "Polygon":
        geometry = shapely.MultiPolygon([geometry])
    if geometry.geom_type != "MultiPolygon" or geometry.is_empty:
        raise BadShape("not_an_area")
    if shapely.get_num_coordinates(geometry) > MOST_POINTS:
        raise BadShape("too_many_points")
    geometry = shapely.force_2d(geometry)
    west, south, east, north = (float(side) for side in geometry.bounds)
    if not (CHINA[0] <= west <= east <= CHINA[2] and CHINA[1] <= south <= north <= CHINA[3]):
        raise BadShape("outside_china")
    if not geometry.is_valid:
        raise BadShape("broken", _where(geometry))
    geometry = shapely.orient_polygons(geometry)
    area = plane_area(geometry, zone)
    if area <= 0:
        raise BadShape("no_area")
    return Boundary(shapely.to_wkb(geometry, byte_order=1), (west, south, east, north), area)


def _read(shape: Shape | BaseGeometry) -> BaseGeometry:
    import shapely

    if not isinstance(shape, bytes | bytearray | memoryview):
        return shape
    try:
        found: BaseGeometry = shapely.from_wkb(bytes(shape))
    except shapely.errors.GEOSException as error:
        raise BadShape("unreadable") from error
    return found


def _where(geometry: BaseGeometry) -> tuple[float, float] | None:
    import shapely

    reason = shapely.is_valid_reason(geometry)
    try:
        east, north = reason[reason.index("[") + 1 : reason.index("]")].split()
        return float(east), float(north)
    except ValueError:
        return None


def geometry_of(shape: Shape) -> Any:
    """The geometry of a row, in degrees."""
    import shapely

    return shapely.from_wkb(bytes(shape))


AREAS = ("Polygon", "MultiPolygon")


def from_geojson(text: str, kinds: Sequence[str] = AREAS) -> BaseGeometry:
    """
    A geometry in degrees from GeoJSON: a geometry, a feature, or a collection of one feature.

    :raises BadShape: ``unreadable``, or ``not_an_area`` where it is none of ``kinds``.
    """
    import shapely

    try:
        told = json.loads(text)
        if isinstance(told, dict) and told.get("type") == "FeatureCollection":
            (told,) = told["features"]
        if isinstance(told, dict) and told.get("type") == "Feature":
            told = told["geometry"]
        if not isinstance(told, dict) or told.get("type") not in kinds:
            raise BadShape("not_an_area")
        found: BaseGeometry = shapely.geometry.shape(told)
    except BadShape:
        raise
    except Exception as error:  # shapely raises whatever numpy does with what is no number
        raise BadShape("unreadable") from error
    return found


def in_plane(geometry: Any, zone: int) -> Any:
    """The geometry in metres of a zone (easting without prefix, northing)."""
    import shapely

    chosen = Zone(zone)
    return shapely.transform(geometry, lambda points: to_plane(points, chosen))


def in_degrees(geometry: Any, zone: int) -> Any:
    """The geometry in degrees, from metres of a zone."""
    import shapely

    chosen = Zone(zone)
    return shapely.transform(geometry, lambda points: to_lonlat(points, chosen))


def plane_area(geometry: Any, zone: int) -> Decimal:
    """Area in the plane of a zone, ㎡, to two decimals; holes are deducted."""
    return Decimal(repr(float(in_plane(geometry, zone).area))).quantize(CENT)


def in_common(
    mine: Sequence[Shape], theirs: Sequence[Shape], zone: int, more_than: Decimal
) -> list[tuple[tuple[int, int], Decimal]]:
    """Places in both lists whose boundaries have more ground in common, with ㎡, in their order."""
    import shapely

    if not mine or not theirs:
        return []
    one = in_plane(shapely.from_wkb([bytes(shape) for shape in mine]), zone)
    other = in_plane(shapely.from_wkb([bytes(shape) for shape in theirs]), zone)
    found = shapely.STRtree(other).query(one, predicate="intersects")
    return _shared(one, other, found[0], found[1], more_than)


def overlaps(
    shapes: Sequence[Shape], zone: int, more_than: Decimal
) -> list[tuple[tuple[int, int], Decimal]]:
    """Pairs of places whose boundaries have more ground in common, with ㎡, in their order."""
    import shapely

    if len(shapes) < 2:
        return []
    plane = in_plane(shapely.from_wkb([bytes(one) for one in shapes]), zone)
    one, other = shapely.STRtree(plane).query(plane, predicate="intersects")
    return _shared(plane, plane, one[one < other], other[one < other], more_than)


def _shared(
    mine: Any, theirs: Any, one: Any, other: Any, more_than: Decimal
) -> list[tuple[tuple[int, int], Decimal]]:
    import numpy as np
    import shapely

    areas = shapely.area(shapely.intersection(mine[one], theirs[other]))
    return sorted(
        ((int(one[k]), int(other[k])), Decimal(repr(float(areas[k]))).quantize(CENT))
        for k in np.flatnonzero(areas > float(more_than))
    )


def left_over(before: Iterable[Shape], after: Iterable[Shape], zone: int) -> Decimal:
    """Ground that only one of the two sides covers, ㎡."""
    import shapely

    one, other = (
        shapely.union_all(in_plane(shapely.from_wkb([bytes(s) for s in side]), zone))
        for side in (before, after)
    )
    return Decimal(repr(float(one.symmetric_difference(other).area))).quantize(CENT)


def is_zone(number: int) -> bool:
    """Whether China has such a zone."""
    try:
        return Zone(number).number == number
    except ValueError:
        return False


def meridian_of(number: int) -> int:
    """The central meridian of a zone, degrees east."""
    return Zone(number).meridian


def rings_of(shape: Shape) -> list[list[tuple[float, float]]]:
    """Every ring of a boundary as longitudes and latitudes, for a drawing."""
    import shapely

    rings = []
    for polygon in shapely.get_parts(geometry_of(shape)):
        for line in (polygon.exterior, *polygon.interiors):
            rings.append([(float(x), float(y)) for x, y in shapely.get_coordinates(line)])
    return rings


def bounds_of(shapes: Sequence[Shape], margin: float = 0.0015) -> tuple[float, float, float, float]:
    """West, south, east, north of several boundaries with a margin, degrees."""
    import shapely

    west, south, east, north = shapely.total_bounds(shapely.from_wkb([bytes(s) for s in shapes]))
    return float(west - margin), float(south - margin), float(east + margin), float(north + margin)


def plane_codes(number: int) -> tuple[int, int]:
    """The EPSG codes of a zone's plane: with the zone's number in its eastings, and without."""
    zone = Zone(number)
    return zone.epsg_with_prefix, zone.epsg
