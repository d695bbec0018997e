"""A layer of polygons in memory, and what is said of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .ragged import Ints, members, starts_of
from .rings import Flags
from .world import Floats, to_gcj02, to_lonlat, to_world

Value = str | int | float | bool

CHUNK = 256
PLAIN = bytes.fromhex("01 06000000 01000000 01 03000000 01000000")
"""How WKB of a multipolygon of one polygon without holes begins, before its number of corners."""
HEAD = len(PLAIN) + 4


@dataclass(frozen=True, slots=True)
class Column:
    """
    One thing said of each shape.

    Parameters
    ----------
    codes
        Whole numbers, one a shape: places in ``words``; -1 where nothing is said.
    words
        What may be said.

    Raises
    ------
    ValueError
        A code has no word.

    >>> Column.of(["a", "b", "a", None]).codes.tolist()
    [0, 1, 0, -1]
    """

    codes: Ints
    words: tuple[Value, ...]

    def __post_init__(self) -> None:
        if len(self.codes) and not -1 <= self.codes.min() <= self.codes.max() < len(self.words):
            raise ValueError("codes: some have no word")

    @classmethod
    def of(cls, said: Sequence[Value | None]) -> Column:
        """From what is said of each, ``None`` for nothing."""
        words: dict[Value, int] = {}
        codes = [-1 if one is None else words.setdefault(one, len(words)) for one in said]
        return cls(np.array(codes, np.int64), tuple(words))


@dataclass(slots=True)
class Layer:
    """
    图层 Polygons on the square of the world, near ones near each other in memory.

    Parameters
    ----------
    ids
        ``(n,)`` whole numbers that are not negative: the shapes' own.
    points
        ``(p, 2)`` places in the square, no ring repeating its first one.
    ring_starts
        Where the points of each ring begin.
    shape_starts
        Where the rings of each shape begin; outer rings come before their holes.
    is_hole
        Of each ring.
    columns
        What is said of the shapes, by name.
    labels
        What is written on each shape; empty for no labels.

    Raises
    ------
    ValueError
        The parts do not fit each other, or a place is no number.
    """

    ids: Ints
    points: Floats
    ring_starts: Ints
    shape_starts: Ints
    is_hole: Flags
    columns: Mapping[str, Column] = field(default_factory=dict)
    labels: Sequence[str] = ()
    boxes: Floats = field(init=False, repr=False)
    chunks: Floats = field(init=False, repr=False)
    spots: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        count = len(self.ids)
        if not np.isfinite(self.points).all():
            raise ValueError("points: some are no numbers")
        if len(self.shape_starts) != count + 1 or len(self.is_hole) != len(self.ring_starts) - 1:
            raise ValueError("shape_starts: they do not fit the ids and rings")
        if (np.diff(self.shape_starts) < 1).any() or (np.diff(self.ring_starts) < 3).any():
            raise ValueError("ring_starts: a shape without rings, or a ring of less than 3 points")
        if any(len(column.codes) != count for column in self.columns.values()):
            raise ValueError("columns: one is not as long as the layer")
        if len(self.labels) not in (0, count):
            raise ValueError("labels: not one for each shape")
        first = self.ring_starts[self.shape_starts[:-1]]
        self.boxes = _boxes(self.points, first)
        self.chunks = _boxes_of_boxes(self.boxes)
        self.spots = np.zeros((0, 2)) if not len(self.labels) else self._spots(first)

    def _spots(self, first: Ints) -> Floats:
        """The middle of the corners; good enough for a name on parcels, and free."""
        if not len(first):
            return np.zeros((0, 2))
        lengths = np.diff(np.append(first, len(self.points)))
        spots: Floats = np.add.reduceat(self.points, first) / lengths[:, None]
        return spots

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def size(self) -> int:
        """Bytes held, without those of the labels' text."""
        kept = (self.ids, self.points, self.ring_starts, self.shape_starts, self.is_hole,
                self.boxes, self.chunks, self.spots)  # fmt: skip
        return sum(part.nbytes for part in kept) + sum(
            column.codes.nbytes for column in self.columns.values()
        )

    @classmethod
    def of_lonlat(
        cls,
        ids: Ints,
        polygons: Any,
        *,
        columns: Mapping[str, Column] | None = None,
        labels: Sequence[str] = (),
        gcj02: bool = False,
    ) -> Layer:
        """
        From shapely's polygons and multipolygons in degrees; those that are empty are left out.

        :raises ValueError: something else is among them.
        """
        gathering = Gathering()
        gathering.add(ids, polygons)
        layer = gathering.layer(columns=columns or {}, labels=labels)
        return layer.on_gcj02() if gcj02 else layer

    def on_gcj02(self) -> Layer:
        """The same shapes where a map on GCJ-02 draws them."""
        return replace(self, points=to_world(to_gcj02(to_lonlat(self.points))))

    def polygons(self, shapes: Ints) -> Any:
        """Some of the shapes as shapely's multipolygons, in degrees."""
        import shapely

        rows, new = members(self.shape_starts, shapes)
        places, starts = members(self.ring_starts, rows)
        closed, ends = members(starts, np.arange(len(rows)))
        # Every ring once more with its first point at its end.
        closed = np.insert(closed, ends[1:], starts[:-1])
        lonlat = to_lonlat(self.points[places])[closed]
        outer = np.flatnonzero(~self.is_hole[rows])
        part_starts = np.append(outer, len(rows))
        return shapely.from_ragged_array(
            shapely.GeometryType.MULTIPOLYGON,
            lonlat,
            (starts + np.arange(len(starts)), part_starts, np.searchsorted(outer, new)),
        )

    @classmethod
    def sorted(
        cls,
        ids: Ints,
        points: Floats,
        ring_starts: Ints,
        shape_starts: Ints,
        is_hole: Flags,
        columns: Mapping[str, Column],
        labels: Sequence[str],
    ) -> Layer:
        """The shapes along a curve that keeps neighbours together, so that a tile reads little."""
        boxes = _boxes(points, ring_starts[shape_starts[:-1]])
        order = np.argsort(_along_a_curve((boxes[:, :2] + boxes[:, 2:]) / 2), kind="stable")
        rings, new_shapes = members(shape_starts, order)
        places, new_rings = members(ring_starts, rings)
        return cls(
            ids[order],
            points[places],
            new_rings,
            new_shapes,
            is_hole[rings],
            {name: Column(c.codes[order], c.words) for name, c in columns.items()},
            [labels[index] for index in order.tolist()] if len(labels) else (),
        )

    def within(self, west: float, north: float, east: float, south: float) -> Ints:
        """The shapes whose boxes meet this one (places in the square), ascending."""
        chunk = np.flatnonzero(_meet(self.chunks, west, north, east, south))
        if not len(chunk):
            return chunk
        shapes = (chunk[:, None] * CHUNK + np.arange(CHUNK)).ravel()
        shapes = shapes[shapes < len(self)]
        return shapes[_meet(self.boxes[shapes], west, north, east, south)]


