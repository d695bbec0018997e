"""图层切片 Vector tiles of parcels, made in memory: cut, rounded, dissolved at small scale.

One square hectare in Hangzhou, and the tile it lies in:

>>> import numpy as np, shapely
>>> from qianjin.engines.tiling import Column, Cutter, Layer, Tile
>>> layer = Layer.of_lonlat(
...     np.array([7]),
...     [shapely.box(120.1550, 30.2740, 120.1560, 30.2749)],
...     columns={"state": Column.of(["listed"])},
... )
>>> cutter = Cutter(layer)
>>> tile = cutter.tile(Tile(14, 13660, 6745))
>>> tile[:2].hex(), b"listed" in tile, cutter.tile(Tile(14, 0, 0))
('1a3b', True, b'')
"""

from __future__ import annotations

from .cut import DISSOLVED, LABELLED, Cutter
from .layer import Column, Gathering, Layer
from .pmtiles import Archive, NoArchive
from .world import DEEPEST, EXTENT, Tile, from_gcj02, to_gcj02, to_lonlat, to_world

__all__ = [
    "DEEPEST",
    "DISSOLVED",
    "EXTENT",
    "LABELLED",
    "Archive",
    "Column",
    "Cutter",
    "Gathering",
    "Layer",
    "NoArchive",
    "Tile",
    "from_gcj02",
    "to_gcj02",
    "to_lonlat",
    "to_world",
]
