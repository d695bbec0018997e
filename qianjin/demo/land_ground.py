"""演示地 An invented piece of reclaimed land: fields between roads, to the millimetre adjacent."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from qianjin.apps.land import planning

ZONE = 40
EAST, NORTH = 551_650.0, 3_350_900.0
"""Corner of the fields in the plane of zone 40, metres; near the invented office."""
TURN = math.radians(17)
"""Reclaimed land lies as its dyke does, not as the map."""
COLUMNS = (0, 118, 246, 372, 506, 530, 652, 784, 910, 1044)
"""Metres along the dyke; between 506 and 530 runs a road."""
ROWS = (0, 162, 330, 506, 530, 702, 876, 1052)
"""Metres away from it; a road again between 506 and 530."""
ROAD = 24


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its place in the grid, counted from 0 without the roads, and its outline."""

    column: int
    row: int
    shape: Any


def fields() -> Iterator[Field]:
    """Eight columns and six rows of fields, parted by a road each way."""
    import shapely

    row = -1
    for south, north in pairwise(ROWS):
        if north - south == ROAD:
            continue
        row += 1
        column = -1
        for west, east in pairwise(COLUMNS):
            if east - west == ROAD:
                continue
            column += 1
            corners = [corner(west, south), corner(east, south), corner(east, north),
                       corner(west, north)]  # fmt: skip
            plane = shapely.Polygon(corners)
            yield Field(column, row, planning.in_degrees(plane, ZONE))


def corner(x: float, y: float) -> tuple[float, float]:
    """A corner turned with the dyke, and moved a little, the same for every field that has it."""
    on_road = x in (506, 530) or y in (506, 530)
    east = x + (0 if on_road else 7 * math.sin(x / 91 + y / 57))
    north = y + (0 if on_road else 9 * math.sin(x / 73 - y / 119))
    turned = (
        EAST + east * math.cos(TURN) - north * math.sin(TURN),
        NORTH + east * math.sin(TURN) + north * math.cos(TURN),
    )
    return round(turned[0], 3), round(turned[1], 3)
