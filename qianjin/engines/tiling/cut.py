"""Tiles out of a layer."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .commands import Drawn, drawn
from .dissolve import dissolved
from .layer import Column, Layer
from .ragged import Ints, members, put, starts_of
from .rings import Flags, Rings, clipped, plain
from .sayings import Sayings, Writings, field_of
from .varint import number, pack, zigzag
from .world import EXTENT, MARGIN, Tile

PREPARED = 16
"""Up to this zoom all shapes are drawn once for all tiles; beyond it a tile holds a handful."""
REACH = EXTENT // 2
"""What goes no further than this beyond a tile is copied whole; a reader cuts it at the side."""
DISSOLVED = 11
"""Up to this zoom shapes are some steps across, and those of one kind are drawn as one."""
NARROW = 20_000
"""A level of more points is kept in 32 bits."""
LABELLED = 15
"""From this zoom on there is room for names."""


def grain(zoom: int) -> int:
    """To how many steps points are rounded: what is finer than a third of a pixel is left out."""
    return 1 if zoom >= 14 else 2 if zoom >= 12 else 4


@dataclass(slots=True)
class _Level:
    """All shapes of a layer at one zoom."""

    rings: Rings
    drawn: Drawn
    ring_starts: Ints
    """Where the rings of each drawn shape begin."""
    boxes: Ints
    row: Ints
    """Where each shape is drawn; -1 of one too small to be. Empty for those of one tile."""

    @classmethod
    def of(cls, rings: Rings, count: int = 0) -> _Level:
        ready = drawn(rings)
        opening = np.flatnonzero(np.diff(rings.feature, prepend=-1))
        first = rings.starts[opening]
        boxes = (
            np.hstack(
                (
                    np.minimum.reduceat(rings.points, first),
                    np.maximum.reduceat(rings.points, first),
                )
            )
            if len(first)
            else np.zeros((0, 4), np.int64)
        )
        row = np.full(count, -1)
        if count:
            row[ready.feature] = np.arange(len(opening))
        level = cls(rings, ready, np.append(opening, len(rings.feature)), boxes, row)
        return level._narrow() if len(rings.points) > NARROW else level

    def _narrow(self) -> _Level:
        """Half the memory: places at the last zoom take 30 bits, and so does what is counted."""
        rings, ready = self.rings, self.drawn
        for held, names in (
            (rings, ("points", "starts", "feature")),
            (ready, ("feature", "head", "starts")),
            (self, ("ring_starts", "boxes", "row")),
        ):
            for name in names:
                setattr(held, name, getattr(held, name).astype(np.int32))
        return self


def stepped(layer: Layer, zoom: int, shapes: Ints | None = None) -> Rings:
    """The rings of some shapes, or of all, on the steps of a zoom."""
    if shapes is None:
        rings, points, starts = slice(None), layer.points, layer.ring_starts
        lengths = np.diff(layer.shape_starts)
        feature = np.repeat(np.arange(len(layer)), lengths)
    else:
        rows, new = members(layer.shape_starts, shapes)
        places, starts = members(layer.ring_starts, rows)
        rings, points = rows, layer.points[places]  # type: ignore[assignment]
        feature = np.repeat(shapes, np.diff(new))
    step = grain(zoom)
    scaled = points * (float(1 << zoom) * EXTENT / step)
    whole = np.rint(scaled, out=scaled).astype(np.int64) * step
    return Rings(whole, starts, feature, layer.is_hole[rings])


@dataclass(slots=True)
class Cutter:
    """
    A layer from which tiles are cut; what it has once worked out it keeps.

    Parameters
    ----------
    layer
        What is drawn.
    name
        What the tiles call it; labels stand in a layer of their own, ``labels``.
    """

    layer: Layer
    name: str = "parcels"
    _sayings: Sayings = field(init=False)
    _writings: Writings = field(init=False)
    _levels: dict[int, _Level] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._sayings = Sayings.of(self.layer.ids, self.layer.columns)
        self._writings = Writings.of(self.layer.labels)

    def prepare(self, zoom: int) -> bool:
        """Work out now what the first tile of a zoom would wait for; whether there was any."""
        if zoom > PREPARED or zoom in self._levels:
            return False
        rings = plain(stepped(self.layer, zoom))
        self._levels[zoom] = _Level.of(rings, len(self.layer))
        return True

    def tile(self, tile: Tile, seen: Flags | None = None) -> bytes:
        """
        The bytes of one tile; none where nothing lies.

        :param seen: which shapes of the layer may be seen; all without it.
        """
        side = EXTENT << tile.zoom
        low = np.array([tile.column, tile.row], np.int64) * EXTENT - MARGIN
        high = low + EXTENT + 2 * MARGIN
        west, north = low / side
        east, south = high / side
        shapes = self.layer.within(west, north, east, south)
        if seen is not None:
            shapes = shapes[seen[shapes]]
        if not len(shapes):
            return b""
        if tile.zoom <= PREPARED:
            self.prepare(tile.zoom)
            level = self._levels[tile.zoom]
            rows = level.row[shapes]
            rows = rows[rows >= 0]
        else:
            level = _Level.of(plain(stepped(self.layer, tile.zoom, shapes)))
            rows = np.arange(len(level.drawn.feature))
        features = _features(level, rows, low, self._sayings)
        labels = self._labels(tile, shapes) if tile.zoom >= LABELLED else b""
        if not features:
            return labels
        return _layer(self.name, self._sayings.head, features) + labels

    def dissolved(self, column: str, zoom: int, seen: Flags | None = None) -> Cutter:
        """
        The same land drawn as one shape for each word of a column, and one for all of which
        nothing is said: for small scales.

        :raises KeyError: there is no such column.
        """
        return Cutter(_one_each(self.layer, column, zoom, seen), self.name)

    def _labels(self, tile: Tile, shapes: Ints) -> bytes:
        layer = self.layer
        if not len(layer.labels):
            return b""
        spots = np.floor(layer.spots[shapes] * float(EXTENT << tile.zoom)).astype(np.int64)
        spots -= np.array([tile.column, tile.row], np.int64) * EXTENT
        inside = ((spots >= 0) & (spots < EXTENT)).all(axis=1)
        if not inside.any():
            return b""
        shapes = shapes[inside]
        return _layer("labels", *self._writings.of_tile(shapes, layer.ids[shapes], spots[inside]))

    @property
    def size(self) -> int:
        """Bytes held for the layer and its zooms."""
        kept = self.layer.size
        for told in (self._sayings, self._writings):
            kept += told.body.nbytes + told.starts.nbytes
        for level in self._levels.values():
            rings, ready = level.rings, level.drawn
            kept += rings.points.nbytes + rings.starts.nbytes + rings.feature.nbytes
            kept += ready.body.nbytes + ready.starts.nbytes + ready.head.nbytes + level.boxes.nbytes
        return kept


def _one_each(layer: Layer, column: str, zoom: int, seen: Flags | None) -> Layer:
    # The first kind is that of which nothing is said.
    kinds = layer.columns[column].codes + 1
    shapes = np.arange(len(layer)) if seen is None else np.flatnonzero(seen)
    rings = dissolved(stepped(layer, zoom, shapes), kinds)
    groups = np.unique(rings.feature)
    words = layer.columns[column].words
    lengths = np.bincount(rings.feature, minlength=len(words) + 1)[groups]
    return Layer(
        groups,
        rings.points / float(EXTENT << zoom),
        rings.starts,
        starts_of(lengths),
        rings.is_hole,
        {column: Column(groups - 1, words)},
    )


def _features(level: _Level, rows: Ints, low: Ints, sayings: Sayings) -> bytes:
    origin = low + MARGIN
    boxes = level.boxes[rows]
    high = low + EXTENT + 2 * MARGIN
    near = (boxes[:, :2] >= low - REACH).all(axis=1) & (boxes[:, 2:] <= high + REACH).all(axis=1)
    whole = rows[near]
    parts = []
    if len(whole):
        parts.append(_written(level.drawn, whole, origin, sayings))
    cut = rows[~near]
    if len(cut):
        some, _ = members(level.ring_starts, cut)
        rings = level.rings.of(some)
        rings.points = rings.points.astype(np.int64) - origin
        short = drawn(clipped(rings, -MARGIN, EXTENT + MARGIN))
        parts.append(_written(short, np.arange(len(short.feature)), np.zeros(2, np.int64), sayings))
    return b"".join(parts)


def _written(ready: Drawn, rows: Ints, origin: Ints, sayings: Sayings) -> bytes:
    """The shapes as fields of a tile: length, what is said, where it begins, and the way on."""
    count = len(rows)
    if not count:
        return b""
    heads = zigzag(ready.head[rows] - origin)
    said_starts = sayings.starts
    features = ready.feature[rows]
    body_sizes = ready.starts[rows + 1] - ready.starts[rows]
    said_sizes = said_starts[features + 1] - said_starts[features]
    _, head_sizes = pack(heads.ravel())
    geometry = 1 + head_sizes.reshape(-1, 2).sum(axis=1) + body_sizes
    _, length_sizes = pack(geometry)
    numbers = np.empty((count, 7), np.int64)
    numbers[:, 0] = 0x12
    numbers[:, 1] = 1 + length_sizes + geometry + said_sizes
    numbers[:, 2] = 0x22
    numbers[:, 3] = geometry
    numbers[:, 4] = 9
    numbers[:, 5:] = heads
    front, sizes = pack(numbers.ravel())
    by_number = sizes.reshape(-1, 7)
    length = by_number[:, :2].sum(axis=1)
    begin = by_number[:, 2:].sum(axis=1)
    fronts = starts_of(length + begin)[:-1]
    starts = starts_of(length + said_sizes + begin + body_sizes)
    # Some readers (GDAL) want to know of the kind of shape before they meet its geometry.
    out = np.empty(int(starts[-1]), np.uint8)
    at = starts[:-1]
    put(out, at, front, fronts, length)
    put(out, at + length, sayings.body, said_starts[features], said_sizes)
    at = at + length + said_sizes
    put(out, at, front, fronts + length, begin)
    put(out, at + begin, ready.body, ready.starts[rows], body_sizes)
    return out.tobytes()


def _layer(name: str, head: bytes, features: bytes) -> bytes:
    written = field_of(1, name.encode()) + head + features
    return field_of(3, written + b"\x28" + number(EXTENT) + b"\x78\x02")
