"""What is wrong with the shapes: each thing found, placed, and never mended here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from .data import Finding, Limits, Parcel, Repair, RepairKind, Ring, Severity, Survey, in_file_order
from .neighbours import between
from .raw import SAME
from .zones import to_lonlat

SHORTEST_EDGE = 0.05
"""Metres; shorter ones are slips of drawing (SURVEY 2.1, 11)."""
SHARPEST = 1.0
"""Degrees; a sharper angle is a spike, not a corner of land."""
MOST_CROSSINGS = 50
"""Per ring; a shuffled ring crosses itself thousands of times, which helps nobody."""
MOST_FINDINGS = 5_000
_UNSOUND = {"bow_tie", "self_touch", "spike", "no_area"}


def check(survey: Survey, limits: Limits) -> Survey:
    """The survey with what its shapes show added to the findings."""
    found: list[Finding] = []
    left_out = 0
    for finding in _all(survey, limits):
        if len(found) < MOST_FINDINGS:
            found.append(_with_degrees(finding, survey))
        else:
            left_out += 1
    if left_out:
        found.append(Finding("and_more", Severity.WARNING, amount=left_out))
    return replace(survey, findings=in_file_order((*survey.findings, *found)))


def _all(survey: Survey, limits: Limits) -> Iterator[Finding]:
    tangled: set[int] = set()
    for place, parcel in enumerate(survey.parcels):
        sound, crossings = True, 0
        for number, ring in enumerate(parcel.rings):
            for finding in _ring(parcel, ring, place, number):
                sound = sound and finding.code not in _UNSOUND
                crossings += finding.code in ("bow_tie", "self_touch")
                yield finding
        if sound and len(parcel.rings) > 1:
            for finding in _rings_together(parcel, place):
                crossings += MOST_CROSSINGS if len(parcel.rings) > MOST_CROSSINGS else 0
                yield finding
        if crossings >= MOST_CROSSINGS:
            tangled.add(place)
    yield from between(survey, limits, frozenset(tangled))


def _with_degrees(finding: Finding, survey: Survey) -> Finding:
    """Give the place in degrees too, where the datum allows it."""
    if finding.at is None or survey.zone is None or not survey.parcels:
        return finding
    if survey.parcels[0].rings[0].lonlat is None:
        return finding
    lon, lat = to_lonlat(np.array([finding.at]), survey.zone)[0]
    return replace(finding, lonlat=(round(float(lon), 9), round(float(lat), 9)))


# ---------------------------------------------------------------------- one ring


def _ring(parcel: Parcel, ring: Ring, place: int, number: int) -> Iterator[Finding]:
    def found(code: str, severity: Severity, point: int, amount: float) -> Finding:
        return Finding(
            code,
            severity,
            ring.line(point) or parcel.line,
            parcel.row,
            place,
            number,
            point,
            ring.name(point),
            amount,
            (float(ring.plane[point, 0]), float(ring.plane[point, 1])),
        )

    def drop(point: int) -> Repair | None:
        # A ring of three points has none to spare.
        return Repair(RepairKind.DROP_POINTS, place, number, (point,)) if len(ring) > 3 else None

    edges = np.roll(ring.plane, -1, axis=0) - ring.plane
    lengths = np.hypot(edges[:, 0], edges[:, 1])
    bad = set()
    for point in np.nonzero(lengths < SHORTEST_EDGE)[0].tolist():
        following = (point + 1) % len(ring)
        bad |= {point, following}
        code = "duplicate_point" if lengths[point] <= SAME else "short_edge"
        yield replace(
            found(code, Severity.WARNING, following, float(lengths[point])), repair=drop(following)
        )
    for point, angle in _spikes(edges, lengths):
        if point not in bad:
            yield replace(found("spike", Severity.ERROR, point, angle), repair=drop(point))
    yield from (found("name_repeated", Severity.NOTE, point, 0) for point in _repeated(ring))
    crossings = _crossings(ring)
    touched: set[tuple[float, float]] = set()
    for first, second, at in crossings:
        ends = ring.plane[[first, (first + 1) % len(ring), second, (second + 1) % len(ring)]]
        touches = bool((np.abs(ends - np.array(at)).max(axis=1) <= SAME).any())
        if touches and (place_of := (round(at[0], 3), round(at[1], 3))) in touched:
            # Up to four pairs of edges meet in one point.
            continue
        if touches:
            touched.add(place_of)
        reverse = None
        if len(crossings) == 1 and not touches:
            # Two points in the wrong order: the way between the crossing edges, run backwards.
            reverse = Repair(RepairKind.REVERSE_POINTS, place, number, (first + 1, second))
        yield replace(
            found("self_touch" if touches else "bow_tie", Severity.ERROR, first, second),
            subject=f"{ring.name(first)}-{ring.name((first + 1) % len(ring))}/"
            f"{ring.name(second)}-{ring.name((second + 1) % len(ring))}",
            at=at,
            repair=reverse,
        )
    if not crossings and abs(ring.signed_area) < SHORTEST_EDGE**2:
        yield found("no_area", Severity.ERROR, 0, abs(ring.signed_area))


def _spikes(edges: Any, lengths: Any) -> Iterator[tuple[int, float]]:
    """Points whose angle is sharper than any corner, and the angle in degrees."""
    before, after = -np.roll(edges, 1, axis=0), edges
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = np.sum(before * after, axis=1) / (np.roll(lengths, 1) * lengths)
    sine = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        sine = np.abs(sine) / (np.roll(lengths, 1) * lengths)
    angles = np.degrees(np.arctan2(sine, cosine))
    for point in np.nonzero(angles < SHARPEST)[0].tolist():
        yield point, round(float(angles[point]), 3)


def _repeated(ring: Ring) -> list[int]:
    seen: set[str] = set()
    repeated = []
    for point, name in enumerate(ring.names):
        if name and name in seen:
            repeated.append(point)
        seen.add(name)
    return repeated[:MOST_CROSSINGS]


def _crossings(ring: Ring) -> list[tuple[int, int, tuple[float, float]]]:
    """Pairs of edges that cross or overlap, and where; at most ``MOST_CROSSINGS``."""
    import shapely

    closed = ring.closed
    if shapely.is_simple(shapely.linestrings(closed)):
        return []
    # Edges without length would make their neighbours touch each other.
    (long,) = np.nonzero(np.any(closed[1:] != closed[:-1], axis=1))
    edges = shapely.linestrings(np.stack((closed[long], closed[long + 1]), axis=1))
    tree = shapely.STRtree(edges)
    count, found = len(long), []
    for first in range(count):
        for second in sorted(tree.query(edges[first], predicate="intersects").tolist()):
            if second <= first + 1 or (first == 0 and second == count - 1):
                continue
            middle = shapely.centroid(shapely.intersection(edges[first], edges[second]))
            at = (float(shapely.get_x(middle)), float(shapely.get_y(middle)))
            found.append((int(long[first]), int(long[second]), at))
            if len(found) >= MOST_CROSSINGS:
                return found
    return found


# ---------------------------------------------------------------------- rings of one parcel


def _rings_together(parcel: Parcel, place: int) -> Iterator[Finding]:
    """Whether holes and parts of a parcel cross each other."""
    import shapely

    shape = polygon(parcel)
    if shapely.is_valid(shape):
        return
    reason = shapely.is_valid_reason(shape)
    at = None
    if "[" in reason:
        east, north = reason.partition("[")[2].rstrip("]").split()
        at = (float(east), float(north))
    number, point = nearest(parcel, at)
    yield Finding(
        "rings_cross",
        Severity.ERROR,
        parcel.rings[number].line(point) or parcel.line,
        parcel.row,
        place,
        number,
        point,
        parcel.rings[number].name(point),
        at=at,
    )


def nearest(parcel: Parcel, at: tuple[float, float] | None) -> tuple[int, int]:
    """Ring and point of the parcel nearest to a place."""
    if at is None:
        return 0, 0
    best = (np.inf, 0, 0)
    for number, ring in enumerate(parcel.rings):
        away = np.hypot(ring.plane[:, 0] - at[0], ring.plane[:, 1] - at[1])
        point = int(np.argmin(away))
        best = min(best, (float(away[point]), number, point))
    return best[1], best[2]


def polygon(parcel: Parcel) -> Any:
    """The parcel as a shapely polygon or multipolygon in plane metres, valid or not."""
    import shapely

    shapes = [
        shapely.Polygon(outer.closed, [hole.closed for hole in holes])
        for outer, holes in parcel.parts
    ]
    return shapes[0] if len(shapes) == 1 else shapely.multipolygons(shapes)
