"""阻隔 Roads and rivers between parcels: what they part, and what may be joined over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .borders import TOLERANCE, Borders
from .shapes import Floats, Ints, Shapes

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_FACING = 0.2
"""Parcels that face each other over less than a fifth of a barrier's width meet at a corner."""


@dataclass(frozen=True)
class Barrier:
    """
    道路或河道 A strip that is no parcel.

    Parameters
    ----------
    line
        East and north of its middle in metres, on the plane of the parcels; shape (points, 2).
    width
        Metres from side to side.
    joins
        Whether the land on its two sides may become one site (a lane that is closed, a ditch that
        is laid in a pipe); otherwise it keeps them apart.

    Raises
    ------
    ValueError
        Something does not fit; the field is named.
    """

    line: Floats
    width: float
    joins: bool = False

    def __post_init__(self) -> None:
        if self.line.ndim != 2 or self.line.shape[1] != 2 or len(self.line) < 2:
            raise ValueError("line: needs two points")
        if not np.isfinite(self.line).all():
            raise ValueError("line: a point is no number")
        if not 0 < self.width <= 1000:
            raise ValueError("width: must lie between 0 and 1000 metres")


@dataclass(frozen=True)
class Parted:
    """What barriers make of borders: how many they have cut, and how many joined anew."""

    borders: Borders
    cut: int
    joined: int


def with_barriers(
    borders: Borders, shapes: Shapes, barriers: Sequence[Barrier], tolerance: float = TOLERANCE
) -> Parted:
    """
    算阻隔 Borders as they stand with roads and rivers.

    A border that lies within the strip of a barrier which joins nothing is none; of one that lies
    there in part, the rest counts. Over a barrier that joins, parcels that face each other across
    its strip are neighbours, with the length over which they do, unless another barrier parts
    them there. Exact for straight pieces; only parcels near a barrier are looked at.
    """
    parting = [one for one in barriers if not one.joins]
    joining = [one for one in barriers if one.joins]
    wall = _union([_strip(one, tolerance) for one in parting])
    kept, cut = _cut(borders, shapes, parting, wall, tolerance)
    added = _faced(kept, shapes, joining, wall, tolerance)
    return Parted(_with(kept, added), cut, len(added))


def _strip(barrier: Barrier, tolerance: float) -> BaseGeometry:
    import shapely

    line = shapely.linestrings(barrier.line)
    return shapely.buffer(line, barrier.width / 2 + tolerance, cap_style="flat")


def _union(strips: Sequence[BaseGeometry]) -> BaseGeometry | None:
    import shapely

    if not strips:
        return None
    found = shapely.union_all(strips)
    shapely.prepare(found)
    return found


def _near(shapes: Shapes, boxes: Floats, barrier: Barrier, reach: float) -> Ints:
    """The parcels whose box meets that of a barrier, ``reach`` metres wider."""
    low, high = barrier.line.min(axis=0) - reach, barrier.line.max(axis=0) + reach
    found: Ints = np.flatnonzero(
        (boxes[0] <= high[0]) & (boxes[2] >= low[0]) & (boxes[1] <= high[1]) & (boxes[3] >= low[1])
    )
    return found


