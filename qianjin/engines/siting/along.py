"""Pieces of boundary that run along each other, for layers with many; in the words of numba.

The same as ``borders`` does with whole arrays, one pair after the other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .shapes import Floats, Ints


def run_along(
    place: Ints,
    begins: Ints,
    owner: Ints,
    lines: Floats,
    corners: NDArray[np.bool_],
    tolerance: float,
    slant: float,
) -> tuple[Ints, Ints, Floats, Floats, Floats]:
    """Pairs of owners, how far their pieces run along each other, how wide apart, and reach.

    One row for each piece in each cell of the grid that it touches, sorted by ``place`` (the
    cell); ``begins`` is its lowest cell, ``lines`` its two ends, ``corners`` which of them are
    corners of the outline.
    """
    room = len(place) + 16
    ones, twos = np.empty(room, np.int64), np.empty(room, np.int64)
    lengths, gaps, reaches = np.empty(room), np.empty(room), np.empty(room)
    count = 0
    for one in range(len(place)):
        west = min(lines[one, 0], lines[one, 2]) - 2 * tolerance
        east = max(lines[one, 0], lines[one, 2]) + 2 * tolerance
        south = min(lines[one, 1], lines[one, 3]) - 2 * tolerance
        north = max(lines[one, 1], lines[one, 3]) + 2 * tolerance
        two = one + 1
        while two < len(place) and place[two] == place[one]:
            at, two = two, two + 1
            if (
                owner[at] == owner[one]
                or max(lines[at, 0], lines[at, 2]) < west
                or min(lines[at, 0], lines[at, 2]) > east
                or max(lines[at, 1], lines[at, 3]) < south
                or min(lines[at, 1], lines[at, 3]) > north
            ):
                continue
            column = max(begins[one] >> 32, begins[at] >> 32)
            line = max(begins[one] & 0xFFFFFFFF, begins[at] & 0xFFFFFFFF)
            if ((column << 32) | line) != place[one]:
                continue
            shared, gap, reach = overlap(
                lines[one], lines[at], corners[one], corners[at], tolerance, slant
            )
            if shared <= 0.0 and reach <= 0.0:
                continue
            if count == room:
                ones, twos = np.concatenate((ones, ones)), np.concatenate((twos, twos))
                lengths, gaps = np.concatenate((lengths, lengths)), np.concatenate((gaps, gaps))
                reaches = np.concatenate((reaches, reaches))
                room = 2 * room
            ones[count], twos[count] = owner[one], owner[at]
            lengths[count], gaps[count], reaches[count] = shared, gap, reach
            count += 1
    return (
        ones[:count].copy(), twos[:count].copy(), lengths[:count].copy(), gaps[:count].copy(),
        reaches[:count].copy(),
    )  # fmt: skip


def overlap(
    one: Floats,
    two: Floats,
    corners: NDArray[np.bool_],
    its_corners: NDArray[np.bool_],
    tolerance: float,
    slant: float,
) -> tuple[float, float, float]:
    """How far the second line runs along the first within the tolerance, the widest gap, reach."""
    east, north = one[2] - one[0], one[3] - one[1]
    length = np.sqrt(east * east + north * north)
    east, north = east / length, north / length
    x, y, u, v = two[0] - one[0], two[1] - one[1], two[2] - one[0], two[3] - one[1]
    along, aside = x * east + y * north, y * east - x * north
    run, drift = u * east + v * north - along, v * east - u * north - aside
    if abs(drift) > slant * abs(run) or run == 0.0:
        return 0.0, 0.0, 0.0
    begin, end = -along / run, (length - along) / run
    if begin > end:
        begin, end = end, begin
    begin, end = max(begin, 0.0), min(end, 1.0)
    if end <= begin:
        # They face each other (run < 0), end before they meet, and both end with a corner there.
        is_after = 2.0 * along + run > length
        at = 1.0 if is_after else 0.0
        place = 1 if is_after else 0
        right = -(aside + at * drift)
        if run < 0.0 and corners[place] and its_corners[place] and abs(right) <= tolerance:
            return 0.0, right, (end - begin) * -run + right
        return 0.0, 0.0, 0.0
    if abs(drift) < 1e-12:
        if abs(aside) > tolerance:
            return 0.0, 0.0, 0.0
    else:
        enter, leave = (-tolerance - aside) / drift, (tolerance - aside) / drift
        if enter > leave:
            enter, leave = leave, enter
        begin, end = max(begin, enter), min(end, leave)
    if end <= begin:
        return 0.0, 0.0, 0.0
    here, there = aside + begin * drift, aside + end * drift
    shared = (end - begin) * abs(run)
    reach = shared - min(here, there) if run < 0.0 else 0.0
    return shared, max(abs(here), abs(there)), reach
