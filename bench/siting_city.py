"""A city to search, made from a seed: jittered Voronoi parcels, smooth prices, roads, locks.

Points on a square grid are jittered; each parcel is the part of the plane nearest to its point. A
road takes four metres off both sides of a tenth of all borders: these are borders no more, and
their neighbours meet in T-junctions. The price per ㎡ is smooth (a sum of waves), and
a twentieth of the parcels is locked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from qianjin.engines.siting import Parcels, Shapes, borders_of

SPACING = 80.0
JITTER = 0.45
ROADS = 0.1
HALF_ROAD = 4.0
LOCKED = 0.05
WAVES = 12
REACH = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class City:
    """Outlines in metres, whole yuan for each parcel, and which are locked."""

    shapes: Shapes
    cost: Floats
    is_open: NDArray[np.bool_]

    def parcels(self) -> Parcels:
        """The layer, with its borders reckoned."""
        return Parcels(
            ids=tuple(f"P{n}" for n in range(self.shapes.count)),
            area=self.shapes.areas(),
            cost=self.cost,
            borders=borders_of(self.shapes),
            outline=self.shapes.outlines(),
            is_open=self.is_open,
        )


def a_city(count: int, seed: int, *, noise: float = 0.0) -> City:
    """
    A city of about ``count`` parcels.

    ``noise`` is the spread of the price per ㎡ from parcel to parcel, 0 where prices are smooth.
    """
    dice = np.random.default_rng(seed)
    side = round(count**0.5)
    wide = side + 2 * REACH
    grid = np.stack(np.meshgrid(np.arange(wide), np.arange(wide), indexing="xy"), axis=-1)
    points = SPACING * (grid + dice.uniform(-JITTER, JITTER, (wide, wide, 2)))
    corners, sizes = _cells(points, side, int(dice.integers(2**31)))
    ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    number = len(sizes)
    shapes = Shapes(
        np.round(corners, 6), ends, np.arange(number), np.zeros(number, np.bool_), number
    )
    home = points[REACH:-REACH, REACH:-REACH].reshape(-1, 2)
    price = prices_at(home, seed) * dice.lognormal(0, noise, number)
    cost = np.round(price * shapes.areas())
    return City(shapes, cost, dice.random(number) >= LOCKED)


def prices_at(places: Floats, seed: int) -> Floats:
    """A price per ㎡ that changes smoothly from place to place (metres)."""
    dice = np.random.default_rng(seed)
    size = places.max(axis=0) - places.min(axis=0)
    side = float(size.max()) / SPACING
    waves = dice.normal(0, max(2.0, side / 20), (WAVES, 2)) / size.max()
    height = np.sin(2 * np.pi * (places @ waves.T + dice.random(WAVES))).sum(axis=1)
    return 900 * np.exp(0.125 * height)


@njit(cache=True)
def _mixed(one: int, two: int, seed: int) -> float:
    """A number between 0 and 1 for a pair, the same both ways."""
    low, high = min(one, two), max(one, two)
    key = np.uint64(low) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(high + seed)
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return float((key ^ (key >> np.uint64(31))) >> np.uint64(11)) / 2.0**53


@njit(cache=True)
def _corner(here: int, one: int, two: int, flat: Floats, seed: int) -> tuple[float, float]:
    """Where the borders of ``here`` with ``one`` and ``two`` meet."""
    first, second, third = here, one, two
    if _mixed(here, one, seed) >= ROADS and _mixed(here, two, seed) >= ROADS:
        # Always reckoned in the same order, so that all three parcels have the very same corner.
        if first > second:
            first, second = second, first
        if second > third:
            second, third = third, second
        if first > second:
            first, second = second, first
    ax, ay = flat[first]
    bx, by = flat[second, 0] - ax, flat[second, 1] - ay
    cx, cy = flat[third, 0] - ax, flat[third, 1] - ay
    b, c = (bx * bx + by * by) / 2, (cx * cx + cy * cy) / 2
    if first == here:
        if _mixed(here, second, seed) < ROADS:
            b -= HALF_ROAD * np.sqrt(bx * bx + by * by)
        if _mixed(here, third, seed) < ROADS:
            c -= HALF_ROAD * np.sqrt(cx * cx + cy * cy)
    det = bx * cy - by * cx
    return ax + (b * cy - c * by) / det, ay + (bx * c - cx * b) / det


@njit(cache=True)
def _cells(points: Floats, side: int, seed: int) -> tuple[Floats, NDArray[np.int64]]:
    """The corners of all inner cells, one after the other, and how many each has."""
    wide = points.shape[0]
    flat = points.copy().reshape(-1, 2)
    corners = np.empty((side * side * 16, 2))
    sizes = np.zeros(side * side, np.int64)
    total = 0
    names, kept = np.empty(64, np.int64), np.empty(64, np.int64)
    xs, ys, new_x, new_y = np.empty(64), np.empty(64), np.empty(64), np.empty(64)
    for row in range(side):
        for column in range(side):
            here = (row + REACH) * wide + column + REACH
            px, py = flat[here]
            # A square to begin with; ``names[n]`` is the neighbour behind the side after corner n.
            count = 4
            for n in range(4):
                xs[n] = px + SPACING * 4 * (1 if n in (0, 3) else -1)
                ys[n] = py + SPACING * 4 * (1 if n in (0, 1) else -1)
                names[n] = -1
            for down in range(-REACH, REACH + 1):
                for right in range(-REACH, REACH + 1):
                    other = here + down * wide + right
                    if other == here:
                        continue
                    qx, qy = flat[other, 0] - px, flat[other, 1] - py
                    far = np.sqrt(qx * qx + qy * qy)
                    limit = far * far / 2
                    if _mixed(here, other, seed) < ROADS:
                        limit -= HALF_ROAD * far
                    size = 0
                    for n in range(count):
                        m = (n + 1) % count
                        a = (xs[n] - px) * qx + (ys[n] - py) * qy - limit
                        b = (xs[m] - px) * qx + (ys[m] - py) * qy - limit
                        if a <= 0:
                            new_x[size], new_y[size], kept[size] = xs[n], ys[n], names[n]
                            size += 1
                            if b > 0:
                                t = a / (a - b)
                                new_x[size] = xs[n] + t * (xs[m] - xs[n])
                                new_y[size] = ys[n] + t * (ys[m] - ys[n])
                                kept[size] = other
                                size += 1
                        elif b <= 0:
                            t = a / (a - b)
                            new_x[size] = xs[n] + t * (xs[m] - xs[n])
                            new_y[size] = ys[n] + t * (ys[m] - ys[n])
                            kept[size] = names[n]
                            size += 1
                    count = size
                    for n in range(count):
                        xs[n], ys[n], names[n] = new_x[n], new_y[n], kept[n]
            for n in range(count):
                before, after = names[(n - 1) % count], names[n]
                x, y = xs[n], ys[n]
                if before >= 0 and after >= 0 and before != after:
                    x, y = _corner(here, before, after, flat, seed)
                corners[total, 0], corners[total, 1] = x, y
                total += 1
            sizes[row * side + column] = count
    return corners[:total], sizes
