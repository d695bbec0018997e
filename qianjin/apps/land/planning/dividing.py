"""分合 Parting a boundary by area, and joining several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from qianjin.engines.survey.zones import MILLION

from .boundaries import BadShape, Shape, from_geojson, geometry_of, in_degrees, in_plane

SIDES = {"north": (0.0, 1.0), "east": (1.0, 0.0), "south": (0.0, -1.0), "west": (-1.0, 0.0)}


def cut_off(shape: Shape, zone: int, side: str, area: Decimal) -> tuple[Any, Any]:
    """
    切分 Part a boundary by a straight line so that ``area`` ㎡ lie on a side; that part, the rest.

    The line runs across the parcel's own direction (that of its smallest rectangle) which is
    nearest to the side named: ``north``, ``east``, ``south``, ``west``. Found by halving, to less
    than 0.001 ㎡; the two parts meet in the same line.

    :raises BadShape: ``no_area``: the area is nothing, or the whole.
    """
    import numpy as np
    import shapely

    ground = in_plane(geometry_of(shape), zone)
    whole, wanted = float(ground.area), float(area)
    if not 0 < wanted < whole:
        raise BadShape("no_area")
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(ground))
    edges = [corners[1] - corners[0], corners[2] - corners[1]]
    axes = [edge / np.hypot(*edge) for edge in edges]
    toward = np.array(SIDES[side])
    axis = max((sign * one for one in axes for sign in (1, -1)), key=lambda a: float(a @ toward))
    far = shapely.get_coordinates(ground) @ axis
    low, high = float(far.min()), float(far.max())
    reach = float(np.hypot(*(corners.max(axis=0) - corners.min(axis=0)))) * 2 + 1
    across = np.array([-axis[1], axis[0]])
    middle = corners.mean(axis=0)
    middle = middle - axis * float(middle @ axis)

    def beyond(at: float) -> Any:
        base = middle + axis * at
        return shapely.Polygon(
            [base - across * reach, base + across * reach,
             base + across * reach + axis * reach, base - across * reach + axis * reach]
        )  # fmt: skip

    for _round in range(60):
        at = (low + high) / 2
        if float(shapely.intersection(ground, beyond(at)).area) > wanted:
            low = at
        else:
            high = at
    half = beyond((low + high) / 2)
    part, rest = shapely.intersection(ground, half), shapely.difference(ground, half)
    return _areas(part, zone), _areas(rest, zone)


def joined(shapes: Sequence[Shape], zone: int, gap: float = 0.05) -> Any:
    """
    合并 One boundary around several; survey gaps up to ``gap`` metres between them are closed.

    :raises BadShape: ``apart``: they do not hang together.
    """
    import shapely

    plane = in_plane(shapely.from_wkb([bytes(one) for one in shapes]), zone)
    # Each border that two of them share makes one part fewer.
    most = int(shapely.get_num_geometries(plane).sum()) - (len(plane) - 1)
    whole = shapely.union_all(plane)
    if shapely.get_num_geometries(whole) > most:
        # Grown and shrunk with square corners, so that corners stay where they are.
        grown = shapely.buffer(plane, gap / 2, join_style="mitre")
        closed = shapely.buffer(shapely.union_all(grown), -gap / 2, join_style="mitre")
        whole = shapely.union_all([*plane, closed])
    if shapely.get_num_geometries(whole) > most:
        raise BadShape("apart")
    return _areas(whole, zone)


def _areas(geometry: Any, zone: int) -> Any:
    """Only the areas of a geometry, in degrees; slivers below a square centimetre are dropped."""
    import shapely

    parts = [one for one in shapely.get_parts(shapely.get_parts(geometry)) if one.area > 1e-4]
    return in_degrees(shapely.MultiPolygon(parts), zone)


POINT = re.compile(r"[-+]?\d+(?:\.\d+)?")
MOST_LINES = 20_000


def from_text(text: str, zone: int) -> Any:
    """
    A boundary somebody has pasted: GeoJSON in degrees, or a point a line.

    A line ends with easting and northing in metres (zone number in front or not), or with longitude
    and latitude; what stands before (J1, a ring's number) is left aside. An empty line begins
    another ring; a ring inside another is a hole.

    :raises BadShape: ``unreadable``, ``not_an_area``, ``too_many_points``.
    """
    import shapely

    if text.lstrip().startswith("{"):
        return from_geojson(text)
    values, is_degrees = pasted(text, zone, least=3)
    try:
        outlines = [shapely.Polygon(ring) for ring in values]
        whole = outlines[0]
        for outline in outlines[1:]:
            whole = shapely.symmetric_difference(whole, outline)
    except (ValueError, shapely.errors.GEOSException) as error:
        raise BadShape("broken") from error
    return whole if is_degrees else in_degrees(whole, zone)


def pasted(text: str, zone: int, *, least: int) -> tuple[list[Any], bool]:
    """
    Runs of at least ``least`` points, shape (points, 2), from text as ``from_text`` reads it.

    Whether they are degrees; otherwise metres of the zone without its number.

    :raises BadShape: ``unreadable``, ``not_an_area`` (too few points), ``too_many_points``.
    """
    import numpy as np

    rings: list[list[tuple[float, float]]] = [[]]
    for line in text.replace("，", ",").splitlines()[: MOST_LINES + 1]:
        if not line.strip():
            rings.append([])
            continue
        found = POINT.findall(line)
        if len(found) < 2:
            raise BadShape("unreadable")
        rings[-1].append((float(found[-2]), float(found[-1])))
    points = [ring for ring in rings if ring]
    if sum(map(len, points)) > MOST_LINES:
        raise BadShape("too_many_points")
    if not points or any(len(ring) < least for ring in points):
        raise BadShape("not_an_area")
    values = [np.array(ring) for ring in points]
    is_degrees = all(float(np.abs(ring).max()) <= 180 for ring in values)
    if not is_degrees:
        for ring in values:
            ring[ring[:, 0] >= MILLION, 0] -= zone * MILLION
    return values, is_degrees


def to_text(shape: Shape, zone: int) -> str:
    """A boundary as ``from_text`` reads it: to the millimetre, a blank line between rings."""
    import shapely

    plane = in_plane(geometry_of(shape), zone)
    rings = [ring for one in shapely.get_parts(plane) for ring in (one.exterior, *one.interiors)]
    return "\n\n".join(
        "\n".join(f"{east:.3f},{north:.3f}" for east, north in shapely.get_coordinates(ring)[:-1])
        for ring in rings
    )


def to_geojson(shape: Shape) -> dict[str, Any]:
    """A boundary as a GeoJSON geometry, to the tenth of a millimetre."""
    import shapely

    found: dict[str, Any] = shapely.geometry.mapping(
        shapely.set_precision(geometry_of(shape), 1e-9, mode="pointwise")
    )
    return found
