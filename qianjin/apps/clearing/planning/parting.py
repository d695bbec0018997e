"""阻隔 Roads and rivers of the book as the engine ``siting`` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qianjin.apps.land.models import Barrier
from qianjin.apps.parks.models import Park
from qianjin.engines import siting

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Lines:
    """The middle lines of a park's roads and rivers in degrees, each with width and effect."""

    parts: tuple[Points, ...]
    widths: tuple[float, ...]
    joins: tuple[bool, ...]

    def on(self, plane: Points) -> list[siting.Barrier]:
        """The barriers, when ``plane`` has the points of all parts in metres, in their order."""
        ends = np.cumsum([len(part) for part in self.parts])[:-1]
        pieces: Sequence[Points] = np.split(plane, ends) if self.parts else ()
        return [
            siting.Barrier(piece, width, joins)
            for piece, width, joins in zip(pieces, self.widths, self.joins, strict=True)
        ]


def lines_of(park: Park) -> Lines:
    """What parts the land of a park today."""
    import shapely

    parts, widths, joins = [], [], []
    rows = Barrier.objects.filter(park=park, ended_on=None)
    for line, width, is_joining in rows.values_list("line", "width_m", "joins"):
        for part in shapely.get_parts(shapely.from_wkb(bytes(line))):
            parts.append(shapely.get_coordinates(part))
            widths.append(float(width))
            joins.append(is_joining)
    return Lines(tuple(parts), tuple(widths), tuple(joins))
