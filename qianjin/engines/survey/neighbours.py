"""Overlaps and gaps between the parcels of one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .data import Finding, Limits, Severity, Survey

LEAST_OVERLAP = 0.01
"""㎡; coordinates to the millimetre overlap by less along a shared border."""
GAP_WIDTH = 0.5
"""Metres; what lies farther apart is a way or a ditch, not a slip of drawing."""
GAP_LENGTH = 5.0
"""Metres along the border; two parcels that meet at a corner are no gap."""
MOST_CROSSINGS = 400_000_000
"""Edges of one parcel times edges of the other: two combs of this size would fill the memory."""
JOINED = 0.002
"""Metres; borders nearer than this are one."""


def between(survey: Survey, limits: Limits, tangled: frozenset[int]) -> Iterator[Finding]:
    """
    Overlaps and gaps, each with the later parcel's place and the earlier one's name.

    A gap is a stretch of border at least ``GAP_LENGTH`` long that runs within ``GAP_WIDTH`` of
    another parcel without touching it. Parcels with broken rings are compared as GEOS mends them,
    for this comparison only; tangled ones, whose crossings are not to be counted, are left out, and
    said to be.
    """
    import shapely

    from .checks import polygon

    if len(survey.parcels) < 2:
        return
    shapes = np.array([polygon(parcel) for parcel in survey.parcels], dtype=object)
    sizes = shapely.get_num_coordinates(shapes)
    broken = ~shapely.is_valid(shapes)
    for place in sorted(tangled):
        yield _left_out(survey, place)
        shapes[place], broken[place] = shapely.Polygon(), False
    shapes[broken] = shapely.buffer(shapely.make_valid(shapes[broken]), 0)
    tree = shapely.STRtree(shapes)
    boxes = shapely.box(*(shapely.bounds(shapes) + np.array([-1, -1, 1, 1]) * GAP_WIDTH).T)
    compared = 0
    for one in range(len(shapes)):
        near = tree.query(boxes[one])
        near = near[near < one]
        compared += len(near)
        if compared > limits.pairs:
            yield Finding("pairs_left_out", Severity.WARNING, parcel=one, amount=len(shapes) - one)
            return
        for other in sorted(near.tolist()):
            if int(sizes[one]) * int(sizes[other]) > MOST_CROSSINGS:
                yield _left_out(survey, one)
                continue
            yield from _pair(survey, shapes, one, other)


def _pair(survey: Survey, shapes: Any, one: int, other: int) -> Iterator[Finding]:
    import shapely

    if shapely.intersects(shapes[one], shapes[other]):
        common = shapely.intersection(shapes[one], shapes[other])
        if (area := float(shapely.area(common))) > LEAST_OVERLAP:
            is_same = area >= 0.999 * max(shapely.area(shapes[one]), shapely.area(shapes[other]))
            code = "same_shape" if is_same else "overlap"
            yield _finding(survey, code, one, other, area, shapely.point_on_surface(common))
            return
    # Only the stretch of the border that is near: parcels may have thousands of points.
    reach = shapely.buffer(shapely.envelope(shapes[other]), GAP_WIDTH)
    border = shapely.intersection(shapely.boundary(shapes[one]), reach)
    if shapely.is_empty(border):
        return
    close = shapely.buffer(
        shapely.intersection(shapes[other], shapely.buffer(border, 2)), GAP_WIDTH
    )
    apart = shapely.difference(
        shapely.intersection(border, close), shapely.buffer(shapes[other], JOINED)
    )
    if shapely.length(apart) < GAP_LENGTH:
        return
    for stretch in shapely.get_parts(shapely.line_merge(apart)):
        if (length := float(shapely.length(stretch))) >= GAP_LENGTH:
            middle = shapely.line_interpolate_point(stretch, 0.5, normalized=True)
            width = float(shapely.distance(middle, shapes[other]))
            yield _finding(survey, "gap", one, other, width, middle, f"{length:.1f}")


def _left_out(survey: Survey, place: int) -> Finding:
    parcel = survey.parcels[place]
    name = parcel.name or parcel.code
    return Finding("not_compared", Severity.WARNING, parcel.line, parcel.row, place, subject=name)


def _finding(
    survey: Survey, code: str, one: int, other: int, amount: float, at: Any, more: str = ""
) -> Finding:
    import shapely

    from .checks import nearest

    parcel, earlier = survey.parcels[one], survey.parcels[other]
    where = (float(shapely.get_x(at)), float(shapely.get_y(at)))
    number, point = nearest(parcel, where)
    name = earlier.name or earlier.code or str(other + 1)
    return Finding(
        code,
        Severity.ERROR if code != "gap" else Severity.WARNING,
        parcel.rings[number].line(point) or parcel.line,
        parcel.row,
        one,
        number,
        point,
        f"{name}/{more}" if more else name,
        amount,
        where,
    )
