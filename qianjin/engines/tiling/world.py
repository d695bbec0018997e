"""The square world of web maps: 0..1 from west to east and from north to south."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EXTENT = 4096
"""Steps along the side of a tile."""
DEEPEST = 18
"""The last zoom that is cut; a step of its tiles is 3 cm at 30 degrees north."""
MARGIN = 64
"""Steps around a tile in which shapes go on, so that no outline is drawn along its side."""
LAST_LATITUDE = 85.05112877980659

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tile:
    """
    瓦片 One tile of the pyramid.

    Parameters
    ----------
    zoom
        0..18: at zoom z the world has 2**z tiles a side.
    column, row
        From the west and from the north, 0..2**z - 1.

    Raises
    ------
    ValueError
        There is no such tile.

    >>> [round(side, 6) for side in Tile(16, 54641, 26980).bounds]
    [120.151978, 30.2733, 120.157471, 30.278044]
    """

    zoom: int
    column: int
    row: int

    def __post_init__(self) -> None:
        if not 0 <= self.zoom <= DEEPEST:
            raise ValueError(f"zoom: {self.zoom} is not 0..{DEEPEST}")
        side = 1 << self.zoom
        if not (0 <= self.column < side and 0 <= self.row < side):
            raise ValueError(f"column, row: {self.column}, {self.row} are not 0..{side - 1}")

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north, degrees."""
        side = 1 << self.zoom
        corners = np.array(
            [
                [self.column / side, (self.row + 1) / side],
                [(self.column + 1) / side, self.row / side],
            ]
        )
        (west, south), (east, north) = to_lonlat(corners)
        return float(west), float(south), float(east), float(north)


def to_world(lonlat: Floats) -> Floats:
    """``(n, 2)`` places in the square of ``(n, 2)`` degrees; the poles come to its rim."""
    latitude = np.radians(np.clip(lonlat[:, 1], -LAST_LATITUDE, LAST_LATITUDE))
    return np.column_stack(
        (
            (lonlat[:, 0] + 180.0) / 360.0,
            0.5 - np.arcsinh(np.tan(latitude)) / (2 * np.pi),
        )
    )


def to_lonlat(world: Floats) -> Floats:
    """``(n, 2)`` degrees of ``(n, 2)`` places in the square."""
    return np.column_stack(
        (
            world[:, 0] * 360.0 - 180.0,
            np.degrees(np.arctan(np.sinh((0.5 - world[:, 1]) * 2 * np.pi))),
        )
    )


_AXIS = 6378245.0
_ECCENTRICITY = 0.00669342162296594323


def to_gcj02(lonlat: Floats) -> Floats:
    """
    火星坐标 Degrees as maps on GCJ-02 draw them; some 500 m from where they lie.

    For drawing over such a background only: the shift is an approximation that everybody uses and
    nobody has published, good to a metre or so (SURVEY 2.2).
    """
    x, y = lonlat[:, 0] - 105.0, lonlat[:, 1] - 35.0
    root = np.sqrt(np.abs(x))
    waves = 20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)
    north = (
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
        + (waves + 20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
        + (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    )  # fmt: skip
    east = (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
        + (waves + 20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
        + (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    )  # fmt: skip
    latitude = np.radians(lonlat[:, 1])
    squeeze = 1 - _ECCENTRICITY * np.sin(latitude) ** 2
    radius = np.sqrt(squeeze)
    north = np.degrees(north / (_AXIS * (1 - _ECCENTRICITY) / (squeeze * radius)))
    east = np.degrees(east / (_AXIS / radius * np.cos(latitude)))
    moved: Floats = lonlat + np.column_stack((east, north))
    return moved


def from_gcj02(drawn: Floats) -> Floats:
    """
    Degrees of what a map on GCJ-02 draws at these; to a centimetre of what ``to_gcj02`` shifts.

    >>> here = np.array([[120.155, 30.274]])
    >>> bool(np.abs(from_gcj02(to_gcj02(here)) - here).max() < 1e-7)
    True
    """
    found = drawn
    for _ in range(3):
        found = found + drawn - to_gcj02(found)
    return found
