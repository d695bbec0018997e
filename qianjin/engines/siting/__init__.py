"""地等项目 Which parcel, or which contiguous set of parcels, for a project; when, and why.

Three parcels in a row; the project needs two of them:

>>> import numpy as np
>>> from qianjin.engines.kernel import Stop
>>> square = np.array([[0, 0], [100, 0], [100, 100], [0, 100]], float)
>>> shapes = Shapes.of([[[square + (100 * n, 0)]] for n in range(3)])
>>> parcels = Parcels(ids=("甲", "乙", "丙"), area=shapes.areas(),
...     cost=np.array([5.0, 4.0, 3.0]), borders=borders_of(shapes))
>>> need = Need(area_min=20_000, area_max=25_000)
>>> site = solve(parcels, need, stop=Stop(iterations=1000)).assemblies[0]
>>> site.ids, site.cost, str(site.status)
(('乙', '丙'), 7.0, 'optimal')
"""

from __future__ import annotations

from .barriers import Barrier, Parted, with_barriers
from .borders import TOLERANCE, Borders, borders_of, with_edited
from .data import WEIGHTS, Need, Parcels
from .result import (
    BEST,
    BEST_APART,
    DEARER,
    DEAREST,
    HOLDS_TOGETHER,
    LAST_READY,
    NARROW,
    NO_AREA,
    NO_MATCH,
    NOT_DATED,
    NOT_FOUND,
    NOT_JOINED,
    NOT_OPEN,
    WITHIN,
    Assembly,
    Fit,
    Sites,
)
from .shapes import Polygon, Ring, Shapes, are_degrees, from_web_mercator, on_plane
from .solve import needs_that_fit, solve

__all__ = [
    "BEST",
    "BEST_APART",
    "DEARER",
    "DEAREST",
    "HOLDS_TOGETHER",
    "LAST_READY",
    "NARROW",
    "NOT_DATED",
    "NOT_FOUND",
    "NOT_JOINED",
    "NOT_OPEN",
    "NO_AREA",
    "NO_MATCH",
    "TOLERANCE",
    "WEIGHTS",
    "WITHIN",
    "Assembly",
    "Barrier",
    "Borders",
    "Fit",
    "Need",
    "Parcels",
    "Parted",
    "Polygon",
    "Ring",
    "Shapes",
    "Sites",
    "are_degrees",
    "borders_of",
    "from_web_mercator",
    "needs_that_fit",
    "on_plane",
    "solve",
    "with_barriers",
    "with_edited",
]