def _meet(boxes: Floats, west: float, north: float, east: float, south: float) -> Flags:
    found: Flags = (
        (boxes[:, 0] <= east)
        & (boxes[:, 2] >= west)
        & (boxes[:, 1] <= south)
        & (boxes[:, 3] >= north)
    )
    return found


def _boxes(points: Floats, first: Ints) -> Floats:
    if not len(first):
        return np.zeros((0, 4))
    return np.hstack((np.minimum.reduceat(points, first), np.maximum.reduceat(points, first)))


def _boxes_of_boxes(boxes: Floats) -> Floats:
    if not len(boxes):
        return np.zeros((0, 4))
    first = np.arange(0, len(boxes), CHUNK)
    return np.hstack(
        (np.minimum.reduceat(boxes[:, :2], first), np.maximum.reduceat(boxes[:, 2:], first))
    )


def _along_a_curve(middles: Floats) -> NDArray[np.uint64]:
    """After Morton (1966): the bits of both places in turn."""
    curve = np.zeros(len(middles), np.uint64)
    for axis in (0, 1):
        spread = (np.clip(middles[:, axis], 0, 1) * (2**31)).astype(np.uint64)
        for shift, mask in (
            (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
            (2, 0x3333333333333333), (1, 0x5555555555555555),
        ):  # fmt: skip
            spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
        curve |= spread << np.uint64(axis)
    return curve


@dataclass(slots=True)
class Gathering:
    """
    Shapes that come a few thousand at a time, so that they never stand twice in memory.

    ``rows`` are the places, in the order in which they came, of those that are not empty.
    """

    ids: list[Ints] = field(default_factory=list)
    points: list[Floats] = field(default_factory=list)
    ring_lengths: list[Ints] = field(default_factory=list)
    shape_lengths: list[Ints] = field(default_factory=list)
    is_hole: list[Flags] = field(default_factory=list)
    rows: list[Ints] = field(default_factory=list)
    count: int = 0

    def add(self, ids: Ints, polygons: Any) -> None:
        """
        Shapely's polygons and multipolygons in degrees, or their WKB.

        :raises ValueError: something else is among them.
        """
        polygons, ids = np.asarray(polygons, dtype=object), np.asarray(ids, np.int64)
        rows = self.count + np.arange(len(polygons))
        self.count += len(polygons)
        if len(polygons) and isinstance(polygons[0], bytes):
            plain = np.array([one.startswith(PLAIN) for one in polygons], np.bool_)
            self._add_plain(ids[plain], rows[plain], polygons[plain])
            ids, rows, polygons = ids[~plain], rows[~plain], polygons[~plain]
        if len(polygons):
            self._add_any(ids, rows, polygons)

    def _add_plain(self, ids: Ints, rows: Ints, polygons: Any) -> None:
        """WKB of one outline without holes: what nearly all parcels are needs no geometry made."""
        if not len(ids):
            return
        lonlat = np.frombuffer(b"".join([one[HEAD:] for one in polygons]), "<f8").reshape(-1, 2)
        lengths = (np.array([len(one) for one in polygons]) - HEAD) // 16
        ones = np.ones(len(ids), np.int64)
        self._keep(ids, rows, lonlat, starts_of(lengths), ones, np.zeros(len(ids), np.bool_))

    def _add_any(self, ids: Ints, rows: Ints, polygons: Any) -> None:
        import shapely

        if isinstance(polygons[0], bytes):
            polygons = shapely.from_wkb(polygons)
        if not np.isin(shapely.get_type_id(polygons), (3, 6)).all():
            raise ValueError("polygons: something else is among them")
        kept = ~shapely.is_empty(polygons)
        if not kept.any():
            return
        kind, lonlat, offsets = shapely.to_ragged_array(polygons[kept], include_z=False)
        ring_starts, part_starts = offsets[0], offsets[1]
        if kind == shapely.GeometryType.MULTIPOLYGON:
            shape_starts = part_starts[offsets[2]]
        else:
            shape_starts = part_starts
        is_hole = np.ones(len(ring_starts) - 1, bool)
        is_hole[part_starts[:-1][np.diff(part_starts) > 0]] = False
        self._keep(ids[kept], rows[kept], lonlat, ring_starts, np.diff(shape_starts), is_hole)

    def _keep(
        self, ids: Ints, rows: Ints, lonlat: Floats, ring_starts: Ints, rings: Ints, is_hole: Flags
    ) -> None:
        # The last point of a ring repeats the first.
        whole = np.ones(len(lonlat), bool)
        whole[ring_starts[1:] - 1] = False
        self.ids.append(ids)
        self.rows.append(rows)
        self.points.append(to_world(lonlat[whole]))
        self.ring_lengths.append(np.diff(ring_starts) - 1)
        self.shape_lengths.append(rings)
        self.is_hole.append(is_hole)

    def layer(self, *, columns: Mapping[str, Column], labels: Sequence[str] = ()) -> Layer:
        """
        All of them; ``columns`` and ``labels`` speak of every shape in the order it came.

        :raises ValueError: they speak of more or of fewer.
        """
        if any(len(column.codes) != self.count for column in columns.values()):
            raise ValueError("columns: one is not as long as the layer")
        if len(labels) not in (0, self.count):
            raise ValueError("labels: not one for each shape")
        nothing = np.zeros(0, np.int64)
        rows = np.concatenate([nothing, *self.rows])
        return Layer.sorted(
            np.concatenate([nothing, *self.ids]),
            np.concatenate([np.zeros((0, 2)), *self.points]),
            starts_of(np.concatenate([nothing, *self.ring_lengths])),
            starts_of(np.concatenate([nothing, *self.shape_lengths])),
            np.concatenate([np.zeros(0, bool), *self.is_hole]),
            {name: Column(c.codes[rows], c.words) for name, c in columns.items()},
            [labels[row] for row in rows.tolist()] if len(labels) else (),
        )
