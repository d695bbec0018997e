"""Parcels for the tests of tiles, and a reader of tiles that is not ours (GDAL's)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from qianjin.engines.tiling import Tile, to_lonlat, to_world

HANGZHOU = (120.10, 30.20)


def town(side: int, seed: int = 1, west: float = 120.10, south: float = 30.20) -> Any:
    """``side`` by ``side`` parcels of about a hectare that share all their corners."""
    random = np.random.default_rng(seed)
    at = np.stack(np.meshgrid(np.arange(side + 1.0), np.arange(side + 1.0), indexing="ij"), -1)
    at += random.uniform(-0.3, 0.3, at.shape)
    at = at * [0.0010, 0.0009] + [west, south]
    corners = np.stack((at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]), 2)
    return shapely.polygons(corners.reshape(-1, 4, 2))


def around(polygons: Any, zoom: int) -> list[Tile]:
    """The tiles that the polygons' box meets."""
    west, south, east, north = shapely.total_bounds(polygons)
    first, last = to_world(np.array([[west, north], [east, south]])) * (1 << zoom)
    return [
        Tile(zoom, column, row)
        for column in range(int(first[0]), int(last[0]) + 1)
        for row in range(int(first[1]), int(last[1]) + 1)
    ]


def read(folder: Path, tile: Tile, content: bytes, layer: str = "parcels") -> Any:
    """What GDAL reads in a tile: degrees, and what is said of each shape."""
    path = folder / str(tile.zoom) / str(tile.column) / f"{tile.row}.mvt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    place = {"X": tile.column, "Y": tile.row, "Z": tile.zoom}
    meta, _, shapes, values = pyogrio.raw.read(
        path, layer=layer, METADATA_FILE="", CLIP="NO", **place
    )
    polygons = shapely.from_wkb(shapes)
    half = 20037508.342789244
    polygons = shapely.transform(
        polygons,
        lambda at: to_lonlat(np.column_stack((at[:, 0] + half, half - at[:, 1])) / 2 / half),
    )
    return polygons, dict(zip(meta["fields"], values, strict=True))


def square_metres(polygons: Any) -> Any:
    """Areas near Hangzhou, on the plane of zone 40."""
    import pyproj

    plane = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4549", always_xy=True)
    return shapely.area(
        shapely.transform(polygons, lambda at: np.column_stack(plane.transform(at[:, 0], at[:, 1])))
    )
