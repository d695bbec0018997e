"""轨迹 The track of a walk: read from GPX or from points, measured, thinned for a drawing."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

MOST_BYTES = 8 << 20
MOST_POINTS = 50_000
KEPT = 600
FINE = 0.00002
"""About two metres: what is nearer to the line than that is no bend."""
EARTH = 6_371_000.0


class NoTrack(ValueError):
    """What was sent is no track."""


@dataclass(frozen=True, slots=True)
class Track:
    """Points (longitude, latitude), length in metres, duration where the points tell the time."""

    points: tuple[tuple[float, float], ...]
    metres: int
    minutes: int | None


def is_place(lon: float | None, lat: float | None) -> bool:
    """Whether these are nothing, or a place on the globe."""
    if lon is None or lat is None:
        return lon is lat
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90


def read_gpx(data: bytes) -> Track:
    """
    The points of all tracks of a GPX file (topografix.com/GPX/1/1), in their order.

    A document type is refused: GPX has none, and entities are how XML is made to explode.

    :raises NoTrack: no GPX, no point, or more than anybody walks.
    """
    if len(data) > MOST_BYTES or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NoTrack
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise NoTrack from error
    points, times = [], []
    for node in root.iter():
        if node.tag.rpartition("}")[2] not in ("trkpt", "rtept"):
            continue
        try:
            points.append((float(node.attrib["lon"]), float(node.attrib["lat"])))
        except (KeyError, ValueError) as error:
            raise NoTrack from error
        times += [child.text for child in node if child.tag.rpartition("}")[2] == "time"]
    if not points:
        raise NoTrack
    return of_points(points, times=[text for text in times if text])


def of_points(points: Sequence[Sequence[float]], *, times: Sequence[str] = ()) -> Track:
    """
    A track from bare points; none is a walk without one.

    :raises NoTrack: a point is none, or there are too many.
    """
    if len(points) > MOST_POINTS:
        raise NoTrack
    try:
        line = [(float(lon), float(lat)) for lon, lat in points]
    except (TypeError, ValueError) as error:
        raise NoTrack from error
    if not all(is_place(lon, lat) for lon, lat in line):
        raise NoTrack
    metres = sum(_metres(a, b) for a, b in pairwise(line))
    return Track(tuple(_thinned(line)), round(metres), _minutes(times))


def _metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    lat, other = math.radians(a[1]), math.radians(b[1])
    half = math.sin((other - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other) * math.sin(math.radians(b[0] - a[0]) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, half)))


def _thinned(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same way in few enough points."""
    # Loaded with the first track that is drawn: every process of the web would hold it.
    from shapely.geometry import LineString

    fine, kept = FINE, [(round(x, 6), round(y, 6)) for x, y in line]
    while len(kept) > KEPT:
        kept = [(round(x, 6), round(y, 6)) for x, y in LineString(line).simplify(fine).coords]
        fine *= 2
    return kept


def _minutes(times: Sequence[str]) -> int | None:
    if len(times) < 2:
        return None
    try:
        first, last = (datetime.fromisoformat(text.strip()) for text in (times[0], times[-1]))
        seconds = (last - first).total_seconds()
    except (ValueError, TypeError):
        return None
    return round(seconds / 60) if 0 <= seconds < 7 * 86_400 else None
