"""轮廓 Boundaries of the book as rings of points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def polygons_of(wkb: bytes) -> list[list[NDArray[np.float64]]]:
    """Polygons of rings of longitude and latitude, without the closing points."""
    import shapely

    shape = shapely.from_wkb(wkb)
    return [
        [np.asarray(ring.coords, float)[:-1, :2] for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(shape)
    ]


def rings_of(wkb: bytes) -> list[list[tuple[float, float]]]:
    """Every ring of a boundary as longitudes and latitudes, for a drawing."""
    return [
        [(float(x), float(y)) for x, y in ring] for polygon in polygons_of(wkb) for ring in polygon
    ]
