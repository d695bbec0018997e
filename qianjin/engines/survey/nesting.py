"""Which ring is a hole: geometry decides, the number is only compared (SURVEY 2.1, 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .data import Finding, Ring, Severity, refusal
from .raw import RawParcel, RawSurvey

MOST_PAIRS = 50_000
"""Rings one inside the other in one parcel; no survey has them."""
MOST_BOXES = 1_000_000
"""The same for rings whose boxes hold each other: thousands on one spot take minutes otherwise."""
AT_ONCE = 64
"""Rings looked up together, so that a bad file is noticed before its pairs fill the memory."""


def nest(rings: Sequence[Ring], place: int, given: RawParcel, raw: RawSurvey) -> list[Ring]:
    """
    Rings with ``hole_in`` set: inside an odd number of others is a hole, else a part (even-odd).

    Formats that say themselves what is a hole are compared with that, as ring numbers are; geometry
    wins, and what differs is found.
    """
    if len(rings) == 1:
        return [replace(rings[0], hole_in=-1)]
    depth, parents = _containers(rings)
    nested = []
    for number, ring in enumerate(rings):
        is_hole = depth[number] % 2 == 1
        said = given.rings[number].hole_in is not None
        if said and (given.rings[number].hole_in != -1) != is_hole:
            code = "hole_by_geometry" if is_hole else "hole_outside"
            raw.add(_finding(code, ring, given, place, number))
        elif not said and number and _said_hole(ring) and not is_hole:
            raw.add(_finding("part_by_geometry", ring, given, place, number))
        elif not said and is_hole and ring.number == rings[parents[number]].number != "":
            raw.add(_finding("hole_by_geometry", ring, given, place, number))
        nested.append(replace(ring, hole_in=parents[number] if is_hole else -1))
    return nested


def _said_hole(ring: Ring) -> bool:
    """By the rule sheet the outer ring is 1 and inner ones are 2, 3, …"""
    return ring.number.isdecimal() and ring.number.lstrip("0") not in ("", "1")


def _containers(rings: Sequence[Ring]) -> tuple[list[int], list[int]]:
    """For each ring in how many others it lies, and the smallest of them."""
    import shapely

    polygons = np.array([shapely.polygons(ring.closed) for ring in rings], dtype=object)
    areas = [abs(ring.signed_area) for ring in rings]
    # A shuffled ring may cross itself a million times: it is never mended here, a corner must do.
    inner = np.array([shapely.points(ring.plane[0]) for ring in rings], dtype=object)
    sound = shapely.is_valid(polygons)
    inner[sound] = shapely.point_on_surface(polygons[sound])
    tree = shapely.STRtree(polygons)
    depth, parents = [0] * len(rings), [-1] * len(rings)
    found: list[tuple[int, int]] = []
    boxes = 0
    for begin in range(0, len(rings), AT_ONCE):
        inside, around = tree.query(inner[begin : begin + AT_ONCE])
        boxes += len(inside)
        really = shapely.within(inner[inside + begin], polygons[around])
        found += zip((inside[really] + begin).tolist(), around[really].tolist(), strict=True)
        if boxes > MOST_BOXES or len(found) > MOST_PAIRS:
            raise refusal("too_many_rings", rings[0].line(0), amount=MOST_PAIRS)
    for one, other in found:
        if one == other or areas[other] <= areas[one]:
            continue
        # A point on the inside may lie in both of two rings that merely overlap.
        share = np.count_nonzero(
            shapely.covers(polygons[other], shapely.points(rings[one].plane[:50]))
        )
        if share * 2 < min(len(rings[one]), 50):
            continue
        depth[one] += 1
        if parents[one] < 0 or areas[other] < areas[parents[one]]:
            parents[one] = other
    return depth, parents


def _finding(code: str, ring: Ring, given: RawParcel, place: int, number: int) -> Finding:
    return Finding(
        code,
        Severity.WARNING,
        ring.line(0) or given.line,
        given.row,
        place,
        number,
        0,
        subject=ring.number,
        at=(float(ring.plane[0, 0]), float(ring.plane[0, 1])),
    )