class _Grounds:
    """Parcels as polygons, made when first asked for."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.made: dict[int, Any] = {}

    def __getitem__(self, parcel: int) -> Any:
        import shapely

        if parcel not in self.made:
            one = self.shapes.of_one(parcel)
            rings = [
                one.points[begin:end]
                for begin, end in zip(one.rings[:-1], one.rings[1:], strict=True)
            ]
            # Outer rings and holes of a valid parcel never cross: what lies in two is cut out.
            made = shapely.Polygon(rings[0])
            for ring in rings[1:]:
                made = shapely.symmetric_difference(made, shapely.Polygon(ring))
            self.made[parcel] = made
        return self.made[parcel]


def _cut(
    borders: Borders,
    shapes: Shapes,
    parting: Sequence[Barrier],
    wall: BaseGeometry | None,
    tolerance: float,
) -> tuple[Borders, int]:
    """The borders without what lies in a strip, and how many are gone."""
    import shapely

    if wall is None or not len(borders.first):
        return borders, 0
    boxes = shapes.boxes()
    beside = np.zeros(shapes.count, np.bool_)
    for one in parting:
        beside[_near(shapes, boxes, one, one.width / 2 + tolerance)] = True
    grounds, length = _Grounds(shapes), borders.length.copy()
    for row in np.flatnonzero(beside[borders.first] & beside[borders.second]):
        mine, other = grounds[int(borders.first[row])], grounds[int(borders.second[row])]
        if not (wall.intersects(mine) and wall.intersects(other)):
            continue
        shared = shapely.intersection(mine.boundary, shapely.buffer(other, tolerance))
        inside = shapely.intersection(shared, wall)
        # Where a border meets a road end on, no more of it than the strip is wide lies within.
        if shared.length > 0 and inside.length > 0:
            length[row] *= max(0.0, 1 - inside.length / shared.length)
    is_left = length > max(tolerance, 1e-6)
    left = Borders(borders.first[is_left], borders.second[is_left], length[is_left], borders.count)
    return left, int((~is_left).sum())


def _faced(
    borders: Borders,
    shapes: Shapes,
    joining: Sequence[Barrier],
    wall: BaseGeometry | None,
    tolerance: float,
) -> dict[tuple[int, int], float]:
    """Pairs that face each other across a barrier that joins, with metres of its line."""
    import shapely

    known = set(zip(borders.first.tolist(), borders.second.tolist(), strict=True))
    boxes, grounds = shapes.boxes(), _Grounds(shapes)
    found: dict[tuple[int, int], float] = {}
    for barrier in joining:
        reach = barrier.width / 2 + tolerance
        line = shapely.linestrings(barrier.line)
        free = line if wall is None else shapely.difference(line, wall)
        sides: tuple[list[tuple[int, Any]], ...] = ([], [])
        for parcel in _near(shapes, boxes, barrier, reach).tolist():
            for side, stretch in _stretches(grounds[parcel], line, free, reach):
                sides[side].append((parcel, stretch))
        for left, mine in sides[0]:
            for right, other in sides[1]:
                pair = (min(left, right), max(left, right))
                if left == right or pair in known:
                    continue
                length = shapely.intersection(mine, other).length
                if length > barrier.width * _FACING + tolerance:
                    found[pair] = max(found.get(pair, 0.0), float(length))
    return found


def _stretches(
    ground: Any, line: BaseGeometry, free: BaseGeometry, reach: float
) -> list[tuple[int, BaseGeometry]]:
    """Along which part of a line a parcel lies, on its left (0) and on its right (1)."""
    import shapely
    from shapely.ops import substring

    beside = []
    for side, sign in enumerate((1.0, -1.0)):
        strip = shapely.buffer(line, sign * reach, single_sided=True)
        pieces = []
        for edge in shapely.get_parts(shapely.intersection(ground, strip)):
            along = shapely.line_locate_point(line, shapely.points(shapely.get_coordinates(edge)))
            if len(along) and along.max() > along.min():
                pieces.append(substring(line, along.min(), along.max()))
        if pieces:
            beside.append((side, shapely.intersection(free, shapely.union_all(pieces))))
    return beside


def _with(borders: Borders, added: dict[tuple[int, int], float]) -> Borders:
    if not added:
        return borders
    order = sorted(added)
    pairs = np.array(order, np.int64).reshape(-1, 2)
    lengths = np.array([added[pair] for pair in order], np.float64)
    return Borders(
        np.concatenate((borders.first, pairs[:, 0])),
        np.concatenate((borders.second, pairs[:, 1])),
        np.concatenate((borders.length, lengths)),
        borders.count,
    )
