"""线 The middle lines of roads and rivers, as the book keeps them: WKB in degrees of CGCS2000."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .boundaries import (
    CHINA,
    MOST_POINTS,
    BadShape,
    Shape,
    from_geojson,
    geometry_of,
    in_degrees,
    in_plane,
)
from .dividing import pasted

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

KINDS = ("LineString", "MultiLineString")
DECIMETRE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Line:
    """线 A 2D MultiLineString in WKB, CGCS2000 degrees, and its metres on the park's plane."""

    line: bytes
    length: Decimal


def line_of(text: str, zone: int) -> Line:
    """
    A line somebody has pasted or drawn: GeoJSON in degrees, or a point a line.

    Points are read as those of boundaries are (``from_text``); an empty line begins another part.

    :raises BadShape: ``unreadable``, ``not_an_area`` (no line), ``too_many_points``,
        ``outside_china``, ``no_area`` (no length).
    """
    import shapely

    found = shapely.force_2d(_read(text, zone))
    if found.is_empty:
        raise BadShape("not_an_area")
    if shapely.get_num_coordinates(found) > MOST_POINTS:
        raise BadShape("too_many_points")
    west, south, east, north = found.bounds
    if not (CHINA[0] <= west <= east <= CHINA[2] and CHINA[1] <= south <= north <= CHINA[3]):
        raise BadShape("outside_china")
    length = Decimal(repr(float(in_plane(found, zone).length))).quantize(DECIMETRE)
    if length <= 0:
        raise BadShape("no_area")
    whole = shapely.MultiLineString(list(shapely.get_parts(found)))
    return Line(shapely.to_wkb(whole, byte_order=1), length)


def _read(text: str, zone: int) -> BaseGeometry:
    import shapely

    if text.lstrip().startswith("{"):
        return from_geojson(text, KINDS)
    parts, is_degrees = pasted(text, zone, least=2)
    found = shapely.MultiLineString([shapely.LineString(part) for part in parts])
    return found if is_degrees else in_degrees(found, zone)


def line_text(line: Shape, zone: int) -> str:
    """A line as ``line_of`` reads it: to the millimetre, a blank line between parts."""
    import shapely

    parts = shapely.get_parts(in_plane(geometry_of(line), zone))
    return "\n\n".join(
        "\n".join(f"{east:.3f},{north:.3f}" for east, north in shapely.get_coordinates(part))
        for part in parts
    )


def line_geojson(line: Shape, *, gcj02: bool = False) -> dict[str, Any]:
    """A line as a GeoJSON geometry for the map, to the centimetre."""
    import shapely

    geometry = geometry_of(line)
    if gcj02:
        from qianjin.engines.tiling import to_gcj02

        geometry = shapely.transform(geometry, to_gcj02)
    found: dict[str, Any] = shapely.geometry.mapping(
        shapely.set_precision(geometry, 1e-7, mode="pointwise")
    )
    return found
