"""Pieces of boundary that run along each other, for layers with many; in the words of numba.

The same as ``borders`` does with whole arrays, one pair after the other.
"""

from __future__ import annotations

import numpy as np

from .shapes import Floats, Ints


def run_along(
    place: Ints,
    begins: Ints,
    owner: Ints,
    lines: Floats,
    boxes: Floats,
    tolerance: float,
    slant: float,
) -> tuple[Ints, Ints, Floats, Floats]:
    """Pairs of owners, how far their pieces run along each other, and how wide apart.

    One row for each piece in each cell of the grid that it touches, sorted by ``place`` (the
    cell); ``begins`` is its lowest cell, ``lines`` its two ends, ``boxes`` its box with tolerance.
    """
    room = len(place) + 16
    ones, twos = np.empty(room, np.int64), np.empty(room, np.int64)
    lengths, gaps = np.empty(room), np.empty(room)
    count = 0
    for one in range(len(place)):
        two = one + 1
        while two < len(place) and place[two] == place[one]:
            at, two = two, two + 1
            if (
                owner[at] == owner[one]
                or boxes[one, 0] > boxes[at, 2] or boxes[at, 0] > boxes[one, 2]
                or boxes[one, 1] > boxes[at, 3] or boxes[at, 1] > boxes[one, 3]
            ):  # fmt: skip
                continue
            column = max(begins[one] >> 32, begins[at] >> 32)
            line = max(begins[one] & 0xFFFFFFFF, begins[at] & 0xFFFFFFFF)
            if ((column << 32) | line) != place[one]:
                continue
            shared, gap = overlap(lines[one], lines[at], tolerance, slant)
            if shared <= 0.0:
                continue
            if count == room:
                ones, twos = np.concatenate((ones, ones)), np.concatenate((twos, twos))
                lengths, gaps = np.concatenate((lengths, lengths)), np.concatenate((gaps, gaps))
                room = 2 * room
            ones[count], twos[count] = owner[one], owner[at]
            lengths[count], gaps[count] = shared, gap
            count += 1
    return ones[:count].copy(), twos[:count].copy(), lengths[:count].copy(), gaps[:count].copy()


def overlap(one: Floats, two: Floats, tolerance: float, slant: float) -> tuple[float, float]:
    """How far the second line runs along the first within the tolerance, and the widest gap."""
    east, north = one[2] - one[0], one[3] - one[1]
    length = np.sqrt(east * east + north * north)
    east, north = east / length, north / length
    x, y, u, v = two[0] - one[0], two[1] - one[1], two[2] - one[0], two[3] - one[1]
    along, aside = x * east + y * north, y * east - x * north
    run, drift = u * east + v * north - along, v * east - u * north - aside
    if abs(drift) > slant * abs(run) or run == 0.0:
        return 0.0, 0.0
    begin, end = -along / run, (length - along) / run
    if begin > end:
        begin, end = end, begin
    begin, end = max(begin, 0.0), min(end, 1.0)
    if abs(drift) < 1e-12:
        if abs(aside) > tolerance:
            return 0.0, 0.0
    else:
        enter, leave = (-tolerance - aside) / drift, (tolerance - aside) / drift
        if enter > leave:
            enter, leave = leave, enter
        begin, end = max(begin, enter), min(end, leave)
    if end <= begin:
        return 0.0, 0.0
    gap = max(abs(aside + begin * drift), abs(aside + end * drift))
    return (end - begin) * abs(run), gap
