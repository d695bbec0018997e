"""The fields of the story: adjacent to the millimetre, and a book that is alive."""

from __future__ import annotations

import numpy as np
import shapely

from qianjin.apps.land import planning
from qianjin.demo.land import NAMED, SURVEYED, number_of
from qianjin.demo.land_ground import ZONE, fields


def test_the_fields_touch_and_never_overlap() -> None:
    found = list(fields())
    plane = [planning.in_plane(one.shape, ZONE) for one in found]
    shapes = [planning.boundary_of(one.shape, ZONE).shape for one in found]

    assert len(found) == 48
    assert not planning.overlaps(shapes, ZONE, planning.CENT)
    near = shapely.STRtree(plane).query(plane, "dwithin", 0.002)
    shared = [
        shapely.length(shapely.intersection(plane[one].buffer(0.002), plane[other].boundary))
        for one, other in near.T
        if one < other
    ]
    # 6 x 8 fields with a road each way: 36 borders along the rows, 32 across them.
    assert sum(length > 50 for length in shared) == 6 * 6 + 8 * 4
    assert 40_000 > np.median([one.area for one in plane]) > 15_000


def test_each_field_has_a_number_of_its_own_and_two_have_the_names_of_the_reports() -> None:
    numbers = [number_of(one) for one in fields()]

    assert len(set(numbers)) == 48
    assert {"ZT2-01", "CD-01"} <= set(numbers)
    assert all("演示" in name for _number, name in NAMED.values())
    assert not set(NAMED) & set(SURVEYED)
