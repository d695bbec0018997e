"""Overlaps and gaps between the parcels of one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .data import Finding, Limits, Severity, Survey

LEAST_OVERLAP = 0.01
"""㎡; coordinates to the millimetre overlap by less along a shared border."""
GAP_WIDTH = 0.5
"""Metres; what lies farther apart is a way or a ditch, not a slip of drawing."""
GAP_LENGTH = 5.0
"""Metres along the border; two parcels that meet at a corner are no gap."""
AT_ONCE = 64
"""Parcels whose neighbours are looked for together; a file may have thousands on one spot."""
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
    layer = _Layer(survey, shapes)
    for pairs in _pairs(shapes, limits.pairs):
        if isinstance(pairs, int):
            amount = len(shapes) - pairs
            yield Finding("pairs_left_out", Severity.WARNING, parcel=pairs, amount=amount)
            return
        one, other = pairs
        large = sizes[one].astype(np.int64) * sizes[other] > MOST_CROSSINGS
        for place in np.unique(one[large]).tolist():
            yield _left_out(survey, place)
        yield from layer.compare(one[~large], other[~large])


def _pairs(shapes: Any, most: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]] | int]:
    """Later and earlier parcel of each pair that is near, some parcels at a time; at last, the
    place from which on there were too many."""
    import shapely

    tree = shapely.STRtree(shapes)
    bounds = shapely.bounds(shapes) + np.array([-1, -1, 1, 1]) * GAP_WIDTH
    count = 0
    for begin in range(0, len(shapes), AT_ONCE):
        one, other = tree.query(shapely.box(*bounds[begin : begin + AT_ONCE].T))
        one = one + begin
        earlier = other < one
        one, other = one[earlier], other[earlier]
        count += len(one)
        if count > most:
            yield begin
            return
        order = np.lexsort((other, one))
        yield one[order], other[order]


class _Layer:
    """The shapes with what every comparison needs of them, made once for each."""

    def __init__(self, survey: Survey, shapes: Any) -> None:
        import shapely

        self.survey, self.shapes = survey, shapes
        self.borders = shapely.boundary(shapes)
        self.near = shapely.buffer(shapes, GAP_WIDTH, quad_segs=3)
        self.joined = shapely.buffer(shapes, JOINED, quad_segs=1)

    def compare(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> Iterator[Finding]:
        """Overlaps and gaps of the pairs, in their order."""
        import shapely

        try:
            common = shapely.area(shapely.intersection(self.shapes[one], self.shapes[other]))
            beside = shapely.intersection(self.borders[one], self.near[other])
            long = (common <= LEAST_OVERLAP) & (shapely.length(beside) >= GAP_LENGTH)
            apart = shapely.difference(beside[long], self.joined[other[long]])
        except shapely.errors.GEOSException:
            if len(one) < 2:
                yield from (_left_out(self.survey, place) for place in one.tolist())
                return
            for pair in range(len(one)):
                yield from self.compare(one[pair : pair + 1], other[pair : pair + 1])
            return
        stretches = dict(zip(np.nonzero(long)[0].tolist(), apart, strict=True))
        lengths = shapely.length(apart)
        told = set(np.nonzero(common > LEAST_OVERLAP)[0].tolist())
        told |= set(np.nonzero(long)[0][lengths >= GAP_LENGTH].tolist())
        for pair in sorted(told):
            places = int(one[pair]), int(other[pair])
            if common[pair] > LEAST_OVERLAP:
                yield self.overlap(*places, float(common[pair]))
            else:
                yield from self.gaps(*places, stretches[pair])

    def overlap(self, one: int, other: int, area: float) -> Finding:
        """Two parcels have ground in common; perhaps all of it."""
        import shapely

        mine, theirs = self.shapes[one], self.shapes[other]
        is_same = area >= 0.999 * max(shapely.area(mine), shapely.area(theirs))
        at = shapely.point_on_surface(shapely.intersection(mine, theirs))
        return _finding(self.survey, "same_shape" if is_same else "overlap", one, other, area, at)

    def gaps(self, one: int, other: int, apart: Any) -> Iterator[Finding]:
        """Each long stretch of border that runs beside the other parcel without touching it."""
        import shapely

        merged = shapely.line_merge(apart)
        for stretch in shapely.get_parts(merged):
            if (length := float(shapely.length(stretch))) >= GAP_LENGTH:
                middle = shapely.line_interpolate_point(stretch, 0.5, normalized=True)
                width = float(shapely.distance(middle, self.shapes[other]))
                yield _finding(self.survey, "gap", one, other, width, middle, f"{length:.1f}")


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
