"""Outlines of parcels as flat arrays, their areas, and degrees laid on a plane in metres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Ring = NDArray[np.float64]
"""Points of one closed line, shape (points, 2), east before north, the first not repeated."""
Polygon = Sequence[Ring]
"""The outer ring, then its holes."""

# CGCS2000, whose ellipsoid differs from GRS 80 in the tenth digit of the flattening.
_SEMI_MAJOR, _FLATTENING = 6_378_137.0, 1 / 298.257222101
_ZONE_DEGREES = 3.0


@dataclass(frozen=True)
class Shapes:
    """
    地块界线 The outlines of all parcels, in metres.

    Parameters
    ----------
    points
        East and north of every point, ring after ring, shape (points, 2).
    rings
        Where each ring begins in ``points``, and the end; length rings + 1.
    owner
        The parcel of each ring.
    is_hole
        Whether the ring is cut out.
    count
        Number of parcels.
    """

    points: Floats
    rings: Ints
    owner: Ints
    is_hole: NDArray[np.bool_]
    count: int

    @classmethod
    def of(cls, parcels: Iterable[Sequence[Polygon]]) -> Shapes:
        """Gather parcels, each a list of polygons; a closing point is taken away."""
        pieces: list[Ring] = []
        owner: list[int] = []
        holes: list[bool] = []
        number = -1
        for number, polygons in enumerate(parcels):
            for polygon in polygons:
                for place, ring in enumerate(polygon):
                    line = np.asarray(ring, np.float64)[:, :2]
                    if len(line) > 1 and (line[0] == line[-1]).all():
                        line = line[:-1]
                    pieces.append(line)
                    owner.append(number)
                    holes.append(place > 0)
        lengths = [len(piece) for piece in pieces]
        return cls(
            points=np.concatenate(pieces) if pieces else np.zeros((0, 2)),
            rings=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            owner=np.array(owner, np.int64),
            is_hole=np.array(holes, np.bool_),
            count=number + 1,
        )

    def ring_of_points(self) -> Ints:
        """The ring of each point."""
        return np.repeat(np.arange(len(self.owner)), np.diff(self.rings))

    def next_points(self) -> Ints:
        """For each point the row of the next one around its ring."""
        follows = np.arange(1, len(self.points) + 1)
        lengths = np.diff(self.rings)
        filled = lengths > 0
        follows[self.rings[1:][filled] - 1] = self.rings[:-1][filled]
        return follows

    def areas(self) -> Floats:
        """㎡ of each parcel on the plane, holes taken off."""
        ring = self.ring_of_points()
        # Small numbers lose less: count from the first point of each ring.
        local = self.points - self.points[self.rings[ring]]
        beyond = local[self.next_points()]
        twice = local[:, 0] * beyond[:, 1] - beyond[:, 0] * local[:, 1]
        size = np.abs(np.bincount(ring, twice, len(self.owner))) / 2
        signed = np.where(self.is_hole, -size, size)
        return np.bincount(self.owner, signed, self.count).astype(np.float64)

    def outlines(self) -> Floats:
        """Metres of boundary of each parcel, holes included."""
        ahead = self.points[self.next_points()] - self.points
        owner = self.owner[self.ring_of_points()]
        length = np.hypot(ahead[:, 0], ahead[:, 1])
        return np.bincount(owner, length, self.count).astype(np.float64)

    def boxes(self) -> Floats:
        """West, south, east and north of each parcel; shape (4, count), infinite where empty."""
        boxes = np.full((4, self.count), np.inf)
        boxes[2:] = -np.inf
        owner = self.owner[self.ring_of_points()]
        for row, ufunc in ((0, np.minimum), (1, np.minimum), (2, np.maximum), (3, np.maximum)):
            # ``owner`` grows along the points, so each parcel is one run.
            starts = np.flatnonzero(np.diff(owner, prepend=-1))
            if len(starts):
                runs = ufunc.reduceat(self.points[:, row % 2], starts)
                boxes[row, owner[starts]] = runs
        return boxes

    def of_one(self, parcel: int) -> Shapes:
        """The outline of one parcel, as parcel 0."""
        first, last = np.searchsorted(self.owner, [parcel, parcel + 1])
        begin, end = self.rings[first], self.rings[last]
        return Shapes(
            self.points[begin:end], self.rings[first : last + 1] - begin,
            np.zeros(last - first, np.int64), self.is_hole[first:last], 1,
        )  # fmt: skip


def are_degrees(points: Floats) -> bool:
    """Whether coordinates can only be longitudes and latitudes."""
    return bool(
        len(points) and np.abs(points[:, 0]).max() <= 180 and np.abs(points[:, 1]).max() <= 90
    )


def on_plane(points: Floats) -> Floats:
    """
    高斯投影 Longitudes and latitudes on the plane of the nearest 3-degree zone, in metres.

    Gauss-Krüger on the ellipsoid of CGCS2000 with false easting 500,000 and no zone prefix, as
    EPSG:4534 to 4554 lay it down for China; other longitudes get the zone that they would have.
    The series is good for less than a tenth of a millimetre within the zone.
    """
    if not len(points):
        return points
    middle = (points[:, 0].min() + points[:, 0].max()) / 2
    meridian = _ZONE_DEGREES * round(middle / _ZONE_DEGREES)
    third = _FLATTENING / (2 - _FLATTENING)
    terms = (
        third / 2 - 2 * third**2 / 3 + 5 * third**3 / 16,
        13 * third**2 / 48 - 3 * third**3 / 5,
        61 * third**3 / 240,
    )
    scale = _SEMI_MAJOR / (1 + third) * (1 + third**2 / 4 + third**4 / 64)
    squeeze = 2 * np.sqrt(third) / (1 + third)
    east, north = np.radians(points[:, 0] - meridian), np.radians(points[:, 1])
    sine = np.sin(north)
    upright = np.sinh(np.arctanh(sine) - squeeze * np.arctanh(squeeze * sine))
    up = np.arctan2(upright, np.cos(east))
    across = np.arctanh(np.sin(east) / np.hypot(1, upright))
    x, y = across.copy(), up.copy()
    for number, term in enumerate(terms, start=1):
        x += term * np.cos(2 * number * up) * np.sinh(2 * number * across)
        y += term * np.sin(2 * number * up) * np.cosh(2 * number * across)
    return np.column_stack((scale * x + 500_000.0, scale * y))


def from_web_mercator(points: Floats) -> Floats:
    """Longitudes and latitudes of coordinates in EPSG:3857, whose areas are not areas."""
    degrees = np.degrees(points / _SEMI_MAJOR)
    degrees[:, 1] = np.degrees(np.arctan(np.sinh(points[:, 1] / _SEMI_MAJOR)))
    return degrees
