"""Which parcels share a border of positive length: exact by hash, then across small gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .compiled import MACHINE
from .shapes import Floats, Ints, Polygon, Shapes

TOLERANCE = 0.06
"""Metres: gaps of survey up to this still join (1-5 cm are usual)."""
_GRAIN = 1e6
"""Points closer than a millionth of a metre are one."""
_LEAST = 1e-6
"""Metres: a border is longer than this."""
_CELLS = 2.0
"""Times the usual piece: larger cells cut less and compare more."""
MANY = 40_000
"""So many pieces in cells of the grid are compared as machine code."""
_SLANT = 0.1
"""Boundaries that part faster than one in ten do not run along each other."""


@dataclass(frozen=True)
class Borders:
    """
    相邻关系 Pairs of parcels that share a border.

    ``first`` < ``second`` are rows of parcels; ``length`` is what they share in metres.
    """

    first: Ints
    second: Ints
    length: Floats
    count: int

    def rows(self) -> tuple[Ints, Ints, Floats]:
        """Neighbours as compressed sparse rows: heads, links, and the length at each link."""
        source = np.concatenate((self.first, self.second))
        target = np.concatenate((self.second, self.first))
        order = np.argsort(source, kind="stable")
        head = np.zeros(self.count + 1, np.int64)
        np.cumsum(np.bincount(source, minlength=self.count), out=head[1:])
        return head, target[order], np.concatenate((self.length, self.length))[order]

    def longer_than(self, least: float) -> Borders:
        """Only the borders of more than so many metres."""
        chosen = self.length > least
        return Borders(self.first[chosen], self.second[chosen], self.length[chosen], self.count)

    def of(self, parcel: int) -> Ints:
        """The neighbours of one parcel."""
        return np.concatenate(
            (self.second[self.first == parcel], self.first[self.second == parcel])
        )


Found = tuple[Ints, Ints, Floats, Floats, Floats]
"""
Pairs of owners, how many metres they run along each other, how wide apart, and reach: how many it
would be had neither been drawn back by the gap.
"""


@dataclass(frozen=True)
class _Segments:
    """Pieces of boundary from one point to the next, each with its parcel, which lies left."""

    start: Floats
    end: Floats
    owner: Ints

    def __getitem__(self, chosen: NDArray[np.bool_] | Ints) -> _Segments:
        return _Segments(self.start[chosen], self.end[chosen], self.owner[chosen])


def borders_of(shapes: Shapes, tolerance: float = TOLERANCE) -> Borders:
    """
    算相邻 All pairs of parcels that share a border of positive length.

    Boundaries drawn twice with the same points are matched by hash. What is left is compared by a
    grid, so that a point on the other's line (T-junction) or a gap up to ``tolerance`` metres
    joins: the part that runs along must be longer than the gap is wide. Where it is shorter,
    surveys that draw outlines back by the gap have shortened the border by as much: it counts if
    with the gap added something is left, which for parcels that meet at a corner it is not.
    """
    first, second, length = _joined(_segments(shapes), tolerance)
    return Borders(first, second, length, shapes.count)


def with_edited(
    borders: Borders,
    shapes: Shapes,
    boxes: Floats,
    parcel: int,
    polygons: Sequence[Polygon],
    *,
    edited: dict[int, Shapes],
    tolerance: float = TOLERANCE,
) -> Borders:
    """
    改一宗 The borders after the outline of one parcel has become ``polygons``.

    Only what lies near is read. ``boxes`` and ``edited`` (outlines that differ from ``shapes``)
    are brought up to date in place, for the next edit.
    """
    outline = Shapes.of([polygons])
    edited[parcel] = outline
    boxes[:, parcel] = outline.boxes()[:, 0]
    west, south, east, north = boxes[:, parcel]
    near = np.flatnonzero(
        (boxes[0] <= east + tolerance) & (boxes[2] >= west - tolerance)
        & (boxes[1] <= north + tolerance) & (boxes[3] >= south - tolerance)
    )  # fmt: skip
    found = []
    for other in near:
        segments = _segments(edited.get(int(other)) or shapes.of_one(int(other)))
        low, high = (
            np.minimum(segments.start, segments.end),
            np.maximum(segments.start, segments.end),
        )
        is_near = (
            (low[:, 0] <= east + tolerance) & (high[:, 0] >= west - tolerance)
            & (low[:, 1] <= north + tolerance) & (high[:, 1] >= south - tolerance)
        )  # fmt: skip
        part = segments[is_near]
        found.append(replace(part, owner=np.full(len(part.owner), other, np.int64)))
    first, second, length = _joined(
        _Segments(
            np.concatenate([part.start for part in found]),
            np.concatenate([part.end for part in found]),
            np.concatenate([part.owner for part in found]),
        ),
        tolerance,
    )
    is_new = (first == parcel) | (second == parcel)
    old = np.flatnonzero((borders.first == parcel) | (borders.second == parcel))
    return Borders(
        np.concatenate((*_parts_between(borders.first, old), first[is_new])),
        np.concatenate((*_parts_between(borders.second, old), second[is_new])),
        np.concatenate((*_parts_between(borders.length, old), length[is_new])),
        borders.count,
    )


def _parts_between(column: NDArray[Any], rows: Ints) -> list[NDArray[Any]]:
    """What lies between some rows, uncopied: far quicker than a mask when the rows are few."""
    begins, ends = [0, *(rows + 1)], [*rows, len(column)]
    return [column[begin:end] for begin, end in zip(begins, ends, strict=True)]


def _segments(shapes: Shapes) -> _Segments:
    """All pieces, turned so that the parcel lies on their left."""
    ring = shapes.ring_of_points()
    start, end = shapes.points, shapes.points[shapes.next_points()]
    origin = shapes.points[shapes.rings[ring]]
    (x, y), (u, v) = (start - origin).T, (end - origin).T
    is_right = np.bincount(ring, x * v - y * u, len(shapes.owner)) < 0
    turned = (is_right != shapes.is_hole)[ring][:, None]
    if turned.any():
        start, end = np.where(turned, end, start), np.where(turned, start, end)
    return _Segments(start, end, shapes.owner[ring])


def _joined(segments: _Segments, tolerance: float) -> tuple[Ints, Ints, Floats]:
    """Pairs of owners in order and the metres that they share."""
    one, two, length, is_matched = _matched(segments)
    pairs: list[Found] = [(one, two, length, np.zeros(len(one)), np.zeros(len(one)))]
    if tolerance > 0:
        pairs.append(_along(segments[~is_matched], tolerance))
    one, two, length, gap, reach = (np.concatenate(column) for column in zip(*pairs, strict=True))
    key = (np.minimum(one, two) << 32) | np.maximum(one, two)
    keys, place = np.unique(key, return_inverse=True)
    total = np.bincount(place, length, len(keys)).astype(np.float64)
    mean_gap = np.bincount(place, length * gap, len(keys)) / np.maximum(total, _LEAST)
    is_border = total > np.maximum(mean_gap, _LEAST)
    first, second = keys >> 32, keys & 0xFFFFFFFF
    doubtful = np.flatnonzero(~is_border[place])
    widest = np.full(1 + max(first.max(initial=0), second.max(initial=0)), -1.0)
    for parcels in (first[is_border], second[is_border]):
        np.maximum.at(widest, parcels, mean_gap[is_border])
    widest[widest < 0] = np.inf  # has no neighbour to tell
    usual = np.maximum(widest[one[doubtful]], widest[two[doubtful]])
    # What lies further apart than both parcels do elsewhere was apart before the gaps came.
    reach = reach[doubtful] - np.maximum(gap[doubtful] - usual, 0.0)
    most = np.zeros(len(keys))
    np.maximum.at(most, place[doubtful], reach)
    total = np.where(is_border, total, most)
    is_border |= most > _LEAST
    return first[is_border], second[is_border], total[is_border]


_NOTHING: Found = (
    np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0), np.zeros(0)
)  # fmt: skip


def _matched(segments: _Segments) -> tuple[Ints, Ints, Floats, NDArray[np.bool_]]:
    """Pairs of owners of equal segments with their length, and which segments have an equal."""
    starts, ends = _point_keys(segments.start), _point_keys(segments.end)
    # The sum is the same in both directions; two segments with equal sums are compared below.
    key = starts + ends
    order = np.argsort(key)
    key = key[order]
    low, high = np.minimum(starts, ends)[order], np.maximum(starts, ends)[order]
    owner = segments.owner[order]
    is_matched = np.zeros(len(owner), np.bool_)
    ones, twos, rows = [], [], []
    at = np.arange(len(key) - 1) if len(key) else np.zeros(0, np.int64)
    step = 1
    while len(at):
        at = at[at + step < len(key)]
        at = at[key[at] == key[at + step]]
        other = at + step
        is_equal = (low[at] == low[other]) & (high[at] == high[other]) & (owner[at] != owner[other])
        same, its = at[is_equal], other[is_equal]
        ones.append(owner[same])
        twos.append(owner[its])
        rows.append(order[same])
        is_matched[order[same]] = True
        is_matched[order[its]] = True
        step += 1
    if not rows:
        empty = np.zeros(0, np.int64)
        return empty, empty, np.zeros(0), is_matched
    row = np.concatenate(rows)
    ahead = segments.end[row] - segments.start[row]
    return np.concatenate(ones), np.concatenate(twos), np.hypot(*ahead.T), is_matched


def _point_keys(points: Floats) -> NDArray[np.uint64]:
    """A well-mixed number for each point; points of one grain have the same (splitmix64)."""
    grains = np.rint(points * _GRAIN).astype(np.int64).view(np.uint64)
    key = grains[:, 0] * np.uint64(0x9E3779B97F4A7C15) ^ grains[:, 1]
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))


def _along(segments: _Segments, tolerance: float) -> Found:
    """Pairs of owners whose boundaries run along each other, or face each other at a corner."""
    pieces, corners = _cut(segments)
    if not len(pieces.owner):
        return _NOTHING
    cell = _cell(segments)
    low = np.minimum(pieces.start, pieces.end) - tolerance
    high = np.maximum(pieces.start, pieces.end) + tolerance
    origin = low.min(axis=0)
    from_, to = (np.floor((corner - origin) / cell).astype(np.int64) for corner in (low, high))
    begins = (from_[:, 0] << 32) | from_[:, 1]
    # A piece is no longer than a cell, so it lies in two by two cells, or three with tolerance.
    places, rows = [], []
    wide, tall = (to - from_).T
    for right in range(3):
        for up in range(3):
            row = np.flatnonzero((wide >= right) & (tall >= up))
            places.append(begins[row] + ((right << 32) | up))
            rows.append(row)
    place, row = np.concatenate(places), np.concatenate(rows)
    order = np.argsort(place)
    place, row = place[order], row[order]
    if len(place) > MANY:
        # Beside each entry what its piece is, so that neighbours in the list are near in memory.
        lines = np.hstack((pieces.start, pieces.end))[row]
        quick: Found = MACHINE.compiled.run_along(
            place, begins[row], pieces.owner[row], lines, corners[row], tolerance, _SLANT
        )
        return quick
    west, south, east, north = low[row, 0], low[row, 1], high[row, 0], high[row, 1]
    first, owner = begins[row], pieces.owner[row]
    found: list[Found] = []
    at, step = np.arange(len(place)), 1
    while True:
        at = at[: np.searchsorted(at, len(place) - step)]
        at = at[place[at] == place[at + step]]
        if not len(at):
            break
        other = at + step
        meets = (owner[at] != owner[other]) & (west[at] <= east[other]) & (west[other] <= east[at])
        one, two = at[meets], other[meets]
        meets = (south[one] <= north[two]) & (south[two] <= north[one])
        one, two = one[meets], two[meets]
        # Met in each cell that both lie in: counted in the lowest.
        column = np.maximum(first[one] >> 32, first[two] >> 32)
        line = np.maximum(first[one] & 0xFFFFFFFF, first[two] & 0xFFFFFFFF)
        is_lowest = ((column << 32) | line) == place[one]
        found.append(
            _overlaps(pieces, corners, row[one[is_lowest]], row[two[is_lowest]], tolerance)
        )
        step += 1
    if not found:
        return _NOTHING
    ones, twos, lengths, gaps, reaches = (
        np.concatenate(column) for column in zip(*found, strict=True)
    )
    return ones, twos, lengths, gaps, reaches


def _cell(segments: _Segments) -> float:
    length = np.hypot(*(segments.end - segments.start).T)
    return float(max(1.0, _CELLS * np.median(length)))


def _cut(segments: _Segments) -> tuple[_Segments, NDArray[np.bool_]]:
    """Segments no longer than a cell of the grid, and which of their ends are corners."""
    ahead = segments.end - segments.start
    length = np.hypot(*ahead.T)
    segments, ahead, length = segments[length > 0], ahead[length > 0], length[length > 0]
    if not len(length):
        return segments, np.zeros((0, 2), np.bool_)
    parts = np.ceil(length / _cell(segments)).astype(np.int64)
    is_long = parts > 1
    whole, long, parts = segments[~is_long], segments[is_long], parts[is_long]
    row = np.repeat(np.arange(len(parts)), parts)
    number = np.arange(len(row)) - np.repeat(np.cumsum(parts) - parts, parts)
    step = (ahead[is_long] / parts[:, None])[row]
    start = long.start[row] + step * number[:, None]
    corners = np.ones((len(whole.owner) + len(row), 2), np.bool_)
    corners[len(whole.owner) :, 0] = number == 0
    corners[len(whole.owner) :, 1] = number == parts[row] - 1
    pieces = _Segments(
        np.concatenate((whole.start, start)),
        np.concatenate((whole.end, start + step)),
        np.concatenate((whole.owner, long.owner[row])),
    )
    return pieces, corners


def _overlaps(
    pieces: _Segments, corners: NDArray[np.bool_], one: Ints, two: Ints, tolerance: float
) -> Found:
    """How far piece ``two`` runs along ``one`` within the tolerance, the widest gap, reach."""
    ahead = pieces.end[one] - pieces.start[one]
    length = np.hypot(ahead[:, 0], ahead[:, 1])
    ahead = ahead / length[:, None]
    from_, to = pieces.start[two] - pieces.start[one], pieces.end[two] - pieces.start[one]
    along = np.array([from_[:, 0] * ahead[:, 0] + from_[:, 1] * ahead[:, 1],
                      to[:, 0] * ahead[:, 0] + to[:, 1] * ahead[:, 1]])  # fmt: skip
    aside = np.array([from_[:, 1] * ahead[:, 0] - from_[:, 0] * ahead[:, 1],
                      to[:, 1] * ahead[:, 0] - to[:, 0] * ahead[:, 1]])  # fmt: skip
    run, drift = along[1] - along[0], aside[1] - aside[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        # The share of piece two that lies beside piece one, and the share that lies near enough.
        beside = np.sort(np.array([-along[0] / run, (length - along[0]) / run]), axis=0)
        close = np.sort(np.array([(-tolerance - aside[0]) / drift, (tolerance - aside[0]) / drift]),
                        axis=0)  # fmt: skip
    flat = np.abs(drift) < 1e-12
    close[:, flat] = np.where(np.abs(aside[0, flat]) <= tolerance, [[0.0], [1.0]], [[1.0], [0.0]])
    begin, end = np.maximum(beside[0], 0.0), np.minimum(beside[1], 1.0)
    runs_along = (np.abs(drift) <= _SLANT * np.abs(run)) & (run != 0)
    # They face each other (run < 0), end before they meet, and both end with a corner there.
    is_after = (along[0] + along[1] > length).astype(np.int64)
    right = -np.where(is_after, aside[1], aside[0])
    with np.errstate(invalid="ignore"):
        near_reach = (end - begin) * -run + right
    is_near = (
        runs_along & (end <= begin) & (run < 0) & (np.abs(right) <= tolerance) & (near_reach > 0)
        & corners[one, is_after] & corners[two, is_after]
    )  # fmt: skip
    begin, end = np.maximum(begin, close[0]), np.minimum(end, close[1])
    good = np.flatnonzero(runs_along & (end > begin))
    begin, end = begin[good], end[good]
    shared = (end - begin) * np.abs(run[good])
    here, there = aside[0, good] + begin * drift[good], aside[0, good] + end * drift[good]
    gap = np.maximum(np.abs(here), np.abs(there))
    reach = np.where(run[good] < 0, shared - np.minimum(here, there), 0.0)
    rows = np.concatenate((good, np.flatnonzero(is_near)))
    none = np.zeros(len(rows) - len(good))
    return (
        pieces.owner[one[rows]], pieces.owner[two[rows]], np.concatenate((shared, none)),
        np.concatenate((gap, right[is_near])), np.concatenate((reach, near_reach[is_near])),
    )  # fmt: skip
