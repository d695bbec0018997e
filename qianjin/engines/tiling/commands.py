"""Rings as the commands of a tile: https://github.com/mapbox/vector-tile-spec, version 2.1, 4.3."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .ragged import Ints, starts_of
from .rings import Rings
from .varint import Bytes, pack, zigzag

MOVE_TO = 1 | 1 << 3
LINE_TO = 2
CLOSE_PATH = 15


@dataclass(slots=True)
class Drawn:
    """
    Shapes ready to be put into any tile of their zoom.

    Only where a shape begins depends on the tile; all that follows is told from there.

    Parameters
    ----------
    feature
        Which shapes, ascending.
    head
        ``(n, 2)`` steps: where each begins.
    body
        What comes after, as bytes, shape after shape.
    starts
        Where the bytes of each begin.
    """

    feature: Ints
    head: Ints
    body: Bytes
    starts: Ints


def drawn(rings: Rings) -> Drawn:
    """The commands of rings that are plain."""
    points = np.diff(rings.starts)
    count = len(points)
    if not count:
        nothing = np.zeros(0, np.int64)
        return Drawn(nothing, np.zeros((0, 2), np.int64), np.zeros(0, np.uint8), starts_of(nothing))
    begins = np.ones(count, bool)
    begins[1:] = rings.feature[1:] != rings.feature[:-1]
    opening = np.flatnonzero(begins)
    # A ring: move, two numbers, line, two numbers for each further point, close. The first of a
    # shape loses its first three, which the tile writes.
    lengths = 2 * points + 3 - 3 * begins
    starts = starts_of(lengths)
    stream = np.empty(int(starts[-1]), np.int64)
    after_move = starts[:-1] + 3 - 3 * begins
    further = np.flatnonzero(~begins)
    stream[starts[:-1][further]] = MOVE_TO
    stream[after_move] = LINE_TO | (points - 1) << 3
    stream[starts[1:] - 1] = CLOSE_PATH
    steps = np.empty_like(rings.points)
    steps[0] = 0
    np.subtract(rings.points[1:], rings.points[:-1], out=steps[1:])
    steps = zigzag(steps)
    first = rings.starts[:-1]
    stream[starts[:-1][further] + 1] = steps[first[further], 0]
    stream[starts[:-1][further] + 2] = steps[first[further], 1]
    is_first = np.zeros(len(rings.points), bool)
    is_first[first] = True
    other = np.flatnonzero(~is_first)
    # The k-th further point of ring r is written at after_move[r] + 1 + 2k.
    at = np.repeat(after_move + 1 - 2 * (first + 1), points)[other] + 2 * other
    stream[at] = steps[other, 0]
    stream[at + 1] = steps[other, 1]
    body, sizes = pack(stream)
    ends = starts_of(sizes)
    edges = np.append(starts[opening], starts[-1])
    return Drawn(rings.feature[opening], rings.points[first[opening]], body, ends[edges])
