"""Rings on whole steps: made plain, cut to a square, turned the way the format wants them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .ragged import Ints, members, neighbours, row_of, starts_of, sums

Flags = NDArray[np.bool_]


@dataclass(slots=True)
class Rings:
    """
    Rings of polygons, those of one polygon together, its outer one first.

    Parameters
    ----------
    points
        ``(n, 2)`` steps, x to the east and y to the south; no ring repeats its first point.
    starts
        Where the points of each ring begin.
    feature
        To which shape each ring belongs, ascending.
    is_hole
        Whether it bounds its polygon from within.
    """

    points: Ints
    starts: Ints
    feature: Ints
    is_hole: Flags

    def of(self, rows: Ints) -> Rings:
        """Some of the rings."""
        where, starts = members(self.starts, rows)
        return Rings(self.points[where], starts, self.feature[rows], self.is_hole[rows])

    def twice_area(self) -> Ints:
        """Twice the area of each, positive where it runs clockwise as drawn."""
        if not len(self.points):
            return np.zeros(len(self.starts) - 1, np.int64)
        _, after = neighbours(self.starts)
        # From the ring's own corner: products of places on the whole world would not fit.
        corner = self.points[self.starts[:-1].clip(max=len(self.points) - 1)]
        base = np.repeat(corner, np.diff(self.starts), axis=0)
        near = self.points - base
        x, y = near[:, 0], near[:, 1]
        found: Ints = sums(x * y[after] - x[after] * y, self.starts)
        return found


def plain(rings: Rings) -> Rings:
    """
    Without repeated points and points on a straight line, without rings of no area; outer rings
    clockwise as drawn, holes the other way.
    """
    rings = _without_idle_points(rings)
    twice = rings.twice_area()
    holds = (twice != 0) & (np.diff(rings.starts) >= 3)
    # A hole whose polygon is gone goes with it.
    outer = np.maximum.accumulate(np.where(rings.is_hole, 0, np.arange(len(holds))))
    holds &= holds[outer]
    if not holds.all():
        rows = np.flatnonzero(holds)
        rings, twice = rings.of(rows), twice[rows]
    return _turned(rings, (twice > 0) == rings.is_hole)


def _without_idle_points(rings: Rings) -> Rings:
    for _ in range(2):
        before, after = neighbours(rings.starts)
        step = rings.points - rings.points[before]
        ahead = step[after]
        moves = (step[:, 0] != 0) | (step[:, 1] != 0)
        turns = step[:, 0] * ahead[:, 1] != step[:, 1] * ahead[:, 0]
        # Beside a repeated point no direction can be told yet: it is looked at once more.
        holds = moves & (turns | ~moves[after])
        if holds.all():
            break
        rings = Rings(
            rings.points[holds], starts_of(sums(holds, rings.starts)), rings.feature, rings.is_hole
        )
    return rings


def _turned(rings: Rings, wrong: Flags) -> Rings:
    if not wrong.any():
        return rings
    row = row_of(rings.starts)
    where = np.arange(len(rings.points))
    mirrored = rings.starts[row] + rings.starts[row + 1] - 1 - where
    points = rings.points[np.where(wrong[row], mirrored, where)]
    return Rings(points, rings.starts, rings.feature, rings.is_hole)


def clipped(rings: Rings, low: int, high: int) -> Rings:
    """
    What of the rings lies in the square from ``low`` to ``high`` on both axes.

    After Sutherland and Hodgman (1974), all rings at once: a shape that leaves the square and
    comes back is joined along its side, where nothing is seen and no area is added.
    """
    for axis in (0, 1):
        rings = _halved(rings, axis, low, False)
        rings = _halved(rings, axis, high, True)
    return plain(rings)


def _halved(rings: Rings, axis: int, bound: int, below: bool) -> Rings:
    here = rings.points
    along = here[:, axis]
    inside = along <= bound if below else along >= bound
    if inside.all():
        return rings
    _, after = neighbours(rings.starts)
    crosses = inside != inside[after]
    counts = inside.astype(np.int64) + crosses
    ends = np.cumsum(counts)
    points = np.empty((int(ends[-1]) if len(ends) else 0, 2), np.int64)
    at = ends - counts
    points[at[inside]] = here[inside]
    edge = np.flatnonzero(crosses)
    # From the same end whichever way the border is walked, so that neighbours still meet.
    first, second = here[edge], here[after[edge]]
    turn = first[:, axis] > second[:, axis]
    first, second = np.where(turn[:, None], second, first), np.where(turn[:, None], first, second)
    other = 1 - axis
    share = (bound - first[:, axis]) / (second[:, axis] - first[:, axis])
    met = points[ends[edge] - 1]
    met[:, axis] = bound
    met[:, other] = first[:, other] + np.rint(share * (second[:, other] - first[:, other]))
    points[ends[edge] - 1] = met
    starts = starts_of(sums(counts, rings.starts))
    return Rings(points, starts, rings.feature, rings.is_hole)
